/** Lists of names, domains and networks (`mynetworks`, `relay_domains`, `mydestination`), for the run of an evaluation. */
import { type Matching, openMatchList } from '../postfix/tables/match-list.ts';
import type { TableWorld } from '../postfix/tables/open.ts';
import type { Table } from '../postfix/tables/table.ts';
import type { Need } from './facts.ts';
import { answerOf } from './maps.ts';
import type { Matcher } from './rules.ts';

export type { Matching };

/** @param text the parameter's value, names already replaced */
export async function openMatcher(
  text: string,
  matching: Matching,
  parents: boolean,
  world: TableWorld,
): Promise<Matcher> {
  const list = await openMatchList(text, { matching, parents }, world);
  return (run, name, address) => {
    let need: Need | undefined;
    const matched = list.match({ name, ...(address !== undefined && { address }) }, (table: Table, key) => {
      const answer = answerOf(run, table, key);
      if (typeof answer === 'object' && 'unknown' in answer) need ??= { kind: 'table', table, key };
      return answer;
    });
    if (typeof matched === 'boolean') return matched;
    if ('failed' in matched) return 'failed';
    return run.choose(need ?? { kind: 'setting', what: text }, [false, true]);
  };
}
