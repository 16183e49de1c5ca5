/**
 * Dovecot's `imap-login`, `pop3-login`, `managesieve-login` and `submission-login` (client-common.c):
 *
 *   Login: user=<ann>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1, mpid=7, TLS, session=<x>
 *   Logged in: user=<ann>, ...                                                           (2.4)
 *   Disconnected (auth failed, 2 attempts in 6 secs): user=<ann>, method=PLAIN, rip=192.0.2.1, ...
 *   Disconnected: Connection closed (no auth attempts in 3 secs): user=<>, rip=192.0.2.1, ...
 *   Login aborted: Inactivity (auth failed, 1 attempts in 9 secs) (auth_failed): user=<ann>, ...  (2.4)
 *   Aborted login (1 authentication attempts): user=<ann>, method=PLAIN, rip=192.0.2.1, ...        (1.1)
 *   Login failed: Cleartext authentication disabled: user=<>, rip=192.0.2.1, ...
 *
 * One such line tells of all failed tries of a connection, and its number is what counts: the lines of the
 * auth processes about the same tries (auth.ts), and `Login failed: ..` before it, have 0 attempts. What stands before the fields is Dovecot's
 * own wording; the user's name is the client's, so the fields after it are looked for from the end.
 */
import type { Event } from '../event.ts';
import { plainAddress } from '../login/address.ts';
import { at, COMMA, codeAt, find, findChar, findLast, isDigit, numberAt } from '../scan.ts';
import { beginsWith, quiet } from '../words.ts';

const fields = { account: '', address: '', begin: 0 };

/** Reads `user=<..>, .., rip=..` and sets where they begin: at `end` where the line has none. */
function readFields(text: string, from: number, end: number): void {
  fields.account = '';
  fields.address = '';
  let rip = findLast(text, ' rip=', from, end);
  if (rip >= 0) {
    const start = rip + 5;
    const comma = findChar(text, COMMA, start, end);
    fields.address = plainAddress(text, start, comma < 0 ? end : comma);
  } else rip = end;
  fields.begin = rip;
  const method = find(text, ': method=', from, rip);
  if (method >= 0) fields.begin = method;
  const user = find(text, ': user=<', from, rip);
  if (user >= 0) {
    fields.begin = user;
    const close = findLast(text, '>', user, rip);
    if (close >= 0) fields.account = text.slice(user + 8, Math.max(close, user + 8));
  }
}

/** What went wrong with a password or an account: a try to log in that failed. */
const FAILED = [
  'auth failed',
  'authorization failed',
  'user disabled',
  'password expired',
  'login disabled',
  'proxy dest authentication failure',
  'tried to use disabled plaintext auth',
  'tried to use disallowed plaintext auth',
  'tried to use disallowed cleartext auth',
  'client sent an invalid cert',
  'client sent an untrusted cert',
];

/** No password was judged. */
const UNFINISHED = [
  'while authenticating',
  'finish SASL auth',
  'auth aborted by client',
  'aborted authentication',
  'unsupported auth mechanism',
  'invalid base64',
  'anonymous logins disabled',
  'cert required',
  'send a cert',
  'auth referral',
  'proxy dest',
  'disconnected before',
  'during TLS handshake',
  'shutting down',
];
/** Trouble of the server itself. */
const TROUBLE = [
  'auth process communication failure',
  'auth process not ready',
  'temporary failure',
  'internal failure',
  'Internal login failure',
  'process_limit was hit',
  'Auth process broken',
];

const NO_TRY = quiet('a connection that tried no login');
const UNENDED = quiet('a login that was not finished');
const CLOSED = quiet('a connection was closed');
const PROXIED = quiet('a proxied session ended');
const TALK = quiet('what a client says of itself');

