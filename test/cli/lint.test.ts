/** `sekisho lint` as a command: what it prints, with which exit code, and what never reaches a terminal or a shell. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { skipWithoutPrograms } from '../lab/require.ts';
import { run } from './run.ts';

const root = mkdtempSync(join(tmpdir(), 'sekisho-lint-'));
after(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;

/** A folder with this main.cf; of some time ago, since postconf waits for one that has just been written. */
function folderOf(
  main: string,
  master = 'smtp inet n - y - - smtpd\n',
  more: Record<string, string> = {},
): string {
  const folder = join(root, `etc ${folders++}`);
  mkdirSync(folder);
  for (const [name, text] of Object.entries({ 'main.cf': main, 'master.cf': master, ...more })) {
    writeFileSync(join(folder, name), text, 'latin1');
    utimesSync(join(folder, name), 1_700_000_000, 1_700_000_000);
  }
  return folder;
}

interface Told {
  schema: number;
  problems: {
    id: string;
    severity: string;
    file: string;
    line: number | null;
    parameter: string;
    service: string | null;
    message: string;
    fix: string;
  }[];
  commands?: { command: string; ids: string[] }[];
}

const json = async (folder: string, ...more: string[]): Promise<{ told: Told; code: number | null }> => {
  const { stdout, code } = await run(['lint', '-c', folder, '--json', ...more]);
  return { told: JSON.parse(stdout) as Told, code };
};

const LISTS = 'permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination';

describe('lint', () => {
  it('JSON has each problem with its place, and exit code 1', async () => {
    const folder = folderOf(
      `myhostname = mx.example.com\nsmtpd_recipient_restrictions = ${LISTS},\n  reject_rbl_client list.dsbl.org\n`,
    );
    const { told, code } = await json(folder);
    assert.equal(code, 1);
    assert.equal(told.schema, 1);
    const [first] = told.problems;
    assert.deepEqual(
      [first!.id, first!.severity, first!.file, first!.line, first!.parameter, first!.service],
      ['list-listed-everybody', 'error', join(folder, 'main.cf'), 3, 'smtpd_recipient_restrictions', null],
    );
    for (const { message, fix } of told.problems) assert.ok(message !== '' && fix !== '');
  });

  it('hints alone are no failure', async () => {
    const { told, code } = await json(folderOf('compatibility_level = 3.6\nmyhostname = mx.example.com\n'));
    assert.deepEqual(
      told.problems.filter(({ severity }) => severity !== 'info'),
      [],
    );
    assert.equal(code, 0);
  });

  it('the worst comes first', async () => {
    const { told } = await json(
      folderOf(
        `smtpd_banner = ESMTP\nsmtpd_recipient_restrictions = ${LISTS}, reject_rbl_client zen.spamhaus.org,\n  reject_rbl_client dbl.spamhaus.org, reject_rbl_client list.dsbl.org\n`,
      ),
    );
    const order = ['error', 'warning', 'info'];
    const severities = told.problems.map(({ severity }) => order.indexOf(severity));
    assert.deepEqual(severities, severities.toSorted());
    assert.equal(told.problems[0]!.id, 'list-listed-everybody');
  });

  it('speaks Japanese', async () => {
    const folder = folderOf(`smtpd_recipient_restrictions = ${LISTS}, reject_rbl_client list.dsbl.org\n`);
    const { stdout } = await run(['lint', '-c', folder, '--lang', 'ja']);
    assert.match(stdout, /^エラー\n/);
    assert.match(stdout, /削除してください/);
    assert.doesNotMatch(stdout, /Delete|Write/);
  });

  it('what main.cf holds does not command a terminal', async () => {
    const { stdout } = await run([
      ...['lint', '-c'],
      folderOf('myhostname = \x1b]0;gone\x07.example\nmyorigin = \x9b31mred\nsmtpd_banner = \x1b[2J\n'),
    ]);
    assert.doesNotMatch(stdout, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });

  it('keys in the names of lists are hidden', async () => {
    const key = 'abcdefghijklmnopqrstuvwx12';
    const folder = folderOf(
      `smtpd_recipient_restrictions = ${LISTS}, reject_rbl_client ${key}.zen.dq.spamhaus.net, reject_rbl_client ${key}.zen.dq.spamhaus.net\n`,
    );
    for (const args of [[], ['--json']]) {
      const { stdout } = await run(['lint', '-c', folder, ...args]);
      assert.ok(!stdout.includes(key));
    }
  });

  it('a folder without main.cf is told, with what to do', async () => {
    const { code, stderr } = await run(['lint', '-c', join(root, 'nowhere')]);
    assert.equal(code, 3);
    assert.match(stderr, /main\.cf/);
    assert.match(stderr, /-c/);
  });

  for (const [name, main] of Object.entries({
    empty: '',
    rubbish: Array.from({ length: 3000 }, (_, i) => String.fromCharCode((i * 7919) & 255)).join(''),
    'names without end': Array.from({ length: 200 }, (_, i) => `a${i} = $a${i + 1}$a${i + 1}\n`).join(''),
    'a name in itself': 'mynetworks = $mynetworks\nsmtpd_client_restrictions = ${mynetworks\n',
  }))
    it(`${name}: an answer, and no crash`, async () => {
      const { told, code } = await json(folderOf(main));
      assert.ok(Array.isArray(told.problems));
      assert.ok(code === 0 || code === 1);
    });
});

describe('lint --fix-preview', { skip: skipWithoutPrograms('postconf') }, () => {
  it('its commands run as they stand, whatever main.cf holds, and leave nothing to write', async () => {
    const folder = folderOf(
      `myhostname = mx.example.com
# a comment stays
compatibility_level = 3.6
own = it's; touch $$(hacked) "quoted"
smtpd_recipient_restrictions = ${LISTS}, check_client_access static:{it's $$(touch hacked)},
  reject_rbl_client list.dsbl.org, warn_if_reject reject_rbl_client cn-kr.blackholes.us,
  reject_rbl_client zen.spamhaus.org
`,
      'smtp inet n - y - - smtpd\nsubmission inet n - y - - smtpd\n  -o smtpd_client_restrictions=reject_rbl_client,list.dsbl.org,permit\n',
    );
    const { told, code } = await json(folder, '--fix-preview');
    assert.equal(code, 1);
    assert.ok(told.commands!.length >= 2);
    const { stdout } = await run(['lint', '-c', folder, '--fix-preview']);
    execFileSync('sh', ['-e'], { input: stdout, cwd: folder, stdio: ['pipe', 'ignore', 'inherit'] });
    const read = (...args: string[]): string =>
      execFileSync('postconf', ['-c', folder, ...args], { encoding: 'utf8' }).trim();
    assert.equal(
      read('-h', 'smtpd_recipient_restrictions'),
      `${LISTS}, check_client_access static:{it's $$(touch hacked)}, reject_rbl_client zen.spamhaus.org=127.0.0.[2..11]`,
    );
    assert.equal(read('-P', '-h', 'submission/inet/smtpd_client_restrictions'), 'permit');
    const text = readFileSync(join(folder, 'main.cf'), 'utf8');
    assert.ok(
      text.includes('# a comment stays\n') && text.includes(`own = it's; touch $$(hacked) "quoted"\n`),
    );
    assert.ok(!existsSync(join(folder, 'hacked')));
    const again = await json(folder, '--fix-preview');
    assert.deepEqual(again.told.commands, []);
  });
});
