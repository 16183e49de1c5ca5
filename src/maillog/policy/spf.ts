/**
 * SPF policy services. In Python (pyspf-policyd, tag policyd-spf):
 *
 *   prepend Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.1; helo=mx.example.org;
 *     envelope-from=a@example.org; receiver=<UNKNOWN>
 *   550 5.7.23 Message rejected due to: SPF fail - not authorized. Please see http://...;id=a@example.org;ip=192.0.2.1;r=...
 *   Permerror; identity=mailfrom; client-ip=192.0.2.1; ...                                   (older)
 *
 * In Perl (tag policy-spf):
 *
 *   Policy action=PREPEND Received-SPF: pass (example.org: 192.0.2.1 is authorized ...) receiver=mx.example.com;
 *     identity=mailfrom; envelope-from="a@example.org"; helo=mx.example.org; client-ip=192.0.2.1
 *   SPF fail (Mechanism '-all' matched): Envelope-from: a@example.org
 *   : SPF pass: smtp_comment=..., header_comment=mx.example.com: domain of a@example.org designates 192.0.2.1 as ...
 *
 * Results are given in lower case. Sender and HELO are the client's text: the Python service writes the
 * client's address before them, the Perl one after them.
 */
import type { Event, SpfResult } from '../event.ts';
import { at, find, findChar, findLast, isDigit, QUOTE, queueIdEnd, SEMICOLON, SPACE } from '../scan.ts';
import { beginsWith, complaint, quiet } from '../words.ts';

const SKIPPED = quiet('SPF was not asked about');
const AT_WORK = quiet('an SPF service at work');

const CHATTER = [
  'testing: ',
  'Starting ',
  'Normal exit',
  'Config: ',
  'Cached data ',
  'Read line: ',
  'skip_addresses',
  'spfcheck: ',
  'handler ',
  'Attribute: ',
  'Found ',
  'Action: ',
  'Policy action=DUNNO',
  'policyd-spf-',
];

export function readSpf(text: string, from: number, end: number): Event | undefined {
  let p = from;
  const id = queueIdEnd(text, p, end);
  if (id >= 0) p = id + 2;
  while (p < end && (text.charCodeAt(p) === 58 || text.charCodeAt(p) === SPACE)) p++;
  if (at(text, 'action=', p, end)) p += 7;
  if (at(text, 'SPF ', p, end)) return readPerlLine(text, p + 4, end);
  if (at(text, 'Policy action=', p, end)) return readPerlAction(text, p + 14, end);
  if (at(text, 'prepend ', p, end) || at(text, 'PREPEND ', p, end))
    return readHeader(text, p + 8, end, false);
  const due = find(text, 'due to: SPF ', p, Math.min(end, p + 80));
  if (due >= 0) return readRefusal(text, due + 12, end);
  const code = find(text, ' SPF ', p, Math.min(end, p + 16));
  if (code >= 0 && isDigit(text.charCodeAt(p))) return readRefusal(text, code + 5, end);
  if (find(text, '; identity=', p, Math.min(end, p + 40)) >= 0) return readHeader(text, p, end, false);
  if (find(text, ' check failed - ', p, end) >= 0) return complaint('warning', text, p, end);
  if (beginsWith(text, ['Traceback', 'ERROR', 'Error', 'File '], p, end))
    return complaint('error', text, p, end);
  return beginsWith(text, CHATTER, p, end) ? AT_WORK : undefined;
}

/** `Received-SPF: Pass (mailfrom) identity=..`, `Authentication-Results: mx; spf=pass ..`, `X-Comment: SPF skipped ..` */
function readHeader(text: string, from: number, end: number, perl: boolean): Event | undefined {
  let p = from;
  if (at(text, 'Received-SPF: ', p, end)) p += 14;
  else if (at(text, 'X-Comment: ', p, end)) return SKIPPED;
  else if (at(text, 'Authentication-Results: ', p, end)) {
    const found = find(text, ' spf=', p, end);
    if (found < 0) return SKIPPED;
    p = found + 5;
  }
  return spf(word(text, p, end), clientOf(text, p, end, perl), senderOf(text, p, end));
}

