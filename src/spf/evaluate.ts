/**
 * check_host() of RFC 7208 §4: the terms of a record from left to right, until one matches or something is wrong. What is
 * wrong is a value on its way up (`Stopped`), never an exception.
 */
import type { Answer } from '../dns/resolver.ts';
import { parseAddress } from '../net/address.ts';
import { arpaName } from '../net/reverse.ts';
import { type Client, NEEDS_LOCAL } from './client.ts';
import { expandEnd, isTargetName, type MacroString, targetName } from './macro.ts';
import { nearRecord } from './near.ts';
import type { Questions } from './questions.ts';
import { type Directive, isInNetwork, isSpf, type Qualifier, type SpfRecord } from './record.ts';
import {
  type Fault,
  MOST_HOSTS,
  MOST_LOOKUPS,
  MOST_VOIDS,
  type NoRecord,
  type Place,
  type Problem,
} from './verdict.ts';

export interface Stopped {
  readonly stop: 'none' | 'temperror' | 'permerror';
  readonly problem: Problem;
}

/** A term matched, or none did (then neutral, §4.7). */
export interface Decided {
  readonly qualifier: Qualifier;
  readonly matched: readonly Place[];
  /** Whose record it was in, for its explanation. */
  readonly domain: string;
  readonly record: SpfRecord;
}

export interface Means {
  readonly client: Client;
  readonly questions: Questions;
  readonly receiver: string;
  readonly now: number;
  /** Takes a record apart, or remembers it. */
  readonly read: (text: string) => SpfRecord | { readonly fault: Fault };
}

export class Evaluation {
  lookups = 0;
  /** The domain's own record. */
  record: string | undefined;
  readonly #means: Means;
  readonly #voids: string[] = [];
  readonly #network: Uint8Array;

  constructor(means: Means) {
    this.#means = means;
    this.#network = means.client.address.bytes;
  }

  get voidLookups(): number {
    return this.#voids.length;
  }

  /** @param chain the domains whose records led here, itself last */
  async check(domain: string, chain: readonly string[], of?: Place): Promise<Decided | Stopped> {
    const { questions, read } = this.#means;
    const answer = await questions.ask(escaped(domain), 'TXT', of?.term);
    if (answer.status === 'failed') return this.#failed(domain, 'TXT', answer);
    if (of !== undefined && answer.status !== 'found') {
      const stopped = this.#void(domain, of);
      if (stopped !== undefined) return stopped;
    }
    const records = answer.status === 'found' ? answer.records.filter(isSpf) : [];
    if (records.length === 0) {
      const found: NoRecord = answer.status === 'found' ? 'other-text' : answer.status;
      const near = answer.status === 'found' ? nearRecord(answer.records) : undefined;
      return {
        stop: 'none',
        problem: { kind: 'no-record', domain, found, ...(of && { of }), ...(near && { near }) },
      };
    }
    // §4.5: nobody can know which of them is meant.
    if (records.length > 1)
      return { stop: 'permerror', problem: { kind: 'several-records', domain, records } };
    const text = records[0]!;
    if (chain.length === 1) this.record = text;
    const record = read(text);
    if ('fault' in record)
      return { stop: 'permerror', problem: { kind: 'syntax', domain, record: text, fault: record.fault } };
    for (const directive of record.directives) {
      const place = { domain, term: directive.text };
      const matched = this.#matchesAtOnce(directive) ?? (await this.#matches(directive, place, chain));
      if (matched === false) continue;
      if (matched !== true && 'stop' in matched) return matched;
      const inner = matched === true ? [] : matched.matched;
      return { qualifier: directive.qualifier, matched: [place, ...inner], domain, record };
    }
    if (record.redirect !== undefined) {
      const { target, text: term } = record.redirect;
      return await this.#redirect(target, { domain, term }, chain);
    }
    return { qualifier: '?', matched: [], domain, record };
  }

  /** undefined: DNS must be asked. */
  #matchesAtOnce(directive: Directive): boolean | undefined {
    if (directive.kind === 'all') return true;
    if (directive.kind !== 'ip4' && directive.kind !== 'ip6') return undefined;
    return isInNetwork(this.#network, directive.network, directive.prefix);
  }

