import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { newMessage } from '../../src/maillog/correlate/message.ts';
import { MessageDetails } from '../../src/report/collect/messages.ts';
import { message, messages, text } from '../cli/log.ts';
import { Folder, reportOf, run, SAMPLE } from '../cli/run.ts';

const HEAD = 'Nov 20 10:00:00 mx1 postfix';

/** Through a filter that names the second queue id, to four recipients with four ends. */
const FILTERED = [
  `${HEAD}/smtpd[7]: 4D2F1A: client=a.example[192.0.2.1], sasl_method=PLAIN, sasl_username=ann`,
  `${HEAD}/cleanup[8]: 4D2F1A: message-id=<1@example.org>`,
  `${HEAD}/qmgr[9]: 4D2F1A: from=<ann@example.org>, size=5000, nrcpt=4 (queue active)`,
  `${HEAD}/smtpd[7]: 4D2F1B: client=localhost[127.0.0.1]`,
  `${HEAD}/cleanup[8]: 4D2F1B: message-id=<1@example.org>`,
  `${HEAD}/qmgr[9]: 4D2F1B: from=<ann@example.org>, size=5400, nrcpt=4 (queue active)`,
  ...['a', 'b', 'c', 'd'].map(
    (name) =>
      `${HEAD}/smtp[10]: 4D2F1A: to=<${name}@example.com>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 4D2F1B)`,
  ),
  `${HEAD}/qmgr[9]: 4D2F1A: removed`,
  `${HEAD}/virtual[11]: 4D2F1B: to=<a@example.com>, relay=virtual, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (delivered to maildir)`,
  `${HEAD}/smtp[12]: 4D2F1B: to=<b@example.com>, relay=none, delay=1, delays=0/0/0/1, dsn=4.4.1, status=deferred (connect to mx.example.com[192.0.2.9]:25: Connection refused)`,
  `${HEAD}/smtp[12]: 4D2F1B: to=<c@example.com>, relay=mx.example.com[192.0.2.9]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.9] said: 550 5.1.1 no (in reply to RCPT TO command))`,
  `${HEAD}/discard[13]: 4D2F1B: to=<d@example.com>, relay=none, delay=1, delays=1/0/0/0, dsn=2.0.0, status=sent (no thanks)`,
  `${HEAD}/smtp[12]: 4D2F1B: to=<b@example.com>, relay=mx.example.com[192.0.2.9]:25, delay=9, delays=0/0/0/9, dsn=2.0.0, status=sent (250 ok)`,
];

describe('messages one by one (-e)', () => {
  it('sender, size, account, and what became of each recipient at last, through a filter too', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('maillog'), text(FILTERED));
    const report = await reportOf(['-e', folder.at('maillog')]);
    assert.deepEqual(
      report.messages!.map(({ time: _time, ...row }) => row),
      [
        {
          queueId: '4D2F1A',
          sender: 'ann@example.org',
          client: '192.0.2.1',
          account: 'ann',
          size: 5000,
          recipients: [
            { address: 'a@example.com', end: 'delivered' },
            { address: 'b@example.com', end: 'delivered' },
            { address: 'c@example.com', end: 'bounced' },
            { address: 'd@example.com', end: 'discarded' },
          ],
          moreRecipients: 0,
        },
      ],
    );
    const { stdout } = await run(['report', '-e', '--width', '120', folder.at('maillog')]);
    assert.match(
      stdout.replace(/\s+/g, ' '),
      /4D2F1A 5\.0 kB ann@example\.org -> a@example\.com, b@example\.com, c@example\.com \(bounced\), and 1 more /,
    );
  });

  it('bounded: the largest, and how many more', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('maillog'), text([...messages(1, 50), ...message(90)]));
    const report = await reportOf(['--extended_detail', '--top', '3', folder.at('maillog')]);
    assert.deepEqual(
      report.messages!.map(({ size }) => size),
      [1090, 1050, 1049],
    );
    assert.equal(report.more.messages, 48);
    assert.deepEqual((await reportOf([folder.at('maillog')])).messages, null);
  });

  it('the counts are those of a report without it', async () => {
    const { totals, rejects, domains } = await reportOf([SAMPLE]);
    const each = await reportOf(['-e', SAMPLE]);
    assert.deepEqual([each.totals, each.rejects, each.domains], [totals, rejects, domains]);
  });

  it('keeps the largest in whatever order they come', () => {
    for (let seed = 1; seed < 50; seed++) {
      const kept = new MessageDetails(5);
      const sizes = Array.from({ length: 40 }, (_, i) => (i * seed * 7919) % 101);
      for (const [i, size] of sizes.entries())
        kept.received({ ...newMessage('mx1', `A${i}`, 'network', i, i, i), size });
      assert.deepEqual(
        kept.sorted().map(({ size }) => size),
        sizes.sort((a, b) => b - a).slice(0, 5),
      );
      assert.equal(kept.seen, 40);
    }
  });
});
