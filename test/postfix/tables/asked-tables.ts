/** Tables of a test in a folder of their own, and what the installed postmap answers of them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type OpenOptions, openTable, type TableWorld } from '../../../src/postfix/tables/open.ts';
import type { Answer, Table } from '../../../src/postfix/tables/table.ts';

const LONG_AGO = 1_600_000_000;

export class AskedTables {
  readonly folder = mkdtempSync(join(tmpdir(), 'sekisho-tables-'));

  constructor() {
    this.write('main.cf', 'compatibility_level = 3.6\n');
  }

  /** @returns its path */
  write(name: string, content: string | Buffer): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    // Postfix waits for a text that was changed this very second (dict_thash.c).
    utimesSync(path, LONG_AGO, LONG_AGO);
    return path;
  }

  /** Makes a database of a text. */
  async make(spec: string): Promise<void> {
    const { status, stderr } = await this.#postmap('', spec);
    if (status !== 0) throw new Error(stderr);
  }

  world(more: Partial<TableWorld> = {}): TableWorld {
    return {
      readText: (path) => readFileSync(path, 'utf8'),
      stamp: (path) => statSync(path, { throwIfNoEntry: false }),
      allowNetwork: false,
      defaultType: 'hash',
      ...more,
    };
  }

  /** As `postmap -q` opens it. */
  open(spec: string, more: Partial<TableWorld> = {}, options: OpenOptions = {}): Promise<Table> {
    return openTable(spec, this.world(more), { duplicates: 'first', ...options });
  }

  /** What postmap answers; `warned`: it found something wrong. */
  async ask(
    spec: string,
    keys: readonly string[],
  ): Promise<{ readonly answers: Answer[]; readonly warnings: string }> {
    const { stdout, stderr } = await this.#postmap(keys.map((key) => `${key}\n`).join(''), '-q', '-', spec);
    const fatal = /fatal: (.*)/.exec(stderr)?.[1];
    let at = 0;
    const answers = keys.map((key): Answer => {
      if (fatal !== undefined) return { failed: fatal };
      if (!stdout.startsWith(`${key}\t`, at)) return 'absent';
      const end = stdout.indexOf('\n', at);
      const found = stdout.slice(at + key.length + 1, end);
      at = end + 1;
      return { found };
    });
    // Not of the table: what a rule has answered.
    const warnings = stderr
      .split('\n')
      .filter((line) => line.includes('warning') && !/empty string result|NO RESULT/.test(line))
      .join('\n');
    return { answers, warnings };
  }

  /** Not in the way of others: where postmap gives up, it sleeps for a second. */
  async #postmap(
    input: string,
    ...args: string[]
  ): Promise<{ status: number | null; stdout: string; stderr: string }> {
    const child = spawn('postmap', ['-c', this.folder, ...args]);
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const [stdout, stderr, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    return { status, stdout, stderr };
  }

  end(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** What fails need not fail in the same words. */
export function kindsOf(answers: readonly Answer[]): unknown[] {
  return answers.map((answer) =>
    typeof answer === 'object' && !('found' in answer) ? Object.keys(answer)[0] : answer,
  );
}
