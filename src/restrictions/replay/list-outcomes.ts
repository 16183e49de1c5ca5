/**
 * What restrictions that ask lists about clients make of one: the same for all whom a list named with the same words, so that
 * these are judged once, in the name of somebody (probe.ts judges each by itself).
 */
import type { Listing } from '../facts.ts';
import { attemptOf, type LoggedAttempt } from './logged.ts';
import { masked, namesOf, replyOf } from './masked.ts';
import { outcomes, type Probe } from './probe.ts';
import type { ProvenFacts } from './proven.ts';

/** Of words that vary from client to client no more are kept. */
const MOST = 10_000;

export class ListOutcomes {
  readonly #probes: readonly Probe[];
  readonly #anybody: LoggedAttempt;
  /** By the place of the restriction, whether the client has a name, and the list's words. */
  readonly #known = new Map<string, string>();
  readonly #unknown: readonly string[];

  /** @param anybody has a name and an address that stand in no reply */
  constructor(probes: readonly Probe[], anybody: LoggedAttempt) {
    this.#probes = probes;
    this.#anybody = anybody;
    this.#unknown = probes.map((_, i) => `${i} ?\n`);
  }

  /** @returns undefined: it must be judged by itself */
  of(client: LoggedAttempt, proven: ProvenFacts): string | undefined {
    const { prefix } = proven;
    if (prefix === '') return undefined;
    const probes = this.#probes;
    const { clientAddress, clientName } = client;
    let all = '';
    for (let i = 0; i < probes.length; i++) {
      const zone = probes[i]!.zone!;
      const listing = proven.listing(prefix, zone);
      if (listing === 'clear') continue;
      if (listing === 'later') return undefined;
      if (listing === undefined) {
        if (proven.dns(`${prefix}.${zone}`, 'A') !== undefined) return undefined;
        all += this.#unknown[i]!;
        continue;
      }
      const told = this.#of(i, client, listing.text, proven);
      // Its name is a word of the reply.
      if (told.includes(clientAddress) || (clientName !== 'unknown' && told.includes(clientName)))
        return undefined;
      all += told;
    }
    return all;
  }

  #of(i: number, client: LoggedAttempt, text: string, proven: ProvenFacts): string {
    const words = masked(text, namesOf(client));
    const named = client.clientName !== 'unknown';
    const key = `${i} ${named} ${words}`;
    let told = this.#known.get(key);
    if (told === undefined) {
      if (this.#known.size >= MOST) this.#known.clear();
      told = this.#judge(i, named, words, proven);
      this.#known.set(key, told);
    }
    return told;
  }

  #judge(i: number, named: boolean, words: string, proven: ProvenFacts): string {
    const one = named ? this.#anybody : { ...this.#anybody, clientName: 'unknown' };
    const names = namesOf(one);
    const listing: Listing = { text: replyOf(words, names) };
    const facts = {
      listing: () => listing,
      dns: proven.dns.bind(proven),
      table: proven.table.bind(proven),
      policy: proven.policy.bind(proven),
      verification: proven.verification.bind(proven),
    };
    const told = outcomes([this.#probes[i]!], attemptOf(one), facts, names, new Map());
    return told === '' ? '' : `${i} ${told}`;
  }
}
