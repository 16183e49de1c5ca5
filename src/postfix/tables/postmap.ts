/** Asks the installed postmap(1): `postmap -q - TABLE`, keys on its standard input, `key<TAB>value` for each that is there. */
import { spawn } from 'node:child_process';
import type { Answer } from './table.ts';
import type { TableWorld } from './world.ts';

export interface PostmapOptions {
  /** The folder of main.cf; not given: Postfix's own. */
  readonly folder?: string;
  readonly program?: string;
  /** Milliseconds for one process. */
  readonly patience?: number;
}

/**
 * A key at which postmap gives up (it then sleeps for a second) spoils all others: they are asked again by halves, in so many
 * processes at most.
 */
const MOST_PROCESSES = 16;
/** Bytes of one answer. */
const LARGEST = 64 << 20;

export function postmapOf(options: PostmapOptions = {}): NonNullable<TableWorld['postmap']> {
  return async (table, keys) => {
    const left = { processes: MOST_PROCESSES };
    return answers(table, keys, options, left);
  };
}

async function answers(
  table: string,
  keys: readonly string[],
  options: PostmapOptions,
  left: { processes: number },
): Promise<readonly Answer[]> {
  if (left.processes-- <= 0) return keys.map(() => ({ failed: `${table}: postmap gave up too often` }));
  if (keys.length === 0) return [];
  const told = await run(table, keys, options);
  if (told.fatal === undefined) return read(keys, told.text);
  const { fatal } = told;
  if (keys.length === 1 || told.unavailable) return keys.map(() => ({ failed: fatal }));
  const half = keys.length >> 1;
  const halves = [keys.slice(0, half), keys.slice(half)];
  return (await Promise.all(halves.map((each) => answers(table, each, options, left)))).flat();
}

/** Those that are there come in the order of the keys. */
function read(keys: readonly string[], text: string): Answer[] {
  let at = 0;
  return keys.map((key) => {
    if (!text.startsWith(`${key}\t`, at)) return 'absent';
    let end = text.indexOf('\n', at);
    if (end < 0) end = text.length;
    const found = text.slice(at + key.length + 1, end);
    at = end + 1;
    return { found };
  });
}

interface Told {
  readonly text: string;
  readonly fatal: string | undefined;
  /** The table as a whole, not one key. */
  readonly unavailable: boolean;
}

function run(table: string, keys: readonly string[], options: PostmapOptions): Promise<Told> {
  const { folder, program = 'postmap', patience = 60_000 } = options;
  const child = spawn(program, [...(folder === undefined ? [] : ['-c', folder]), '-q', '-', table], {
    env: { ...process.env, LC_ALL: 'C', PATH: `${process.env.PATH ?? ''}:/usr/sbin:/usr/local/sbin` },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<Told>();
  const out: Buffer[] = [];
  let size = 0;
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > LARGEST) child.kill('SIGKILL');
    else out.push(chunk);
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    if (errors.length < 100_000) errors += chunk;
  });
  // The option `timeout` of spawn() would wait to its end where there is no such program.
  const timer = setTimeout(() => child.kill('SIGKILL'), patience);
  child.on('error', (error) => {
    clearTimeout(timer);
    reject(error);
  });
  // It may give up before it has read all keys.
  child.stdin.on('error', () => undefined);
  child.on('close', (status, signal) => {
    clearTimeout(timer);
    // 1: nothing was there, or it gave up.
    const fatal =
      /fatal: (.*)/.exec(errors)?.[1] ?? (signal === null ? undefined : `postmap ended by ${signal}`);
    const odd = status === 0 || status === 1 ? undefined : `postmap ended with ${status}`;
    resolve({
      text: Buffer.concat(out).toString(),
      fatal: fatal ?? odd,
      unavailable: errors.includes('is unavailable'),
    });
  });
  child.stdin.end(keys.map((key) => `${key}\n`).join(''));
  return promise;
}
