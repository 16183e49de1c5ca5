/**
 * What Sekisho is for, from end to end: copied lists are put into a live Postfix, one of them has ended and lists everybody,
 * and real mail is refused. lint names it first; replay shows whom it refused; apply mends the live server; mail flows.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Resolver, startResolver } from './dns.ts';
import { Postfix } from './postfix.ts';
import { type BlocklistServer, startRbldnsd } from './rbldnsd.ts';
import { skipWithout } from './require.ts';
import { sendMail } from './send-mail.ts';

const skip = skipWithout('postfix', 'unbound', 'rbldnsd');
const SEKISHO = join(import.meta.dirname, '../../sekisho');

const GONE = ['cn-kr.blackholes.us', 'brazil.blackholes.us', 'russia.blackholes.us'];
const ALIVE = [
  ...['bl.spamcop.net', 'sbl.spamhaus.org', 'bl.blocklist.de', 'rbl.interserver.net'],
  ...['dnsbl-1.uceprotect.net', 'dnsbl-2.uceprotect.net', 'dnsbl-3.uceprotect.net'],
];
/** Their names are not even found any more. */
const NOT_FOUND = ['all.rbl.jp', 'list.dsbl.org'];

function restrictions(zones: readonly string[]): string {
  return [
    ...['permit_mynetworks', 'permit_sasl_authenticated', 'reject_unauth_destination'],
    ...zones.map((zone) => `reject_rbl_client ${zone}`),
    ...['reject_unknown_client', 'check_policy_service unix:private/policy-spf'],
  ].join(',\n        ');
}

const COPIED = restrictions([...ALIVE.slice(0, 2), ...NOT_FOUND, ...GONE, ...ALIVE.slice(2)]);
const MENDED = restrictions(ALIVE);

/** Says DUNNO to every question, as policyd-spf does to mail without fault. */
const POLICY = `while IFS= read -r line; do [ -z "$line" ] && printf 'action=DUNNO\\n\\n'; done`;

interface Verdict {
  sender: string;
  rule: string;
  likelyReal: boolean;
}

interface Replayed {
  newlyAccepted: Verdict[];
  newlyRejected: Verdict[];
  falsePositives: { likely: number };
}

interface Linted {
  problems: { id: string; severity: string; file: string; line: number; message: string; fix: string }[];
}

const REAL = {
  client: { addr: '203.0.113.10', name: 'mx.good.example' },
  helo: 'mx.good.example',
  from: 'ann@good.example',
  to: ['root@local.example'],
  message: 'Subject: our order\n\nPlease send ten.\n',
};

