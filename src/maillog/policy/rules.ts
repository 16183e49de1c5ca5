/**
 * Policy services with rules of their own: postfwd, policyd-weight, cbpolicyd, iRedAPD.
 *
 *   postfwd          [RULES] rule=12, id=OK_DNSWL, client=mx.example.org[192.0.2.1], sender=<a@example.org>,
 *                      recipient=<b@example.com>, helo=<x>, proto=ESMTP, state=RCPT, delay=0s, hits=OK_DNSWL, action=DUNNO
 *                    [DNSBL] object 192.0.2.1 listed on rbl:zen.spamhaus.org (answer: 127.0.0.4, time: 0s)
 *   policyd-weight   decided action=550 Mail appeared to be SPAM ...; <client=192.0.2.1> <helo=x> <from=..> <to=..>; delay: 1s
 *   cbpolicyd        module=Greylisting, action=defer, host=192.0.2.1, helo=x, from=.., to=.., reason=..
 */
import type { Event } from '../event.ts';
import { between, verdict } from '../filter/verdict.ts';
import { looksLikeAddress } from '../login/address.ts';
import { at, codeAt, find, findChar, findLast, LEFT_BRACKET, SEMICOLON, SPACE } from '../scan.ts';
import { beginsWith, complaint, isTrouble, quiet } from '../words.ts';

const AT_WORK = quiet('a policy service at work');

const POSTFWD = [
  'postfwd',
  'Process ',
  'Binding ',
  'Setting ',
  'setting ',
  'redefined score',
  'Parent ',
  'TIMEOUT',
  'Net::DNS ',
  'Net::Server',
  'TESTMODE',
  'VERBOSE',
  'NODNS',
  'notice: ',
  'loaded: ',
  'reading ',
  'read ',
  'rate ',
  'request cache ',
  'Saved ',
  'Fetched ',
  'dnsquery: ',
  'dnsanswer: ',
  'dnsccache: ',
  'catched HUP',
  'terminating',
  'successfully ',
  'Overriding ',
  'Attribute: ',
  'Action: ',
  'STATS requested',
  'DUMP requested',
  'disabling request cache',
  'file:',
  'table:',
];

export function readPostfwd(program: string, text: string, from: number, end: number): Event | undefined {
  if (codeAt(text, from, end) !== LEFT_BRACKET) {
    if (find(text, ' starting', from, end) >= 0)
      return { kind: 'service', what: 'started', text: text.slice(from, end) };
    if (isTrouble(text, from, end) || beginsWith(text, ['Rule ', 'ignoring ', 'critical: '], from, end))
      return complaint('warning', text, from, end);
    return beginsWith(text, POSTFWD, from, end) ? AT_WORK : undefined;
  }
  if (beginsWith(text, ['[RULES] ', '[CACHE] '], from, end)) {
    // Sender and HELO are the client's, and come before what the rule decided.
    const action = findLast(text, ', action=', from, end);
    if (action < 0) return AT_WORK;
    return verdict(program, '', text.slice(action + 9, end), text.slice(from + 8, action));
  }
  if (at(text, '[DNSBL] object ', from, end)) return readListing(program, text, from + 15, end);
  return AT_WORK;
}

/** An address on a list is told as postscreen's dnsblog tells it; a domain is only a verdict. */
function readListing(program: string, text: string, from: number, end: number): Event {
  const space = findChar(text, SPACE, from, end);
  const stop = space < 0 ? end : space;
  const zone = between(text, 'bl:', ' ', stop, end);
  const answer = between(text, '(answer: ', ',', stop, end);
  const address = text.slice(from, stop);
  if (looksLikeAddress(text, from, stop)) return { kind: 'dnsblog', address, zone, answer };
  return verdict(program, '', 'listed', text.slice(from, end));
}

export function readPolicydWeight(text: string, from: number, end: number): Event | undefined {
  const decided = find(text, 'decided action=', from, Math.min(end, from + 40));
  if (decided >= 0) {
    const start = decided + 15;
    const semicolon = findChar(text, SEMICOLON, start, end);
    const stop = semicolon < 0 ? end : semicolon;
    return verdict('policyd-weight', '', text.slice(start, stop), text.slice(Math.min(end, stop + 2), end));
  }
  return beginsWith(
    text,
    ['weighted check', 'cache: ', 'policyd-weight', 'child', 'master', 'start'],
    from,
    end,
  )
    ? AT_WORK
    : undefined;
}

export function readCbpolicyd(text: string, from: number, end: number): Event | undefined {
  const module = find(text, 'module=', from, Math.min(end, from + 60));
  if (module < 0)
    return beginsWith(text, ['Got request', 'Process ', 'Binding ', '[CBPOLICYD]', 'Policy '], from, end)
      ? AT_WORK
      : undefined;
  return verdict('cbpolicyd', '', between(text, ', action=', ',', module, end), text.slice(module, end));
}

/** `[192.0.2.1] RCPT, a@example.org -> b@example.com, REJECT ... [sasl_username=.., ...]` in several orders */
export function readIredapd(text: string, from: number, end: number): Event | undefined {
  for (const action of ['REJECT', 'DUNNO', 'DISCARD', 'DEFER', 'OK', '451 ', '554 ', '550 ']) {
    const found = find(text, `, ${action}`, from, end);
    if (found >= 0 && find(text, ' -> ', from, end) >= 0)
      return verdict('iredapd', '', action.trim(), text.slice(from, end));
  }
  if (find(text, 'rror', from, end) >= 0) return complaint('error', text, from, end);
  return beginsWith(text, ['Starting ', 'Loading ', 'Listening ', 'Shutdown', 'Postfix '], from, end)
    ? AT_WORK
    : undefined;
}
