/**
 * What a message that belongs to a question says about it: an answer, or that more must be asked.
 *
 *     www.example.com CNAME web.example.net      the chain is followed inside the message;
 *     web.example.net A 192.0.2.10               where it leads out of it, the last of `names` is to be asked next
 */
import type { Answer, Failure, RecordData, RecordType } from './resolver.ts';
import { type Message, type Resource, readData, readSoaMinimum, TYPES } from './wire.ts';

export type Said<T extends RecordType> =
  | { readonly kind: 'answer'; readonly answer: Answer<T> }
  /** The chain leads to a name that the message says nothing of. */
  | { readonly kind: 'onwards'; readonly names: readonly string[]; readonly ttl: number }
  | { readonly kind: 'failed'; readonly why: Failure; readonly detail: string };

/** CNAMEs in a row, over all messages of a question; unbound and BIND follow 11 and 16. */
export const LONGEST_CHAIN = 16;
/** Seconds: a day, and three hours for what is not there (RFC 2308 §5). */
const LONGEST_TTL = 86_400;
export const LONGEST_NEGATIVE_TTL = 10_800;

const RCODES: Readonly<Record<number, string>> = {
  ...{ 1: 'FORMERR', 2: 'SERVFAIL', 4: 'NOTIMP', 5: 'REFUSED', 6: 'YXDOMAIN', 7: 'YXRRSET', 8: 'NXRRSET' },
  ...{ 9: 'NOTAUTH', 10: 'NOTZONE', 16: 'BADVERS', 23: 'BADCOOKIE' },
};
export const rcodeName = (rcode: number): string => RCODES[rcode] ?? `rcode ${rcode}`;

const failed = (why: Failure, detail: string): Said<never> => ({ kind: 'failed', why, detail });

/**
 * @param names the chain so far, as `readName` writes names; the last of them was asked
 */
export function interpret<T extends RecordType>(
  message: Message,
  names: readonly string[],
  type: T,
): Said<T> {
  const { rcode } = message;
  if (rcode !== 0 && rcode !== 3) {
    const why = rcode === 2 ? 'servfail' : rcode === 5 ? 'refused' : 'other';
    return failed(why, `${rcodeName(rcode)}${extendedError(message)}`);
  }
  const chain = follow(message, names, type);
  if (typeof chain === 'string') return failed(chain, CHAINS[chain]);
  const last = chain.names.at(-1)!;
  const { ttl } = chain;
  const number = TYPES[type];
  const records: RecordData[T][] = [];
  let lowest = Math.min(ttl, LONGEST_TTL);
  for (const record of message.answers) {
    if (record.type !== number || record.owner !== last) continue;
    const data = readData(message.bytes, record, type);
    if (data === undefined) return failed('malformed', `a malformed ${type} record`);
    records.push(data);
    lowest = Math.min(lowest, record.ttl);
  }
  if (records.length > 0) {
    const canonical = chain.names.length === 1 ? {} : { canonical: last };
    return { kind: 'answer', answer: { status: 'found', records, ttl: lowest, ...canonical } };
  }
  const negative = negativeTtl(message, last);
  // RFC 6604 §3: the rcode speaks of the last name of the chain.
  if (rcode === 3)
    return { kind: 'answer', answer: { status: 'nxdomain', ttl: Math.min(lowest, negative ?? 0) } };
  if (negative === undefined && chain.names.length > names.length)
    return { kind: 'onwards', names: chain.names, ttl: lowest };
  if (negative === undefined && isReferral(message))
    return failed('other', 'a referral to other name servers: it does not resolve for others');
  return { kind: 'answer', answer: { status: 'no-data', ttl: Math.min(lowest, negative ?? 0) } };
}

const CHAINS = {
  loop: 'its CNAMEs lead in a circle, or on and on',
  malformed: 'a malformed CNAME record',
} as const;

interface Chain {
  readonly names: readonly string[];
  /** The lowest of the CNAMEs on the way. */
  readonly ttl: number;
}

/** RFC 1034 §3.6.2, §4.3.2 step 3a. */
function follow(message: Message, before: readonly string[], type: RecordType): Chain | keyof typeof CHAINS {
  let ttl = Number.POSITIVE_INFINITY;
  if (type === 'CNAME') return { names: before, ttl };
  let aliases: Map<string, Resource> | undefined;
  for (const record of message.answers)
    if (record.type === TYPES.CNAME) {
      aliases ??= new Map();
      if (!aliases.has(record.owner)) aliases.set(record.owner, record);
    }
  if (aliases === undefined) return { names: before, ttl };
  const names = [...before];
  for (let alias = aliases.get(names.at(-1)!); alias !== undefined; alias = aliases.get(names.at(-1)!)) {
    const target = readData(message.bytes, alias, 'CNAME');
    if (target === undefined) return 'malformed';
    if (names.includes(target) || names.length > LONGEST_CHAIN) return 'loop';
    names.push(target);
    ttl = Math.min(ttl, alias.ttl);
  }
  return { names, ttl };
}

/**
 * How long "it is not there" may be believed: the lower of the SOA's own TTL and its minimum (RFC 2308 §5). undefined:
 * there is no SOA; such an answer is not to be kept.
 */
function negativeTtl(message: Message, name: string): number | undefined {
  for (const record of message.authorities) {
    if (record.type !== TYPES.SOA || !isWithin(name, record.owner)) continue;
    const minimum = readSoaMinimum(message.bytes, record.from, record.end);
    if (minimum >= 0) return Math.min(record.ttl, minimum, LONGEST_NEGATIVE_TTL);
  }
  return undefined;
}

function isWithin(name: string, zone: string): boolean {
  return zone === '.' || name === zone || name.endsWith(`.${zone}`);
}

/** RFC 2308 §2.2: NS records and no SOA, from a server that neither owns the name nor asks others about it. */
function isReferral({ authoritative, recursive, authorities }: Message): boolean {
  return !authoritative && !recursive && authorities.some(({ type }) => type === TYPES.NS);
}

const EXTENDED_ERROR = 15;

/** RFC 8914: why, in the resolver's own words; " (EDE 22: ...)" or nothing. Hostile text, bounded. */
function extendedError({ bytes, options }: Message): string {
  if (options === undefined) return '';
  for (let at = options.from; at + 4 <= options.end; ) {
    const length = bytes.readUInt16BE(at + 2);
    const end = at + 4 + length;
    if (end > options.end) return '';
    if (bytes.readUInt16BE(at) === EXTENDED_ERROR && length >= 2) {
      const text = bytes
        .toString('utf8', at + 6, Math.min(end, at + 126))
        .replace(/[\p{C}\ufffd\s]+/gu, ' ')
        .trim();
      return ` (EDE ${bytes.readUInt16BE(at + 4)}${text === '' ? '' : `: ${text}`})`;
    }
    at = end;
  }
  return '';
}
