/** postscreen(8) before smtpd, its DNS helper dnsblog(8), and tlsproxy(8). */
import type { Event } from '../event.ts';
import { at, codeAt, find, findChar, isDigit, numberAt, queueIdEnd, SPACE } from '../scan.ts';
import { readComplaint } from './complaint.ts';
import { readDelivery } from './delivery.ts';
import { peer, readPeer } from './peer.ts';
import { readReject } from './reject.ts';
import { readTls } from './tls.ts';

export function parsePostscreen(text: string, from: number, end: number): Event | undefined {
  const colon = queueIdEnd(text, from, end);
  if (colon > 0) {
    return (
      readReject(text, colon + 2, end, text.slice(from, colon), 'postscreen') ??
      readComplaint(text, colon + 2, end, text.slice(from, colon))
    );
  }
  const first = codeAt(text, from, end);
  if (first < 65 || first > 90) {
    if (at(text, 'entering STRESS mode', from, end) || at(text, 'leaving STRESS mode', from, end))
      return { kind: 'service', what: 'other', text: text.slice(from, end) };
    // `[192.0.2.1]:4321: replacing command ..`
    if (first === 91 && readPeer(text, from, end))
      return { kind: 'quiet', why: 'a command or EHLO keywords replaced' };
    // Without a queue id, and in lower case: `reject: connect from [192.0.2.1]:4321: all screening ports busy`
    if (first === 114) return readBusy(text, from, end);
    return readComplaint(text, from, end);
  }
  const open = findChar(text, 91, from, end);
  if (open < 0 || !readPeer(text, open, end)) return readComplaint(text, from, end);
  return {
    kind: 'postscreen',
    what: testName(text, from, open),
    address: peer.address,
    detail: text.slice(from, end),
  };
}

function readBusy(text: string, from: number, end: number): Event | undefined {
  const reject = readReject(text, from, end, '', 'postscreen');
  return reject === undefined ? undefined : { ...reject, stage: reject.stage.toUpperCase() };
}

/** The words before `[address]`, without `from`, `for` and numbers: `PREGREET`, `PASS OLD`, `COMMAND TIME LIMIT`, `DNSBL`. */
function testName(text: string, from: number, open: number): string {
  if (at(text, 'PREGREET ', from, open)) return 'PREGREET';
  if (at(text, 'HANGUP ', from, open)) return 'HANGUP';
  if (at(text, 'DNSBL rank ', from, open)) return 'DNSBL';
  const origin = find(text, ' from ', from, open);
  return text.slice(from, origin > 0 ? origin : Math.max(from, open - 1));
}

/** `addr 192.0.2.1 listed by domain zen.spamhaus.org as 127.0.0.4` */
export function parseDnsblog(text: string, from: number, end: number): Event | undefined {
  const listed = at(text, 'addr ', from, end) ? find(text, ' listed by domain ', from, end) : -1;
  if (listed < 0) return readComplaint(text, from, end);
  const zone = listed + 18;
  const as = find(text, ' as ', zone, end);
  return {
    kind: 'dnsblog',
    address: text.slice(from + 5, listed),
    zone: text.slice(zone, as < 0 ? end : as),
    answer: as < 0 ? '' : text.slice(as + 4, end),
  };
}

export function parseTlsproxy(text: string, from: number, end: number): Event | undefined {
  if (at(text, 'CONNECT ', from, end) || at(text, 'DISCONNECT ', from, end))
    return { kind: 'quiet', why: 'TLS proxy session; postscreen tells it' };
  return readTls(text, from, end) ?? readComplaint(text, from, end);
}

/** `statistics: max connection rate 5/60s for (smtpd:192.0.2.1) at Oct 26 18:13:50` from anvil(8), scache(8)'s too. */
export function parseStatistics(text: string, from: number, end: number): Event | undefined {
  if (!at(text, 'statistics: ', from, end)) return readComplaint(text, from, end);
  const start = from + 12;
  // scache's only line without a count: when its interval began.
  if (at(text, 'start interval ', start, end))
    return { kind: 'statistics', what: 'start interval', value: 0, address: '' };
  let digit = start;
  while (digit < end && !isDigit(text.charCodeAt(digit))) digit++;
  let named = digit;
  while (named > start && (text.charCodeAt(named - 1) === SPACE || text.charCodeAt(named - 1) === 61))
    named--;
  const open = find(text, ' for (', start, end);
  const close = open < 0 ? -1 : find(text, ') at ', open, end);
  const service = open < 0 ? -1 : serviceEnd(text, open + 6, close < 0 ? end : close);
  return {
    kind: 'statistics',
    what: text.slice(start, named),
    value: numberAt(text, digit, end),
    address: service < 0 ? '' : text.slice(service, close < 0 ? end : close),
  };
}

/** `smtpd:192.0.2.1`, `smtpd:2001:db8::1`, `127.0.0.1:2525:127.0.0.1`: the address after the service. */
function serviceEnd(text: string, from: number, end: number): number {
  const colon = findChar(text, 58, from, end);
  if (colon < 0) return from;
  // A service that is named by its own address: `127.0.0.1:2525:`, `[::1]:2525:`.
  const bracket = codeAt(text, from, end) === 91 ? find(text, ']:', from, end) : -1;
  if (bracket >= 0) return findChar(text, 58, bracket + 2, end) + 1 || from;
  const digits = isDigit(codeAt(text, from, end));
  const second = digits ? findChar(text, 58, colon + 1, end) : -1;
  return (second < 0 ? colon : second) + 1;
}

/** `zone lookup error for DNS query ...` and kin go by complaint; what remains of small daemons says nothing. */
export function parseSmall(text: string, from: number, end: number): Event | undefined {
  const colon = queueIdEnd(text, from, end);
  if (colon > 0) {
    const queueId = text.slice(from, colon);
    return (
      readDelivery(text, colon + 2, end, queueId, 'verify') ?? readComplaint(text, colon + 2, end, queueId)
    );
  }
  const space = findChar(text, SPACE, from, end);
  return space < 0 ? undefined : readComplaint(text, from, end);
}
