/**
 * SpamAssassin: spamd, spampd, and sa-exim (tag SA).
 *
 *   spamd: identified spam (12.3/5.0) for ann:1000 in 1.2 seconds, 4321 bytes.
 *   spamd: result: Y 12 - BAYES_99,... scantime=1.2,size=4321,user=ann,...,mid=<a@example.org>,autolearn=no
 *   clean message <a@example.org> (0.10/5.00) from <a@example.org> for <b@example.com> in 1.21s, 1234 bytes.  (spampd)
 *   Action: silently tossed message: score=25.1 required=5.0 ...                                           (SA)
 *
 * spamd writes both of the first two about each message: the first is the verdict.
 */
import type { Event } from '../event.ts';
import { at, find } from '../scan.ts';
import { beginsWith, complaint, quiet } from '../words.ts';
import { verdict } from './verdict.ts';

const AT_WORK = quiet('SpamAssassin at work');
const TESTS = quiet('the tests behind a verdict');

const MODULES = [
  'prefork: ',
  'dns: ',
  'config: ',
  'info: ',
  'util: ',
  'logger: ',
  'check: ',
  'bayes: ',
  'rules: ',
  'plugin: ',
  'auto-whitelist: ',
  'message: ',
  'zoom: ',
  'pyzor: ',
  'razor2: ',
  'dcc: ',
  'spf: ',
  'netset: ',
  'generic: ',
  'async: ',
  'received-header: ',
  'rbl: ',
  'uri: ',
];
const CHATTER = [
  'processing message ',
  'checking message ',
  'connection from ',
  'handled cleanup',
  'handle_user',
  'setuid to ',
  'still running as root',
  'server pid',
  'creating ',
  'skipped ',
  'using ',
  'got connection',
  'tell: ',
  'Process Backgrounded',
  'Binding ',
  'Setting ',
  'Group ',
  'User ',
];

export function readSpamd(program: string, text: string, from: number, end: number): Event | undefined {
  const p = at(text, 'spamd: ', from, end) ? from + 7 : from;
  if (at(text, 'identified spam ', p, end)) return verdict(program, '', 'spam', text.slice(p + 16, end));
  if (at(text, 'clean message ', p, end)) return verdict(program, '', 'clean', text.slice(p + 14, end));
  if (at(text, 'result: ', p, end)) return TESTS;
  if (at(text, 'server started', p, end))
    return { kind: 'service', what: 'started', text: text.slice(from, end) };
  if (beginsWith(text, ['server killed', 'server hit', 'server shutting', 'restarting'], p, end))
    return { kind: 'service', what: 'stopped', text: text.slice(from, end) };
  if (beginsWith(text, CHATTER, p, end)) return AT_WORK;
  if (at(text, 'prefork: server reached --max-', p, end)) return complaint('warning', text, p, end);
  const module = beginsWith(text, MODULES, p, end);
  for (const words of ['cannot ', "can't ", 'could not ', 'failed', 'error: '])
    if (find(text, words, p, end) >= 0 && (module || p > from)) return complaint('warning', text, p, end);
  return module ? AT_WORK : undefined;
}

export function readSaExim(text: string, from: number, end: number): Event | undefined {
  if (!at(text, 'Action: ', from, end)) return AT_WORK;
  const start = from + 8;
  const colon = find(text, ': ', start, end);
  const stop = colon < 0 ? end : colon;
  return verdict('SA', '', text.slice(start, stop), text.slice(Math.min(end, stop + 2), end));
}