function spf(result: string, client: string, sender: string): SpfResult {
  return { kind: 'spf', result: result.toLowerCase(), client, sender };
}

/** Letters only. */
function word(text: string, from: number, end: number): string {
  let i = from;
  while (i < end && (text.charCodeAt(i) | 32) >= 97 && (text.charCodeAt(i) | 32) <= 122) i++;
  return text.slice(from, i);
}

function value(text: string, from: number, end: number): string {
  let start = from;
  let stop = findChar(text, SEMICOLON, start, end);
  if (stop < 0) stop = end;
  if (start < end && text.charCodeAt(start) === QUOTE) {
    start++;
    const quote = findChar(text, QUOTE, start, end);
    stop = quote < 0 ? end : quote;
  }
  while (stop > start && (text.charCodeAt(stop - 1) === 41 || text.charCodeAt(stop - 1) === SPACE)) stop--;
  return text.slice(start, stop);
}

function clientOf(text: string, from: number, end: number, perl: boolean): string {
  const found = perl ? findLast(text, 'client-ip=', from, end) : find(text, 'client-ip=', from, end);
  if (found < 0) return '';
  const blank = findChar(text, SPACE, found, end);
  return value(text, found + 10, blank < 0 ? end : blank);
}

function senderOf(text: string, from: number, end: number): string {
  const found = find(text, 'envelope-from=', from, end);
  return found < 0 ? '' : value(text, found + 14, end);
}

/** After `rejected due to: SPF `: `fail - not authorized. ..;id=..;ip=192.0.2.1;r=..`, `Permanent Error ..` */
function readRefusal(text: string, from: number, end: number): Event {
  let result = word(text, from, end).toLowerCase();
  if (result === 'permanent') result = 'permerror';
  else if (result === 'temporary') result = 'temperror';
  return refused(text, from, end, result);
}

/** `PREPEND Received-SPF: ..`, `550 Please see http://www.openspf.org/Why?s=mfrom;id=..;ip=..;r=..`, `DUNNO` */
function readPerlAction(text: string, from: number, end: number): Event | undefined {
  if (at(text, 'PREPEND ', from, end)) return readHeader(text, from + 8, end, true);
  if (at(text, '550 ', from, end)) return refused(text, from, end, 'fail');
  return at(text, 'DEFER', from, end) || at(text, '451 ', from, end) ? spf('temperror', '', '') : AT_WORK;
}

function refused(text: string, from: number, end: number, result: string): Event {
  const ip = findLast(text, ';ip=', from, end);
  const id = find(text, ';id=', from, end);
  return spf(result, ip < 0 ? '' : value(text, ip + 4, end), id < 0 ? '' : value(text, id + 4, end));
}

/** After `SPF `: `pass (Mechanism ..): Envelope-from: a@b`, `pass: smtp_comment=.., header_comment=..`, `not applicable` */
function readPerlLine(text: string, from: number, end: number): Event {
  const result = word(text, from, end);
  if (result === 'not') return SKIPPED;
  const sender = find(text, '): Envelope-from: ', from, end);
  if (sender >= 0) return spf(result, '', text.slice(sender + 18, end));
  const domain = findLast(text, ': domain of ', from, end);
  if (domain < 0) return spf(result, '', '');
  const start = at(text, 'sender ', domain + 12, end) ? domain + 19 : domain + 12;
  const space = findChar(text, SPACE, start, end);
  const name = text.slice(start, space < 0 ? end : space);
  const designates = find(text, 'designate', start, end);
  const client = designates < 0 ? -1 : findChar(text, SPACE, designates, end);
  const stop = client < 0 ? -1 : findChar(text, SPACE, client + 1, end);
  const address = stop < 0 ? '' : text.slice(client + 1, stop);
  return spf(
    result,
    address.includes('.') || address.includes(':') ? address : '',
    name.includes('@') ? name : '',
  );
}
