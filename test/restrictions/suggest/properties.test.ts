/**
 * Of random sets of restrictions: what is suggested, once applied, leaves nothing to suggest; nobody can relay who could not; what
 * the server has of its own is still there; nothing that lets mail through comes behind what it spared mail from; and nothing
 * refuses that did not, but for what is told as new.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sayReason } from '../../../src/i18n/suggest/words.ts';
import type { Item } from '../../../src/restrictions/suggest/items.ts';
import { readItems } from '../../../src/restrictions/suggest/items.ts';
import { readingOf } from '../lint/written.ts';
import { given } from './random-set.ts';
import { applied, type Given, linesFor, suggestedFor } from './suggested.ts';

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
