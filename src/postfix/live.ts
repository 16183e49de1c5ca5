/** The installed Postfix: does it accept a configuration, would it start with it, does it run, does it take it up? */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeFailed } from './write-failed.ts';

/** Milliseconds; `postfix check` walks through the queue. */
const PATIENCE = 300_000;

export interface Said {
  readonly ok: boolean;
  /** What Postfix wrote, bounded. */
  readonly text: string;
}

export function isInstalled(): boolean {
  return run('postconf', ['-d', 'mail_version']).ok;
}

/** `postfix check`, and a look at every parameter: what is wrong ends both with words. */
export function check(folder: string): Said {
  const checked = postfix(folder, ['check']);
  return checked.ok ? readable(folder) : checked;
}

/**
 * Would smtpd(8) start with this main.cf? Tried in a folder of its own, before the real file changes: master(8) does not start
 * again for a minute what has ended at once, and mail would wait.
 * @param sendmail of Postfix: that of another program may stand in its usual place
 */
export function rehearse(folder: string, main: Buffer, sendmail = 'sendmail'): Said {
  const stage = makeStage();
  try {
    for (const name of readdirSync(folder))
      if (name !== 'main.cf' && !name.startsWith('main.cf.sekisho-'))
        symlinkSync(join(resolve(folder), name), join(stage, name));
    writeFileSync(join(stage, 'main.cf'), main);
    const read = readable(stage);
    if (!read.ok) return { ok: false, text: read.text.replaceAll(stage, folder) };
    // Without its neighbours smtpd would wait for them for minutes; and no mail waits for it.
    if (!isRunning(folder)) return { ok: true, text: '' };
    // smtpd -S: it reads all that it needs, and greets.
    const spoken = run(existsSync(sendmail) ? sendmail : 'sendmail', ['-C', stage, '-bs'], 'QUIT\r\n');
    if (/^220[ -]/m.test(spoken.text)) return { ok: true, text: '' };
    const text = spoken.text.replaceAll(stage, folder);
    return { ok: false, text: text || 'smtpd does not start with it; the mail log says why' };
  } catch (error) {
    throw writeFailed(stage, error);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

function makeStage(): string {
  let failed: unknown;
  for (const folder of new Set([tmpdir(), '/run', '/var/tmp'])) {
    try {
      return mkdtempSync(join(folder, 'sekisho-'));
    } catch (error) {
      failed ??= error;
    }
  }
  throw writeFailed(tmpdir(), failed);
}

/** Every parameter with its value: what cannot be expanded is told. */
function readable(folder: string): Said {
  const read = run('postconf', ['-c', folder, '-x']);
  const fatal = read.text.split('\n').find((line) => line.includes('fatal:'));
  return read.ok && fatal === undefined
    ? { ok: true, text: read.text }
    : { ok: false, text: fatal ?? read.text };
}

/** Starts anew, where a reload is not enough: services that ended at once are started again at once. */
export function restart(folder: string): Said {
  postfix(folder, ['stop']);
  return start(folder);
}

export function start(folder: string): Said {
  return postfix(folder, ['start']);
}

export function isRunning(folder: string): boolean {
  return postfix(folder, ['status']).ok;
}

export function reload(folder: string): Said {
  return postfix(folder, ['reload']);
}

function postfix(folder: string, args: readonly string[]): Said {
  return run('postfix', ['-c', folder, ...args]);
}

function run(program: string, args: readonly string[], input = ''): Said {
  const options = {
    encoding: 'utf8' as const,
    env: { ...process.env, LC_ALL: 'C', PATH: `${process.env.PATH ?? ''}:/usr/sbin:/usr/local/sbin:/sbin` },
    timeout: PATIENCE,
    maxBuffer: 64 << 20,
    input,
    stdio: ['pipe', 'pipe', 'pipe'] as ('pipe' | 'ignore')[],
    // Ctrl-C on a terminal is for sekisho, which undoes its work; a reload that is cut off would stand in its way.
    detached: true,
  };
  const { status, signal, stdout, stderr, error } = spawnSync(program, args, options);
  if (error !== undefined) return { ok: false, text: error.message };
  const text = `${stderr}${program === 'postconf' ? '' : stdout}`.trim().slice(0, 2000);
  // sendmail's silence has a sentence of its own.
  const told =
    text === '' && status !== 0 && program === 'postfix'
      ? `postfix ${args.at(-1)}: ${signal ?? status}`
      : text;
  return { ok: status === 0, text: told };
}
