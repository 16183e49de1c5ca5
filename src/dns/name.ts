/**
 * Domain names: the text that people write, and the bytes that go over the wire (RFC 1035 §3.1).
 *
 *     mx.example.com   ->   2 'm' 'x' 7 'example' 3 'com' 0
 *
 * A character of the text is a byte (latin1), as in `RecordData['TXT']`. A dot or backslash inside a label is written
 * `\.` and `\\`, any other byte that is not printable `\DDD` (RFC 1035 §5.1), so no two names share a text.
 */

/** Bytes of a name with its length bytes and the root's zero (RFC 1035 §2.3.4). */
const LONGEST_NAME = 255;
const LONGEST_LABEL = 63;
const DOT = 46;
const BACKSLASH = 92;

const room = Buffer.alloc(LONGEST_NAME);

/** The name on the wire, in the case given. undefined: it is no DNS name (an empty or too long label, too long in all). */
export function wireName(text: string): Buffer | undefined {
  const length = layName(text);
  if (length === 0) return undefined;
  const wire = Buffer.allocUnsafe(length);
  takeLaid(length, wire, 0);
  return wire;
}

/** Lays the name where `takeLaid` finds it. @returns its bytes; 0: it is no DNS name */
export function layName(text: string): number {
  if (text === '.') {
    room[0] = 0;
    return 1;
  }
  let length = 1;
  let label = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code === DOT) {
      const size = length - label - 1;
      if (size === 0 || size > LONGEST_LABEL) return 0;
      room[label] = size;
      label = length;
      if (++length > LONGEST_NAME) return 0;
      continue;
    }
    if (code === BACKSLASH) {
      const decimal = /^\d{3}/.exec(text.slice(i + 1, i + 4))?.[0];
      code = decimal === undefined ? text.charCodeAt(i + 1) : Number(decimal);
      i += decimal === undefined ? 1 : 3;
    }
    // Also NaN, behind a backslash at the end.
    if (!(code <= 255) || length >= LONGEST_NAME) return 0;
    room[length++] = code;
  }
  const size = length - label - 1;
  // Size 0: the name ended with its dot.
  if (size > LONGEST_LABEL || (size === 0 && label === 0)) return 0;
  room[label] = size;
  if (size > 0) length++;
  if (length > LONGEST_NAME) return 0;
  room[length - 1] = 0;
  return length;
}

/** The name that was laid last, into a message: byte by byte, which is faster than a call for so few. */
export function takeLaid(length: number, message: Uint8Array, at: number): void {
  for (let i = 0; i < length; i++) message[at + i] = room[i]!;
}

export interface ReadName {
  /** In lower case, without the last dot; "." is the root. */
  readonly text: string;
  /** Where the next thing begins. */
  readonly end: number;
}

/**
 * The name at `at` of a message, in lower case (RFC 4343: ASCII letters only). undefined: it runs out of the message, is
 * longer than a name can be, or its compression pointer does not point backwards (RFC 1035 §4.1.4), as loops do not.
 */
export function readName(message: Uint8Array, at: number): ReadName | undefined {
  let isPlain = true;
  let end = -1;
  let length = 0;
  let earliest = at;
  for (;;) {
    const size = message[at++];
    if (size === undefined) return undefined;
    if (size === 0) break;
    if (size >= 0xc0) {
      const low = message[at++];
      if (low === undefined) return undefined;
      if (end < 0) end = at;
      at = ((size & 0x3f) << 8) | low;
      if (at >= earliest) return undefined;
      earliest = at;
      continue;
    }
    // With the zero at its end.
    if (size > LONGEST_LABEL || length + size + 2 > LONGEST_NAME || at + size > message.length)
      return undefined;
    room[length++] = size;
    for (const stop = at + size; at < stop; at++) {
      const byte = LOWER[message[at]!]!;
      room[length++] = byte;
      if (ESCAPED[byte] === 1) isPlain = false;
    }
  }
  return { text: isPlain ? plainText(length) : escapedText(length), end: end < 0 ? at : end };
}

/** The labels in `room`, their length bytes made dots. */
function plainText(length: number): string {
  if (length === 0) return '.';
  for (let at = 0; at < length; ) {
    const size = room[at]!;
    room[at] = DOT;
    at += size + 1;
  }
  return room.toString('latin1', 1, length);
}

function escapedText(length: number): string {
  const labels: string[] = [];
  for (let at = 0; at < length; at += room[at]! + 1)
    labels.push(Array.from(room.subarray(at + 1, at + 1 + room[at]!), escaped).join(''));
  return labels.join('.');
}

function escaped(byte: number): string {
  if (ESCAPED[byte] !== 1) return String.fromCharCode(byte);
  return byte === DOT || byte === BACKSLASH
    ? `\\${String.fromCharCode(byte)}`
    : `\\${String(byte).padStart(3, '0')}`;
}

const LOWER = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));
const ESCAPED = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte <= 32 || byte >= 127 || byte === DOT || byte === BACKSLASH ? 1 : 0,
);

/** Where the name at `at` ends, its pointer not followed; undefined where it runs out of the message. */
export function skipName(message: Uint8Array, at: number): number | undefined {
  for (;;) {
    const size = message[at++];
    if (size === undefined) return undefined;
    if (size === 0) return at;
    if (size >= 0xc0) return at < message.length ? at + 1 : undefined;
    if (size > LONGEST_LABEL) return undefined;
    at += size;
  }
}
