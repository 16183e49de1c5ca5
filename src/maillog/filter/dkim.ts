/**
 * Signatures and policies of domains: OpenDKIM (and its ancestor dkim-filter), OpenARC, OpenDMARC, dkimproxy.
 *
 *   4D2F1: DKIM-Signature field added (s=mail, d=example.com)
 *   4D2F1: s=mail d=example.org SSL error:04091068:rsa routines:int_rsa_verify:bad signature
 *   4D2F1: example.org fail                                         (opendmarc)
 *   DKIM verify - pass; message-id=<a@example.org>, from=<...>      (dkimproxy)
 */
import type { Event } from '../event.ts';
import { at, find, findLast, queueIdEnd } from '../scan.ts';
import { beginsWith, complaint, quiet } from '../words.ts';
import { verdict } from './verdict.ts';

const NOT_OURS = quiet('a message that is not to be signed');
const DETAILS = quiet('details of a signature');
const AT_WORK = quiet('a DKIM or DMARC filter at work');

/** What OpenDKIM says of a message, and the verdict it is called here. */
const FOUND: readonly (readonly [string, string])[] = [
  ['DKIM-Signature field added', 'signed'],
  ['DKIM-Signature header added', 'signed'],
  ['DKIM verification successful', 'pass'],
  ['bad signature data', 'bad signature'],
  ['bad signature', 'bad signature'],
  ['no signature data', 'no signature'],
  ['key retrieval failed', 'no key'],
  ['key revoked', 'no key'],
  ['syntax error', 'bad signature'],
  ['signature processing failed', 'fail'],
  ['RFC5322 header requirement error', 'bad header'],
  ['blocked by reputation', 'rejected'],
  ['external host ', 'external host'],
  ['signature verification failed', 'fail'],
  ['rejected', 'rejected'],
  ['quarantined', 'quarantined'],
  ['discarded', 'discarded'],
  ['ARC-Seal ', 'sealed'],
  ['ARC-Authentication-Results ', 'sealed'],
  ['chain state ', 'chain'],
];
const SIGNING = [
  'not authenticated',
  'not POP authenticated',
  'domain ',
  'skipping signing ',
  'no signing ',
  'no MTA name match',
  'no macros match',
  'no dkim_sign',
  'no sender',
  'not internal',
];
const CHATTER = [
  'failed to parse ',
  'message has signatures from ',
  'signature=',
  's=',
  'ignoring ',
  'DKIM-Signature ',
  'Authentication-Results ',
  'removed ',
  'header ',
  'no signature ',
  'BodyLengthDB matched ',
  'allowed by reputation ',
  'no reputation data ',
];
/** A message whose id the filter does not know. */
const UNKNOWN_ID = '(unknown-jobid): ';
/** What stands anywhere in a line about the filter's own trouble: failed calls, settings and keys that are wrong. */
const MARKS = [
  ' failed',
  '(): ',
  'rror',
  'cannot be ',
  ' could not be ',
  ' corrupt',
  ' exceeded',
  ' missing',
  ' not advised',
  ' not found',
  ' not secure',
  ' resource unavailable',
  'deprecated',
  'no such ',
  'overflow ',
  'returned status ',
  'terminating',
  'too much ',
  'wrong size ',
];
const TROUBLE = [
  "can't ",
  'cannot ',
  'unable ',
  'unknown ',
  'error ',
  'internal error',
  'key data is not secure',
  'key not secure',
  'signing table ',
  'dkim_',
  'arc_',
  'smfi_',
  'terminated with signal',
  'exited with',
  'queue ',
  'ldap',
  'failed ',
];

export function readDkim(program: string, text: string, from: number, end: number): Event | undefined {
  const colon = idEnd(text, from, end);
  if (colon < 0) return readProcess(text, from, end);
  const queueId = idOf(text, from, colon);
  const p = Math.min(end, colon + 2);
  for (const [words, found] of FOUND) {
    if (!at(text, words, p, end)) continue;
    return verdict(program, queueId, found, detailOf(text, p + words.length, end));
  }
  if (find(text, ' not internal', p, end) >= 0 || beginsWith(text, SIGNING, p, end)) return NOT_OURS;
  if (beginsWith(text, CHATTER, p, end)) return DETAILS;
  if (beginsWith(text, TROUBLE, p, end) || isMarked(text, p, end))
    return { kind: 'complaint', level: 'warning', text: text.slice(p, end), queueId };
  return undefined;
}

function idEnd(text: string, from: number, end: number): number {
  return at(text, UNKNOWN_ID, from, end) ? from + UNKNOWN_ID.length - 2 : queueIdEnd(text, from, end);
}

