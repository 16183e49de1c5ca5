/** How real mail is told from other: each sign on its own, and what they make together. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Gathered } from '../../../src/restrictions/replay/gathered.ts';
import type { LoggedAttempt } from '../../../src/restrictions/replay/logged.ts';
import { type Beside, judge, WEIGHTS } from '../../../src/restrictions/replay/real.ts';

const ATTEMPT: LoggedAttempt = {
  time: 0,
  wall: 0,
  clientName: 'host.isp.example',
  clientAddress: '192.0.2.1',
  helo: undefined,
  sender: 'bob@good.example',
  recipient: 'ann@own.example',
  account: '',
  outcome: 'refused',
  zone: '',
  reply: '',
};
const NOTHING: Beside = {
  spf: undefined,
  lists: [],
  unreliable: undefined,
  allowListed: undefined,
  policy: '',
};

interface Case {
  attempt?: Partial<LoggedAttempt>;
  beside?: Partial<Beside>;
  gathered?: (gathered: Gathered) => void;
}

const past = (values: object) => (gathered: Gathered) =>
  void Object.assign(gathered.past('192.0.2.1'), values);

const CASES: [string, Case, signs: string, likely: boolean, certain: boolean][] = [
  ['nothing', {}, '', false, false],
  ['logged in', { attempt: { account: 'ann' } }, 'logged-in', true, true],
  ['written to', { gathered: (g) => g.writtenTo.add('bob@good.example') }, 'written-to', true, true],
  [
    'in other letters',
    { attempt: { sender: 'BOB@Good.Example' }, gathered: (g) => g.writtenTo.add('bob@good.example') },
    'written-to',
    true,
    true,
  ],
  ['its domain', { gathered: (g) => g.writtenTo.add('good.example') }, 'domain-written-to', true, false],
  ['delivered', { attempt: { outcome: 'delivered' } }, 'delivered', true, false],
  ['earlier mail', { gathered: (g) => g.domains.set('good.example', 3) }, 'earlier-mail', false, false],
  [
    'its own delivery is no earlier mail',
    { attempt: { outcome: 'delivered' }, gathered: (g) => g.domains.set('good.example', 1) },
    'delivered',
    true,
    false,
  ],
  [
    'the client',
    { gathered: past({ delivered: 2, taken: 2, attempts: 3 }) },
    'client-delivered',
    false,
    false,
  ],
  ['HELO is its name', { attempt: { helo: 'HOST.isp.example' } }, 'name-fits', false, false],
  [
    'name of the sender',
    { attempt: { clientName: 'mx.good.example' }, beside: { spf: 'pass' } },
    'name-fits spf-pass',
    true,
    false,
  ],
  ['no part of a name', { attempt: { clientName: 'notgood.example' } }, '', false, false],
  [
    'no name',
    { attempt: { clientName: 'unknown', outcome: 'delivered' } },
    'delivered no-name',
    false,
    false,
  ],
  [
    'SPF forbids',
    { attempt: { outcome: 'delivered' }, beside: { spf: 'fail' } },
    'delivered spf-fail',
    false,
    false,
  ],
  ['softfail is no sign', { beside: { spf: 'softfail' } }, '', false, false],
  ['a dead list', { beside: { unreliable: 'dead.example' } }, 'list-unreliable', true, false],
  ['allow-listed', { beside: { allowListed: 'good.list.example' } }, 'allow-listed', true, false],
  ['one list', { beside: { lists: ['a.example'] } }, '', false, false],
  [
    'two lists',
    { attempt: { outcome: 'delivered' }, beside: { lists: ['a.example', 'b.example'] } },
    'delivered some-lists',
    false,
    false,
  ],
  ['three lists', { beside: { lists: ['a.example', 'b.example', 'c.example'] } }, 'many-lists', false, false],
  [
    'a user on three lists',
    { attempt: { account: 'ann' }, beside: { lists: ['a.example', 'b.example', 'c.example'] } },
    'logged-in many-lists',
    true,
    false,
  ],
  ['few guesses', { gathered: past({ guesses: 4 }) }, '', false, false],
  [
    'guesses',
    { gathered: past({ guesses: 5 }), attempt: { outcome: 'delivered' } },
    'delivered guesses-passwords',
    false,
    false,
  ],
  ['unknown recipients', { gathered: past({ unknownRecipients: 3 }) }, 'unknown-recipients', false, false],
  ['a burst', { gathered: past({ attempts: 20 }) }, 'nothing-delivered', false, false],
  ['sent back', { attempt: { outcome: 'bounced' } }, 'bounced', false, false],
  [
    'a bounce has no domain',
    { attempt: { sender: '' }, gathered: (g) => void g.domains.set('', 9).set('good.example', 1) },
    '',
    false,
    false,
  ],
];

describe('likely real mail', () => {
  for (const [name, { attempt, beside, gathered }, signs, likely, certain] of CASES)
    it(name, () => {
      const known = new Gathered({ from: 0, to: 1 });
      gathered?.(known);
      const judged = judge({ ...ATTEMPT, ...attempt }, known, { ...NOTHING, ...beside });
      assert.equal(
        judged.signs
          .map(({ id }) => id)
          .sort()
          .join(' '),
        signs.split(' ').sort().join(' '),
      );
      assert.deepEqual([judged.likelyReal, judged.certain], [likely, certain]);
    });

  for (const file of ['docs/replay.md', 'docs/ja/replay.md'])
    it(`${file} has each sign with its weight, and no other`, () => {
      const text = readFileSync(join(import.meta.dirname, '../../..', file), 'utf8');
      const told = [...text.matchAll(/^\| `([\w-]+)` \| ([+-]?\d+) \|/gm)].map(([, id, weight]) => [
        id!,
        Number(weight),
      ]);
      assert.deepEqual(Object.fromEntries(told), WEIGHTS);
    });
});
