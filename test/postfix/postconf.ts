/** Asks the installed postconf about a configuration: what Postfix itself reads there. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** postconf shows runs of white space as one space. */
export function squeeze(text: string): string {
  return text.replace(/[ \t\n\v\f\r]+/g, ' ').trim();
}

export interface Told {
  /** `name = value`, squeezed; undefined: postconf gave up. */
  readonly lines: readonly string[] | undefined;
  readonly errors: string;
  /** Comparisons that need themselves crash it. */
  readonly crashed: boolean;
}

const LONG_AGO = 1_600_000_000;

/** A configuration folder that can be written and asked about again and again. */
export class Asked {
  readonly folder = mkdtempSync(join(tmpdir(), 'sekisho-postconf-'));

  write(main: string, master = ''): void {
    for (const [name, text] of Object.entries({ 'main.cf': main, 'master.cf': master })) {
      writeFileSync(join(this.folder, name), text);
      // Postfix waits for a file that was changed this very second (dict_load_file_xt).
      utimesSync(join(this.folder, name), LONG_AGO, LONG_AGO);
    }
  }

  ask(...args: string[]): Told {
    const { status, stdout, stderr } = spawnSync('postconf', ['-c', this.folder, ...args], {
      encoding: 'utf8',
    });
    const lines = stdout.split('\n').filter((line) => line !== '');
    return { lines: status === 0 ? lines.map(squeeze) : undefined, errors: stderr, crashed: status === null };
  }

  end(): void {
    rmSync(this.folder, { recursive: true });
  }
}
