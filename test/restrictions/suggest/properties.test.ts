/**
 * Of random sets of restrictions: what is suggested, once applied, leaves nothing to suggest; nobody can relay who could not; what
 * the server has of its own is still there; nothing that lets mail through comes behind what it spared mail from; and nothing
 * refuses that did not, but for what is told as new.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HealthStatus } from '../../../src/dnsbl/health.ts';
import { sayReason } from '../../../src/i18n/suggest/words.ts';
import type { Item } from '../../../src/restrictions/suggest/items.ts';
import { readItems } from '../../../src/restrictions/suggest/items.ts';
import { readingOf } from '../lint/written.ts';
import { applied, type Given, linesFor, suggestedFor } from './suggested.ts';

/** mulberry32 */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const OWN = [
  ...['check_client_access hash:/etc/postfix/allow', 'check_sender_access hash:/etc/postfix/deny'],
  ...['check_recipient_access inline:{{postmaster@ = OK}}', 'check_client_access static:DUNNO'],
  ...['check_policy_service unix:private/policyd-spf', 'check_policy_service inet:127.0.0.1:10023'],
  ...['check_policy_service { inet:127.0.0.1:9999, timeout=10s }', 'strict', '$my_permits', '$(my_lists)'],
  ...['permit_dnswl_client list.dnswl.org=127.0.[2..9].[1..3]', 'reject_unverified_recipient'],
  ...['reject_sender_login_mismatch', 'reject_unlisted_recipient', 'hash:/etc/postfix/unreadable'],
  ...['permit_tls_clientcerts', 'reject_rbl_client bl.own.example', 'reject_rhsbl_sender rhs.own.example'],
];
const OTHERS = [
  ...[
    'permit_mynetworks',
    'permit_sasl_authenticated',
    'reject_unauth_destination',
    'defer_unauth_destination',
  ],
  ...['reject_unknown_client', 'reject_unknown_client_hostname', 'reject_unknown_reverse_client_hostname'],
  ...['reject_invalid_hostname', 'reject_non_fqdn_helo_hostname', 'reject_unknown_helo_hostname'],
  ...[
    'reject_non_fqdn_sender',
    'reject_unknown_sender_domain',
    'reject_unauth_pipelining',
    'reject_maps_rbl',
  ],
  ...['permit', 'reject', 'PERMIT_MYNETWORKS', 'Reject_Unauth_Destination'],
];
const ZONES = [
  ...[
    'zen.spamhaus.org',
    'sbl.spamhaus.org',
    'xbl.spamhaus.org=127.0.0.4',
    'cbl.abuseat.org',
    'pbl.spamhaus.org',
  ],
  ...['bl.spamcop.net', 'psbl.surriel.com=127.0.0.2', 'list.dsbl.org', 'cn-kr.blackholes.us', 'all.rbl.jp'],
  ...['dnsbl-3.uceprotect.net', 'ips.backscatterer.org', 'dbl.spamhaus.org', 'zen.spamhaus.org=127.0.1.2'],
  ...['zen.spamhaus.orgg', 'dnsbl.sorbs.net', 'hostkarma.junkemailfilter.com', 'b.barracudacentral.org'],
  'abcdefghijklmnopqrstuvwx12.zen.dq.spamhaus.net=127.0.0.[2..11]',
];
const ASKS = [
  'reject_rbl_client',
  'reject_rbl_client',
  'reject_rbl',
  'reject_rhsbl_sender',
  'reject_rhsbl_helo',
];
const STATUSES: readonly HealthStatus[] = [
  ...(['healthy', 'healthy', 'healthy', 'lists-everything', 'refuses-queries', 'no-test-entry'] as const),
  ...(['dead', 'unreachable', 'unknown'] as const),
];

function given(seed: number): Given {
  const random = randomOf(seed);
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const list = (most: number): string => {
    const items = Array.from({ length: Math.floor(random() * most) }, () => {
      const kind = random();
      const text = kind < 0.3 ? one(OWN) : kind < 0.65 ? one(OTHERS) : `${one(ASKS)} ${one(ZONES)}`;
      return random() < 0.1 ? `warn_if_reject ${text}` : text;
    });
    return items.join(one([', ', ' ', ',\n    ']));
  };
  const maybe = (name: string, most: number): string => (random() < 0.5 ? `${name} = ${list(most)}\n` : '');
  const tail =
    random() < 0.5 ? 'permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination, ' : '';
  const main = `my_permits = permit_mynetworks, permit_sasl_authenticated
my_lists = reject_rbl_client list.dsbl.org, reject_rbl_client bl.own.example
smtpd_restriction_classes = strict
strict = reject_unknown_client, reject_rbl_client ${one(ZONES)}
maps_rbl_domains = list.dsbl.org, bl.own.example
${random() < 0.5 ? 'smtpd_sasl_auth_enable = yes\n' : ''}${maybe('smtpd_relay_restrictions', 5)}${maybe('smtpd_client_restrictions', 5)}${maybe('smtpd_helo_restrictions', 4)}${maybe('smtpd_sender_restrictions', 5)}${maybe('smtpd_data_restrictions', 3)}${random() < 0.85 ? `smtpd_recipient_restrictions = ${tail}${list(12)}\n` : ''}`;
  const zones = [...ZONES.map((zone) => zone.split('=', 1)[0]!), 'bl.own.example', 'rhs.own.example'];
  return {
    main,
    files: { '/etc/postfix/allow': '192.0.2.7 OK\n', '/etc/postfix/deny': 'bad.example REJECT no\n' },
    ...(random() < 0.7 && { health: Object.fromEntries(zones.map((zone) => [zone, one(STATUSES)])) }),
    tried: random() < 0.5,
    ...(random() < 0.3 && { services: 'submission inet n - y - - smtpd\n -o smtpd_sasl_auth_enable=yes\n' }),
  };
}

