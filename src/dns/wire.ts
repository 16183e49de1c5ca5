/**
 * The codec's boundary: questions as bytes, and bytes from the network as a message. `dns-packet` writes the questions
 * and reads addresses and texts; this file walks over the message for it, so that nothing is read past the end of
 * its record, a count in the header makes no memory (RFC 1035 §4.1.1: up to 65,535 in each of four), records of types
 * that nobody asked for are passed over unread, and names stay what they are (dns-packet takes their bytes for UTF-8).
 */
import packet from 'dns-packet';
import { layName, readName, skipName, takeLaid } from './name.ts';
import type { RecordData, RecordType } from './resolver.ts';

declare module 'dns-packet' {
  /** The codec of a type's data, which begins with its length (in dns-packet's sources; its types leave it out). */
  function record(type: string): { decode(bytes: Buffer, offset: number): unknown };
}

export const TYPES: Readonly<Record<RecordType, number>> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
};
export const OPT = 41;
export const IN = 1;
export const HEADER = 12;

/** What we tell that we take over UDP: it passes through every path unfragmented (RFC 6891 §6.2.5, DNS flag day 2020). */
const UDP_SIZE = 1232;

/** What a question is made of beside its name; behind it type, class, and with EDNS the OPT record. */
interface Form {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
}

function formOf(type: RecordType, edns: boolean): Form {
  const bytes = packet.encode({
    type: 'query',
    flags: packet.RECURSION_DESIRED,
    questions: [{ type, name: '.' }],
    additionals: edns
      ? [
          {
            ...{ type: 'OPT', name: '.', udpPayloadSize: UDP_SIZE, extendedRcode: 0 },
            ...{ ednsVersion: 0, flags: 0, flag_do: false, options: [] },
          },
        ]
      : [],
  } as Parameters<typeof packet.encode>[0]);
  return {
    head: Uint8Array.from(bytes.subarray(0, HEADER)),
    tail: Uint8Array.from(bytes.subarray(HEADER + 1)),
  };
}

const forms = new Map<RecordType, { readonly edns: Form; readonly plain: Form }>();

function form(type: RecordType, edns: boolean): Form {
  let both = forms.get(type);
  if (both === undefined) {
    both = { edns: formOf(type, true), plain: formOf(type, false) };
    forms.set(type, both);
  }
  return edns ? both.edns : both.plain;
}

/** A question with id 0, to be set by whoever sends it. undefined: what is asked for is no DNS name. */
export function writeQuery(name: string, type: RecordType, edns: boolean): Buffer | undefined {
  const length = layName(name);
  if (length === 0) return undefined;
  const { head, tail } = form(type, edns);
  const query = Buffer.allocUnsafe(HEADER + length + tail.length);
  for (let i = 0; i < HEADER; i++) query[i] = head[i]!;
  takeLaid(length, query, HEADER);
  for (let i = 0; i < tail.length; i++) query[HEADER + length + i] = tail[i]!;
  return query;
}

/** Bytes of the header and the question section, which an answer repeats. */
export function questionEnd(query: Uint8Array): number {
  let at = HEADER;
  for (let size = query[at]!; size > 0; size = query[at]!) at += size + 1;
  return at + 5;
}

/** A record whose data has not been read. */
export interface Resource {
  readonly owner: string;
  readonly type: number;
  /** Seconds. */
  readonly ttl: number;
  readonly from: number;
  readonly end: number;
}

export interface Message {
  readonly bytes: Buffer;
  /** 12 bits where the answer has EDNS (RFC 6891 §6.1.3). */
  readonly rcode: number;
  readonly authoritative: boolean;
  readonly recursive: boolean;
  readonly answers: readonly Resource[];
  readonly authorities: readonly Resource[];
  /** EDNS: where the options of the OPT record are. */
  readonly options?: { readonly from: number; readonly end: number };
}

export const isTruncated = (bytes: Uint8Array): boolean => (bytes[2]! & 0x02) !== 0;
/** The four bits of the header; to be trusted before the message has been read. */
export const headerRcode = (bytes: Uint8Array): number => bytes[3]! & 0x0f;

/** @param at the end of the question section. undefined: the message is malformed. */
export function readMessage(bytes: Buffer, at: number): Message | undefined {
  const owners = new Map<number, string>();
  const answers = readSection(bytes, at, bytes.readUInt16BE(6), owners);
  if (answers === undefined) return undefined;
  const authorities = readSection(bytes, answers.end, bytes.readUInt16BE(8), owners);
  if (authorities === undefined) return undefined;
  const opt = findOpt(bytes, authorities.end, bytes.readUInt16BE(10));
  const flags = bytes.readUInt16BE(2);
  return {
    bytes,
    rcode: ((opt?.extended ?? 0) << 4) | (flags & 0x0f),
    authoritative: (flags & 0x0400) !== 0,
    recursive: (flags & 0x0080) !== 0,
    answers: answers.records,
    authorities: authorities.records,
    ...(opt === undefined ? {} : { options: opt }),
  };
}

interface Section {
  readonly records: Resource[];
  readonly end: number;
}

