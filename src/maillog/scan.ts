/**
 * Scanning of a part of a line: parsers get the line and two positions, and these functions never look past the
 * second.
 */

export { own } from '../tally/own.ts';

export const SPACE = 32;
export const COLON = 58;
export const LEFT_BRACKET = 91;
export const RIGHT_BRACKET = 93;
export const LESS = 60;
export const GREATER = 62;
export const COMMA = 44;
export const DOT = 46;
export const SEMICOLON = 59;
export const QUOTE = 34;
export const AT_SIGN = 64;
const BACKSLASH = 92;

/**
 * Position of `pattern` at or after `from` and wholly before `end`, else -1. The engine's own search is many
 * times faster than a loop; the slice keeps it inside the line and is no copy.
 */
export function find(text: string, pattern: string, from: number, end: number): number {
  if (from >= end) return -1;
  const found = text.slice(from, end).indexOf(pattern);
  return found < 0 ? -1 : from + found;
}

const CHARACTERS = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

/** Position of the ASCII character `code` at or after `from` and before `end`, else -1. For characters that every line has. */
export function findChar(text: string, code: number, from: number, end: number): number {
  const found = text.indexOf(CHARACTERS[code]!, from);
  return found < end ? found : -1;
}

/** Last position of the character `code` in `from`..`end`, else -1. */
export function findLastChar(text: string, code: number, from: number, end: number): number {
  for (let i = end - 1; i >= from; i--) if (text.charCodeAt(i) === code) return i;
  return -1;
}

/** Last position of `pattern` in `from`..`end`, else -1. */
export function findLast(text: string, pattern: string, from: number, end: number): number {
  const first = pattern.charCodeAt(0);
  for (let i = end - pattern.length; i >= from; i--) {
    if (text.charCodeAt(i) === first && text.startsWith(pattern, i)) return i;
  }
  return -1;
}

/** Whether `pattern` stands at `at` and ends before or at `end`. */
export function at(text: string, pattern: string, position: number, end: number): boolean {
  return position + pattern.length <= end && text.startsWith(pattern, position);
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** The unsigned whole number at `from`; 0 where no digit stands there. */
export function numberAt(text: string, from: number, end: number): number {
  let value = 0;
  for (let i = from; i < end; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  return value;
}

/** The unsigned decimal number at `from`: seconds like `0.25` or `63495`. */
export function decimalAt(text: string, from: number, end: number): number {
  let value = 0;
  // Digits first and one division: as exact as Number() of the text.
  let scale = 0;
  for (let i = from; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === DOT && scale === 0) scale = 1;
    else if (isDigit(code)) {
      value = value * 10 + code - 48;
      scale *= 10;
    } else if ((code === 101 || code === 69) && i > from) return exponentAt(text, from, end);
    else break;
  }
  return scale > 1 ? value / scale : value;
}

/** `4e-05`, as `%g` of Postfix 2.3 writes a very short or long time. */
function exponentAt(text: string, from: number, end: number): number {
  const found = /^[\d.]+[eE][+-]?\d{1,3}/.exec(text.slice(from, Math.min(end, from + 40)));
  return found === null ? Number.parseFloat(text.slice(from, Math.min(end, from + 40))) : Number(found[0]);
}

/** The character code at `position`, -1 at or past `end`. */
export function codeAt(text: string, position: number, end: number): number {
  return position < end ? text.charCodeAt(position) : -1;
}

/**
 * End of the queue id that starts at `from` (the position of its colon), or -1 where none stands there; NOQUEUE
 * passes too. Short ids are upper-case hexadecimal digits: five of the microseconds and an inode number. Long
 * ones (postconf(5) enable_long_queue_ids) are digits and consonants: the time in base 52, a `z`, the inode.
 * Words such as "warning", "STATISTICS1" or "DEBUG" are neither.
 */
export function queueIdEnd(text: string, from: number, end: number): number {
  let lower = 0;
  for (let i = from; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code >= 97 && code <= 122) lower++;
    else if (code < 48 || (code > 57 && code < 65) || code > 90) {
      const length = i - from;
      if (code !== COLON || length < 5 || length > 28) return -1;
      if (lower > 0) return length >= 10 && isLongId(text, from, i) ? i : -1;
      return isHex(text, from, i) || (length === 7 && text.startsWith('NOQUEUE', from)) ? i : -1;
    }
  }
  return -1;
}

/** No vowels, and the `z` between time and inode at the tenth place or later. */
function isLongId(text: string, from: number, end: number): boolean {
  let separator = -1;
  for (let i = from; i < end; i++) {
    switch (text.charCodeAt(i) | 32) {
      case 97:
      case 101:
      case 105:
      case 111:
      case 117:
        return false;
      case 122:
        if (text.charCodeAt(i) === 122 && i - from >= 9) separator = i;
    }
  }
  return separator >= 0;
}

function isHex(text: string, from: number, end: number): boolean {
  for (let i = from; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code > 70 || (code > 57 && code < 65)) return false;
  }
  return true;
}

/**
 * Position after the local part `"..."` that starts at `from`, `from` where none stands there. Postfix 3.5 and
 * later quote what a hostile local part may imitate: `"x>, relay=y"@example.com`.
 */
export function skipQuoted(text: string, from: number, end: number): number {
  if (codeAt(text, from, end) !== QUOTE) return from;
  for (let i = from + 1; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) i++;
    else if (code === QUOTE) {
      return codeAt(text, i + 1, end) === AT_SIGN ? i + 1 : from;
    }
  }
  return from;
}
