/** postscreen_dnsbl_sites: lists that have ended or are ill go, answers are filtered, and votes of several come here. */
import type { HealthStatus } from '../../dnsbl/health.ts';
import { listUses, postscreenThreshold, runsPostscreen, siteOf } from '../../postfix/dns-lists.ts';
import { LIST, words } from '../../postfix/split.ts';
import type { Reading } from '../lint/family.ts';
import { type AdviceContext, adviseOn } from '../list-advice.ts';
import { adviceReason, illnessOf } from './asked-lists.ts';
import type { Reason, SuggestedSetting } from './suggestion.ts';

const SITES = 'postscreen_dnsbl_sites';
const GOES: ReadonlySet<string> = new Set([
  ...['list-ended', 'list-listed-everybody', 'list-deprecated', 'list-unreliable', 'asked-about-address'],
  ...['part-of-zen', 'duplicate', 'key-missing'],
]);
const REWRITES: ReadonlySet<string> = new Set(['no-filter', 'filter-matches-errors', 'refuses-good-senders']);

/** Can a list be one vote of several there? With a threshold of 1 each of them would decide alone. */
export function canScore({ configuration }: Reading): boolean {
  const set = configuration.main.byName.get(SITES)?.value.text ?? '';
  return (
    runsPostscreen(configuration) === true &&
    postscreenThreshold(configuration) >= 2 &&
    set !== '' &&
    !set.includes('$')
  );
}

/** @param scored that leave other lists: `psbl.surriel.com=127.0.0.2` */
export function postscreenSites(
  reading: Reading,
  context: AdviceContext,
  health: ReadonlyMap<string, HealthStatus> | undefined,
  scored: readonly string[],
): SuggestedSetting | undefined {
  const raw = reading.configuration.main.byName.get(SITES)?.value;
  if (raw === undefined || raw.text.includes('$')) return undefined;
  const sites = words(raw.text, LIST).map(({ text }) => text);
  const uses = listUses(reading.configuration).uses.filter(
    ({ parameter, service }) => parameter === SITES && service === undefined,
  );
  if (uses.length !== sites.length) return undefined;
  const reasons: Reason[] = [];
  const kept = adviseOn(uses, context).flatMap((use, i) => {
    const ill = illnessOf(use, health);
    const gone = use.advice.find(({ id }) => GOES.has(id));
    const rewrite = use.advice.find(({ id }) => REWRITES.has(id));
    if (ill !== undefined) reasons.push(ill);
    else if (gone !== undefined) reasons.push(adviceReason(gone, use));
    else if (rewrite?.write === undefined) return [sites[i]!];
    else {
      reasons.push(adviceReason(rewrite, use));
      return [rewrite.write];
    }
    return [];
  });
  const known = new Set(kept.map((site) => siteOf(site.split('*', 1)[0]!).zone));
  const come = [...new Set(scored)].filter((site) => !known.has(siteOf(site).zone));
  if (come.length > 0) reasons.push({ id: 'postscreen-votes', values: { lists: come.join(', ') } });
  if (reasons.length === 0) return undefined;
  const all = [...kept, ...come];
  const value = all.join(all.join(', ').length > 60 ? ',\n    ' : ', ');
  return { parameter: SITES, before: raw.text, value, reasons };
}