function idOf(text: string, from: number, colon: number): string {
  return text.charCodeAt(from) === 40 ? '' : text.slice(from, colon);
}

function isMarked(text: string, from: number, end: number): boolean {
  return MARKS.some((mark) => find(text, mark, from, end) >= 0);
}

/** `(s=mail, d=example.com)` without its brackets, or the words that follow. */
function detailOf(text: string, from: number, end: number): string {
  let p = from;
  while (p < end && (text.charCodeAt(p) === 32 || text.charCodeAt(p) === 58)) p++;
  if (text.charCodeAt(p) === 40 && p < end && text.charCodeAt(end - 1) === 41)
    return text.slice(p + 1, end - 1);
  return text.slice(p, end);
}

/** `OpenDKIM Filter v2.11.0 starting (args: -P /run/opendkim.pid)`, `... terminating with status 0, errno = 0` */
function readProcess(text: string, from: number, end: number): Event | undefined {
  if (
    find(text, ' Filter v', from, Math.min(end, from + 30)) >= 0 ||
    find(text, ' Filter: ', from, end) >= 0
  ) {
    const started = find(text, ' starting', from, end) >= 0;
    const stopped = find(text, ' terminating', from, end) >= 0;
    if (!started && !stopped) return AT_WORK;
    return { kind: 'service', what: started ? 'started' : 'stopped', text: text.slice(from, end) };
  }
  // `configuration reloaded from ..` and `reloading ..` tell no trouble; `ignoring connection from ..` neither.
  if (beginsWith(text, ['reloading ', 'configuration reloaded', 'ignoring ', 'cache: '], from, end))
    return AT_WORK;
  if (isMarked(text, from, end) || beginsWith(text, TROUBLE, from, end))
    return complaint('warning', text, from, end);
  return beginsWith(text, ['config', 'implicit ', 'trusted ', 'additional ', 'mlfi_', 'milter '], from, end)
    ? AT_WORK
    : undefined;
}

/** opendmarc: `4D2F1: DOMAIN pass|fail|none`, `4D2F1: SPF(mailfrom): a@example.org pass` */
export function readDmarc(text: string, from: number, end: number): Event | undefined {
  const colon = idEnd(text, from, end);
  if (find(text, 'ignoring Authentication-Results ', from, Math.min(end, from + 60)) >= 0) return AT_WORK;
  if (colon < 0) return readProcess(text, from, end);
  const queueId = idOf(text, from, colon);
  const p = Math.min(end, colon + 2);
  if (beginsWith(text, ['ignoring ', 'ARC pass, policy fail'], p, end)) return AT_WORK;
  // A chain of seals that is trusted counts for more (RFC 8617).
  if (at(text, 'ARC pass, policy pass', p, end))
    return verdict('opendmarc', queueId, 'pass', text.slice(p, end));
  const space = findLast(text, ' ', p, end);
  const result = space < 0 ? '' : text.slice(space + 1, end);
  if (at(text, 'SPF(', p, end)) {
    const second = find(text, '): ', p, end);
    if (second < 0 || space < second + 3) return AT_WORK;
    const identity = text.slice(second + 3, space);
    return { kind: 'spf', result, client: '', sender: identity };
  }
  switch (result) {
    case 'pass':
    case 'fail':
    case 'none':
    case 'permerror':
    case 'temperror':
      return verdict('opendmarc', queueId, result, text.slice(p, space));
    default:
  }
  if (at(text, 'RFC5322 ', p, end) || find(text, ' From ', p, end) >= 0)
    return verdict('opendmarc', queueId, 'bad From', text.slice(p, end));
  if (beginsWith(text, ['rejected', 'quarantined'], p, end))
    return verdict(
      'opendmarc',
      queueId,
      at(text, 'rej', p, end) ? 'rejected' : 'quarantined',
      text.slice(p, end),
    );
  if (
    beginsWith(text, TROUBLE, p, end) ||
    beginsWith(text, ['opendmarc_', 'SPF '], p, end) ||
    isMarked(text, p, end)
  )
    return { kind: 'complaint', level: 'warning', text: text.slice(p, end), queueId };
  return undefined;
}

export function readDkimProxy(program: string, text: string, from: number, end: number): Event | undefined {
  if (!at(text, 'DKIM ', from, end)) {
    return beginsWith(text, ['connect ', 'starting ', 'Process ', 'Binding ', 'Group ', 'User '], from, end)
      ? AT_WORK
      : undefined;
  }
  const dash = find(text, ' - ', from, end);
  if (dash < 0) return undefined;
  const semicolon = find(text, '; ', dash, end);
  const stop = semicolon < 0 ? end : semicolon;
  return verdict(program, '', text.slice(dash + 3, stop), text.slice(Math.min(end, stop + 2), end));
}
