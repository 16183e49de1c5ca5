/**
 * One line as bytes, and where in it lies what was read: positions instead of strings. Used again from line to
 * line. Every search stops at what is no printable ASCII, and a control character ends each line.
 */

import { BASIS, HIGH_BASIS, HIGH_PRIME, mix, PRIME, widen } from '../../tally/hash.ts';
import { COLON, LEFT_BRACKET, RIGHT_BRACKET, SPACE } from '../scan.ts';
import { findByte, type Pattern } from './pattern.ts';

export class Line {
  /** A block of log. */
  bytes: Buffer = Buffer.alloc(0);
  view: DataView = new DataView(new ArrayBuffer(0));
  /** Where the line's message begins and ends. */
  start = 0;
  end = 0;
  /** The queue id begins where the message does. */
  idEnd = 0;
  idHash = 0;
  /** The client or server, `NAME[ADDRESS]`. */
  nameFrom = 0;
  nameTo = 0;
  addressFrom = 0;
  addressTo = 0;
  recipientFrom = 0;
  recipientTo = 0;
  /** Seconds. */
  delay = 0;
  /** The delivery ended in a mailbox or a program of this server. */
  local = false;
  /** What a reply says, and in it the DNSBL zone; empty where it is none. */
  replyFrom = 0;
  replyTo = 0;
  zoneFrom = 0;
  zoneTo = 0;
  /** The account of a login that failed; empty where it is not told. */
  accountFrom = 0;
  accountTo = 0;

  /** Whether a text stands at a position. */
  has(pattern: Pattern, position: number): boolean {
    return pattern.at(this.view, position);
  }

  /** A stretch as a string, all ASCII. */
  slice(from: number, to: number): string {
    return this.bytes.toString('latin1', from, to);
  }

  /** Reads the queue id at the message's beginning up to its colon and blank; false where none stands there. */
  readId(): boolean {
    const { bytes } = this;
    let hash = BASIS;
    let i = this.start;
    for (let code = bytes[i]!; code !== COLON; code = bytes[++i]!) {
      if (code < 48) return false;
      hash = Math.imul(hash ^ code, PRIME);
    }
    this.idEnd = i;
    this.idHash = mix(hash);
    return bytes[i + 1] === SPACE;
  }

  /** Whether what `readId` read is a queue id (scan.ts tells what these look like). */
  isQueueId(): boolean {
    const { bytes, start, idEnd } = this;
    if (idEnd - start < 5 || idEnd - start > 28) return false;
    let hexadecimal = true;
    let vowels = false;
    let separator = false;
    for (let i = start; i < idEnd; i++) {
      const code = bytes[i]!;
      if (code <= 57) {
        if (code < 48) return false;
        continue;
      }
      const letter = code | 32;
      if (letter < 97 || letter > 122) return false;
      if (code > 70) hexadecimal = false;
      if (letter === 97 || letter === 101 || letter === 105 || letter === 111 || letter === 117)
        vowels = true;
      if (code === 122 && i - start >= 9) separator = true;
    }
    return hexadecimal || (separator && !vowels);
  }

  /** Reads `NAME[ADDRESS]`: the position after it, -1 where none stands there. */
  readPeer(from: number): number {
    const { bytes, view } = this;
    const open = findByte(view, LEFT_BRACKET, from);
    if (bytes[open] !== LEFT_BRACKET) return -1;
    const close = findByte(view, RIGHT_BRACKET, open + 1);
    if (bytes[close] !== RIGHT_BRACKET) return -1;
    this.nameFrom = from;
    this.nameTo = open;
    this.addressFrom = open + 1;
    this.addressTo = close;
    // Names hold no blank.
    return findByte(view, SPACE, from) < open ? -1 : close + 1;
  }

  /** The first position of a character that only printable ASCII comes before; -1 where there is none. */
  find(character: number, from: number): number {
    const i = this.until(character, from);
    return this.bytes[i] === character ? i : -1;
  }

  /** The first position of a character, or of one that is no printable ASCII. */
  until(character: number, from: number): number {
    return findByte(this.view, character, from);
  }

  /** A hash of a stretch, the one that `hashOf` gives its text. */
  hash(from: number, to: number): number {
    const { bytes } = this;
    let hash = BASIS;
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, PRIME);
    return mix(hash);
  }

  /** The one that `wideHashOf` gives it. */
  wideHash(from: number, to: number): number {
    const { bytes } = this;
    let low = BASIS;
    let high = HIGH_BASIS;
    for (let i = from; i < to; i++) {
      low = Math.imul(low ^ bytes[i]!, PRIME);
      high = Math.imul(high ^ bytes[i]!, HIGH_PRIME);
    }
    return widen(low, high);
  }

  /** The whole number at `from`; `next` is the position after it. */
  readNumber(from: number): number {
    const { bytes } = this;
    let value = 0;
    let i = from;
    for (let digit = bytes[i]! - 48; digit >= 0 && digit <= 9; digit = bytes[++i]! - 48)
      value = value * 10 + digit;
    this.next = i;
    return value;
  }

  next = 0;
}

/** ASCII but for control characters. */
export function isPrintable(code: number): boolean {
  return (code - 32) >>> 0 <= 95;
}

/** Printable ASCII but for the blank. */
export function isGraphic(code: number): boolean {
  return (code - 33) >>> 0 <= 93;
}
