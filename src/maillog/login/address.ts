/** Addresses of clients as the login programs write them: `::ffff:192.0.2.1`, `[::ffff:192.0.2.1]`, `2001:db8::1`. */
import { COLON, DOT, isDigit, LEFT_BRACKET, RIGHT_BRACKET } from '../scan.ts';

/** Without brackets; an IPv4 address that is mapped into IPv6 is given as what it is. */
export function plainAddress(text: string, from: number, end: number): string {
  let start = from;
  let stop = end;
  if (
    stop - start >= 2 &&
    text.charCodeAt(start) === LEFT_BRACKET &&
    text.charCodeAt(stop - 1) === RIGHT_BRACKET
  ) {
    start++;
    stop--;
  }
  const mapped =
    stop - start > 7 && text.charCodeAt(start) === COLON && /^::ffff:\d/i.test(text.slice(start, start + 8));
  return text.slice(mapped && hasDot(text, start, stop) ? start + 7 : start, stop);
}

function hasDot(text: string, from: number, end: number): boolean {
  for (let i = from; i < end; i++) if (text.charCodeAt(i) === DOT) return true;
  return false;
}

/** Whether `from`..`end` could be an IP address: only its characters, and a dot or colon among them. */
export function looksLikeAddress(text: string, from: number, end: number): boolean {
  if (end - from < 2 || end - from > 50) return false;
  let separators = 0;
  let letters = 0;
  for (let i = from; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === DOT || code === COLON) separators++;
    else if (isDigit(code)) continue;
    else if (code === 37 && separators > 1)
      break; // fe80::1%eth0
    else if ((code | 32) >= 97 && (code | 32) <= 102) letters++;
    else return false;
  }
  return separators > 1 && (letters === 0 || text.slice(from, end).includes(':'));
}
