/**
 * Logins of FTP servers, which guess the passwords of the same accounts as mail does.
 *
 *   vsftpd      [pid 27244] [ann] FAIL LOGIN: Client "::ffff:192.0.2.1"     (own file; syslog: without the pid)
 *   proftpd     ftp.example.com (mail.example.net[192.0.2.1]) - USER ann: Login successful.
 *               ftp.example.com (mail.example.net[192.0.2.1]): USER ann (Login failed): Incorrect password.
 *   pure-ftpd   (?@192.0.2.1) [WARNING] Authentication failed for user [ann]
 *   wu-ftpd     failed login from mail.example.net [192.0.2.1]
 *
 * PAM's lines (login/pam.ts) count for vsftpd, which by default writes no other line to syslog; where it does,
 * correlate/doubles.ts counts one of the two. Those of the other servers stand beside a line of their own, so
 * they have 0 attempts. A user's name is what the client
 * sent: forged `FAIL LOGIN: Client "..."` inside of it must not blame another address.
 */
import type { Event, Login, LoginFailure } from './event.ts';
import { looksLikeAddress, plainAddress } from './login/address.ts';
import { isPam, readPam } from './login/pam.ts';
import {
  at,
  codeAt,
  find,
  findChar,
  findLast,
  findLastChar,
  LEFT_BRACKET,
  QUOTE,
  RIGHT_BRACKET,
} from './scan.ts';
import { atWord, beginsWith, complaint, quiet } from './words.ts';

const SESSION = quiet('an FTP session');

export function parseFtp(program: string, text: string, from: number, end: number): Event | undefined {
  if (isPam(text, from, end) || beginsWith(text, ['authentication failure; ', 'check pass; '], from, end))
    return readPam(text, from, end, program, program === 'vsftpd' ? 1 : 0);
  switch (program) {
    case 'vsftpd':
      return readVsftpd(text, from, end);
    case 'proftpd':
      return readProftpd(text, from, end);
    case 'pure-ftpd':
      return readPureFtpd(text, from, end);
    default:
      return readWuFtpd(program, text, from, end);
  }
}

function login(service: string, account: string, address: string): Login {
  return { kind: 'login', service, account, address };
}

function failure(
  service: string,
  account: string,
  address: string,
  reason: string,
  attempts: number,
): LoginFailure {
  return { kind: 'loginFailure', service, account, address, attempts, reason };
}

function readVsftpd(text: string, from: number, end: number): Event | undefined {
  let p = from;
  if (at(text, '[pid ', p, end)) {
    const close = find(text, '] ', p, end);
    if (close < 0) return undefined;
    p = close + 2;
  }
  if (codeAt(text, p, end) !== LEFT_BRACKET) {
    return beginsWith(text, ['CONNECT: ', 'FTP command: ', 'FTP response: ', 'DEBUG: '], p, end)
      ? SESSION
      : find(text, ': Client "', p, end) >= 0
        ? SESSION
        : undefined;
  }
  const marker = findLast(text, ': Client "', p, end);
  if (marker < 0) return undefined;
  const start = marker + 10;
  const quote = findChar(text, QUOTE, start, end);
  if (quote < 0) return undefined;
  // What stands after `] ` and before `: Client`: the action. A command holds text of the client.
  const forged = find(text, '] FTP command: ', p, end) >= 0;
  const bracket = findLast(text, '] ', p, marker);
  if (forged || bracket < 0 || !looksLikeAddress(text, start, quote)) return SESSION;
  const account = text.slice(p + 1, bracket);
  const address = plainAddress(text, start, quote);
  const action = text.slice(bracket + 2, marker);
  if (action === 'FAIL LOGIN' && quote + 1 === end)
    return failure('vsftpd', account, address, 'FAIL LOGIN', 1);
  if (action === 'OK LOGIN') return login('vsftpd', account, address);
  // Refused before a password was asked for: no FAIL LOGIN is written then.
  if (action === 'FTP response' && at(text, '", "530 Permission denied."', quote, end) && quote + 27 === end)
    return failure('vsftpd', account, address, '530 Permission denied.', 1);
  return SESSION;
}

