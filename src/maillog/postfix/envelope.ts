/**
 * The envelope at the end of a reject line: `; from=<..> to=<..> proto=ESMTP helo=<..> sasl_username=<..>`.
 * Every field may be missing; postscreen puts commas between them; content checks let `: text` follow.
 *
 * The text before it holds what a client sent, and may imitate an envelope: only the fields' order and end
 * tell. Since Postfix 3.5 a local part with special characters is quoted here (smtpd's log_whatsup,
 * cleanup_act_log), and HELO names never held blanks or brackets.
 */
import {
  at,
  COLON,
  COMMA,
  codeAt,
  find,
  findChar,
  GREATER,
  isDigit,
  LESS,
  QUOTE,
  SPACE,
  skipQuoted,
} from '../scan.ts';

interface Envelope {
  sender: string;
  recipient: string | undefined;
  helo: string;
  account: string;
  /** Position after the last field. */
  next: number;
}

/**
 * An envelope lies in so many last characters, and an address is no longer than Postfix's line_length_limit:
 * a hostile line must not cost the square of its length.
 */
const LONGEST = 16_384;
const LONGEST_VALUE = 2100;

/** The last envelope read: a parser copies its fields into the event at once. */
export const envelope: Envelope = { sender: '', recipient: undefined, helo: '', account: '', next: 0 };

/**
 * Reads the envelope after `from`; returns where it begins, `end` where none is. The reply before it may hold
 * the text of an envelope (a hostile address, a policy service): the first one that reaches the end is meant.
 */
export function readEnvelope(text: string, from: number, end: number): number {
  const near = Math.max(from, end - LONGEST);
  let begin = -1;
  // Quoted addresses first; before 3.5 an address could hold blanks and quotes.
  for (const plain of [true, false]) {
    for (let i = fieldsAfter(text, near, end); i >= 0; i = fieldsAfter(text, i + 1, end)) {
      if (readFields(text, i + 2, end, false, plain)) return i;
      if (begin < 0) begin = i;
    }
    if (begin < 0) break;
  }
  if (begin >= 0) {
    // Cut by the syslog daemon.
    readFields(text, begin + 2, end, false, false);
    return begin;
  }
  // A reply that runs into the envelope without `;`.
  begin = find(text, ' to=<', near, end);
  if (begin >= 0) readFields(text, begin + 1, end, false, false);
  else clearEnvelope(end);
  return begin < 0 ? end : begin;
}

/**
 * The same for content checks: what a header or a body line says stands before, so the last one is meant that
 * is not itself a part of a quoted address.
 */
export function readLastEnvelope(text: string, from: number, end: number): number {
  const near = Math.max(from, end - LONGEST);
  let begin = -1;
  let last = -1;
  for (const plain of [true, false]) {
    for (let i = fieldsAfter(text, near, end); i >= 0; ) {
      last = i;
      if (readFields(text, i + 2, end, true, plain)) {
        begin = i;
        i = fieldsAfter(text, envelope.next, end);
      } else i = fieldsAfter(text, i + 1, end);
    }
    if (begin >= 0 || last < 0) {
      if (begin >= 0) readFields(text, begin + 2, end, true, plain);
      else clearEnvelope(end);
      return begin < 0 ? end : begin;
    }
  }
  readFields(text, last + 2, end, true, false);
  return last;
}

/** Position of the next `; ` before a field, or -1. */
function fieldsAfter(text: string, from: number, end: number): number {
  let i = find(text, '; ', from, end);
  while (i >= 0 && !fieldAt(text, i + 2, end)) i = find(text, '; ', i + 1, end);
  return i;
}

function clearEnvelope(end: number): void {
  envelope.sender = '';
  envelope.recipient = undefined;
  envelope.helo = '';
  envelope.account = '';
  envelope.next = end;
}

/** In the order in which they are written. */
const FIELDS = ['from=', 'to=', 'proto=', 'helo=', 'sasl_method=', 'sasl_username=', 'sasl_sender='] as const;

