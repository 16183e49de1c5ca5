/** Addresses of clients as the login programs write them: `::ffff:192.0.2.1`, `[::ffff:192.0.2.1]`, `2001:db8::1`. */
import { formatAddress, parseAddress, plainOf } from '../../net/address.ts';
import { COLON, LEFT_BRACKET, RIGHT_BRACKET } from '../scan.ts';

const ZERO = 48;

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
  const plain = text.slice(start, stop);
  // A mapped one begins with zeros, however it is written.
  const first = text.charCodeAt(start);
  if (start === stop || (first !== COLON && first !== ZERO)) return plain;
  const address = parseAddress(plain);
  const four = address === undefined ? undefined : plainOf(address);
  return four?.family === 4 ? formatAddress(four) : plain;
}

/** Of an IPv6 address with an interface behind `%`. */
const LONGEST = 64;

/** Whether `from`..`end` is an IP address; of one link (`fe80::1%eth0`) with its interface. */
export function looksLikeAddress(text: string, from: number, end: number): boolean {
  if (end - from < 2 || end - from > LONGEST) return false;
  const word = text.slice(from, end);
  const sign = word.indexOf('%');
  return parseAddress(sign < 0 ? word : word.slice(0, sign)) !== undefined;
}
