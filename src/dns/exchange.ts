/** How one question goes to one server and what comes back: what `udp.ts` and `tcp.ts` have in common. */
import { HEADER, headerRcode } from './wire.ts';

/** Who waits for the answer to a question. */
export interface Listener {
  /** A message that belongs to the question: id, name, type and class are right. */
  heard(bytes: Buffer, ticket: Ticket): void;
  /** Belongs to the question but for the case of its letters (draft-vixie-dnsext-dns0x20). */
  heardInOtherCase(bytes: Buffer, ticket: Ticket): void;
  /** Nothing can come: the system says that the server is not to be reached. @param code as in `Error.code` */
  lost(code: string, ticket: Ticket): void;
}

export type Way = 'udp' | 'tcp';

/** A question under way, and what its listener notes of it. */
export abstract class Ticket {
  abstract readonly way: Way;
  readonly query: Buffer;
  /** Where the question section of `query` ends. */
  readonly end: number;
  readonly server: number;
  readonly listener: Listener;
  edns = false;
  /** Milliseconds. */
  at = 0;
  /** Because the one before is late. */
  isRepeat = false;
  /** Another one of the same listener. */
  next: Ticket | undefined;

  constructor(query: Buffer, end: number, server: number, listener: Listener) {
    this.query = query;
    this.end = end;
    this.server = server;
    this.listener = listener;
  }

  /** What comes from now on is not for us. */
  abstract release(): void;
}

export type Match = 'yes' | 'other case' | 'no';

/** Whether a message answers a query: id, kind, opcode, and the question as it was asked (RFC 5452 §9.1). */
export function match(query: Buffer, end: number, bytes: Buffer): Match {
  if (bytes.length < HEADER || bytes[0] !== query[0] || bytes[1] !== query[1]) return 'no';
  // QR set, opcode QUERY.
  if ((bytes[2]! & 0xf8) !== 0x80) return 'no';
  const questions = bytes.readUInt16BE(4);
  if (questions === 0) {
    // Some refuse without a word of what: unbound to strangers, old servers what they cannot parse.
    const rcode = headerRcode(bytes);
    return rcode !== 0 && rcode !== 3 ? 'yes' : 'no';
  }
  if (questions !== 1 || bytes.length < end) return 'no';
  let result: Match = 'yes';
  for (let i = HEADER; i < end; i++) {
    const asked = query[i]!;
    const got = bytes[i]!;
    if (asked === got) continue;
    const letter = asked | 0x20;
    if (letter !== (got | 0x20) || letter < 97 || letter > 122 || i >= end - 4) return 'no';
    result = 'other case';
  }
  return result;
}