/** @param owners names read so far by the place of their pointer: thousands of records name one owner */
function readSection(
  bytes: Buffer,
  at: number,
  count: number,
  owners: Map<number, string>,
): Section | undefined {
  const records: Resource[] = [];
  for (let i = 0; i < count; i++) {
    const first = bytes[at];
    if (first === undefined) return undefined;
    const pointer = first >= 0xc0 && at + 1 < bytes.length ? bytes.readUInt16BE(at) : -1;
    let owner = pointer < 0 ? undefined : owners.get(pointer);
    let next = at + 2;
    if (owner === undefined) {
      const name = readName(bytes, at);
      if (name === undefined) return undefined;
      owner = name.text;
      next = name.end;
      if (pointer >= 0) owners.set(pointer, owner);
    }
    if (next + 10 > bytes.length) return undefined;
    const from = next + 10;
    const end = from + bytes.readUInt16BE(next + 8);
    if (end > bytes.length) return undefined;
    const ttl = bytes.readUInt32BE(next + 4);
    if (bytes.readUInt16BE(next + 2) === IN)
      records.push({ owner, type: bytes.readUInt16BE(next), ttl: validTtl(ttl), from, end });
    at = end;
  }
  return { records, end: at };
}

/** RFC 2181 §8: with its highest bit set it is zero. */
export const validTtl = (ttl: number): number => (ttl > 0x7fffffff ? 0 : ttl);

/** The additional section is searched for EDNS alone: what else is wrong in it does no harm. */
function findOpt(
  bytes: Buffer,
  at: number,
  count: number,
): { extended: number; from: number; end: number } | undefined {
  for (let i = 0; i < count; i++) {
    const next = skipName(bytes, at);
    if (next === undefined || next + 10 > bytes.length) return undefined;
    const end = next + 10 + bytes.readUInt16BE(next + 8);
    if (end > bytes.length) return undefined;
    if (bytes.readUInt16BE(next) === OPT) return { extended: bytes[next + 4]!, from: next + 10, end };
    at = end;
  }
  return undefined;
}

/** The last number of an SOA record (RFC 2308 §4), its names unread. -1: it is malformed. */
export function readSoaMinimum(bytes: Buffer, from: number, end: number): number {
  const rname = skipName(bytes, from);
  const numbers = rname === undefined ? undefined : skipName(bytes, rname);
  return numbers === undefined || numbers + 20 !== end ? -1 : bytes.readUInt32BE(numbers + 16);
}

/** The data of a record. undefined: it is malformed. */
export function readData<T extends RecordType>(
  bytes: Buffer,
  record: Resource,
  type: T,
): RecordData[T] | undefined {
  // A name in the data may point backwards, but nothing may be read past the record's end.
  return (READERS[type] as Reader<T>)(bytes.subarray(0, record.end), record.from, record.end - record.from);
}

type Reader<T extends RecordType> = (
  bytes: Buffer,
  from: number,
  length: number,
) => RecordData[T] | undefined;

/** A name that fills the record to its end. */
function nameAt(bytes: Buffer, from: number): string | undefined {
  const name = readName(bytes, from);
  return name?.end === bytes.length ? name.text : undefined;
}

const CODEC = { A: packet.record('A'), AAAA: packet.record('AAAA'), TXT: packet.record('TXT') };

const READERS: { readonly [T in RecordType]: Reader<T> } = {
  A: (bytes, from, length) => (length === 4 ? (CODEC.A.decode(bytes, from - 2) as string) : undefined),
  AAAA: (bytes, from, length) => (length === 16 ? (CODEC.AAAA.decode(bytes, from - 2) as string) : undefined),
  CNAME: nameAt,
  NS: nameAt,
  PTR: nameAt,
  MX: (bytes, from, length) => {
    const exchange = length < 3 ? undefined : nameAt(bytes, from + 2);
    return exchange === undefined ? undefined : { preference: bytes.readUInt16BE(from), exchange };
  },
  SRV: (bytes, from, length) => {
    const target = length < 7 ? undefined : nameAt(bytes, from + 6);
    if (target === undefined) return undefined;
    return {
      priority: bytes.readUInt16BE(from),
      weight: bytes.readUInt16BE(from + 2),
      port: bytes.readUInt16BE(from + 4),
      target,
    };
  },
  SOA: (bytes, from) => {
    const mname = readName(bytes, from);
    const rname = mname && readName(bytes, mname.end);
    if (mname === undefined || rname === undefined || rname.end + 20 !== bytes.length) return undefined;
    return {
      mname: mname.text,
      rname: rname.text,
      serial: bytes.readUInt32BE(rname.end),
      refresh: bytes.readUInt32BE(rname.end + 4),
      retry: bytes.readUInt32BE(rname.end + 8),
      expire: bytes.readUInt32BE(rname.end + 12),
      minimum: bytes.readUInt32BE(rname.end + 16),
    };
  },
  TXT: (bytes, from, length) => {
    if (length === 0) return undefined;
    try {
      return (CODEC.TXT.decode(bytes, from - 2) as Buffer[]).map((part) => part.toString('latin1')).join('');
    } catch {
      // A string that is longer than its record.
      return undefined;
    }
  },
};
