/** What lint looks at beside main.cf and master.cf: files, their rights, accounts, addresses of this machine. */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemResolvConf } from '../dns/system.ts';
import { isPublicResolver } from '../dnsbl/resolver-fitness.ts';
import type { Configuration } from '../postfix/configuration.ts';
import { ExpansionError } from '../postfix/expand.ts';
import { tableText, USUAL_FOLDER } from '../postfix/read.ts';
import type { FileFacts } from '../restrictions/lint/access-rights.ts';
import type { Account, LintWorld } from '../restrictions/lint/family.ts';
import { Settings } from '../restrictions/settings.ts';
import { ownAddresses, tableWorld } from './table-world.ts';

export interface Machine extends LintWorld {
  /** Paths that only others may look at; filled while lint looks. */
  readonly hidden: ReadonlySet<string>;
}

/** @param folder of main.cf; of a copy from elsewhere nothing of this machine is said */
export function lintWorld(folder: string, configuration: Configuration): Machine {
  const settings = tolerant(configuration);
  const hidden = new Set<string>();
  const world = {
    tables: tableWorld(folder, settings, false),
    readTable: tableText(folder),
    ownAddresses: ownAddresses(),
    hidden,
  };
  if (!isOfThisMachine(folder, settings)) return world;
  const resolvers = systemResolvConf()
    .servers.map(({ address }) => address)
    .filter(isPublicResolver);
  return {
    ...world,
    stat: (path) => stat(path, hidden),
    account,
    ...(resolvers.length > 0 && { publicResolver: resolvers.join(', ') }),
  };
}

type Readable = Pick<Settings, 'text'>;

/** What is broken is told by lint itself. */
function tolerant(configuration: Configuration): Readable {
  const settings = new Settings(configuration, undefined);
  return {
    text(name) {
      try {
        return settings.text(name);
      } catch (error) {
        if (error instanceof ExpansionError) return '';
        throw error;
      }
    },
  };
}

/** The folder of the Postfix here, or of another instance, with a queue of its own that has been used. */
function isOfThisMachine(folder: string, settings: Readable): boolean {
  if (resolve(folder) === USUAL_FOLDER) return true;
  const queue = settings.text('queue_directory');
  if (queue === '' || queue === USUAL_QUEUE) return false;
  return stat(`${queue}/pid`, new Set()) !== undefined;
}

const USUAL_QUEUE = '/var/spool/postfix';

function stat(path: string, hidden: Set<string>): FileFacts | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM') return undefined;
    hidden.add(path);
    return { mode: 0, uid: 0, gid: 0, hidden: true };
  }
}

/** Of /etc/passwd, or where else the system has its accounts (nsswitch.conf(5)). */
function account(name: string): Account | undefined {
  const line =
    readPasswd().find((each) => each.startsWith(`${name}:`)) ??
    spawnSync('getent', ['passwd', '--', name], { encoding: 'utf8', timeout: 5000 }).stdout ??
    '';
  const [found, , uid, gid] = line.split(':');
  return found === name ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

function readPasswd(): readonly string[] {
  try {
    return readFileSync('/etc/passwd', 'utf8').split('\n');
  } catch {
    return [];
  }
}
