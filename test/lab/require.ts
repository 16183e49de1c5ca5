/**
 * What a lab test needs of the machine. A test that starts real servers names its programs; where one is
 * missing the test is skipped and says so, unless SEKISHO_REQUIRE_ALL is set: then it fails, so that a
 * checking machine cannot lose its lab tests without anyone noticing.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const SYSTEM_FOLDERS = ['/usr/sbin', '/sbin', '/usr/local/sbin'];

/** `program` is to be found on the PATH or where daemons live. */
export function isInstalled(program: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SYSTEM_FOLDERS];
  return folders.some((folder) => isExecutable(join(folder, program)));
}

/** What to pass as node:test's `skip`: `false` where all is there, else a sentence that lists what is missing. */
export function skipWithoutPrograms(...programs: string[]): string | false {
  return skipFor(programs.filter((program) => !isInstalled(program)));
}

/** The same for a lab test, which also needs root and private mount namespaces. */
export function skipWithout(...programs: string[]): string | false {
  const missing = programs.filter((program) => !isInstalled(program));
  if (process.getuid?.() !== 0) missing.push('root');
  else if (spawnSync('unshare', ['-m', 'true']).status !== 0) missing.push('unshare -m');
  return skipFor(missing);
}

function skipFor(missing: readonly string[]): string | false {
  if (missing.length === 0) return false;
  const message = `this machine has no ${missing.join(', ')}`;
  if (process.env.SEKISHO_REQUIRE_ALL) throw new Error(`${message} (SEKISHO_REQUIRE_ALL is set)`);
  return message;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
