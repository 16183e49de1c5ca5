/**
 * Lines that say what was done with mail other than to take it, by smtpd's restrictions, postscreen, milters,
 * proxy filters and cleanup's header and body checks. From Postfix's source (smtpd_check.c, smtpd_whatsup):
 *
 *   NOQUEUE: reject: RCPT from unknown[192.0.2.1]: 554 5.7.1 <b@example.com>: Relay access denied;
 *     from=<a@example.org> to=<b@example.com> proto=ESMTP helo=<x> sasl_username=<ann>
 *   4D2F1: milter-reject: END-OF-MESSAGE from unknown[192.0.2.1]: 5.7.1 Spam; from=... (as above)
 *   4D2F1: reject: header Subject: x from unknown[192.0.2.1]; from=... helo=<x>: 5.7.1 not here
 *   proxy-reject: END-OF-MESSAGE: 554 5.7.0 Reject, id=1 - spam; from=...
 *
 * Every trailing field may be missing: envelope.ts.
 */
import type { Reject, RejectAction } from '../event.ts';
import {
  at,
  COLON,
  COMMA,
  codeAt,
  DOT,
  find,
  findChar,
  findLast,
  isDigit,
  LESS,
  numberAt,
  SEMICOLON,
  SPACE,
} from '../scan.ts';
import { envelope, readEnvelope, readLastEnvelope } from './envelope.ts';
import { peer, readPeer } from './peer.ts';

/** The most frequent first. */
const ACTIONS: readonly RejectAction[] = [
  'reject',
  'reject_warning',
  'hold',
  'discard',
  'filter',
  'redirect',
  'bcc',
  'warn',
  'info',
  'permit',
  'prepend',
  'replace',
  'strip',
  'delay',
  'hangup',
];

/** What content checks log under another name than the action (cleanup(8)). */
const CHECK_WARNING = 'warning: ';
/** strict_mime_encoding_domain and kin: `reject: mime-error REASON: TEXT from NAME[ADDRESS]; from=<..> to=<..>` */
const MIME_ERROR = 'mime-error ';

/**
 * Reads `ACTION: ...` at `from`, after the queue id. undefined where no such line stands there.
 * @param by who wrote the line, where the action's own prefix does not tell
 */
export function readReject(
  text: string,
  from: number,
  end: number,
  queueId: string,
  by: 'smtpd' | 'postscreen' | 'checks',
): Reject | undefined {
  let p = from;
  let who: Reject['by'] = by;
  let content = false;
  const first = codeAt(text, p, end);
  if (first === 109 && at(text, 'milter-', p, end)) {
    who = 'milter';
    p += 7;
    if (at(text, 'header-', p, end)) {
      content = true;
      p += 7;
    }
  } else if (first === 112 && at(text, 'proxy-', p, end)) {
    who = 'proxy';
    p += 6;
  }
  let action: RejectAction | undefined;
  for (const candidate of ACTIONS) {
    if (at(text, candidate, p, end) && codeAt(text, p + candidate.length, end) === COLON) {
      action = candidate;
      p += candidate.length + 2;
      break;
    }
  }
  if (action === undefined) {
    if (
      by === 'checks' &&
      at(text, CHECK_WARNING, p, end) &&
      isContent(text, p + CHECK_WARNING.length, end)
    ) {
      action = 'warn';
      p += CHECK_WARNING.length;
    } else if (who === 'proxy' && at(text, 'accept: ', p, end)) {
      // Amavis took it, and nobody will get it: `250 2.7.0 Ok, discarded, id=01234-05 - spam`.
      action = find(text, ' Ok, discarded, ', p, Math.min(end, p + 52)) < 0 ? 'permit' : 'discard';
      p += 8;
    } else if (by === 'checks' && at(text, 'pass: ', p, end) && isContent(text, p + 6, end)) {
      action = 'permit';
      p += 6;
    } else return undefined;
  }
  if (p > end) p = end;
  if (content || isContent(text, p, end)) {
    return readContent(
      text,
      p,
      end,
      queueId,
      action,
      who === 'smtpd' || who === 'postscreen' ? 'checks' : who,
    );
  }
  return readStage(text, p, end, queueId, action, who);
}

function isContent(text: string, from: number, end: number): boolean {
  switch (codeAt(text, from, end)) {
    case 109:
      return at(text, MIME_ERROR, from, end);
    case 104:
      return at(text, 'header ', from, end);
    case 98:
      return at(text, 'body ', from, end);
    case 99:
      return at(text, 'content ', from, end);
    default:
      return false;
  }
}

