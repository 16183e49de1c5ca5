/**
 * Real mail above all: whatever lists, services and tables answer, what a random set of restrictions lets in, the suggested one
 * lets in too, where its new rules only warn; users send as before; and no stranger sends to strangers who could not.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Attempt } from '../../../src/restrictions/attempt.ts';
import { compileRules } from '../../../src/restrictions/compile.ts';
import { evaluate } from '../../../src/restrictions/evaluate.ts';
import type { Facts } from '../../../src/restrictions/facts.ts';
import { relayedForAll } from '../../../src/restrictions/lint/strangers.ts';
import type { Rules } from '../../../src/restrictions/rules.ts';
import { opensRelay } from '../../../src/restrictions/suggest/relay-safety.ts';
import { readingOf } from '../lint/written.ts';
import { given, randomOf } from './random-set.ts';
import { applied, type Given } from './suggested.ts';

function rulesOf(of: Given, submission: boolean): Promise<Rules> {
  const { configuration, world } = readingOf(of);
  const service = configuration.master.services.find(
    ({ name, command }) => name === (submission ? 'submission' : 'smtp') && command === 'smtpd',
  )!;
  return compileRules(configuration, { world: world.tables, service, ownAddresses: ['192.0.2.1'] });
}

/** The same question has the same answer. */
function worldOf(seed: number): Facts {
  const chance = (text: string): number => {
    let hash = seed;
    for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
    return randomOf(hash)();
  };
  return {
    listing: (prefix, zone) => (chance(`${prefix} ${zone}`) < 0.3 ? { text: 'listed' } : 'clear'),
    dns: (name, type) =>
      chance(`${name} ${type}`) < 0.7
        ? ({
            status: 'found',
            records: [type === 'MX' ? { preference: 10, exchange: name } : '192.0.2.9'],
            ttl: 60,
          } as never)
        : { status: 'nxdomain', ttl: 60 },
    table: (table, key) => {
      const kind = chance(`${table.name} ${key}`);
      return kind < 0.15 ? { found: 'OK' } : kind < 0.3 ? { found: 'REJECT' } : 'absent';
    },
    policy: (service, { clientAddress, sender }) => {
      const kind = chance(`${service} ${clientAddress} ${sender}`);
      if (kind < 0.7) return 'DUNNO';
      return kind < 0.85 || !service.includes('9999') ? 'REJECT no' : 'OK';
    },
    verification: (address) => ({
      status: chance(address) < 0.7 ? 'deliverable' : 'undeliverable',
      text: '',
    }),
  };
}

const CLIENTS: readonly (readonly [address: string, name: string, account: string])[] = [
  ['127.0.0.1', 'localhost', ''],
  ['192.0.2.7', 'friend.example', ''],
  ['198.51.100.9', 'unknown', 'ann'],
  ['198.51.100.10', 'mx.stranger.example', ''],
  ['203.0.113.11', 'unknown', ''],
  // With a certificate.
  ['203.0.113.12', 'unknown', ''],
];
// Who does not greet is refused now (smtpd_helo_required).
const HELOS = ['mx.stranger.example', 'pc', '-bad-'];
const SENDERS = ['someone@stranger.example', 'x@bad.example', 'nodomain', ''];
const OWN = ['ann@mail.example.com', 'postmaster@mail.example.com'];
const OUTSIDE = 'victim@elsewhere.example';

function attempts(random: () => number): readonly (Attempt & { isUser: boolean })[] {
  return CLIENTS.flatMap(([clientAddress, clientName, account]) =>
    SENDERS.flatMap((sender) =>
      [...OWN, OUTSIDE].map((recipient) => ({
        ...{
          stage: 'RCPT' as const,
          clientAddress,
          clientName,
          account,
          sender,
          recipient,
          recipientCount: 0,
        },
        helo: HELOS[Math.floor(random() * HELOS.length)]!,
        reverseName: clientName === 'unknown' && random() < 0.5 ? undefined : 'some.name.example',
        ...{
          encrypted: true,
          pipelining: false,
          isUser: account !== '' || ['127.0.0.1', '203.0.113.12'].includes(clientAddress),
        },
        certificate: { fingerprint: '', key: '', trusted: clientAddress === '203.0.113.12' },
      })),
    ),
  );
}

describe('suggest, of random sets and random mail', () => {
  for (const submission of [false, true])
    it(`what came in comes in: ${submission ? 'port 587' : 'port 25'}`, async () => {
      let permitted = 0;
      for (let seed = 1000; seed < 1150; seed++) {
        const before: Given = {
          ...given(seed),
          tried: true,
          services: 'submission inet n - y - - smtpd\n -o smtpd_sasl_auth_enable=yes\n',
        };
        const after = applied(before);
        const [was, is] = [await rulesOf(before, submission), await rulesOf(after, submission)];
        const isOpen = relayedForAll({ ...was, myNetworks: () => false }, {}) !== undefined;
        const hasCertificates = [...was.lists.relay.steps, ...was.lists.recipient.steps].some(
          ({ lower }) => lower === 'permit_tls_all_clientcerts',
        );
        const facts = worldOf(seed);
        assert.equal(opensRelay(was, is), false, `seed ${seed}`);
        for (const attempt of attempts(randomOf(seed))) {
          // Nobody logs in there; where everybody may relay, a certificate is no user's.
          if (attempt.account !== '' && !was.saslEnabled) continue;
          if (attempt.certificate?.trusted === true && (isOpen || !hasCertificates)) continue;
          const old = evaluate(was, attempt, facts);
          const now = evaluate(is, attempt, facts);
          const what = (): string =>
            `seed ${seed}: ${JSON.stringify(attempt)} ${old.verdict} ${now.verdict} ${now.reply}\n${before.main}\n${after.main}`;
          // Who may relay is seen above.
          if (attempt.recipient === OUTSIDE && !attempt.isUser) continue;
          if (old.verdict === 'permit') {
            if (now.verdict !== 'permit') assert.fail(what());
            permitted++;
          }
        }
      }
      assert.ok(permitted > 500, String(permitted));
    });
});
