/** The reading of a configuration that lies on this machine, for checks that look at its files and accounts too. */
import { readFileSync, statSync } from 'node:fs';
import { tableWorld } from '../../src/cli/table-world.ts';
import { effective } from '../../src/postfix/configuration.ts';
import { readConfiguration, tableText } from '../../src/postfix/read.ts';
import type { Account, Reading } from '../../src/restrictions/lint/family.ts';
import { Settings } from '../../src/restrictions/settings.ts';

export function liveReading(folder: string): Reading {
  const configuration = readConfiguration(folder);
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const accounts = new Map(
    lines.map((line): [string, Account] => {
      const [name, , uid, gid] = line.split(':');
      return [name!, { uid: Number(uid), gid: Number(gid) }];
    }),
  );
  return {
    configuration,
    version: 3007,
    value: (name, service) => effective(configuration, name, service),
    world: {
      readTable: tableText(folder),
      ownAddresses: ['127.0.0.1'],
      tables: tableWorld(folder, new Settings(configuration, undefined), false),
      stat: (path) => statSync(path, { throwIfNoEntry: false }),
      account: (name) => accounts.get(name),
    },
  };
}
