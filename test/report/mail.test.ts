import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { describe, it } from 'node:test';
import { readAddresses } from '../../src/report/mail-address.ts';
import { bounce, message, messages, reject, text } from '../cli/log.ts';
import { type Ended, Folder, run, SAMPLE } from '../cli/run.ts';
import { readMail } from './read-mail.ts';

/** A sendmail that keeps what it gets. */
function fakeSendmail(folder: Folder, body = ''): string {
  const path = folder.at('sendmail');
  writeFileSync(
    path,
    `#!/bin/sh\n${body}\nprintf '%s\\n' "$@" > '${folder.at('args')}'\ncat > '${folder.at('mail')}'\n`,
  );
  chmodSync(path, 0o755);
  return path;
}

async function send(folder: Folder, log: string, ...args: string[]): Promise<Ended> {
  const sendmail = existsSync(folder.at('sendmail')) ? folder.at('sendmail') : fakeSendmail(folder);
  return await run(['report', '--sendmail', sendmail, ...args, log]);
}

describe('report --mail-to', () => {
  it('text and HTML, a subject that says the essential, headers against replies by robots', async () => {
    using folder = new Folder();
    const { code, stdout, stderr } = await send(folder, SAMPLE, '--mail-to', 'postmaster@hinode.example');
    assert.deepEqual([code, stdout, stderr], [0, '', '']);
    const mail = readMail(readFileSync(folder.at('mail')));
    assert.match(
      mail.headers.get('subject')!,
      /^4 problems: backscatter, cracked account, dead blocklist … on mx1\.hinode\.example \(2026-11-20 to 2026-11-23\)$/,
    );
    assert.match(mail.headers.get('message-id')!, /^<[\da-f-]{36}@[\w-]+(?:\.[\w-]+)+>$/);
    assert.ok(Math.abs(Date.parse(mail.headers.get('date')!) - Date.now()) < 600_000);
    assert.equal(mail.headers.get('to'), 'postmaster@hinode.example');
    const host = hostname().includes('.') ? `@${hostname()}` : '';
    assert.equal(mail.headers.get('from'), `Sekisho <${userInfo().username}${host}>`);
    assert.equal(mail.headers.get('auto-submitted'), 'auto-generated');
    assert.match(mail.headers.get('content-type')!, /^multipart\/alternative;/);
    assert.deepEqual(
      mail.parts.map(({ type }) => type),
      ['text/plain', 'text/html'],
    );
    const [plain, html] = mail.parts;
    assert.match(plain!.text, /777 received, 1,423 delivered, 360 rejected, 690 bounced/);
    assert.match(html!.text, /<b>1,423<\/b>/);
    for (const { text: part } of mail.parts) {
      assert.match(part, /cn-kr\[\.\]blackholes\[\.\]us/);
      assert.doesNotMatch(part, /cn-kr\.blackholes\.us/, 'a foreign name is harmless in every place');
      assert.match(part, /sato3@sakura-clinic\.example/, 'an own name stays');
    }
    assert.doesNotMatch(html!.text, /<svg/, 'mail clients show the text of a drawing without its lines');
  });

  it('the Japanese subject is RFC 2047 in ASCII lines of 78 at most', async () => {
    using folder = new Folder();
    await send(folder, SAMPLE, '--mail-to', 'root', '--lang', 'ja');
    const raw = readFileSync(folder.at('mail'));
    const head = raw.subarray(0, raw.indexOf('\n\n')).toString('latin1');
    assert.match(head, /^[\x20-\x7e\n]*$/);
    for (const line of head.split('\n').filter((line) => !line.startsWith('Content-')))
      assert.ok(line.length <= 78, line);
    assert.match(
      readMail(raw).headers.get('subject')!,
      /^問題 4 件: バックスキャッター、アカウント乗っ取り、廃止ブロックリスト …\(mx1\.hinode\.example、2026-11-20〜2026-11-23\)$/,
    );
    assert.match(
      readMail(raw).parts[0]!.text,
      /^メールレポート: mx1\.hinode\.example、2026-11-20〜2026-11-23\n/,
    );
  });

  it('a log without a line of mail is no good news', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('empty'), '');
    const { code, stderr } = await send(folder, folder.at('empty'), '--mail-to', 'root');
    assert.equal(code, 0);
    assert.match(stderr, /nothing was read/);
    assert.match(
      readMail(readFileSync(folder.at('mail'))).headers.get('subject')!,
      /^Nothing in the mail log of /,
    );
  });

  it('one problem is told whole, several in short', async () => {
    using folder = new Folder();
    const dead = reject(
      'h',
      '554 5.7.1 Service unavailable; Client host [198.51.100.7] blocked using list.dsbl.org',
    );
    const fatal =
      '2026-11-20T11:00:00+00:00 mx1.hinode.example postfix/master[1]: fatal: bind: Address in use';
    writeFileSync(folder.at('log'), text([...messages(1, 3), fatal]));
    await send(folder, folder.at('log'), '--mail-to', 'root');
    const subject = (): string => readMail(readFileSync(folder.at('mail'))).headers.get('subject')!;
    assert.match(subject(), /^1 problem: .*master.* on mx1\.hinode\.example \(2026-11-20\)$/);
    writeFileSync(
      folder.at('log'),
      text([...messages(1, 3), fatal, dead, dead.replaceAll('list.dsbl.org', 'relays.ordb.org')]),
    );
    await send(folder, folder.at('log'), '--mail-to', 'root');
    assert.equal(subject(), '3 problems: dead blocklist (2), fatal error on mx1.hinode.example (2026-11-20)');
  });

  it('the HTML stays below what Gmail cuts off, however much there is to tell', async () => {
    using folder = new Folder();
    writeFileSync(
      folder.at('log'),
      text(
        Array.from({ length: 200 }, (_, i) =>
          bounce(
            i,
            `${'s'.repeat(200)}${i}@a.example`,
            `${'r'.repeat(200)}${i}@b${i}.example`,
            `host x said: 550 ${String.fromCharCode(97 + (i % 26)).repeat(300)}`,
          ),
        ).flat(),
      ),
    );
    for (const log of [SAMPLE, folder.at('log')]) {
      await send(folder, log, '--mail-to', 'root', '--top', '0');
      const html = readMail(readFileSync(folder.at('mail'))).parts[1]!.text;
      assert.ok(Buffer.byteLength(html) < 102_400, String(Buffer.byteLength(html)));
      assert.match(html, /and [\d,]+ more/);
    }
  });

  it('sendmail is found in PATH where none is named', async () => {
    using folder = new Folder();
    fakeSendmail(folder);
    const { code } = await run(['report', '--mail-to', 'root', SAMPLE], {
      env: { PATH: `${folder.path}:${process.env.PATH}` },
    });
    assert.equal(code, 0);
    assert.match(readFileSync(folder.at('args'), 'utf8'), /^-i\n-f\n.+\nroot\n$/);
  });

  it('no problem is said to be none', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('log'), text([...messages(1, 3), reject('h')]));
    await send(folder, folder.at('log'), '--mail-to', 'root');
    assert.equal(
      readMail(readFileSync(folder.at('mail'))).headers.get('subject'),
      'No problems on mx1.hinode.example (2026-11-20): 3 received, 1 rejected',
    );
  });

  it('no header and no part comes from a hostile log', async () => {
    using folder = new Folder();
    const evil = 'x\r\nBcc: evil@bad.example\r\n\r\n--_NmP\u2028Content-Type: text/evil';
    const program = `/opt/a\u001b]0;x\u0007\rBcc: evil@bad.example`;
    const lines = [
      ...message(1),
      ...Array.from({ length: 30 }, (_, i) => reject(evil, `554 5.7.1 <${i}>: ${evil}`)),
      ...Array.from({ length: 20 }, (_, i) =>
        bounce(i, evil, evil, `Command died with status 126: "${program}". ${evil}`),
      ).flat(),
      `2026-11-20T11:00:00+00:00 mx1.hinode.example postfix/master[1]: fatal: ${evil}`,
    ];
    writeFileSync(folder.at('log'), lines.join('\n'));
    await send(folder, folder.at('log'), '--mail-to', 'root');
    const mail = readMail(readFileSync(folder.at('mail')));
    const known = [
      'from',
      'to',
      'subject',
      'message-id',
      'date',
      'mime-version',
      'content-type',
      'auto-submitted',
      'precedence',
      'x-auto-response-suppress',
    ];
    assert.deepEqual([...mail.headers.keys()].sort(), known.sort());
    assert.deepEqual(
      mail.parts.map(({ type }) => type),
      ['text/plain', 'text/html'],
    );
    assert.doesNotMatch(mail.parts[0]!.text, /[^\P{Cc}\n]/u);
  });

  const TAKEN: Record<string, string[]> = {
    root: ['root'],
    'postmaster@hinode.example': ['postmaster@hinode.example'],
    'a@hinode.example, "Mori, Ken" <b@hinode.example>': ['a@hinode.example', 'b@hinode.example'],
    '管理者 <admin@hinode.example>': ['admin@hinode.example'],
  };
  for (const [to, recipients] of Object.entries(TAKEN))
    it(`--mail-to '${to}' reaches ${recipients.join(' and ')}`, async () => {
      using folder = new Folder();
      const { code } = await send(
        folder,
        SAMPLE,
        '--mail-to',
        to,
        '--mail-from',
        'Report <report@hinode.example>',
      );
      assert.equal(code, 0);
      assert.deepEqual(readFileSync(folder.at('args'), 'utf8').split('\n').slice(0, -1), [
        '-i',
        '-f',
        'report@hinode.example',
        ...recipients,
      ]);
      assert.equal(
        readMail(readFileSync(folder.at('mail'))).headers.get('from'),
        'Report <report@hinode.example>',
      );
    });

  const REFUSED = [
    '',
    ' , ',
    '-oQ/tmp/x',
    '-bs@hinode.example',
    'a b@hinode.example',
    'a@hinode.example\nBcc: b@bad.example',
    'a@',
    '@b',
    'x <-oQ@y>',
    'a@b;c',
    '|/bin/sh',
  ];
  for (const address of REFUSED) {
    it(`${JSON.stringify(address)} is no address, and no option of sendmail`, () => {
      assert.throws(() => readAddresses(address, '--mail-to'), { code: 'bad-argument', exitCode: 2 });
    });
  }
  for (const option of ['--mail-to', '--mail-from'])
    it(`a bad ${option} ends with 2 before anything is read or sent`, async () => {
      using folder = new Folder();
      const other = option === '--mail-from' ? ['--mail-to', 'root'] : [];
      const { code, stderr } = await send(folder, SAMPLE, ...other, `${option}=-oQ/tmp`);
      assert.equal(code, 2);
      assert.match(stderr, new RegExp(`${option} "-oQ/tmp" is no mail address\n`));
      assert.ok(!existsSync(folder.at('args')));
    });

  const FAILING: Record<string, RegExp> = {
    'echo "postdrop: no space left" >&2; exit 75': /sendmail ended with 75: postdrop: no space left\n/,
    'exit 1': /ended with 1\n/,
    'kill -9 $$': /was ended by SIGKILL\n/,
  };
  for (const [body, told] of Object.entries(FAILING))
    it(`a sendmail that does '${body}' ends it with 3`, async () => {
      using folder = new Folder();
      fakeSendmail(folder, body);
      const { code, stderr } = await send(folder, SAMPLE, '--mail-to', 'root');
      assert.equal(code, 3);
      assert.match(stderr, told);
    });

  it('no sendmail at all ends it with 3', async () => {
    using folder = new Folder();
    const { code, stderr } = await run([
      'report',
      '--sendmail',
      folder.at('none'),
      '--mail-to',
      'root',
      SAMPLE,
    ]);
    assert.equal(code, 3);
    assert.match(
      stderr,
      /the report was not sent: .*none did not start \(ENOENT\)\n {2}name the program with --sendmail/,
    );
  });
});
