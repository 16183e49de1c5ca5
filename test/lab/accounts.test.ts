/** Accounts that somebody else uses, and those that only look like it; guessers of passwords. With a real Postfix. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import type { Postfix } from './postfix.ts';
import { skipWithout } from './require.ts';
import { startSaslServer } from './sasl-server.ts';
import type { Mail } from './send-mail.ts';
import { type Sink, startSink } from './sink.ts';
import { assertTotals, command, send, stage, take, times, told } from './stage.ts';

const skip = skipWithout('postfix', 'unbound', 'rbldnsd');
const run = promisify(execFile);
const HOME = { addr: '203.0.113.20', name: 'home.isp.example' };

const accounts = {
  carl: 'secret',
  dora: 'secret',
  eve: 'secret',
  'fax@local.example': 'secret',
  'o.k+x': 'secret',
};

async function withAccounts(
  play: (sink: Sink, parameters: Record<string, string>) => Promise<void>,
): Promise<void> {
  const sink = await startSink();
  const sasl = await startSaslServer(accounts);
  try {
    await play(sink, { ...sasl.parameters, relayhost: `[127.0.0.1]:${sink.port}` });
  } finally {
    await sasl.stop();
    await sink.stop();
  }
}

/** A logged-in user sends. */
const as = (user: keyof typeof accounts, mail: Partial<Mail>): Partial<Mail> => ({
  auth: { user, password: accounts[user] },
  from: user.includes('@') ? user : `${user}@local.example`,
  ...mail,
});
const to = (count: number, tag: string): string[] =>
  Array.from({ length: count }, (_, n) => `${tag}-${n}@far.example`);

