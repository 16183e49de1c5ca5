/** A change of a live Postfix: applied, refused by its check, killed by it, tried in the shadow, taken back. */
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Postfix } from './postfix.ts';
import { skipWithout } from './require.ts';
import { sendMail } from './send-mail.ts';

const skip = skipWithout('postfix');
const SEKISHO = join(import.meta.dirname, '../../sekisho');

interface Done {
  backup: string | null;
  changed: { parameter: string; before: string | null; after: string | null }[];
  reloaded: boolean;
  undone: string | null;
}

function sekisho(...args: string[]): Promise<{ done: Done; code: number; errors: string }> {
  return new Promise((resolve) => {
    execFile(SEKISHO, [...args, '--json'], { encoding: 'utf8' }, (error, stdout, errors) => {
      const done = stdout === '' ? ({} as Done) : (JSON.parse(stdout) as Done);
      resolve({ done, code: Number(error?.code ?? 0), errors });
    });
  });
}

describe('apply and rollback', { skip, timeout: 900_000 }, () => {
  let postfix: Postfix;
  let main: string;
  let folder: string;
  const text = (): string => readFileSync(main, 'utf8');
  const mail = (sender: string) =>
    sendMail(postfix.port, {
      client: { addr: '203.0.113.10' },
      from: sender,
      to: ['root@local.example'],
      message: 'Subject: hello\n\nHi\n',
    });

  before(async () => {
    postfix = await Postfix.start({
      parameters: { smtpd_sender_restrictions: 'check_sender_access inline:{bad.example=REJECT}' },
    });
    folder = postfix.folder.config;
    main = join(folder, 'main.cf');
  });

  after(() => postfix.remove());

  it('a change is live, and is taken back', async () => {
    const old = text();
    assert.equal((await mail('x@bad.example')).accepted, false);
    const { done, code } = await sekisho(
      'apply',
      '-c',
      folder,
      '--yes',
      '--set',
      'smtpd_sender_restrictions =',
    );
    assert.equal(code, 0);
    assert.deepEqual([done.reloaded, done.undone], [true, null]);
    assert.deepEqual(done.changed, [
      {
        parameter: 'smtpd_sender_restrictions',
        before: 'check_sender_access inline:{bad.example=REJECT}',
        after: '',
      },
    ]);
    assert.equal(readFileSync(done.backup!, 'utf8'), old);
    assert.equal((await mail('x@bad.example')).accepted, true);

    const back = await sekisho('rollback', '-c', folder, '--yes');
    assert.deepEqual([back.code, back.done.reloaded], [0, true]);
    assert.equal(text(), old);
    assert.equal((await mail('x@bad.example')).accepted, false);
  });

  it('what smtpd cannot live with is undone, and mail flows', async () => {
    const old = text();
    const { done, code } = await sekisho(
      ...['apply', '-c', folder, '--yes', '--set', 'smtpd_relay_restrictions ='],
      ...['--set', 'smtpd_recipient_restrictions = permit_mynetworks', '--force'],
    );
    assert.equal(code, 1);
    assert.match(done.undone ?? '', /smtpd does not start with it/);
    assert.equal(done.backup, null);
    assert.equal(text(), old);
    assert.equal((await mail('x@good.example')).accepted, true);
  });

  it('a misspelled restriction, which no check of Postfix sees, is refused before anything is written', async () => {
    const old = text();
    const set = [
      '--set',
      'smtpd_recipient_restrictions = reject_unknwon_sender_domain, reject_unauth_destination',
    ];
    const { done, code, errors } = await sekisho('apply', '-c', folder, '--yes', ...set);
    assert.deepEqual([code, done.backup, text()], [1, null, old]);
    assert.match(done.undone ?? '', /^restriction-unknown: /);
    assert.match(errors, /Write "reject_unknown_sender_domain"/);
    const missing = ['--set', 'smtpd_sender_restrictions = check_sender_access hash:/nothing/here'];
    const table = await sekisho('apply', '-c', folder, '--yes', ...missing);
    assert.match(table.done.undone ?? '', /^table-missing: /);
    const forced = await sekisho('apply', '-c', folder, '--yes', '--force', ...set);
    assert.deepEqual([forced.code, forced.done.reloaded], [0, true]);
    await sekisho('rollback', '-c', folder, '--yes');
    assert.equal(text(), old);
  });

  it('the whole way: tried, looked at, made a rule by the command that replay prints', async () => {
    const old = text();
    const value =
      "$smtpd_client_restrictions, check_sender_access inline:{{its.example = REJECT it's not you}}";
    const tried = await sekisho(
      ...['apply', '-c', folder, '--yes', '--shadow', '--set', `smtpd_helo_restrictions = ${value}`],
    );
    assert.equal(tried.code, 0, tried.errors);
    const send = () =>
      sendMail(postfix.port, {
        client: { addr: '203.0.113.10' },
        from: 'x@its.example',
        to: ['nobody-at-all@local.example'],
        message: 'Subject: hello\n\nHi\n',
      });
    for (let i = 0; i < 3; i++) assert.equal((await send()).accepted, false);
    await postfix.waitForLog('reject_warning: RCPT');
    const bin = mkdtempSync(join(tmpdir(), 'sekisho-bin-'));
    try {
      symlinkSync(SEKISHO, join(bin, 'sekisho'));
      const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
      const shell = (line: string): string => execFileSync('sh', ['-c', line], { env, encoding: 'utf8' });
      const results = JSON.parse(
        shell(`sekisho replay '${postfix.folder.log}' --shadow-results --json --offline -c '${folder}'`),
      ) as { command: string };
      assert.match(results.command, /^sekisho apply /);
      shell(`${results.command} --yes`);
    } finally {
      rmSync(bin, { recursive: true, force: true });
    }
    assert.doesNotMatch(text(), /warn_if_reject/);
    assert.ok(text().includes(`smtpd_helo_restrictions = ${value}\n`));
    await send();
    await postfix.waitForLog(/ reject: RCPT .* it's not you/);
    for (let i = 0; i < 2; i++) await sekisho('rollback', '-c', folder, '--yes');
    assert.equal(text(), old);
  });

  it('what only one service cannot live with is undone, and mail flows', async () => {
    // Its own restrictions come from main.cf by a name of their own: the rehearsal, which is of no service, does not see them.
    const door = await Postfix.start({
      parameters: { own_recipient_restrictions: 'reject_unauth_destination' },
      services: [],
    });
    try {
      const config = door.folder.config;
      const master = join(config, 'master.cf');
      const options =
        ' -o smtpd_recipient_restrictions=$own_recipient_restrictions -o smtpd_relay_restrictions=\n';
      writeFileSync(master, readFileSync(master, 'utf8').replace(/(inet .* smtpd)\n/, `$1\n ${options}`));
      await door.reload();
      const done = await sekisho(
        'apply',
        '-c',
        config,
        '--yes',
        '--set',
        'own_recipient_restrictions = permit_mynetworks',
      );
      assert.equal(done.code, 1);
      assert.match(done.done.undone ?? '', /no greeting/);
      const sent = await sendMail(door.port, {
        client: { addr: '203.0.113.10' },
        from: 'x@good.example',
        to: ['root@local.example'],
        message: 'Subject: hello\n\nHi\n',
      });
      assert.equal(sent.accepted, true);
    } finally {
      await door.remove();
    }
  });

  it('what Postfix cannot read is undone before it is live', async () => {
    const old = text();
    const { done, code } = await sekisho(
      'apply',
      '-c',
      folder,
      '--yes',
      '--set',
      'mynetworks = ${mynetworks',
    );
    assert.equal(code, 1);
    assert.equal(done.reloaded, false);
    assert.notEqual(done.undone, null);
    assert.equal(text(), old);
  });

  it('--shadow warns and refuses nobody', async () => {
    const value = 'check_sender_access inline:{bad.example=REJECT}, reject_non_fqdn_sender';
    const { done } = await sekisho(
      'apply',
      '-c',
      folder,
      '--yes',
      '--shadow',
      '--set',
      `smtpd_sender_restrictions = ${value}`,
    );
    assert.equal(
      done.changed[0]?.after,
      'check_sender_access inline:{bad.example=REJECT}, warn_if_reject reject_non_fqdn_sender',
    );
    assert.equal((await mail('lonely')).accepted, true);
    await postfix.waitForLog('reject_warning: RCPT');
    await sekisho('rollback', '-c', folder, '--yes');
  });

  it('--dry-run changes nothing; a parameter that does not exist is told', async () => {
    const old = text();
    const dry = await sekisho('apply', '-c', folder, '--dry-run', '--set', 'smtpd_helo_required = yes');
    assert.deepEqual([dry.code, dry.done.changed.length, dry.done.backup], [0, 1, null]);
    const wrong = await sekisho('apply', '-c', folder, '--yes', '--set', 'smtpd_helo_requird = yes');
    assert.equal(wrong.code, 2);
    assert.match(wrong.errors, /smtpd_helo_requird/);
    assert.equal(text(), old);
    assert.equal(existsSync(`${main}.sekisho-new`), false);
  });
});
