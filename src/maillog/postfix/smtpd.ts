/** What smtpd(8) tells of sessions and of the messages that it takes. Worked sample lines: event.ts. */
import type { Abuse, Event, Lost } from '../event.ts';
import { at, codeAt, find, findChar, findLast, queueIdEnd, SPACE } from '../scan.ts';
import { readComplaint } from './complaint.ts';
import { peer, readPeer } from './peer.ts';
import { readReject } from './reject.ts';
import { readTls } from './tls.ts';

export function parseSmtpd(text: string, from: number, end: number): Event | undefined {
  switch (codeAt(text, from, end)) {
    case 99: // c
      if (at(text, 'connect from ', from, end)) {
        if (!readPeer(text, from + 13, end)) return undefined;
        return { kind: 'connect', name: peer.name, address: peer.address };
      }
      if (at(text, 'client=', from, end)) return readAccepted(text, from, end, '');
      break;
    case 100: // d
      if (at(text, 'disconnect from ', from, end)) {
        if (!readPeer(text, from + 16, end)) return undefined;
        return {
          kind: 'disconnect',
          name: peer.name,
          address: peer.address,
          counters: text.slice(Math.min(peer.next + 1, end), end),
        };
      }
      if (at(text, 'discarding EHLO keywords', from, end))
        return { kind: 'quiet', why: 'EHLO keywords left out' };
      break;
    case 119: // w
      if (at(text, 'warning: ', from, end)) return readWarning(text, from, end);
      break;
    default:
      break;
  }
  const colon = queueIdEnd(text, from, end);
  if (colon > 0) {
    const p = colon + 2;
    if (at(text, 'client=', p, end)) return readAccepted(text, p, end, text.slice(from, colon));
    const reject = readReject(text, p, end, text.slice(from, colon), 'smtpd');
    if (reject !== undefined) return reject;
    return (
      readLost(text, p, end, text.slice(from, colon)) ??
      readAbort(text, p, end) ??
      readComplaint(text, p, end, text.slice(from, colon))
    );
  }
  return (
    readReject(text, from, end, '', 'smtpd') ??
    readLost(text, from, end, undefined) ??
    readTls(text, from, end) ??
    readAbuse(text, from, end) ??
    readComplaint(text, from, end)
  );
}

/** `client=NAME[ADDRESS], sasl_method=.., sasl_username=.., sasl_sender=.., orig_queue_id=.., orig_client=..` */
function readAccepted(text: string, from: number, end: number, queueId: string): Event | undefined {
  if (!readPeer(text, from + 7, end)) return undefined;
  const { name, address } = peer;
  const p = peer.next;
  if (p >= end) {
    return {
      kind: 'accepted',
      queueId,
      name,
      address,
      saslMethod: '',
      account: '',
      originalQueueId: '',
      originalClient: '',
    };
  }
  return {
    kind: 'accepted',
    queueId,
    name,
    address,
    saslMethod: attribute(text, ', sasl_method=', p, end),
    account: attribute(text, ', sasl_username=', p, end),
    originalQueueId: attribute(text, ', orig_queue_id=', p, end),
    originalClient: attribute(text, ', orig_client=', p, end),
  };
}

/** The value after `name` up to the next field or the end. */
function attribute(text: string, name: string, from: number, end: number): string {
  const found = find(text, name, from, end);
  if (found < 0) return '';
  const start = found + name.length;
  let stop = find(text, ', ', start, end);
  while (stop >= 0 && !at(text, 'sasl_', stop + 2, end) && !at(text, 'orig_', stop + 2, end))
    stop = find(text, ', ', stop + 2, end);
  return text.slice(start, stop < 0 ? end : stop);
}

const LOST: readonly Lost['how'][] = [
  'lost connection',
  'timeout',
  'too many errors',
  'bare <LF> received',
  'hangup',
];

/** `lost connection after DATA (approximately 120 bytes) from NAME[ADDRESS]` */
function readLost(text: string, from: number, end: number, queueId: string | undefined): Lost | undefined {
  for (const how of LOST) {
    if (!at(text, how, from, end) || !at(text, ' after ', from + how.length, end)) continue;
    const start = from + how.length + 7;
    const origin = find(text, ' from ', start, end);
    if (origin < 0 || !readPeer(text, origin + 6, end)) return undefined;
    const space = findChar(text, SPACE, start, origin);
    return {
      kind: 'lost',
      how,
      after: text.slice(start, space < 0 ? origin : space),
      queueId,
      name: peer.name,
      address: peer.address,
    };
  }
  return undefined;
}

/** `abort: TLS from NAME[ADDRESS]: No client certificate presented`: smtpd_tls_req_ccert in wrapper mode. */
function readAbort(text: string, from: number, end: number): Event | undefined {
  if (!at(text, 'abort: TLS from ', from, end) || !readPeer(text, from + 16, end)) return undefined;
  const reason = text.slice(Math.min(end, peer.next + 2), end);
  return { kind: 'tlsFailure', direction: 'from', reason, name: peer.name, address: peer.address };
}

/** Improper pipelining, with or without the daemon's own name before it (a line forwarded twice). */
function readAbuse(text: string, from: number, end: number): Abuse | undefined {
  const what = 'improper command pipelining after ';
  let start = from;
  if (at(text, 'postfix/', from, end)) start = find(text, ']: ', from, end) + 3;
  if (start < from || !at(text, what, start, end)) return undefined;
  start += what.length;
  const origin = find(text, ' from ', start, end);
  if (origin < 0 || !readPeer(text, origin + 6, end)) return undefined;
  return {
    kind: 'abuse',
    what: 'command pipelining',
    detail: text.slice(start, origin),
    name: peer.name,
    address: peer.address,
  };
}