function readProftpd(text: string, from: number, end: number): Event | undefined {
  if (at(text, 'ProFTPD ', from, end) || at(text, '- ProFTPD ', from, end))
    return { kind: 'service', what: 'other', text: text.slice(from, end) };
  // `HOST (CLIENT[ADDRESS])`; the names hold neither bracket nor blank.
  const open = find(text, ' (', from, end);
  const bracket = open < 0 ? -1 : findChar(text, LEFT_BRACKET, open, end);
  const close = bracket < 0 ? -1 : find(text, '])', bracket, end);
  if (close < 0) {
    const dash = find(text, ' - ', from, end);
    return dash >= 0 && beginsWith(text, ['ProFTPD ', 'mod_', 'FTP ', 'Preparing '], dash + 3, end)
      ? SESSION
      : undefined;
  }
  const address = plainAddress(text, bracket + 1, close);
  let p = close + 2;
  if (at(text, ' - ', p, end)) p += 3;
  else if (at(text, ': ', p, end)) p += 2;
  if (at(text, 'USER ', p, end)) return readProftpdUser(text, p + 5, end, address);
  if (at(text, 'ANON ', p, end)) {
    const colon = findLast(text, ': ', p, end);
    return colon >= 0 && at(text, 'Login successful', colon + 2, end)
      ? login('proftpd', text.slice(p + 5, colon), address)
      : SESSION;
  }
  if (at(text, 'SECURITY VIOLATION', p, end))
    return failure('proftpd', 'root', address, text.slice(p, end), 1);
  if (at(text, 'Maximum login attempts', p, end))
    return failure('proftpd', '', address, text.slice(p, end), 0);
  return SESSION;
}

/** `ann: Login successful.`, `ann (Login failed): Incorrect password.`, `ann: no such user found from ...` */
function readProftpdUser(text: string, from: number, end: number, address: string): Event {
  const failed = findLast(text, ' (Login failed)', from, end);
  if (failed >= 0) {
    const reason = Math.min(end, failed + 17);
    return failure('proftpd', text.slice(from, failed), address, text.slice(reason, end), 1);
  }
  const unknown = findLast(text, ': no such user', from, end);
  if (unknown >= 0) return failure('proftpd', text.slice(from, unknown), address, 'no such user', 1);
  const done = findLast(text, ': Login successful', from, end);
  return done >= 0 ? login('proftpd', text.slice(from, done), address) : SESSION;
}

/** `(ann@192.0.2.1) [INFO] ...`: who and from where, where a name may hold an `@`. */
function readPureFtpd(text: string, from: number, end: number): Event | undefined {
  const close = codeAt(text, from, end) === 40 ? find(text, ') [', from, end) : -1;
  if (close < 0) return undefined;
  const sign = findLastChar(text, 64, from, close);
  if (sign < 0) return undefined;
  const address = plainAddress(text, sign + 1, close);
  const level = find(text, '] ', close, end);
  if (level < 0) return undefined;
  const p = level + 2;
  if (at(text, 'Authentication failed for user [', p, end)) {
    const last = findLastChar(text, RIGHT_BRACKET, p + 32, end);
    const account = text.slice(p + 32, last < 0 ? end : last);
    return failure('pure-ftpd', account, address, 'Authentication failed', 1);
  }
  const now = findLast(text, ' is now logged in', p, end);
  if (now >= 0) return login('pure-ftpd', text.slice(p, now), address);
  return at(text, 'ERROR', close + 3, end) ? complaint('error', text, p, end) : SESSION;
}

function readWuFtpd(service: string, text: string, from: number, end: number): Event | undefined {
  const open = findLastChar(text, LEFT_BRACKET, from, end);
  const close = open < 0 ? -1 : findChar(text, RIGHT_BRACKET, open, end);
  if (close >= 0) {
    const address = plainAddress(text, open + 1, close);
    if (atWord(text, 'failed login from ', from, end))
      return failure(service, '', address, 'failed login', 1);
    const account = at(text, ', ', close + 1, end) ? text.slice(close + 3, end) : '';
    if (at(text, 'FTP LOGIN REFUSED', from, end)) return failure(service, account, address, 'refused', 1);
    if (at(text, 'FTP LOGIN FROM ', from, end)) return login(service, account, address);
    if (at(text, 'ANONYMOUS FTP LOGIN FROM ', from, end)) return login(service, 'anonymous', address);
  }
  return beginsWith(text, ['FTP session closed', 'connection from ', 'User '], from, end)
    ? SESSION
    : undefined;
}
