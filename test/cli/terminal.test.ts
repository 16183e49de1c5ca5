import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { isInstalled } from '../lab/require.ts';
import { messages, text } from './log.ts';
import { type Ended, Folder, run, SAMPLE, SEKISHO, shell } from './run.ts';

const skip = isInstalled('script') ? false : 'this machine has no script (util-linux)';
const ESCAPE = '\u001b[';

/** On a terminal of its own; both outputs come as one. */
function onTerminal(command: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return run(['-qec', command, '/dev/null'], { program: 'script', env: { SEKISHO, ...env } });
}

describe('colours', { skip }, () => {
  const line = `"$SEKISHO" report --width 80 '${SAMPLE}'`;
  it('on a terminal', async () => {
    const { code, stdout } = await onTerminal(line);
    assert.equal(code, 0);
    assert.ok(stdout.includes(ESCAPE));
  });
  const PLAIN: Record<string, [string, Record<string, string>]> = {
    NO_COLOR: [line, { NO_COLOR: '1' }],
    'TERM=dumb': [line, { TERM: 'dumb' }],
    '--no-color': [`${line} --no-color`, {}],
    'a pipe': [`${line} | cat`, {}],
    '--json': [`${line} --json`, {}],
    '--format html': [`${line} --format html`, {}],
  };
  for (const [name, [command, env]] of Object.entries(PLAIN))
    it(`not with ${name}`, async () => {
      const { code, stdout } = await onTerminal(command, env);
      assert.equal(code, 0);
      assert.ok(stdout.length > 1000 && !stdout.includes(ESCAPE));
    });
  it('not in a file, not even with FORCE_COLOR', async () => {
    const { stdout } = await run(['report', SAMPLE], { env: { FORCE_COLOR: '1' } });
    assert.ok(!stdout.includes(ESCAPE));
  });
  it('the width of the terminal is the width of the report, within 80 and 120', async () => {
    const { stdout } = await onTerminal(`stty cols 60; "$SEKISHO" report --no-color '${SAMPLE}'`);
    const widest = Math.max(...stdout.split(/\r?\n/).map((each) => each.length));
    assert.ok(widest > 70 && widest <= 80, String(widest));
  });
});

describe('progress', { skip }, () => {
  const BAR = /\[#*\.*\] \d+ %/;
  it('none for work of less than two seconds, none where it is not a terminal', async () => {
    const quick = await onTerminal(`"$SEKISHO" report '${SAMPLE}' > /dev/null`);
    assert.deepEqual([quick.code, quick.stdout], [0, '']);
  });

  it('a bar for long work on a terminal, wiped at the end; not with --quiet, not in a file', async () => {
    const { ProgressBar } = await import('../../src/cli/show.ts');
    const written = (enabled: boolean, isTTY: boolean, milliseconds: number, all = 100): string => {
      let out = '';
      let now = 1_000_000;
      const stream = { isTTY, write: (each: string) => (out += each) } as unknown as NodeJS.WriteStream;
      const bar = new ProgressBar(enabled, 'en', stream, () => now);
      for (let done = 0; done <= 100; done++) {
        now += milliseconds / 100;
        bar.update(all === 0 ? done * 1e6 : done, all);
      }
      bar.end();
      return out;
    };
    assert.match(written(true, true, 5000), BAR);
    assert.match(written(true, true, 5000, 0), /\rreading 81\.0 MB/);
    assert.doesNotMatch(written(true, true, 5000, 0), BAR);
    assert.match(written(true, true, 5000), /\r *\r$/);
    assert.equal(written(true, true, 1900), '');
    assert.equal(written(true, false, 60_000), '');
    assert.equal(written(false, true, 60_000), '');
  });
});

describe('notes', () => {
  it('stand on standard error where the report goes elsewhere; --quiet leaves them out', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('maillog'), '');
    assert.match((await run(['report', folder.at('maillog')])).stderr, /nothing was read/);
    assert.match(
      (await run(['report', '--format', 'html', folder.at('maillog')])).stderr,
      /nothing was read/,
    );
    assert.equal((await run(['report', '--quiet', folder.at('maillog')])).stderr, '');
  });
  it('errors stay with --quiet', async () => {
    assert.match((await run(['report', '--quiet', '/no/such/log'])).stderr, /does not exist/);
  });
});

describe('a reader that goes away', () => {
  for (const form of ['text', 'html', 'json'])
    it(`${form} | head -1 is no error`, async () => {
      const { code, stdout, stderr } = await shell(
        `"$SEKISHO" report --top 0 --format ${form} '${SAMPLE}' | head -1`,
      );
      assert.deepEqual([code, stderr], [0, '']);
      assert.equal(stdout.split('\n').length, 2);
    });
  it('standard error too', async () => {
    const { code } = await shell(`"$SEKISHO" report '${SAMPLE}' /no/such/log 2>&1 >/dev/null | head -c 0`);
    assert.equal(code, 0);
  });
  it('a full disk is one: 3, in one sentence', { skip: !existsSync('/dev/full') }, async () => {
    const { code, stderr } = await shell(`"$SEKISHO" report '${SAMPLE}' > /dev/full`);
    assert.equal(code, 3);
    assert.match(stderr, /^sekisho: cannot write the output: ENOSPC\n {2}.+\n$/);
  });
});

describe('standard input that brings nothing', () => {
  it('a pipe that stays open and silent does not keep a cron job waiting', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('maillog'), text(messages(1, 2)));
    writeFileSync(folder.at('s.toml'), `[report]\nlogs = ["${folder.at('maillog')}"]\n`);
    const child = spawn(SEKISHO, ['report', '--config', folder.at('s.toml')], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
    let stdout = '';
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (each: string) => {
      stderr += each;
    });
    child.stdout.setEncoding('utf8').on('data', (each: string) => {
      stdout += each;
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    child.stdin.destroy();
    assert.equal(code, 0);
    assert.match(stdout, /2 received/);
    // Who meant to pipe a log in must know that it was not read.
    assert.match(stderr, /standard input brought nothing/);
  });
});