  async #matches(
    directive: Directive,
    place: Place,
    chain: readonly string[],
  ): Promise<boolean | Decided | Stopped> {
    const spec = 'target' in directive ? directive.target : undefined;
    let target = place.domain;
    if (spec !== undefined) {
      const name = await this.target(spec, place);
      if (name !== undefined && typeof name !== 'string') return name;
      // RFC 8616 §4.
      if (name === undefined) return false;
      if (!isTargetName(name)) {
        // §4.3 with §5.2: an included name that is none is "none", so an error; others just do not match.
        return directive.kind === 'include' ? stopTarget(place, name) : false;
      }
      target = name;
    }
    const tooMany = this.#count(place, target, chain);
    if (tooMany !== undefined) return tooMany;
    switch (directive.kind) {
      case 'include':
        return await this.#include(target, place, chain);
      case 'a':
        return await this.#a(target, directive, place);
      case 'mx':
        return await this.#mx(target, directive, place);
      case 'exists':
        return await this.#exists(target, place);
      case 'ptr':
        return await this.#ptr(target, place);
      default:
        return false;
    }
  }

  /** §5.2: pass matches; fail, softfail and neutral do not; an error is one here too. */
  async #include(
    target: string,
    place: Place,
    chain: readonly string[],
  ): Promise<boolean | Decided | Stopped> {
    const sub = await this.check(target, [...chain, target], place);
    if ('stop' in sub) return sub.stop === 'none' ? { ...sub, stop: 'permerror' } : sub;
    return sub.qualifier === '+' ? sub : false;
  }

  /** §6.1. */
  async #redirect(spec: MacroString, place: Place, chain: readonly string[]): Promise<Decided | Stopped> {
    const target = await this.target(spec, place);
    if (target === undefined || (typeof target === 'string' && !isTargetName(target)))
      return stopTarget(place, target ?? spec.text);
    if (typeof target !== 'string') return target;
    const stopped = this.#count(place, target, chain);
    if (stopped !== undefined) return stopped;
    const sub = await this.check(target, [...chain, target], place);
    return 'stop' in sub && sub.stop === 'none' ? { ...sub, stop: 'permerror' } : sub;
  }

  /** §5.3 */
  async #a(target: string, { prefix4, prefix6 }: Prefixes, place: Place): Promise<boolean | Stopped> {
    const addresses = await this.#addresses(target, place);
    if (addresses.status === 'failed') return this.#failed(target, this.#type, addresses);
    if (addresses.status !== 'found') return this.#void(target, place) ?? false;
    return this.#isOneOf(addresses.records, prefix4, prefix6);
  }

  /** §5.4 */
  async #mx(target: string, { prefix4, prefix6 }: Prefixes, place: Place): Promise<boolean | Stopped> {
    const answer = await this.#means.questions.ask(escaped(target), 'MX', place.term);
    if (answer.status === 'failed') return this.#failed(target, 'MX', answer);
    if (answer.status !== 'found') return this.#void(target, place) ?? false;
    let hosts = 0;
    const ordered = [...answer.records].sort((a, b) => a.preference - b.preference);
    for (const { exchange } of ordered) {
      // A null MX (RFC 7505), an address or a lone word in the place of a name: such hosts have no address.
      if (!isTargetName(exchange)) continue;
      if (++hosts > MOST_HOSTS)
        return { stop: 'permerror', problem: { kind: 'hosts', of: place, name: target } };
      const addresses = await this.#means.questions.ask(exchange, this.#type, place.term);
      if (addresses.status === 'failed') return this.#failed(exchange, this.#type, addresses);
      if (addresses.status === 'found' && this.#isOneOf(addresses.records, prefix4, prefix6)) return true;
    }
    return false;
  }

  /** §5.7: always A, whatever the client's address is. */
  async #exists(target: string, place: Place): Promise<boolean | Stopped> {
    const answer = await this.#means.questions.ask(escaped(target), 'A', place.term);
    if (answer.status === 'failed') return this.#failed(target, 'A', answer);
    return answer.status === 'found' ? true : (this.#void(target, place) ?? false);
  }

  /** §5.5 */
  async #ptr(target: string, place: Place): Promise<boolean | Stopped> {
    const names = await this.#names(place);
    if (!Array.isArray(names)) return names;
    const wanted = escaped(target).toLowerCase();
    return names.some((name) => isBelow(name.toLowerCase(), wanted));
  }

  /** The client's names that have its address: of the first ten. Errors of DNS only make them fewer. */
  async #names(place: Place, isCounted = true): Promise<string[] | Stopped> {
    const { client, questions } = this.#means;
    const name = arpaName(client.address);
    const answer = await questions.ask(name, 'PTR', place.term);
    if (answer.status === 'failed') return questions.isOver ? this.#failed(name, 'PTR', answer) : [];
    if (answer.status !== 'found') return (isCounted ? this.#void(name, place) : undefined) ?? [];
    const names = [...new Set(answer.records.slice(0, MOST_HOSTS))].filter(isTargetName);
    const addresses = await Promise.all(names.map((each) => questions.ask(each, this.#type, place.term)));
    if (questions.isOver)
      return this.#failed(name, 'PTR', addresses.find((each) => each.status === 'failed')!);
    return names.filter((_name, i) => {
      const each = addresses[i]!;
      return each.status === 'found' && this.#isOneOf(each.records as readonly string[], 32, 128);
    });
  }

  /**
   * What a target's macros expand to here. undefined: it has a local part in it that cannot be in a name (RFC 8616 §4).
   * @param isCounted false for explanations, whose questions are free (§4.6.4)
   */
  async target(spec: MacroString, place: Place, isCounted = true): Promise<string | undefined | Stopped> {
    const values = await this.values(spec, place, isCounted);
    return typeof values === 'function' ? targetName(expandEnd(spec, values)) : values;
  }

  /** What the letters of `spec` stand for, in the record of `place.domain`. */
  async values(
    spec: MacroString,
    place: Place,
    isCounted: boolean,
  ): Promise<((letter: string) => string) | undefined | Stopped> {
    const { client, receiver, now } = this.#means;
    if (/[sl]/.test(spec.letters)) {
      client.needs |= NEEDS_LOCAL;
      if (!client.isLocalUsable) return undefined;
    }
    let validated = '';
    if (spec.letters.includes('p')) {
      const tooMany = isCounted ? this.#count(place, place.domain, []) : undefined;
      if (tooMany !== undefined) return tooMany;
      const names = await this.#names(place, isCounted);
      if (!Array.isArray(names)) return names;
      validated = bestName(names, escaped(place.domain).toLowerCase());
    }
    const known = new Map<string, string>();
    return (letter) => {
      if (letter === 'd') return place.domain;
      if (letter === 'p') return validated;
      let value = known.get(letter);
      if (value === undefined) {
        value = client.value(letter, receiver, now);
        known.set(letter, value);
      }
      return value;
    };
  }

  get #type(): 'A' | 'AAAA' {
    return this.#network.length === 4 ? 'A' : 'AAAA';
  }

  async #addresses(target: string, place: Place): Promise<Answer<'A' | 'AAAA'>> {
    return await this.#means.questions.ask(escaped(target), this.#type, place.term);
  }

  #isOneOf(addresses: readonly string[], prefix4: number, prefix6: number): boolean {
    const prefix = this.#network.length === 4 ? prefix4 : prefix6;
    return addresses.some((text) => {
      if (text === this.#means.client.text) return true;
      const address = parseAddress(text);
      return address !== undefined && isInNetwork(this.#network, address.bytes, prefix);
    });
  }

  #failed(name: string, type: 'TXT' | 'A' | 'AAAA' | 'MX' | 'PTR', answer: Answer): Stopped {
    const { questions } = this.#means;
    if (questions.isOver)
      return { stop: 'temperror', problem: { kind: 'time', milliseconds: questions.elapsed } };
    const { why, detail } = answer as Extract<Answer, { status: 'failed' }>;
    return { stop: 'temperror', problem: { kind: 'dns', name, type, why, detail } };
  }

  /** §4.6.4: one term more that asks DNS. */
  #count(of: Place, target: string, chain: readonly string[]): Stopped | undefined {
    this.lookups++;
    if (this.lookups <= MOST_LOOKUPS) return undefined;
    const way = [...chain, target];
    const again = way.findIndex((each, i) => way.indexOf(each) < i);
    const loop = again < 0 ? undefined : way.slice(way.indexOf(way[again]!), again + 1);
    return { stop: 'permerror', problem: { kind: 'lookups', of, ...(loop && { loop }) } };
  }

  /** §4.6.4: one term more that found nothing. */
  #void(name: string, of: Place): Stopped | undefined {
    this.#voids.push(name);
    if (this.#voids.length <= MOST_VOIDS) return undefined;
    return { stop: 'permerror', problem: { kind: 'voids', of, names: this.#voids } };
  }
}

interface Prefixes {
  readonly prefix4: number;
  readonly prefix6: number;
}

function stopTarget(of: Place, target: string): Stopped {
  return { stop: 'permerror', problem: { kind: 'target', of, target } };
}

/** A name as the resolver wants it, where a backslash begins an escape. */
export function escaped(name: string): string {
  return name.includes('\\') ? name.replaceAll('\\', '\\\\') : name;
}

function isBelow(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

/** §7.3: the domain itself, else a name below it, else any. */
function bestName(names: readonly string[], domain: string): string {
  const lower = (name: string): string => name.toLowerCase();
  return (
    names.find((name) => lower(name) === domain) ??
    names.find((name) => isBelow(lower(name), domain)) ??
    names[0] ??
    'unknown'
  );
}