const LISTS = ['client', 'helo', 'sender', 'relay', 'recipient', 'data'].map(
  (name) => `smtpd_${name}_restrictions`,
);

function itemsOf(of: Given): ReadonlyMap<string, readonly Item[]> {
  const reading = readingOf(of);
  return new Map(LISTS.map((name) => [name, readItems(reading, name) ?? []]));
}

const lowered = (items: readonly Item[]): string[] => items.map(({ written }) => written.toLowerCase());
const lets = ({ steps, warns }: Item): boolean =>
  !warns &&
  steps.some(
    ({ lower }) =>
      lower.startsWith('permit') || lower.startsWith('check_') || lower === '' || lower === 'strict',
  );
const ends = ({ step, warns }: Item): boolean =>
  !warns && /^(?:permit|reject|defer)$/.test(step?.lower ?? '');

const SEEDS = Array.from({ length: 400 }, (_, seed) => seed);

describe('suggest, of random sets', () => {
  it('applied, there is nothing more to suggest', () => {
    for (const seed of SEEDS) {
      const before = given(seed);
      assert.deepEqual(linesFor(applied(before)), [], `seed ${seed}\n${before.main}`);
    }
  });

  it('each reason has words, in both languages', () => {
    for (const seed of SEEDS)
      for (const { reasons } of suggestedFor(given(seed)).settings)
        for (const { id, values } of reasons)
          for (const language of ['en', 'ja'] as const) {
            const text = sayReason(language, id, values);
            assert.notEqual(text, id);
            assert.doesNotMatch(text, /\{[a-z]+\}/, id);
          }
  });

  it('no key of a list stands in a reason', () => {
    for (const seed of SEEDS)
      for (const { reasons } of suggestedFor(given(seed)).settings)
        for (const { values } of reasons)
          assert.ok(!JSON.stringify(values).includes('abcdefghijklmnopqrstuvwx12'), JSON.stringify(values));
  });

  it("the server's own is still there, in its order", () => {
    for (const seed of SEEDS) {
      const before = given(seed);
      const after = itemsOf(applied(before));
      for (const [name, items] of itemsOf(before)) {
        const own = lowered(items).filter(
          (text) =>
            /^(?:check_(?!policy)|strict|\$|permit|reject_un(?:auth|li|ver)|reject_sender)/.test(text) &&
            !/dnswl/.test(text),
        );
        const now = lowered(after.get(name)!);
        let at = -1;
        for (const text of own) {
          at = now.indexOf(text, at + 1);
          assert.ok(at >= 0, `seed ${seed}: ${text} in ${name}\n${before.main}`);
        }
        for (const text of lowered(items).filter((each) => each.startsWith('check_policy')))
          assert.ok(now.includes(text), `seed ${seed}: ${text}`);
      }
    }
  });

  it('new rules stand behind all that lets mail through, and before the end', () => {
    for (const seed of SEEDS) {
      const before = given(seed);
      const { newRules } = suggestedFor(before);
      const old = itemsOf(before);
      for (const [name, items] of itemsOf(applied(before))) {
        const end = items.findIndex(ends);
        for (const { parameter, step } of newRules.filter((rule) => rule.parameter === name)) {
          if (parameter !== 'smtpd_recipient_restrictions' || step.lower.includes('rbl')) continue;
          const at = items.findIndex(({ written }) => written === step.written);
          const behind = items.slice(at + 1, end < 0 ? undefined : end);
          const spared = behind.filter(
            (item) =>
              lets(item) && !item.written.startsWith('check_policy') && !/deny|DUNNO/.test(item.written),
          );
          assert.deepEqual(lowered(spared), [], `seed ${seed}: ${step.written}\n${before.main}`);
          assert.ok(end < 0 || at < end, `seed ${seed}: ${step.written} is not reached`);
        }
        assert.ok(items.length > 0 || (old.get(name)?.length ?? 0) >= 0);
      }
    }
  });

  it('what refuses today and refuses then is told as new, or was there, or asks less', () => {
    const family = (text: string): string =>
      text
        .toLowerCase()
        .replace(/=.*$/, '')
        .replace(/^reject_rbl /, 'reject_rbl_client ')
        .replace('reject_invalid_hostname', 'reject_invalid_helo_hostname')
        .replace(/^reject_unknown_client(?:_hostname)?$/, 'reject_unknown_reverse_client_hostname');
    for (const seed of SEEDS) {
      const before = given(seed);
      const { newRules } = suggestedFor(before);
      const old = itemsOf(before);
      for (const [name, items] of itemsOf(applied(before))) {
        const had = new Set(
          old
            .get(name)!
            .filter(({ warns }) => !warns)
            .map(({ written }) => family(written)),
        );
        if (lowered(old.get(name)!).includes('reject_maps_rbl')) had.add('reject_rbl_client bl.own.example');
        const fresh = new Set(
          newRules.filter((rule) => rule.parameter === name).map(({ step }) => step.written),
        );
        for (const { written, warns } of items)
          if (!warns && /^reject|^defer/i.test(written) && written !== 'reject_unauth_destination')
            assert.ok(
              had.has(family(written)) || fresh.has(written),
              `seed ${seed}: ${name} ${written}\n${before.main}`,
            );
        if (before.tried === true)
          for (const { written, warns } of items)
            assert.ok(warns || !fresh.has(written) || had.has(family(written)), `seed ${seed}: ${written}`);
      }
    }
  });
});
