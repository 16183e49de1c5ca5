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
  if (text === '.') return Buffer.alloc(1);
  let length = 1;
  let label = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code === DOT) {
      const size = length - label - 1;
      if (size === 0 || size > LONGEST_LABEL) return undefined;
      room[label] = size;
      label = length;
      if (++length > LONGEST_NAME) return undefined;
      continue;
    }
    if (code === BACKSLASH) {
      const decimal = /^\d{3}/.exec(text.slice(i + 1, i + 4))?.[0];
      code = decimal === undefined ? text.charCodeAt(i + 1) : Number(decimal);
      i += decimal === undefined ? 1 : 3;
    }
    // Also NaN, behind a backslash at the end.
    if (!(code <= 255) || length >= LONGEST_NAME) return undefined;
    room[length++] = code;
  }
  const size = length - label - 1;
  // Size 0: the name ended with its dot.
  if (size > LONGEST_LABEL || (size === 0 && label === 0)) return undefined;
  room[label] = size;
  if (size > 0) length++;
  if (length > LONGEST_NAME) return undefined;
  room[length - 1] = 0;
  return Buffer.from(room.subarray(0, length));
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
  let text = '';
  let end = -1;
  let length = 1;
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
    length += size + 1;
    if (size > LONGEST_LABEL || length > LONGEST_NAME || at + size > message.length) return undefined;
    if (text !== '') text += '.';
    for (const stop = at + size; at < stop; at++) text += CHARACTERS[message[at]!];
  }
  return { text: text === '' ? '.' : text, end: end < 0 ? at : end };
}

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

const CHARACTERS = Array.from({ length: 256 }, (_, byte) => {
  if (byte === DOT || byte === BACKSLASH) return `\\${String.fromCharCode(byte)}`;
  if (byte <= 32 || byte >= 127) return `\\${String(byte).padStart(3, '0')}`;
  return String.fromCharCode(byte).toLowerCase();
});
