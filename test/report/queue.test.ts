import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { readQueue, summarise } from '../../src/report/queue.ts';
import { Folder, reportOf, run, SAMPLE } from '../cli/run.ts';

/** As postqueue(1) has it since Postfix 3.1; one object a line. */
const LINES = [
  {
    queue_name: 'deferred',
    queue_id: '4D2F1',
    arrival_time: 1_795_132_800,
    message_size: 2000,
    forced_expire: false,
    sender: 'ann@hinode.example',
    recipients: [
      {
        address: 'b@north.example',
        delay_reason: 'connect to mx.north.example[192.0.2.1]:25: Connection timed out',
      },
    ],
  },
  {
    queue_name: 'deferred',
    queue_id: '4D2F2',
    arrival_time: 1_795_132_000,
    message_size: 500,
    sender: '',
    recipients: [
      {
        address: 'c@south.example',
        delay_reason: 'connect to mx.south.example[192.0.2.9]:25: Connection timed out',
      },
      { address: 'd@south.example' },
    ],
  },
  {
    queue_name: 'active',
    queue_id: '4D2F3',
    arrival_time: 1_795_133_000,
    message_size: 100,
    sender: 'x@hinode.example',
    recipients: [{ address: 'e@east.example' }],
  },
];
const JSON_LINES = LINES.map((line) => `${JSON.stringify(line)}\n`).join('');

function fakePostqueue(folder: Folder, body: string): string {
  writeFileSync(folder.at('postqueue'), `#!/bin/sh\n[ "$*" = -j ] || exit 64\n${body}\n`);
  chmodSync(folder.at('postqueue'), 0o755);
  writeFileSync(folder.at('queue'), JSON_LINES);
  return `${folder.path}:${process.env.PATH}`;
}

describe('report --queue', () => {
  for (const flag of ['--queue', '--mailq'])
    it(`${flag} adds the queue: sums, reasons, what waits longest first`, async () => {
      using folder = new Folder();
      const env = { PATH: fakePostqueue(folder, `cat '${folder.at('queue')}'`) };
      const { queue } = await reportOf([flag, SAMPLE], { env });
      assert.deepEqual(
        [queue!.messages, queue!.bytes, queue!.oldest, queue!.error],
        [3, 2600, '2026-11-19T23:46:40.000Z', undefined],
      );
      assert.deepEqual(queue!.byQueue, [
        { queue: 'deferred', messages: 2 },
        { queue: 'active', messages: 1 },
      ]);
      assert.deepEqual(
        queue!.list.map(({ queueId }) => queueId),
        ['4D2F2', '4D2F1', '4D2F3'],
      );
      assert.deepEqual(
        queue!.reasons.map(({ count }) => count),
        [2],
      );
      const { stdout } = await run(['report', flag, SAMPLE], { env });
      assert.match(
        stdout,
        /^The queue now\n {2}messages: 3 \(deferred 2, active 1\), 2\.6 kB; the oldest since 2026-11-19 23:46$/m,
      );
      assert.match(
        stdout,
        /^ {2}2026-11-19 23:46 {2}4D2F2 {4,}500 B {2}<> -> c@south\.example d@south\.example connect\s+to\s/m,
      );
      const html = (await run(['report', flag, '--format', 'html', SAMPLE], { env })).stdout;
      assert.match(html, /<h2>The queue now<\/h2><p>messages: 3/);
    });

  const EMPTY: Record<string, string> = { en: 'The queue now\n  empty', ja: '現在のキュー\n  空' };
  for (const [lang, told] of Object.entries(EMPTY))
    it(`an empty queue: ${JSON.stringify(told)}`, async () => {
      using folder = new Folder();
      const env = { PATH: fakePostqueue(folder, ':') };
      assert.ok(
        (await run(['report', '--queue', '--lang', lang, SAMPLE], { env })).stdout.includes(`\n${told}\n`),
      );
    });

  it('without the flag nothing is asked', async () => {
    using folder = new Folder();
    const env = { PATH: fakePostqueue(folder, `touch '${folder.at('asked')}'`) };
    assert.equal((await reportOf([SAMPLE], { env })).queue, null);
  });

  it('a queue that cannot be read: the report stands, with the reason', async () => {
    using folder = new Folder();
    const env = {
      PATH: fakePostqueue(
        folder,
        'echo "postqueue: warning: Mail system is down" >&2\necho "postqueue: fatal: no queue" >&2\nexit 69',
      ),
    };
    const { code, stdout } = await run(['report', '--queue', SAMPLE], { env });
    assert.equal(code, 0);
    assert.match(stdout, /777 received/);
    assert.match(
      stdout,
      /^The queue now\n {2}could not be read: postqueue: warning: Mail system is down;\n? *postqueue:\s+fatal: no\s+queue$/m,
    );
    const html = (await run(['report', '--queue', '--format', 'html', SAMPLE], { env })).stdout;
    assert.match(html, /could not be read: postqueue: warning/);
  });

  it('no postqueue at all', async () => {
    const queue = await readQueue(20, 'postqueue-that-there-is-not');
    assert.deepEqual(
      [queue.messages, queue.error],
      [0, 'postqueue-that-there-is-not was not found: is Postfix on this machine?'],
    );
  });
});

describe('summarise', () => {
  it('what is no queue entry is passed over', () => {
    const queue = summarise(`${JSON_LINES}null\n[]\n{"queue_id":\n\n"x"\nMail queue is empty\n`, 20);
    assert.ok(queue.messages >= 3);
    assert.equal(queue.list.filter(({ queueId }) => queueId.startsWith('4D2F')).length, 3);
  });
  it('keeps no more rows than asked for', () => {
    const queue = summarise(JSON_LINES, 1);
    assert.deepEqual([queue.messages, queue.list.length, queue.list[0]!.queueId], [3, 1, '4D2F2']);
  });
});
