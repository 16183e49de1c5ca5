/**
 * What Postfix takes for a host name and for an address (valid_hostname.c, valid_mailhost_addr.c). It is not what RFC 1123
 * says: `_` is allowed, a name of numbers alone is none, and so on; the same must come out here as in smtpd(8).
 */

export const LONGEST_NAME = 255;
const LONGEST_LABEL = 63;

const UNDERSCORE = 95;
const DOT = 46;
const HYPHEN = 45;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLetter = (code: number): boolean => (code | 32) >= 97 && (code | 32) <= 122;

/** `mail.example.com`, `localhost`, `_dmarc.example.com`; not `1.2.3`, `a..b`, `a.`, `-a` and nothing beyond ASCII. */
export function isHostName(name: string): boolean {
  if (name === '' || name.length > LONGEST_NAME) return false;
  let label = 0;
  let numeric = true;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    const last = i + 1 === name.length;
    if (isDigit(code) || isLetter(code) || code === UNDERSCORE) {
      if (++label > LONGEST_LABEL) return false;
      if (!isDigit(code)) numeric = false;
    } else if (code === DOT) {
      if (label === 0 || last) return false;
      label = 0;
    } else if (code === HYPHEN) {
      numeric = false;
      if (++label === 1 || last || name.charCodeAt(i + 1) === DOT) return false;
    } else return false;
  }
  return !numeric;
}

/** Four numbers up to 255; leading zeros pass; the first may be 0 only where all are. */
export function isIp4(text: string): boolean {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d+$/.test(part) && Number(part) <= 255)) return false;
  return Number(parts[0]) !== 0 || parts.every((part) => Number(part) === 0);
}

/** RFC 4291 §2.2, without `IPv6:` in front. */
export function isIp6(text: string): boolean {
  const dotted = text.lastIndexOf(':') + 1;
  const tail = text.includes('.') ? text.slice(dotted) : undefined;
  if (tail !== undefined && !isIp4(tail)) return false;
  const groups = (tail === undefined ? text : `${text.slice(0, dotted)}0:0`).split('::');
  if (groups.length > 2) return false;
  const fields = groups.map((group) => (group === '' ? [] : group.split(':')));
  if (!fields.flat().every((field) => /^[0-9a-f]{1,4}$/i.test(field))) return false;
  const count = fields.flat().length;
  return groups.length === 2 ? count <= 7 : count === 8;
}

/** An address of either family as it stands. */
export function isAddress(text: string): boolean {
  if (text.includes(':')) return isIp6(text);
  // Names hardly ever end with a digit.
  return isDigit(text.charCodeAt(text.length - 1)) && isIp4(text);
}

/** The address in a literal's brackets, `192.0.2.1` or `IPv6:2001:db8::1`, as it is looked up; undefined: it is none. */
export function mailHostAddress(text: string): string | undefined {
  if (text.slice(0, 5).toLowerCase() === 'ipv6:') {
    const bare = text.slice(5);
    return isIp6(bare) ? bare : undefined;
  }
  return isIp4(text) ? text : undefined;
}

/** Without one dot at its end; `a..` keeps both. */
export function withoutDot(name: string): string {
  return name.length > 1 && name.endsWith('.') && !name.endsWith('..') ? name.slice(0, -1) : name;
}