function fieldAt(text: string, from: number, end: number): boolean {
  switch (codeAt(text, from, end)) {
    case 102:
      return at(text, 'from=<', from, end);
    case 116:
      return at(text, 'to=<', from, end);
    case 112:
      return at(text, 'proto=', from, end);
    case 104:
      return at(text, 'helo=<', from, end);
    default:
      return false;
  }
}

/**
 * Reads the fields at `from`: each at most once and in order, postscreen's with commas.
 * @param content whether `: text` may follow, as it does after content checks
 * @param plain whether values hold no blank and no quote outside of a quoted local part, as since 3.5
 * @returns whether they reach the end of the line, or that text
 */
function readFields(text: string, from: number, end: number, content: boolean, plain: boolean): boolean {
  clearEnvelope(end);
  let p = from;
  for (let order = 0; order < FIELDS.length; order++) {
    const name = FIELDS[order]!;
    if (text.charCodeAt(p) !== name.charCodeAt(0) || !at(text, name, p, end)) continue;
    const start = p + name.length;
    const angle = codeAt(text, start, end) === LESS;
    const close = angle ? angleEnd(text, start + 1, end, content, plain) : wordEnd(text, start, end);
    const value = text.slice(angle ? start + 1 : start, close);
    if (name === 'from=') envelope.sender = value;
    else if (name === 'to=') envelope.recipient = value;
    else if (name === 'helo=') envelope.helo = value;
    else if (name === 'sasl_username=') envelope.account = value;
    if (angle && close >= end) return false;
    p = angle ? close + 1 : close;
    envelope.next = p;
    if (isOver(text, p, end, content)) return true;
    if (codeAt(text, p, end) === COMMA) p++;
    if (codeAt(text, p, end) !== SPACE) return false;
    p++;
  }
  return false;
}

/** The `>` that ends a value: what follows it is the next field or the end, since a value may hold others. */
function angleEnd(text: string, from: number, end: number, content: boolean, plain: boolean): number {
  const stop = Math.min(end, from + LONGEST_VALUE);
  if (plain && codeAt(text, from, end) !== QUOTE) {
    const close = findChar(text, GREATER, from, stop);
    if (close < 0 || findChar(text, SPACE, from, close) >= 0 || find(text, '"', from, close) >= 0) return end;
    if (isOver(text, close + 1, end, content) || isBeforeField(text, close, end)) return close;
  }
  for (let i = skipQuoted(text, from, stop); i < stop; i++) {
    const code = text.charCodeAt(i);
    if (plain && (code === SPACE || code === QUOTE)) return end;
    if (code !== GREATER) continue;
    if (isOver(text, i + 1, end, content)) return i;
    if (isBeforeField(text, i, end)) return i;
  }
  return end;
}

/** Whether the `>` at `close` is followed by the next field. */
function isBeforeField(text: string, close: number, end: number): boolean {
  const next = close + (codeAt(text, close + 1, end) === COMMA ? 3 : 2);
  if (codeAt(text, next - 1, end) !== SPACE) return false;
  switch (codeAt(text, next, end)) {
    case 102:
      return at(text, 'from=', next, end);
    case 116:
      return at(text, 'to=', next, end);
    case 112:
      return at(text, 'proto=', next, end);
    case 104:
      return at(text, 'helo=', next, end);
    case 115:
      return at(text, 'sasl_', next, end);
    default:
      return false;
  }
}

function wordEnd(text: string, from: number, end: number): number {
  let i = from;
  for (; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === SPACE || code === COMMA || code === COLON) break;
  }
  return i;
}

/** Whether the fields are over at `p`; some collectors append the length of the line. */
function isOver(text: string, p: number, end: number, content: boolean): boolean {
  const code = codeAt(text, p, end);
  if (code < 0) return true;
  if (code === COLON) return content && (p + 1 >= end || text.charCodeAt(p + 1) === SPACE);
  if (code !== SPACE) return false;
  let i = p + 1;
  while (isDigit(codeAt(text, i, end))) i++;
  return i >= end;
}