export function readSession(text: string, from: number, end: number, service: string): Event | undefined {
  if (at(text, 'Login: ', from, end) || at(text, 'Logged in: ', from, end))
    return readLogin(text, from, end, service);
  if (at(text, 'proxy(', from, end) || at(text, 'Started proxying to ', from, end)) {
    if (find(text, 'tarted proxying to', from, end) >= 0) return readLogin(text, from, end, service);
    if (find(text, '): Login failed', from, end) >= 0) return readRefused(text, from, end, service);
    return find(text, 'isconnect', from, end) >= 0 ? PROXIED : undefined;
  }
  if (at(text, 'Maximum number of connections', from, end)) return readLimit(text, from, end);
  if (beginsWith(text, ['Login failed', 'Authenticate ', 'APOP failed'], from, end))
    return readRefused(text, from, end, service);
  if (at(text, 'Internal login failure', from, end)) return readDisconnect(text, from, end, service);
  if (beginsWith(text, ['ID sent: ', 'Pre-login ', 'SSL is disabled', 'Send: '], from, end)) return TALK;
  if (!beginsWith(text, ['Disconnected', 'Aborted login', 'Login aborted', 'Connection closed'], from, end))
    return undefined;
  return readDisconnect(text, from, end, service);
}

function readLimit(text: string, from: number, end: number): Event {
  readFields(text, from, end);
  return {
    kind: 'abuse',
    what: 'concurrency limit',
    detail: text.slice(from, fields.begin),
    name: 'unknown',
    address: fields.address,
  };
}

/** A try that the line at the connection's end counts. */
function readRefused(text: string, from: number, end: number, service: string): Event {
  readFields(text, from, end);
  const { account, address, begin } = fields;
  return { kind: 'loginFailure', service, account, address, attempts: 0, reason: text.slice(from, begin) };
}

function readLogin(text: string, from: number, end: number, service: string): Event {
  // The first colon may be right at `from + 5`: fields begin there.
  readFields(text, from, end);
  return { kind: 'login', service, account: fields.account, address: fields.address };
}

function readDisconnect(text: string, from: number, end: number, service: string): Event | undefined {
  readFields(text, from, end);
  const { account, address, begin } = fields;
  for (const reason of FAILED) {
    const found = find(text, reason, from, begin);
    if (found < 0) continue;
    const number = found + reason.length + 2;
    const counted = isDigit(codeAt(text, number, begin));
    const attempts = counted ? numberAt(text, number, begin) : 1;
    return { kind: 'loginFailure', service, account, address, attempts, reason };
  }
  if (find(text, 'connection limit reached', from, begin) >= 0) return readLimit(text, from, end);
  const tries = find(text, ' authentication attempts', from, begin);
  if (tries >= 0) {
    let digits = tries;
    while (digits > from && isDigit(text.charCodeAt(digits - 1))) digits--;
    const attempts = numberAt(text, digits, tries);
    return attempts === 0
      ? NO_TRY
      : { kind: 'loginFailure', service, account, address, attempts, reason: 'authentication attempts' };
  }
  const handshake = find(text, 'SSL_accept() failed', from, end);
  const failure = handshake >= 0 ? handshake : find(text, 'SSL_read() failed', from, end);
  if (failure >= 0) {
    const comma = findLast(text, ', session=', failure, end);
    // Before the fields, `(no auth attempts in 3 secs)` follows.
    const bracket = failure < begin ? findLast(text, ' (', failure, begin) : -1;
    const stop = bracket >= 0 ? bracket : failure < begin ? begin : comma < 0 ? end : comma;
    return {
      kind: 'tlsFailure',
      direction: 'from',
      reason: text.slice(failure, stop),
      name: 'unknown',
      address,
    };
  }
  for (const trouble of TROUBLE) {
    if (find(text, trouble, from, begin) >= 0) {
      return { kind: 'complaint', level: 'warning', text: `${service}-login: ${trouble}`, queueId: '' };
    }
  }
  if (find(text, 'no auth attempts', from, begin) >= 0) return NO_TRY;
  for (const why of UNFINISHED) if (find(text, why, from, begin) >= 0) return UNENDED;
  return CLOSED;
}
