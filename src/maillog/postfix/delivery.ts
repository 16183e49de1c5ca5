/**
 * The line that tells what became of one recipient, the same for every delivery agent (log_adhoc.c):
 *
 *   4D2F1: to=<b@example.com>, orig_to=<c@example.com>, relay=mx.example.com[192.0.2.1]:25, conn_use=2,
 *     delay=1.2, delays=0.1/0/0.5/0.6, tls=may, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 9A8B7)
 *
 * orig_to and conn_use are optional, delays and dsn came with 2.3, tls with 3.11.
 */
import type { Delivery, DeliveryStatus } from '../event.ts';
import {
  at,
  COMMA,
  codeAt,
  decimalAt,
  findChar,
  findLastChar,
  GREATER,
  LESS,
  SPACE,
  skipQuoted,
} from '../scan.ts';

/** Reads from `to=` on; undefined where the line has no status. */
export function readDelivery(
  text: string,
  from: number,
  end: number,
  queueId: string,
  agent: string,
): Delivery | undefined {
  if (!at(text, 'to=', from, end)) return undefined;
  const recipientEnd = addressEnd(text, from + 3, end);
  if (recipientEnd < 0) return undefined;
  const recipient = address(text, from + 3, recipientEnd);
  let p = recipientEnd + 2;
  let originalRecipient = '';
  if (at(text, 'orig_to=', p, end)) {
    const close = addressEnd(text, p + 8, end);
    if (close < 0) return undefined;
    originalRecipient = address(text, p + 8, close);
    p = close + 2;
  }
  let relay = '';
  let delay = 0;
  let delays = '';
  let tls = '';
  let dsn = '';
  // Field by field up to the status: its text may hold anything, the fields before it hold no comma.
  while (!at(text, 'status=', p, end)) {
    const comma = findChar(text, COMMA, p, end);
    if (comma < 0) return undefined;
    switch (text.charCodeAt(p)) {
      case 114:
        if (at(text, 'relay=', p, comma)) relay = text.slice(p + 6, comma);
        break;
      case 100:
        if (at(text, 'delay=', p, comma)) delay = decimalAt(text, p + 6, comma);
        else if (at(text, 'delays=', p, comma)) delays = text.slice(p + 7, comma);
        else if (at(text, 'dsn=', p, comma)) dsn = text.slice(p + 4, comma);
        break;
      case 116:
        if (at(text, 'tls=', p, comma)) tls = text.slice(p + 4, comma);
        break;
      default:
    }
    p = comma + 1;
    while (p < end && text.charCodeAt(p) === SPACE) p++;
  }
  const start = p + 7;
  let statusEnd = findChar(text, SPACE, start, end);
  if (statusEnd < 0) statusEnd = end;
  let replyEnd = findLastChar(text, 41, statusEnd, end);
  const open = codeAt(text, statusEnd + 1, end) === 40;
  if (replyEnd < statusEnd) replyEnd = end;
  return {
    kind: 'delivery',
    queueId,
    agent,
    recipient,
    originalRecipient,
    relay,
    delay,
    delays,
    tls,
    dsn,
    status: statusOf(text, start, statusEnd),
    reply: text.slice(Math.min(end, statusEnd + (open ? 2 : 1)), open ? replyEnd : end),
  };
}

/**
 * Position of the comma after `<address>`, or after an address without brackets: where `, relay=`, `, orig_to=`
 * or `, delay=` goes on. Since 3.5 a local part that holds such text is quoted.
 */
function addressEnd(text: string, from: number, end: number): number {
  const bracket = codeAt(text, from, end) === LESS;
  const start = bracket ? skipQuoted(text, from + 1, end) : from;
  for (let i = findChar(text, COMMA, start, end); i >= 0; i = findChar(text, COMMA, i + 1, end)) {
    if (bracket && text.charCodeAt(i - 1) !== GREATER) continue;
    switch (codeAt(text, i + 2, end)) {
      case 114:
        if (at(text, ' relay=', i + 1, end)) return i;
        break;
      case 111:
        if (at(text, ' orig_to=', i + 1, end)) return i;
        break;
      case 100:
        if (at(text, ' delay=', i + 1, end)) return i;
        break;
      default:
    }
  }
  return -1;
}

function address(text: string, from: number, end: number): string {
  return text.charCodeAt(from) === LESS ? text.slice(from + 1, end - 1) : text.slice(from, end);
}

const STATUSES: readonly DeliveryStatus[] = [
  'sent',
  'deferred',
  'bounced',
  'deliverable',
  'undeliverable',
  'undeliverable-but-not-cached',
];

function statusOf(text: string, from: number, end: number): DeliveryStatus {
  for (const status of STATUSES) {
    if (status.length === end - from && text.startsWith(status, from)) return status;
  }
  return at(text, 'SOFTBOUNCE', from, end) ? 'softbounce' : 'other';
}
