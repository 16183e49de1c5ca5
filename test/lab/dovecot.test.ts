/** Postfix with a real Dovecot: quotas, Sieve, wrong passwords. Their lines tell of one thing together, and count once. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { makeFolder, removeFolder } from './daemon.ts';
import { type Dovecot, type DovecotOptions, startDovecot } from './dovecot.ts';
import { claimPort } from './ports.ts';
import { Postfix } from './postfix.ts';
import { skipWithout } from './require.ts';
import { type Sink, startSink } from './sink.ts';
import { assertTotals, MESSAGE, reportOf, send, take, times, told } from './stage.ts';

const skip = skipWithout('postfix', 'unbound', 'rbldnsd', 'dovecot', 'sievec');
const COUNT = 12;
const USERS = { carl: 'secret', may: 'secret', full: 'secret' };
const BOXES = Object.keys(USERS).map((user) => `${user}@virtual.example=x`);

/** @returns the report of both logs as one */
async function together(
  name: string,
  options: Partial<DovecotOptions>,
  play: (postfix: Postfix, dovecot: Dovecot, sink: Sink) => Promise<void>,
): ReturnType<typeof reportOf> {
  const sink = await startSink();
  const port = await claimPort();
  const dovecot = await startDovecot({ users: USERS, submission: `127.0.0.1:${port}`, ...options });
  const postfix = await Postfix.start({
    port,
    parameters: {
      ...dovecot.parameters,
      relayhost: `[127.0.0.1]:${sink.port}`,
      virtual_mailbox_domains: 'virtual.example',
      virtual_mailbox_maps: `inline:{${BOXES.join(',')}}`,
      virtual_transport: `lmtp:inet:127.0.0.1:${dovecot.ports.lmtp}`,
    },
  });
  const folder = makeFolder('log');
  try {
    await play(postfix, dovecot, sink);
    await postfix.waitUntilIdle();
    await postfix.stop();
    const time = (line: string): string => line.slice(0, 15);
    const lines = `${dovecot.log()}${postfix.log()}`.split('\n').filter((line) => line !== '');
    lines.sort((a, b) => (time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0));
    const keep = process.env.SEKISHO_LAB_LOG;
    const log = join(keep ?? folder, `${name}.log`);
    writeFileSync(log, `${lines.join('\n')}\n`);
    return await reportOf(log);
  } finally {
    await postfix.remove();
    await dovecot.stop();
    await sink.stop();
    removeFolder(folder);
  }
}

const forged = (n: number) => ({
  client: { addr: `198.51.100.${n + 1}` },
  from: `victim${n}@elsewhere.example`,
});

describe('with Dovecot', { skip, concurrency: 3 }, () => {
  it('a mailbox over its quota', async () => {
    const report = await together('dovecot-quota', { quota: 5000 }, async (postfix) => {
      await take(postfix, {
        to: ['full@virtual.example'],
        message: `${MESSAGE}${'x'.repeat(60)}\n`.repeat(60),
      });
      await postfix.waitUntilIdle();
      await times(COUNT, (n) =>
        take(postfix, {
          ...forged(n),
          to: ['full@virtual.example'],
          message: `${MESSAGE}${'x\n'.repeat(900)}`,
        }),
      );
      await times(3, () => take(postfix, { to: ['may@virtual.example'] }));
    });
    assert.deepEqual(told(report), [['backscatter-source', ['virtual.example']]]);
    assert.match(report.findings[0]!.cause, /^Mailboxes are full/);
    assertTotals(report, { received: COUNT + 4, bounced: COUNT, notifications: COUNT, delivered: 4 + COUNT });
  });

  it('Sieve sends on what the next server refuses, and answers strangers on holiday', async () => {
    const sieve = `require ["vacation", "envelope", "copy"];
if envelope :is "to" "may@virtual.example" { redirect "home@big.example"; }
if envelope :is "to" "carl@virtual.example" { vacation "away"; }
`;
    const report = await together('dovecot-sieve', { sieve }, async (postfix, _dovecot, sink) => {
      sink.answer('home@big.example', { at: 'message', reply: '550 5.7.1 this looks like spam' });
      const message = (n: number, to: string): string =>
        `From: victim${n}@elsewhere.example\nTo: ${to}\nSubject: hi\nMessage-ID: <${n}.${to}>\n\nHello\n`;
      for (const to of ['may@virtual.example', 'carl@virtual.example'])
        await times(COUNT, (n) => take(postfix, { ...forged(n), to: [to], message: message(n, to) }));
    });
    assert.deepEqual(told(report), [['backscatter-source', ['virtual.example']]]);
    assert.match(report.findings[0]!.cause, /^Mail is forwarded/);
    assert.equal(report.findings[0]!.count, COUNT);
    assertTotals(report, {
      // The strangers' messages, what Sieve sent on, its answers.
      received: 4 * COUNT,
      bounced: COUNT,
      notifications: COUNT,
      // To the programs of Dovecot, the notifications, the answers.
      delivered: 2 * COUNT + COUNT + COUNT,
    });
  });

  it('wrong passwords by SMTP and IMAP count once, whoever logs them', async () => {
    const report = await together('dovecot-passwords', {}, async (postfix, dovecot) => {
      await times(18, (n) =>
        send(postfix, { client: { addr: '198.51.100.9' }, auth: { user: 'carl', password: `x${n}` } }),
      );
      await times(14, async (n) => assert.equal(await dovecot.imapLogin('carl', `x${n}`), false));
      assert.equal(await dovecot.imapLogin('carl', 'secret'), true);
      await take(postfix, {
        client: { addr: '203.0.113.9', name: 'home.example' },
        auth: { user: 'carl', password: 'secret' },
        to: ['may@virtual.example'],
      });
    });
    assert.deepEqual(told(report), [['password-guessing', ['198.51.100.9', '127.0.0.1']]]);
    assert.equal(report.findings[0]!.count, 32);
    assertTotals(report, { saslFailures: 18, loginFailures: 14, received: 1, delivered: 1 });
  });
});
