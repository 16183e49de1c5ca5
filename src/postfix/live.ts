/** The running Postfix: does it accept a configuration, does it take it up, does it live with it? */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Configuration } from './configuration.ts';
import { activeServices } from './master-cf.ts';

const PATIENCE = 30_000;

export interface Said {
  readonly ok: boolean;
  /** What Postfix wrote, bounded. */
  readonly text: string;
}

/** `postfix check`, and a look at every parameter: what is wrong ends both with words. */
export function check(folder: string): Said {
  const checked = postfix(folder, ['check']);
  if (!checked.ok) return checked;
  const read = run('postconf', ['-c', folder, '-x']);
  const fatal = read.text.split('\n').find((line) => /fatal:/.test(line));
  return read.ok && fatal === undefined ? checked : { ok: false, text: fatal ?? read.text };
}

/**
 * Would smtpd(8) start with this main.cf? Tried in a folder of its own, before the real file changes: master(8) does not start
 * again for a minute what has ended at once, and mail would wait.
 */
export function rehearse(folder: string, text: string): Said {
  const stage = mkdtempSync(join(tmpdir(), 'sekisho-'));
  try {
    for (const name of readdirSync(folder))
      if (name !== 'main.cf') symlinkSync(join(resolve(folder), name), join(stage, name));
    writeFileSync(join(stage, 'main.cf'), text);
    const read = run('postconf', ['-c', stage, '-x']);
    const fatal = read.text.split('\n').find((line) => line.includes('fatal:'));
    if (!read.ok || fatal !== undefined) return { ok: false, text: fatal ?? read.text };
    // smtpd -S: it reads all that it needs, and greets.
    const spoken = run('sendmail', ['-C', stage, '-bs'], 'QUIT\r\n');
    if (/^220[ -]/m.test(spoken.text)) return { ok: true, text: '' };
    return { ok: false, text: spoken.text || 'smtpd does not start with it; the mail log says why' };
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** Starts anew, where a reload is not enough: services that ended at once are started again at once. */
export function restart(folder: string): void {
  postfix(folder, ['stop']);
  postfix(folder, ['start']);
}

export function isRunning(folder: string): boolean {
  return postfix(folder, ['status']).ok;
}

export function reload(folder: string): Said {
  return postfix(folder, ['reload']);
}

/**
 * Does each smtpd(8) greet? One that cannot live with its configuration ends before it says a word.
 * @returns what is wrong; undefined: all greet
 */
export async function notGreeting(
  configuration: Configuration,
  patience: number,
): Promise<string | undefined> {
  const doors = doorsOf(configuration);
  const until = Date.now() + patience;
  for (const door of doors) {
    // master(8) waits a while before it starts again what has ended.
    while (!(await greets(door))) {
      if (Date.now() >= until) return `${door.host}:${door.port}`;
      await pause(500);
    }
  }
  return undefined;
}

interface Door {
  readonly host: string;
  readonly port: number;
}

const PORTS: Readonly<Record<string, number>> = { smtp: 25, submission: 587, submissions: 465, smtps: 465 };

/** Where TLS is spoken from the first byte nobody greets: those are left out. */
function doorsOf({ master }: Configuration): Door[] {
  return activeServices(master).flatMap((service) => {
    const { type, command, name, overrides } = service;
    if (type !== 'inet' || (command !== 'smtpd' && command !== 'postscreen')) return [];
    if (overrides.get('smtpd_tls_wrappermode')?.text.trim() === 'yes') return [];
    const colon = name.lastIndexOf(':');
    const port = Number(PORTS[name.slice(colon + 1)] ?? name.slice(colon + 1));
    if (!Number.isInteger(port) || port === 465) return [];
    return [{ host: colon < 0 ? '127.0.0.1' : name.slice(0, colon).replace(/^\[|\]$/g, ''), port }];
  });
}

/** An answer of whatever kind: a refusal is a word too. */
function greets({ host, port }: Door): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host, port });
    const end = (answer: boolean): void => {
      socket.destroy();
      done(answer);
    };
    socket.setTimeout(10_000, () => end(false));
    socket.once('data', (bytes: Buffer) => end(/^\d{3}/.test(bytes.toString('latin1'))));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
  });
}

function postfix(folder: string, args: readonly string[]): Said {
  return run('postfix', ['-c', folder, ...args]);
}

function run(program: string, args: readonly string[], input = ''): Said {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', PATH: `${process.env.PATH ?? ''}:/usr/sbin:/usr/local/sbin` },
    timeout: PATIENCE,
    input,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const text = error === undefined ? `${stderr}${program === 'postconf' ? '' : stdout}` : error.message;
  return { ok: status === 0, text: text.trim().slice(0, 2000) };
}