describe('accounts', { skip, concurrency: 3 }, () => {
  it('a cracked account sends from everywhere; what the finding says holds its mail and no other', () =>
    withAccounts(async (sink, parameters) => {
      for (const name of to(5, 'late')) sink.answer(name, { at: 'recipient', reply: '450 4.2.1 too fast' });
      const report = await stage(
        'cracked',
        { parameters },
        async (postfix) => {
          await times(4, () => take(postfix, as('o.k+x', { client: HOME, to: ['late-0@far.example'] })));
          await times(30, (n) =>
            take(
              postfix,
              as('o.k+x', {
                client: { addr: `198.51.100.${n + 1}` },
                from: `win${n}@prize.example`,
                to: [...to(4, `p${n}`), 'late-1@far.example'],
              }),
            ),
          );
          // Its name begins alike; a newsletter from one place.
          await times(10, (n) =>
            take(postfix, as('dora', { client: HOME, to: [...to(20, `n${n}`), 'late-2@far.example'] })),
          );
        },
        async (postfix, before) => {
          assert.deepEqual(told(before), [['account-compromised', ['o.k+x']]]);
          const hold = command(before, 'postsuper -h -', / holds what/);
          await run('sh', ['-ec', hold], { env: { ...process.env, MAIL_CONFIG: postfix.folder.config } });
          const queue = await postfix.postqueue();
          const names = (state: string): number =>
            queue.filter(({ queue_name }) => queue_name === state).length;
          assert.deepEqual([names('hold'), names('deferred')], [34, 10]);
        },
      );
      assertTotals(report, {
        received: 44,
        delivered: 30 * 4 + 10 * 20,
        deferrals: 44,
        deferred: 44,
        bounced: 0,
        rejected: 0,
      });
      assert.deepEqual(
        report.accounts.map(({ account, messages, recipients, clients }) => [
          account,
          messages,
          recipients,
          clients,
        ]),
        [
          ['o.k+x', 34, 4 + 150, 31],
          ['dora', 10, 210, 1],
        ],
      );
    }));

  it('a cracked account whose mail is refused', () =>
    withAccounts(async (sink, parameters) => {
      const report = await stage('cracked-refused', { parameters }, async (postfix) => {
        for (const name of to(3, 'gone'))
          sink.answer(name, { at: 'recipient', reply: '550 5.1.1 no such user' });
        await times(24, (n) =>
          take(
            postfix,
            as('eve', {
              client: { addr: `198.51.100.${1 + (n % 6)}` },
              to: [...to(3, 'gone'), ...to(2, `ok${n}`)],
            }),
          ),
        );
      });
      assert.deepEqual(told(report), [['account-compromised', ['eve']]]);
      assert.match(report.findings[0]!.summary, /72 recipients were refused/);
      // Notifications go to the account's own mailbox or are refused there: nobody is called eve here.
      assertTotals(report, { received: 24, bounced: 24 * 3 + 24, notifications: 24 });
    }));

  it('not: newsletter, scanners, a telephone on the road, IPv6 at home, a mailing list, many mistypes', () =>
    withAccounts(async (sink, parameters) => {
      const report = await stage('busy-accounts', { parameters }, async (postfix) => {
        // A newsletter of bad quality.
        for (const name of to(30, 'old'))
          sink.answer(name, { at: 'recipient', reply: '550 5.1.1 no such user' });
        await times(12, (n) =>
          take(postfix, as('dora', { client: HOME, to: [...to(40, `n${n}`), ...to(10, 'old')] })),
        );
        // Scanners of an office, no names in DNS, one account.
        await times(25, (n) =>
          take(
            postfix,
            as('fax@local.example', { client: { addr: `192.168.7.${n + 10}` }, to: ['games@local.example'] }),
          ),
        );
        // A telephone, a new address each time, with names.
        await times(25, (n) =>
          take(
            postfix,
            as('carl', {
              client: { addr: `198.51.100.${n + 1}`, name: `p${n}.mobile.example` },
              to: [`x${n}@far.example`],
            }),
          ),
        );
        // IPv6 at home: a new address in the same /64, no names.
        await times(25, (n) =>
          take(
            postfix,
            as('eve', {
              client: { addr: `2001:db8:7:1:${(n + 9).toString(16)}::1` },
              to: [`y${n}@far.example`],
            }),
          ),
        );
        // A list manager's own senders.
        await times(25, (n) =>
          take(
            postfix,
            as('o.k+x', { client: HOME, from: `list+bounces-${n}@local.example`, to: to(3, `l${n}`) }),
          ),
        );
      });
      assert.deepEqual(told(report), []);
      // Nobody here is called dora: what comes back to her bounces too.
      assertTotals(report, {
        received: 112,
        bounced: 120 + 12,
        delivered: 480 + 25 + 25 + 25 + 75,
        rejected: 0,
      });
    }));

  it('passwords are guessed from one place, and from many', () =>
    withAccounts(async (_sink, parameters) => {
      const guess = async (postfix: Postfix, addr: string, tries: number): Promise<void> => {
        await times(tries, async (n) => {
          const outcome = await send(postfix, {
            client: { addr },
            auth: { user: 'carl', password: `guess${n}` },
          });
          assert.equal(outcome.last.code, 535);
        });
      };
      const report = await stage('guessing', { parameters }, async (postfix) => {
        await guess(postfix, '198.51.100.9', 12);
        await times(24, (n) => guess(postfix, `192.0.2.${n + 1}`, 1));
        await take(postfix);
      });
      assert.equal(report.findings.length, 1);
      const [finding] = report.findings;
      assert.deepEqual(
        [finding!.id, finding!.count, finding!.subjects[0]],
        ['password-guessing', 36, '198.51.100.9'],
      );
      assert.match(finding!.summary, /25 addresses/);
      assertTotals(report, { saslFailures: 36, received: 1, rejected: 0 });
    }));

  it('not: a user who mistypes', () =>
    withAccounts(async (_sink, parameters) => {
      const report = await stage('mistyped', { parameters }, async (postfix) => {
        await times(5, () => send(postfix, { client: HOME, auth: { user: 'carl', password: 'secrte' } }));
        await take(postfix, as('carl', { client: HOME, to: ['games@local.example'] }));
      });
      assert.deepEqual(told(report), []);
      assertTotals(report, { received: 1, rejected: 0, saslFailures: 5 });
    }));
});