function readWarning(text: string, from: number, end: number): Event | undefined {
  const p = from + 9;
  return (
    readSaslFailure(text, p, end) ??
    readHostname(text, p, end) ??
    readMisuse(text, p, end) ??
    readEtrn(text, p, end) ??
    readComplaint(text, from, end)
  );
}

/** `reject: ETRN example.com... from NAME[ADDRESS]`: a domain that fast_flush_domains does not name. */
function readEtrn(text: string, from: number, end: number): Event | undefined {
  const origin = at(text, 'reject: ETRN ', from, end) ? findLast(text, ' from ', from, end) : -1;
  if (origin < 0 || !readPeer(text, origin + 6, end)) return undefined;
  return {
    kind: 'reject',
    action: 'reject',
    by: 'smtpd',
    stage: 'ETRN',
    name: peer.name,
    address: peer.address,
    queueId: '',
    code: 459,
    dsn: '4.7.1',
    text: 'fast flush service is not available for this destination',
    zone: '',
    sender: '',
    recipient: undefined,
    helo: '',
    account: '',
  };
}

/**
 * `NAME[ADDRESS]: SASL LOGIN authentication failed: reason, sasl_username=ann`; since 2.10 the mechanism may be as
 * sent. Since 3.10 an account that is not known is `(unavailable)`.
 */
function readSaslFailure(text: string, from: number, end: number): Event | undefined {
  const sasl = find(text, ': SASL ', from, end);
  if (sasl < 0) return undefined;
  const failed = find(text, ' authentication ', sasl + 7, end);
  if (failed < 0 || !readPeer(text, from, sasl)) return undefined;
  if (!at(text, 'failed', failed + 16, end) && !at(text, 'aborted', failed + 16, end)) return undefined;
  const { name, address } = peer;
  const colon = find(text, ': ', failed + 16, end);
  const user = find(text, ', sasl_username=', failed, end);
  const reasonEnd = user < 0 ? end : user;
  return {
    kind: 'saslFailure',
    name,
    address,
    mechanism: upper(text.slice(sasl + 7, failed)),
    reason: colon < 0 ? '' : text.slice(colon + 2, reasonEnd),
    account: user < 0 || at(text, UNAVAILABLE, user + 16, end) ? '' : text.slice(user + 16, end),
  };
}

const UNAVAILABLE = '(unavailable)';

/** Mechanisms are written as the client sent them; nearly all come in capitals. */
function upper(name: string): string {
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if (code >= 97 && code <= 122) return name.toUpperCase();
  }
  return name;
}

/** 2.9 and later: `hostname H does not resolve to address A[: reason]`; before: `A: address not listed for hostname H`, `A: hostname H verification failed`. */
function readHostname(text: string, from: number, end: number): Event | undefined {
  if (at(text, 'hostname ', from, end)) {
    const does = find(text, ' does not resolve to address ', from + 9, end);
    if (does < 0) return undefined;
    const start = does + 29;
    const colon = find(text, ': ', start, end);
    const addressEnd = colon < 0 ? end : colon;
    return {
      kind: 'hostnameMismatch',
      name: text.slice(from + 9, does),
      address: text.slice(start, addressEnd),
      reason: colon < 0 ? '' : text.slice(colon + 2, end),
    };
  }
  for (const middle of [
    ': address not listed for hostname ',
    ' address not listed for hostname ',
    ': hostname ',
  ]) {
    const found = find(text, middle, from, end);
    if (found < 0) continue;
    const start = found + middle.length;
    const space = findChar(text, SPACE, start, end);
    if (middle === ': hostname ' && !(space > 0 && at(text, ' verification failed', space, end))) continue;
    const before = text.slice(from, found);
    const address = before.slice(before.lastIndexOf(' ') + 1);
    return {
      kind: 'hostnameMismatch',
      name: text.slice(start, space < 0 ? end : space),
      address,
      reason: space < 0 ? '' : text.slice(space + 1, end),
    };
  }
  return undefined;
}

const LIMITS: readonly [string, Abuse['what']][] = [
  ['Connection rate limit exceeded: ', 'rate limit'],
  ['Connection concurrency limit exceeded: ', 'concurrency limit'],
  ['Message delivery request rate limit exceeded: ', 'rate limit'],
  ['Recipient address rate limit exceeded: ', 'rate limit'],
  ['New TLS session rate limit exceeded: ', 'rate limit'],
  ['AUTH command rate limit exceeded: ', 'rate limit'],
  ['Refusing STARTTLS request ', 'rate limit'],
  ['non-SMTP command from ', 'non-SMTP command'],
  ['Illegal address syntax from ', 'bad address syntax'],
];

function readMisuse(text: string, from: number, end: number): Event | undefined {
  for (const [prefix, what] of LIMITS) {
    if (!at(text, prefix, from, end)) continue;
    let start = from + prefix.length;
    if (what.endsWith('limit')) {
      const origin = find(text, 'from ', start, end);
      if (origin < 0) return undefined;
      start = origin + 5;
    }
    if (!readPeer(text, start, end)) return undefined;
    return { kind: 'abuse', what, detail: text.slice(from, end), name: peer.name, address: peer.address };
  }
  // Older: `NAME[ADDRESS] sent non-SMTP command: ..`, `NAME[ADDRESS] sent message header instead of SMTP command: ..`
  // `NAME[ADDRESS]: request longer than 2048: AAAA...` is no SMTP either.
  if (!readPeer(text, from, end)) return undefined;
  const sent = [' sent ', ': request '].find((words) => at(text, words, peer.next, end));
  if (sent === undefined) return undefined;
  return {
    kind: 'abuse',
    what: 'non-SMTP command',
    detail: text.slice(peer.next + sent.length, end),
    name: peer.name,
    address: peer.address,
  };
}
