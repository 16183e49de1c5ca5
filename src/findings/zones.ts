/**
 * DNSBL zones that must not refuse mail any more. Three signs in the log itself: the zone is known to have
 * ended (shared facts: RFC 5782 §5 tells why such a zone may list the world), its text says that it has ended,
 * or its text says that it does not answer this resolver.
 */
import type { Reject } from '../maillog/event.ts';
import { own } from '../tally/own.ts';

export type ZoneTrouble = 'dead' | 'refuses';

/** Ended, with the year. Zones below one of these ended with it. */
const ENDED: readonly [string, string][] = [
  ['blackholes.us', '2007'],
  ['relays.ordb.org', '2006'],
  ['relays.osirusoft.com', '2003'],
  ['list.dsbl.org', '2008'],
  ['njabl.org', '2013'],
  ['dnsbl.ahbl.org', '2015'],
  ['bl.spamcannibal.org', '2018'],
  ['dnsbl.sorbs.net', '2024'],
  ['ubl.unsubscore.com', '2024'],
];

const SAYS_DEAD = [
  'deprecated',
  'delete it from your config',
  'no longer in service',
  'has been shut down',
  'list is dead',
  'shutdown of this',
  'stop using this',
];
const SAYS_REFUSED = [
  'open resolver',
  'public resolver',
  'query limit',
  'too many queries',
  'excessive number of queries',
  'error/?errorcode',
  'returnc/pub',
  'returnc/vol',
  'blocked; see',
  'query refused',
];

export function zoneTrouble(zone: string, text: string): ZoneTrouble | undefined {
  if (endedIn(zone) !== undefined) return 'dead';
  const said = text.toLowerCase();
  if (SAYS_DEAD.some((words) => said.includes(words))) return 'dead';
  if (SAYS_REFUSED.some((words) => said.includes(words))) return 'refuses';
  return undefined;
}

/** Answers that are no listing: of Spamhaus to those who may not ask, and what no list may list (RFC 5782 §5). */
const NO_LISTING = /^127\.(?:255\.255\.\d+|0\.0\.1)$/;
const MOST_ZONES = 500;

/** Answers that it remembers: the same few zones refuse thousands of clients, with texts that differ in an address. */
export class ZoneJudge {
  readonly #known = new Map<string, ZoneTrouble | 'none'>();
  /** Zones that gave postscreen(8) such an answer; it refuses without the list's text. */
  readonly #refusing = new Set<string>();

  /** dnsblog(8) had an answer for postscreen(8). */
  answered(zone: string, answer: string): void {
    if (NO_LISTING.test(answer) && this.#refusing.size < MOST_ZONES) this.#refusing.add(own(zone));
  }

  /** @param by who refused */
  judge(zone: string, text: string, by: Reject['by'] = 'smtpd'): ZoneTrouble | undefined {
    if (by === 'postscreen' && endedIn(zone) === undefined && this.#refusing.has(zone)) return 'refuses';
    // What stands before the zone is the client's: its name, its HELO.
    const using = text.indexOf(`blocked using ${zone}`);
    const start = using < 0 ? text.indexOf(zone) : using + 'blocked using '.length;
    const key = text.slice(start, wordsEnd(text, start + zone.length));
    let trouble = this.#known.get(key);
    if (trouble === undefined) {
      trouble = zoneTrouble(zone, text.slice(start + zone.length)) ?? 'none';
      if (this.#known.size >= 2000) this.#known.clear();
      this.#known.set(own(key), trouble);
    }
    return trouble === 'none' ? undefined : trouble;
  }
}

/** Where the text begins to speak of one client: its first digit. */
function wordsEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length && !(text.charCodeAt(i) >= 48 && text.charCodeAt(i) <= 57)) i++;
  return i;
}

/** The year in which the zone is known to have ended. */
export function endedIn(zone: string): string | undefined {
  const name = zone.toLowerCase();
  return ENDED.find(([ended]) => name === ended || name.endsWith(`.${ended}`))?.[1];
}