/** `RCPT from unknown[192.0.2.1]: 554 5.7.1 text; from=<..>`; a proxy's line has no `from PEER`. */
function readStage(
  text: string,
  from: number,
  end: number,
  queueId: string,
  action: RejectAction,
  by: Reject['by'],
): Reject {
  let i = from;
  while (i < end && text.charCodeAt(i) !== SPACE && text.charCodeAt(i) !== COLON) i++;
  let stage = text.slice(from, i);
  let name = '';
  let address = '';
  if (text.charCodeAt(from) === 98 && at(text, 'bare <LF> received after ', from, end)) {
    const after = from + 25;
    i = findChar(text, SPACE, after, end);
    if (i < 0) i = end;
    stage = text.slice(after, i);
  }
  if (at(text, ' from ', i, end) && readPeer(text, i + 6, end)) {
    name = peer.name;
    address = peer.address;
    i = peer.next;
  }
  if (codeAt(text, i, end) === COLON) i++;
  while (i < end && text.charCodeAt(i) === SPACE) i++;
  const length = codeLength(text, i, end);
  const code = length > 0 ? numberAt(text, i, i + 3) : 0;
  i += length;
  while (i < end && text.charCodeAt(i) === SPACE) i++;
  const dsnEnd = enhancedEnd(text, i, end);
  const dsn = text.slice(i, dsnEnd);
  if (dsnEnd > i) i = Math.min(end, dsnEnd + 1);
  const begin = readEnvelope(text, i, end);
  // A refused address stands before the words of the server, `<...>: `, and may imitate them.
  const refused = codeAt(text, i, end) === LESS ? findLast(text, '>: ', i, begin) : -1;
  return {
    kind: 'reject',
    action,
    by,
    stage,
    name,
    address,
    queueId,
    code,
    dsn,
    text: text.slice(i, begin),
    zone: readZone(text, refused < 0 ? i : refused, begin),
    sender: envelope.sender,
    recipient: envelope.recipient,
    helo: envelope.helo,
    account: envelope.account,
  };
}

/** `header Subject: buy from unknown[192.0.2.1]; from=<..> ... helo=<x>: 5.7.1 text`; mail of a local user: `from local`. */
function readContent(
  text: string,
  from: number,
  end: number,
  queueId: string,
  action: RejectAction,
  by: Reject['by'],
): Reject {
  const part = findChar(text, SPACE, from, end);
  const stage = at(text, MIME_ERROR, from, end)
    ? 'CONTENT'
    : text.slice(from, part < 0 ? end : part).toUpperCase();
  const begin = readLastEnvelope(text, from, end);
  const reply =
    begin < end ? text.slice(envelope.next + (at(text, ': ', envelope.next, end) ? 2 : 1), end) : '';
  const origin = begin < end ? findLast(text, ' from ', from, begin) : -1;
  let name = '';
  let address = '';
  if (origin > 0 && readPeer(text, origin + 6, begin)) {
    name = peer.name;
    address = peer.address;
  }
  const dsnEnd = enhancedEnd(reply, 0, reply.length);
  const matched = text.slice(part < 0 ? end : part + 1, origin < 0 ? begin : origin);
  return {
    kind: 'reject',
    action,
    by,
    stage,
    name,
    address,
    queueId,
    code: 0,
    dsn: dsnEnd > 0 ? reply.slice(0, dsnEnd) : '',
    // The check's own text says why; without one, what it matched must do.
    text: dsnEnd > 0 ? reply.slice(dsnEnd + 1) : reply === '' ? matched : reply,
    zone: '',
    sender: envelope.sender,
    recipient: envelope.recipient,
    helo: envelope.helo,
    account: envelope.account,
  };
}

/** 3 where a reply code stands at `from`, else 0. */
function codeLength(text: string, from: number, end: number): number {
  for (let i = from; i < from + 3; i++) if (!isDigit(codeAt(text, i, end))) return 0;
  const next = codeAt(text, from + 3, end);
  return isDigit(next) || next === DOT ? 0 : 3;
}

/** End of the enhanced status code (RFC 3463) at `from`, or `from`. */
function enhancedEnd(text: string, from: number, end: number): number {
  const first = codeAt(text, from, end);
  if ((first !== 50 && first !== 52 && first !== 53) || codeAt(text, from + 1, end) !== DOT) return from;
  let i = from + 2;
  while (isDigit(codeAt(text, i, end))) i++;
  if (i === from + 2 || codeAt(text, i, end) !== DOT) return from;
  const detail = ++i;
  while (isDigit(codeAt(text, i, end))) i++;
  return i > detail ? i : from;
}

const USING = ' blocked using ';
/** What is searched for: V8 finds patterns of up to six characters several times faster. */
const PROBE = 'ked us';
const PROBE_AT = USING.indexOf(PROBE);

function readZone(text: string, from: number, end: number): string {
  let p = find(text, PROBE, from + PROBE_AT, end);
  while (p >= 0 && !at(text, USING, p - PROBE_AT, end)) p = find(text, PROBE, p + 1, end);
  if (p >= 0) p += USING.length - PROBE_AT;
  else {
    p = find(text, ' rbl_domain=', from, end);
    if (p < 0) return '';
    p += 12;
  }
  let i = p;
  while (
    i < end &&
    text.charCodeAt(i) > SPACE &&
    text.charCodeAt(i) !== SEMICOLON &&
    text.charCodeAt(i) !== COMMA
  )
    i++;
  while (i > p && text.charCodeAt(i - 1) === DOT) i--;
  return text.slice(p, i);
}
