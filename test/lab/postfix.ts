/**
 * A real Postfix for one test: its own settings, queue and log in a temporary folder, smtpd on a free port of
 * 127.0.0.1, and its own /etc/resolv.conf in a private mount namespace, so that the machine's own Postfix and
 * resolver are neither asked nor changed. When the test's process ends in whatever way, it is stopped and its
 * folder removed.
 */
import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { onDeath, removeFolder } from './daemon.ts';
import { claimPort } from './ports.ts';
import { makePostfixFolder, type PostfixFolder, type PostfixSettings } from './postfix-folder.ts';
import { processesInSession } from './session-processes.ts';
import { waitFor } from './wait.ts';

const run = promisify(execFile);

export interface PostfixOptions extends PostfixSettings {
  /** The port of smtpd; a free one where absent. */
  port?: number;
  /** Takes the place of /etc/resolv.conf (dns.ts makes one). */
  resolvConf?: string;
  /** Called with the folder of main.cf, before Postfix starts. */
  before?: (config: string) => void;
}

/** One message in the queue, postqueue(1) -j. */
export interface QueueEntry {
  queue_name: 'maildrop' | 'hold' | 'incoming' | 'active' | 'deferred';
  queue_id: string;
  message_size: number;
  sender: string;
  recipients: { address: string; delay_reason?: string }[];
}

/** A running Postfix. */
export class Postfix {
  readonly port: number;
  readonly folder: PostfixFolder;
  readonly #guard: { cancel(): Promise<void> };
  #running = true;

  private constructor(port: number, folder: PostfixFolder, guard: { cancel(): Promise<void> }) {
    this.port = port;
    this.folder = folder;
    this.#guard = guard;
  }

  static async start(options: PostfixOptions = {}): Promise<Postfix> {
    const port = options.port ?? (await claimPort());
    const folder = makePostfixFolder(port, options);
    const guard = onDeath(STOP_AND_REMOVE, folder.config, folder.root);
    options.before?.(folder.config);
    const script =
      'if [ -n "$2" ]; then mount --bind "$2" /etc/resolv.conf || exit 1; fi; exec postfix -c "$1" start';
    await run('unshare', ['-m', 'sh', '-c', script, 'sh', folder.config, options.resolvConf ?? '']);
    const postfix = new Postfix(port, folder, guard);
    await postfix.waitForLog('daemon started');
    return postfix;
  }

  /** The whole log so far. */
  log(): string {
    return existsSync(this.folder.log) ? readFileSync(this.folder.log, 'utf8') : '';
  }

  /** Waits for a line with this text, for a match, or for a line that the function accepts; returns the line. */
  waitForLog(wanted: string | RegExp | ((line: string) => boolean), timeout = 10_000): Promise<string> {
    const accepts =
      typeof wanted === 'function'
        ? wanted
        : (line: string) => (typeof wanted === 'string' ? line.includes(wanted) : wanted.test(line));
    return waitFor(`a log line ${wanted}`, () => this.log().split('\n').find(accepts), timeout);
  }

  /** Sends a message with sendmail(1), so that it enters by pickup(8). */
  async sendmail(from: string, to: string[], message: string): Promise<void> {
    const args = ['-C', this.folder.config, '-f', from, '-i', '--', ...to];
    const child = spawn('/usr/sbin/sendmail', args, { stdio: ['pipe', 'ignore', 'inherit'] });
    child.stdin.end(message);
    const status = await new Promise((done) => child.once('exit', done));
    if (status !== 0) throw new Error(`sendmail ended with ${status}`);
  }

  /** What is in the queue. */
  async postqueue(): Promise<QueueEntry[]> {
    const { stdout } = await run('postqueue', ['-c', this.folder.config, '-j']);
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as QueueEntry);
  }

  /** Tries everything that is deferred again at once. */
  async flush(): Promise<void> {
    await run('postqueue', ['-c', this.folder.config, '-f']);
  }

  async postsuper(...args: string[]): Promise<void> {
    await run('postsuper', ['-c', this.folder.config, ...args]);
  }

  /** Changes main.cf; `reload` makes it known. */
  async set(parameters: Record<string, string>): Promise<void> {
    const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
    await run('postconf', ['-c', this.folder.config, '-e', ...pairs]);
  }

  /** Replaces a file beside main.cf. */
  writeTable(name: string, text: string): void {
    writeFileSync(join(this.folder.config, name), text);
  }

  async reload(): Promise<void> {
    const count = (): number => this.log().split('reload -- version').length;
    const before = count();
    await run('postfix', ['-c', this.folder.config, 'reload']);
    await waitFor('Postfix to reload', () => count() > before);
  }

  /** Waits until nothing is on its way any more; what is deferred or held stays. */
  async waitUntilIdle(timeout = 20_000): Promise<void> {
    const idle = async (): Promise<boolean> =>
      (await this.postqueue()).every(({ queue_name }) => queue_name === 'deferred' || queue_name === 'hold');
    await waitFor('the queue to come to rest', idle, timeout);
    await this.#waitForQuietLog();
  }

  /** Waits until the queue holds nothing at all. */
  async waitForEmptyQueue(timeout = 20_000): Promise<void> {
    await waitFor('an empty queue', async () => (await this.postqueue()).length === 0, timeout);
    await this.#waitForQuietLog();
  }

  /** Stops Postfix and keeps its folder, so that the log can be read; may be called more than once. */
  async stop(): Promise<void> {
    if (!this.#running) return;
    this.#running = false;
    const master = Number(readFileSync(join(this.folder.root, 'queue', 'pid', 'master.pid'), 'utf8'));
    await run('postfix', ['-c', this.folder.config, 'stop']);
    const gone = (): boolean => processesInSession(master).length === 0;
    await waitFor('Postfix to stop', gone, 5_000).catch(() => {
      for (const pid of processesInSession(master)) process.kill(pid, 'SIGKILL');
    });
  }

  /** Stops Postfix and removes all that it had; may be called more than once. */
  async remove(): Promise<void> {
    await this.stop();
    removeFolder(this.folder.root);
    await this.#guard.cancel();
  }

  async #waitForQuietLog(): Promise<void> {
    for (let before = -1, now = this.log().length; now !== before; now = this.log().length) {
      before = now;
      await sleep(100);
    }
  }
}

const STOP_AND_REMOVE = `
master=$(tr -d ' ' <"$2/queue/pid/master.pid")
postfix -c "$1" stop
[ -n "$master" ] && pkill -KILL -s "$master"
rm -rf "$2"
`;
