/**
 * saslauthd, which Postfix, Cyrus and others ask about passwords:
 *
 *   do_auth         : auth failure: [user=ann] [service=smtp] [realm=example.com] [mech=pam] [reason=PAM auth error]
 *   auth_zimbra: ann@example.com auth failed: authentication failed for [ann@example.com]
 *   pam_unix(smtp:auth): authentication failure; logname= uid=0 euid=0 tty= ruser= rhost=  user=ann
 *
 * It never learns the client's address. The server that asked writes a line with it (Postfix: `SASL LOGIN
 * authentication failed`), so these have 0 attempts; they tell the account, which Postfix left out before 3.10.
 * Its debug output holds passwords, which are never kept. Plesk's own (tag plesk_saslauthd):
 *
 *   failed mail authentication attempt for user 'ann@example.com' (password len=8)
 */
import type { Event, LoginFailure } from './event.ts';
import { isPam, readPam } from './login/pam.ts';
import { at, find, findLast, SPACE } from './scan.ts';
import { beginsWith, complaint, isTrouble, quiet, readLevel } from './words.ts';

const AT_WORK = quiet('saslauthd at work');

const CHATTER = [
  'DEBUG: ',
  'zmauth: ',
  // may hold a whole answer of the directory: nothing of it is kept
  'zmpost: ',
  'cache_',
  'do_request',
  'ipc_init',
  'detach_tty',
  'listening on',
  'num_procs',
  'get_accept_lock',
  'rel_accept_lock',
  'have_baton',
  'process_init',
  'user:',
  'Retrying authentication',
  'Entry not found ',
  'Duplicate entries ',
  // Plesk's
  'listen=',
  'select timeout',
  'privileges set to ',
  'Invalid mail address ',
];
/** Passwords follow. */
const SECRETS = ['pw mismatch: ', ': sending ', 'pwd = '];
const PLESK = "failed mail authentication attempt for user '";
const PLESK_UNKNOWN = "No such user '";

export function parseSasl(text: string, from: number, end: number): Event | undefined {
  if (SECRETS.some((words) => find(text, words, from, end) >= 0)) return AT_WORK;
  if (at(text, PLESK, from, end)) return readQuoted(text, from + PLESK.length, end, 'wrong password');
  if (at(text, PLESK_UNKNOWN, from, end))
    return readQuoted(text, from + PLESK_UNKNOWN.length, end, 'no such user');
  if (at(text, 'do_auth', from, end)) {
    const failed = find(text, ': auth failure: [', from, end);
    return failed < 0 ? AT_WORK : readRefusal(text, failed + 16, end);
  }
  if (isPam(text, from, end) || beginsWith(text, ['authentication failure; ', 'check pass; '], from, end))
    return readPam(text, from, end, 'saslauthd', 0);
  if (at(text, 'auth_zimbra: ', from, end)) return readZimbra(text, from + 13, end);
  if (at(text, 'Authentication failed for ', from, end)) {
    const start = from + 26;
    const colon = find(text, ': ', start, end);
    const stop = colon < 0 ? end : colon;
    return failure(text.slice(start, stop), 'saslauthd', text.slice(Math.min(end, stop + 2), end));
  }
  if (at(text, 'server_exit', from, end))
    return { kind: 'service', what: 'stopped', text: `saslauthd: ${text.slice(from, end)}` };
  if (at(text, 'detach_tty', from, end) && find(text, 'master pid is', from, end) >= 0)
    return { kind: 'service', what: 'started', text: `saslauthd: ${text.slice(from, end)}` };
  if (beginsWith(text, CHATTER, from, end)) return AT_WORK;
  // `auth_rimap: [ann] A01 NO ..`: do_auth tells.
  if (at(text, 'auth_', from, end) && find(text, ': [', from, end) >= 0) return AT_WORK;
  if (at(text, 'auth_', from, end) || isTrouble(text, from, end))
    return complaint('warning', text, from, end);
  return readLevel(text, from, end) ?? (isFunction(text, from, end) ? AT_WORK : undefined);
}

/** `get_accept_lock : acquired accept lock`: the function that speaks, padded to sixteen characters. */
function isFunction(text: string, from: number, end: number): boolean {
  return /^[a-z_0-9]{3,} *: /.test(text.slice(from, Math.min(end, from + 40)));
}

function readQuoted(text: string, from: number, end: number, reason: string): Event {
  const close = findLast(text, "'", from, end);
  return failure(text.slice(from, close < from ? end : close), 'plesk', reason);
}

function failure(account: string, service: string, reason: string): LoginFailure {
  return { kind: 'loginFailure', service, account, address: '', attempts: 0, reason };
}

/** `[user=ann] [service=smtp] [realm=] [mech=pam] [reason=..]`: the name is the client's, the rest is not. */
function readRefusal(text: string, from: number, end: number): Event {
  const service = findLast(text, ' [service=', from, end);
  if (!at(text, '[user=', from, end) || service < from + 6) return AT_WORK;
  const nameEnd = text.charCodeAt(service - 1) === 93 ? service - 1 : service;
  return failure(
    text.slice(from + 6, Math.max(nameEnd, from + 6)),
    field(text, ' [service=', service, end),
    field(text, ' [reason=', service, end),
  );
}

function field(text: string, name: string, from: number, end: number): string {
  const found = find(text, name, from, end);
  if (found < 0) return '';
  const start = found + name.length;
  const close = find(text, ']', start, end);
  return text.slice(start, close < 0 ? end : close);
}

function readZimbra(text: string, from: number, end: number): Event {
  const failed = find(text, ' auth failed', from, end);
  if (failed >= 0) return failure(text.slice(from, failed), 'zimbra', text.slice(failed + 1, end));
  const done = find(text, ' auth OK', from, end);
  // An empty name cannot log in.
  if (done > from && text.charCodeAt(from) !== SPACE)
    return { kind: 'login', service: 'zimbra', account: text.slice(from, done), address: '' };
  return AT_WORK;
}
