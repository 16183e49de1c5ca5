/**
 * Greylisting services; all of them tell what became of one try of one sender and recipient.
 *
 *   postgrey          action=greylist, reason=new, client_name=unknown, client_address=192.0.2.1, sender=..., recipient=...
 *                     delayed 320 seconds: client=mx.example.org, from=a@example.org, to=b@example.com        (older)
 *   sqlgrey           grey: new: 192.0.2(192.0.2.1), a@example.org -> b@example.com
 *   milter-greylist   4D2F1: addr mx.example.org[192.0.2.1] from <a@example.org> to <b@example.com> delayed for 00:05:00
 *   gld               Greylist activated for recipient=<b@example.com> sender=<a@example.org> ip=<192.0.2.1>
 *
 * Verdicts are greylist (come back later), pass, reject and wait (came back too early).
 */
import type { Event } from '../event.ts';
import { verdict } from '../filter/verdict.ts';
import { at, find, findChar, queueIdEnd } from '../scan.ts';
import { atWord, beginsWith, complaint, isTrouble, quiet } from '../words.ts';

const AT_WORK = quiet('a greylisting service at work');

export function readPostgrey(text: string, from: number, end: number): Event | undefined {
  const colon = queueIdEnd(text, from, end);
  const queueId = colon < 0 ? '' : text.slice(from, colon);
  const p = colon < 0 ? from : Math.min(end, colon + 2);
  if (at(text, 'action=', p, end)) {
    const comma = findChar(text, 44, p, end);
    const stop = comma < 0 ? end : comma;
    const detail = text.slice(Math.min(end, stop + 2), end);
    const action = text.slice(p + 7, stop);
    const early = action === 'greylist' && detail.startsWith('reason=early-retry');
    return verdict('postgrey', queueId, early ? 'wait' : action, detail);
  }
  if (beginsWith(text, ['delayed ', 'whitelisted: '], p, end))
    return verdict('postgrey', queueId, 'pass', text.slice(p, end));
  if (at(text, 'greylisted', p, end)) return verdict('postgrey', queueId, 'greylist', text.slice(p, end));
  if (
    beginsWith(text, ['unrecognized request', 'ignoring garbage', 'fatal'], p, end) ||
    isTrouble(text, p, end)
  )
    return complaint('warning', text, p, end);
  if (find(text, ' starting!', p, end) >= 0)
    return { kind: 'service', what: 'started', text: `postgrey: ${text.slice(p, end)}` };
  return beginsWith(
    text,
    [
      'cleaning ',
      'correcting date ',
      'Process Backgrounded',
      'Binding ',
      'Setting ',
      'rm ',
      'Reset',
      'HUP received',
      'Reload',
      'Exiting!',
      'Pid_file ',
      'Group ',
      'User ',
    ],
    p,
    end,
  ) || find(text, 'Server closing', p, end) >= 0
    ? AT_WORK
    : undefined;
}

const SQLGREY: readonly (readonly [string, string])[] = [
  ['grey: new: ', 'greylist'],
  ['grey: early reconnect: ', 'wait'],
  ['grey: reconnect ok: ', 'pass'],
  ['grey: domain awl match', 'pass'],
  ['grey: from awl match', 'pass'],
  ['grey: throttling: ', 'reject'],
  ['grey: ', 'pass'],
  ['whitelist: ', 'pass'],
];

export function readSqlgrey(text: string, from: number, end: number): Event | undefined {
  const p = at(text, 'sqlgrey: ', from, end) ? from + 9 : from;
  for (const [words, found] of SQLGREY) {
    if (at(text, words, p, end)) return verdict('sqlgrey', '', found, text.slice(p, end));
  }
  if (find(text, ' starting!', p, end) >= 0)
    return { kind: 'service', what: 'started', text: `sqlgrey: ${text.slice(p, end)}` };
  // Never came back: told long after, when the entry is thrown away.
  if (beginsWith(text, ['spam: ', 'probable abuse: '], p, end)) return AT_WORK;
  if (beginsWith(text, ['dbaccess: ', 'mail: ', 'fatal'], p, end)) {
    return find(text, 'rror', p, end) >= 0 || find(text, "couldn't", p, end) >= 0
      ? complaint('error', text, p, end)
      : AT_WORK;
  }
  return beginsWith(
    text,
    ['perf: ', 'conf: ', 'update: ', 'log: ', 'Process ', 'Binding ', 'Setting '],
    p,
    end,
  )
    ? AT_WORK
    : undefined;
}

/** What the line says anywhere after the queue id, in this order. */
const MILTER: readonly (readonly [string, string])[] = [
  ['skipping greylist because ', 'pass'],
  [' autowhitelisted for ', 'pass'],
  // `delayed for 00:05:00`, `delayed after DATA phase for 00:05:00`
  [' delayed ', 'greylist'],
  [': greylisted ', 'greylist'],
  [' blacklisted', 'reject'],
  [' rejected', 'reject'],
];

const MILTER_TROUBLE = [
  'bad ',
  'unexpected ',
  'unknown ',
  'invalid ',
  'Lost connection',
  'lost connection',
  'corrupted ',
];
const MILTER_WORK = [
  'Final database dump',
  'greylist',
  '(re)loading',
  'loaded config',
  'loading config',
  'reloading ',
  'reloaded ',
  'Exiting',
  'smfi_',
  'milter',
  'Mail from=',
  'load ',
  'register acl',
  'Access list',
  'dumping ',
  'created: ',
  'removed: ',
  'starting ',
  'sync ',
  'sync_',
  'peer ',
  'Incoming MX sync',
  'Connection to ',
  'User ',
  'STARTTLS ',
  'whitelisted by ',
  'SPF ',
  'DNSRBL lookup ',
  'Host ',
  'check got ',
  'test $',
  'got prop ',
  'ratelimit ',
  'urlcheck ',
  'p0f ',
  'MX ',
];

export function readMilterGreylist(text: string, from: number, end: number): Event | undefined {
  const colon = queueIdEnd(text, from, end);
  const queueId = colon < 0 ? '' : text.slice(from, colon);
  let p = colon < 0 ? from : Math.min(end, colon + 2);
  for (const unknown of ['(unknown id): ', '(local): ']) if (at(text, unknown, p, end)) p += unknown.length;
  if (at(text, 'from ', p, end) && find(text, ': greylisted ', p, end) >= 0)
    return verdict('milter-greylist', queueId, 'greylist', text.slice(p, end));
  if (beginsWith(text, ['addr ', 'skipping greylist'], p, end)) {
    for (const [words, found] of MILTER) {
      if (find(text, words, p, end) >= 0)
        return verdict('milter-greylist', queueId, found, text.slice(p, end));
    }
    return AT_WORK;
  }
  if (isTrouble(text, p, end) || beginsWith(text, MILTER_TROUBLE, p, end))
    return complaint('warning', text, p, end);
  return queueId !== '' || beginsWith(text, MILTER_WORK, p, end) ? AT_WORK : undefined;
}

export function readGld(text: string, from: number, end: number): Event | undefined {
  if (at(text, 'Greylist activated', from, end)) return verdict('gld', '', 'greylist', text.slice(from, end));
  if (at(text, 'Whitelist', from, end) || atWord(text, 'bypass', from, end))
    return verdict('gld', '', 'pass', text.slice(from, end));
  if (beginsWith(text, ['Rejected ', 'Reject '], from, end))
    return verdict('gld', '', 'reject', text.slice(from, end));
  return beginsWith(text, ['Using ', 'Message size', 'Sending ', 'Got ', 'Cleaned '], from, end)
    ? AT_WORK
    : undefined;
}
