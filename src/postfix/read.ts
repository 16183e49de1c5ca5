/** Reads a configuration folder, and asks the installed Postfix what it has built in. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SekishoError } from '../config/error.ts';
import type { ReadText } from './access-text.ts';
import type { Configuration } from './configuration.ts';
import { type Defaults, readDefaults } from './defaults.ts';
import { readMainCf } from './main-cf.ts';
import { readMasterCf } from './master-cf.ts';
import { USUAL } from './usual.ts';
import { builtIn } from './value.ts';

/** Bytes; a real one has some thousands. */
const LARGEST = 8 << 20;
/** Milliseconds that postconf may take. */
const PATIENCE = 10_000;

export const USUAL_FOLDER = '/etc/postfix';

/** Has this machine a configuration where Postfix looks for it? */
export function hasConfiguration(folder = USUAL_FOLDER): boolean {
  return existsSync(join(folder, 'main.cf'));
}

/**
 * master.cf may be missing: a copied main.cf alone can be read too.
 * @throws SekishoError `postfix-config`
 */
export function readConfiguration(folder: string): Configuration {
  const main = readMainCf(readText(join(folder, 'main.cf')), join(folder, 'main.cf'));
  const masterFile = join(folder, 'master.cf');
  const master = readMasterCf(existsSync(masterFile) ? readText(masterFile) : '', masterFile);
  return { main, master, defaults: installedDefaults(folder) };
}

/**
 * Where a file lies that main.cf names: of a folder that was copied from elsewhere in the copy, if it has been copied too;
 * else where main.cf says.
 */
export function fileIn(folder: string): (path: string) => string {
  if (resolve(folder) === USUAL_FOLDER) return (path) => path;
  return (path) => {
    if (!path.startsWith(`${USUAL_FOLDER}/`)) return path;
    const copied = join(folder, path.slice(USUAL_FOLDER.length));
    return existsSync(copied) ? copied : path;
  };
}

/**
 * Reads the text of an access table.
 * @returns undefined: there is no such file, or it cannot be read
 */
export function tableText(folder: string): ReadText {
  const at = fileIn(folder);
  return (path) => {
    const file = at(path);
    try {
      return statSync(file).isFile() ? { text: readText(file), file } : undefined;
    } catch {
      return undefined;
    }
  };
}

function installedDefaults(folder: string): Defaults {
  // It reads the folder's master.cf too, and says nothing where that is broken.
  const told = postconf(folder, '-d') ?? postconf(USUAL_FOLDER, '-d');
  const defaults = new Map(told === undefined ? USUAL : readDefaults(told));
  // What Postfix is started with, wherever it looks by itself (postfix -c).
  defaults.set('config_directory', builtIn(resolve(folder)));
  if (told === undefined) return defaults;
  // -d makes it of the machine's interfaces for compatibility level 0, whatever main.cf says.
  const networks = readDefaults(postconf(folder, '-x', 'mynetworks') ?? '').get('mynetworks');
  if (networks !== undefined) defaults.set('mynetworks', networks);
  return defaults;
}

function postconf(folder: string, ...args: string[]): string | undefined {
  const { status, stdout } = spawnSync('postconf', ['-c', folder, ...args], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', PATH: `${process.env.PATH ?? ''}:/usr/sbin:/usr/local/sbin` },
    timeout: PATIENCE,
    maxBuffer: LARGEST,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 ? stdout : undefined;
}

/** What is no UTF-8 is read byte by byte, so that nothing of it is lost. */
export function decoded(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

function readText(file: string): string {
  try {
    if (statSync(file).size > LARGEST) throw Object.assign(new Error(), { code: 'EFBIG' });
    return decoded(readFileSync(file));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new SekishoError(
      'postfix-config',
      'cannot read {file}: {reason}',
      'name the folder of main.cf with -c, as in -c /etc/postfix',
      { values: { file, reason } },
    );
  }
}
