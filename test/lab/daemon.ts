/**
 * Servers that cannot outlive the test.
 *
 * A small shell stands between the test and each server: it reads from a pipe that only the test's process
 * holds. When the pipe closes, by `stop()` or because the test was killed in whatever way, the shell ends the
 * server and removes its folder. It runs in a session of its own, so Ctrl-C at the terminal cannot end it first.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server that runs in the foreground under its keeper. */
export interface Daemon {
  readonly pid: number;
  /** All that the server wrote to its standard output and error. */
  output(): string;
  signal(name: NodeJS.Signals): void;
  /** Ends the server and removes its folder; may be called more than once. */
  stop(): Promise<void>;
}

/** A folder that daemons of other users may enter, under the system's temporary folder. */
export function makeFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `sekisho-lab-${name}-`));
  chmodSync(folder, 0o755);
  return folder;
}

/** Starts `command` with its working files in `folder`, which belongs to it from now on. */
export async function startDaemon(folder: string, command: string, args: string[]): Promise<Daemon> {
  const outputFile = join(folder, 'output');
  const keeper = spawn('/bin/sh', ['-c', KEEP_SERVER, 'keeper', folder, command, ...args], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const pid = await new Promise<number>((done, fail) => {
    keeper.once('error', fail);
    keeper.stdout.once('data', (text: Buffer) => done(Number(text.toString())));
  });
  keeper.stdout.destroy();
  letGo(keeper);
  return {
    pid,
    output: () => readFileSync(outputFile, 'utf8'),
    signal: (name) => process.kill(pid, name),
    stop: () => release(keeper, ''),
  };
}

/** Runs `script` (sh, with `args` as $1, $2, ...) should this process end before `cancel` was called. */
export function onDeath(script: string, ...args: string[]): { cancel(): Promise<void> } {
  const guard = `read -r word; [ "$word" = cancel ] && exit 0\n${script}`;
  const keeper = spawn('/bin/sh', ['-c', guard, 'keeper', ...args], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  letGo(keeper);
  return { cancel: () => release(keeper, 'cancel\n') };
}

/** Removes a folder that `makeFolder` made. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

const KEEP_SERVER = `
folder=$1; shift
: >"$folder/output"
"$@" </dev/null >"$folder/output" 2>&1 &
pid=$!
echo $pid
exec >/dev/null
read -r word
kill $pid
wait $pid
rm -rf "$folder"
`;

/** The test may end while the keeper still waits: that is what the keeper is for. */
function letGo(keeper: ChildProcess): void {
  keeper.unref();
  (keeper.stdin as unknown as { unref(): void }).unref();
}

async function release(keeper: ChildProcess, word: string): Promise<void> {
  if (keeper.exitCode !== null || keeper.signalCode !== null) return;
  keeper.ref();
  const gone = new Promise((done) => keeper.once('exit', done));
  keeper.stdin?.end(word);
  await gone;
}
