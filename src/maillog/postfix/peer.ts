/** A peer in Postfix's text: `name[address]`, `name[address]:port`, postscreen's `[address]:port`. */
import { COLON, codeAt, findChar, isDigit, LEFT_BRACKET, own, RIGHT_BRACKET, SPACE } from '../scan.ts';

/** The last peer read: a parser copies its fields into the event at once. */
export const peer = {
  name: '',
  address: '',
  /** Position after the closing bracket and the port. */
  next: 0,
};

/** Reads the peer at `from` into `peer`; false where none stands there. A name holds no blank. */
export function readPeer(text: string, from: number, end: number): boolean {
  let open = from;
  for (; ; open++) {
    const code = codeAt(text, open, end);
    if (code === LEFT_BRACKET) break;
    if (code === SPACE || code < 0) return false;
  }
  const close = findChar(text, RIGHT_BRACKET, open + 1, end);
  if (close < 0) return false;
  peer.name = open === from ? '' : text.slice(from, open);
  peer.address = text.slice(open + 1, close);
  let next = close + 1;
  if (codeAt(text, next, end) === COLON) {
    let i = next + 1;
    while (i < end && isDigit(text.charCodeAt(i))) i++;
    if (i > next + 1) next = i;
  }
  peer.next = next;
  return true;
}

/** The counters of a disconnect line: `rcpt=1/3` is 1 accepted of 3. */
export function commandCounts(counters: string): Map<string, { ok: number; all: number }> {
  const counts = new Map<string, { ok: number; all: number }>();
  for (const field of counters.split(' ')) {
    const equals = field.indexOf('=');
    if (equals <= 0) continue;
    const [ok = '', all] = field.slice(equals + 1).split('/');
    const accepted = Number.parseInt(ok, 10);
    if (Number.isNaN(accepted)) continue;
    const total = all === undefined ? accepted : Number.parseInt(all, 10);
    counts.set(own(field.slice(0, equals)), { ok: accepted, all: Number.isNaN(total) ? accepted : total });
  }
  return counts;
}
