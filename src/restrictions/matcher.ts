/** Lists of names, domains and networks (`mynetworks`, `relay_domains`, `mydestination`), for the run of an evaluation. */
import { readFileSync } from 'node:fs';
import { parseAddress } from '../net/address.ts';
import { parseNetwork } from '../net/network.ts';
import { NetworkSet } from '../net/network-set.ts';
import { LIST, words } from '../postfix/split.ts';
import { openTable, type TableWorld } from '../postfix/tables/open.ts';
import { find } from './maps.ts';
import type { Matcher } from './rules.ts';
import type { Run } from './run.ts';

/** string: names as they are; domain: names and those above; address: networks too. */
export type Matching = 'string' | 'domain' | 'address';

type One = (run: Run, name: string, address: string | undefined) => boolean | 'failed';

export async function openMatcher(
  text: string,
  kind: Matching,
  parents: boolean,
  world: TableWorld,
): Promise<Matcher> {
  const patterns = await Promise.all(
    words(text, LIST).map(async ({ text }) => {
      const negated = /^!+/.exec(text)?.[0].length ?? 0;
      return { wanted: negated % 2 === 0, match: await one(text.slice(negated), kind, parents, world) };
    }),
  );
  return (run, name, address) => {
    for (const { wanted, match } of patterns) {
      const found = match(run, name.toLowerCase(), address?.toLowerCase());
      if (found === 'failed') return 'failed';
      if (found) return wanted;
    }
    return false;
  };
}

async function one(pattern: string, kind: Matching, parents: boolean, world: TableWorld): Promise<One> {
  if (pattern.startsWith('/')) {
    const lines = readFileSync(pattern, 'utf8').replace(/^[ \t]*#.*$/gm, '');
    return openMatcher(lines, kind, parents, world);
  }
  if (pattern.includes(':') && !pattern.startsWith('[')) {
    const table = await openTable(pattern, world, { fold: false });
    return (run, name, address) => {
      for (const key of [...(kind === 'string' ? [name] : above(name, parents)), address]) {
        const found = key === undefined ? 'absent' : find(run, [table], key, true);
        if (found === 'absent') continue;
        return 'failed' in found ? 'failed' : true;
      }
      return false;
    };
  }
  const lower = pattern.toLowerCase();
  if (kind === 'address') {
    const network = parseNetwork(lower.replace(/^\[(.*)\]/, '$1'));
    if (network !== undefined) {
      const set = new NetworkSet([network]);
      return (_run, _name, address) => {
        const parsed = address === undefined ? undefined : parseAddress(address);
        return parsed !== undefined && set.has(parsed);
      };
    }
  }
  if (kind === 'string') return (_run, name) => name === lower;
  return (_run, name) =>
    name === lower || (lower.startsWith('.') ? name.endsWith(lower) : parents && name.endsWith(`.${lower}`));
}

function* above(name: string, parents: boolean): Generator<string> {
  yield name;
  for (let dot = name.indexOf('.', 1); dot >= 0; dot = name.indexOf('.', dot + 1))
    yield name.slice(parents ? dot + 1 : dot);
}
