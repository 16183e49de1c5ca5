/** Runs `sekisho` as a person does, and folders for what it reads. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../src/report/model.ts';

export const ROOT = join(import.meta.dirname, '../..');
export const SEKISHO = join(ROOT, 'sekisho');
export const SAMPLE = join(ROOT, 'sample/maillog');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string | Buffer;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly program?: string;
}

/** An environment that is the same everywhere: English, UTC, no colours asked for or forbidden. */
function environment(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { NO_COLOR: _none, FORCE_COLOR: _force, NODE_OPTIONS: _options, ...own } = process.env;
  return { ...own, LC_ALL: 'C.UTF-8', TZ: 'UTC', TERM: 'xterm', ...more };
}

export function run(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const child = spawn(options.program ?? SEKISHO, args, {
    cwd: options.cwd ?? ROOT,
    env: environment(options.env ?? {}),
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  if (options.input !== undefined) child.stdin!.on('error', () => undefined).end(options.input);
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]!.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...texts }));
  });
}

/** A line of sh, with `$SEKISHO`; a pipe fails where one of its programs does. */
export function shell(line: string, options: RunOptions = {}): Promise<Ended> {
  const env = { ...options.env, SEKISHO };
  return run(['-o', 'pipefail', '-c', line], { ...options, env, program: 'bash' });
}

export async function reportOf(args: readonly string[], options: RunOptions = {}): Promise<Report> {
  const { stdout, stderr, code } = await run(['report', '--json', ...args], options);
  if (code !== 0) throw new Error(`sekisho ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as Report;
}

/** What two reports of the same lines have in common, whatever the files are called. */
export function essential(report: Report): unknown {
  const { generated: _generated, files: _files, ...rest } = report;
  const findings = report.findings.map((finding) => ({
    ...finding,
    evidence: finding.evidence.map(({ text }) => text),
    // Commands name the files.
    fix: finding.fix.map((step) => step.replace(/(zgrep -\w+ (?:'[^']*'|\S+)) [^|]*\|/, '$1 LOG |')),
  }));
  return { ...rest, findings };
}

/** A folder of its own that goes when the test is done: `using folder = new Folder()`. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'sekisho-test-'));
  at(name: string): string {
    return join(this.path, name);
  }
  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