describe('the story', { skip, timeout: 180_000 }, () => {
  let lists: BlocklistServer;
  let dns: Resolver;
  let postfix: Postfix;

  const mail = (more: Partial<typeof REAL> = {}) => sendMail(postfix.port, { ...REAL, ...more });

  /** One JSON document, and the exit code. */
  function sekisho<T>(...args: string[]): Promise<{ told: T; code: number }> {
    return new Promise((done, fail) => {
      execFile(SEKISHO, [...args, '--json'], { encoding: 'utf8' }, (error, stdout, stderr) => {
        if (stdout === '') fail(new Error(stderr));
        else done({ told: JSON.parse(stdout) as T, code: Number(error?.code ?? 0) });
      });
    });
  }

  const replay = (value: string) => {
    const { log, config } = postfix.folder;
    const set = `smtpd_recipient_restrictions = ${value.replaceAll(/\s+/g, ' ')}`;
    return sekisho<Replayed>('replay', log, '-c', config, '--dns', dns.address, '--set', set);
  };

  before(async () => {
    const everybody = [
      ':127.0.0.2:THIS RBL HAS LONG BEEN DEPRECATED---DELETE IT',
      '0.0.0.0/1',
      '128.0.0.0/1',
    ];
    const zone = (lines: string[]) => ({ type: 'ip4set' as const, lines });
    lists = await startRbldnsd({
      ...Object.fromEntries(GONE.map((name) => [name, zone(everybody)])),
      ...Object.fromEntries(ALIVE.map((name) => [name, zone([':127.0.0.2:spam', '198.51.100.66'])])),
    });
    dns = await startResolver({
      records: ['good.example. A 203.0.113.10', 'good.example. MX 10 good.example.'],
      blocklists: [lists],
    });
    postfix = await Postfix.start({
      resolvConf: dns.resolvConf,
      parameters: {
        smtpd_relay_restrictions: 'permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination',
        smtpd_sender_restrictions: 'reject_unknown_sender_domain',
      },
      services: [
        {
          ...{ name: 'policy-spf', type: 'unix', unprivileged: false },
          command: `spawn user=nobody argv=/bin/sh -c { ${POLICY} }`,
        },
      ],
    });
  });

  after(async () => {
    await postfix?.remove();
    await dns?.stop();
    await lists?.stop();
  });

  it('real mail comes in, until the copied lists are set', async () => {
    assert.equal((await mail()).accepted, true);
    await postfix.set({ smtpd_recipient_restrictions: COPIED.replaceAll(/\s+/g, ' ') });
    await postfix.reload();
    const refused = await mail();
    assert.equal(refused.accepted, false);
    assert.match(JSON.stringify(refused), /cn-kr\.blackholes\.us/);
    assert.equal(
      (await mail({ client: { addr: '198.51.100.66', name: 'x.spam.example' }, from: 'x@good.example' }))
        .accepted,
      false,
    );
    await postfix.waitUntilIdle();
  });

  it('lint names the dead lists first', async () => {
    const { told, code } = await sekisho<Linted>('lint', '-c', postfix.folder.config);
    assert.equal(code, 1);
    const [first] = told.problems;
    assert.deepEqual([first!.id, first!.severity], ['list-listed-everybody', 'error']);
    for (const zone of [...GONE, 'list.dsbl.org']) {
      assert.ok(first!.message.includes(zone), first!.message);
      assert.ok(first!.fix.includes(`reject_rbl_client ${zone}`), first!.fix);
    }
    assert.equal(first!.file, join(postfix.folder.config, 'main.cf'));
    // The service is there.
    assert.ok(!told.problems.some(({ id }) => id.startsWith('policy-socket')));
  });

  it('replay without them accepts the real mail that they refused', async () => {
    const { told, code } = await replay(MENDED);
    assert.deepEqual(
      told.newlyAccepted.map(({ sender, rule, likelyReal }) => [sender, rule, likelyReal]),
      [['ann@good.example', 'reject_rbl_client cn-kr.blackholes.us', true]],
    );
    assert.deepEqual(told.newlyRejected, []);
    assert.equal(code, 0);
  });

  it('apply mends the live server, and the next real message is delivered', async () => {
    const { told, code } = await sekisho<{ reloaded: boolean }>(
      ...['apply', '-c', postfix.folder.config, '--yes'],
      ...['--set', `smtpd_recipient_restrictions = ${MENDED.replaceAll(/\s+/g, ' ')}`],
    );
    assert.deepEqual([told.reloaded, code], [true, 0]);
    const sent = await mail();
    assert.ok(sent.accepted);
    await postfix.waitForLog(new RegExp(`${sent.queueId}: to=.*status=sent`));
    await postfix.waitUntilIdle();
    const { problems } = (await sekisho<Linted>('lint', '-c', postfix.folder.config)).told;
    assert.ok(!problems.some(({ id }) => id === 'list-listed-everybody'));
  });

  it('replay with them again tells real mail as likely refused', async () => {
    const { told, code } = await replay(COPIED);
    const real = told.newlyRejected.filter(({ sender }) => sender === 'ann@good.example');
    assert.equal(real.length, 2);
    for (const { rule, likelyReal } of real) {
      assert.equal(rule, 'reject_rbl_client cn-kr.blackholes.us');
      assert.equal(likelyReal, true);
    }
    assert.equal(told.falsePositives.likely, 2);
    assert.equal(code, 1);
  });

  it('the commands of lint --fix-preview mend it too', async () => {
    await postfix.set({ smtpd_recipient_restrictions: COPIED.replaceAll(/\s+/g, ' ') });
    const { told } = await sekisho<{ commands: { command: string; ids: string[] }[] }>(
      ...['lint', '-c', postfix.folder.config, '--fix-preview'],
    );
    const script = told.commands.filter(({ ids }) => ids.includes('list-listed-everybody'));
    assert.equal(script.length, 1);
    await new Promise<void>((done, fail) => {
      execFile('sh', ['-ec', script[0]!.command], (error) => (error === null ? done() : fail(error)));
    });
    await postfix.reload();
    assert.equal((await mail()).accepted, true);
  });
});
