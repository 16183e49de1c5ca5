/**
 * Logins through the web: Roundcube, Webmin and Usermin.
 *
 *   <x1y2> IMAP Error: Login failed for ann against localhost from 192.0.2.1. AUTHENTICATE PLAIN: A0001 NO ...
 *   Successful login for ann (ID: 2) from 192.0.2.1 in session x1y2
 *   Invalid login as root from 192.0.2.1                                              (Webmin)
 *   SOGoRootPage Login from '192.0.2.1' for user 'ann' might not have worked - password policy: 65535 ...   (SOGo)
 *
 * The mail server that Roundcube asks logs the same try too, but with the web server's own address; only this
 * line has the client's, so it counts as an attempt of its own.
 */
import type { Event } from '../event.ts';
import { at, codeAt, find, findLast, LESS, SPACE } from '../scan.ts';
import { atWord, beginsWith, complaint, quiet, readLevel } from '../words.ts';
import { plainAddress } from './address.ts';

const SESSION = quiet('a web session');

export function readRoundcube(text: string, from: number, end: number): Event | undefined {
  let p = from;
  if (codeAt(text, p, end) === LESS) {
    const close = find(text, '> ', p, end);
    if (close >= 0) p = close + 2;
  }
  if (at(text, 'Successful login for ', p, end)) return readWeb(text, p + 21, end, 'roundcube', '');
  if (atWord(text, 'failed login for ', p, end) || at(text, 'FAILED login for ', p, end))
    return readWeb(text, p + 17, end, 'roundcube', 'Login failed');
  if (at(text, 'IMAP Error: Login failed for ', p, end)) {
    // Behind the address stands what the IMAP server answered, which may repeat the name that was given.
    const said = findLast(text, '. AUTHENTICATE ', p, end);
    const stop = said >= 0 ? said : findLast(text, '. LOGIN', p, end);
    return readWeb(text, p + 29, stop >= 0 ? stop : end, 'roundcube', 'Login failed');
  }
  const error = find(text, ' Error: ', p, Math.min(end, p + 24));
  if (error >= 0) return complaint('error', text, p, end);
  const warning = find(text, ' Warning: ', p, Math.min(end, p + 24));
  if (warning >= 0) return complaint('warning', text, p, end);
  return readLevel(text, p, end);
}

const SOGO = " for user '";

export function readSogo(text: string, from: number, end: number): Event {
  const login = find(text, " Login from '", from, end);
  const user = login < 0 ? -1 : find(text, SOGO, login, end);
  if (user < 0) return SESSION;
  const origin = login + 13;
  const quote = find(text, "'", origin, user);
  // Behind a proxy: `192.0.2.1, 198.51.100.9`, the client first.
  const comma = find(text, ',', origin, user);
  const address = plainAddress(text, origin, comma >= 0 ? comma : quote < 0 ? user : quote);
  const start = user + SOGO.length;
  const failed = findLast(text, "' might not have worked", start, end);
  if (failed >= 0) {
    const account = text.slice(start, Math.max(failed, start));
    return { kind: 'loginFailure', service: 'sogo', account, address, attempts: 1, reason: 'Login failed' };
  }
  const close = findLast(text, "'", start, end);
  return { kind: 'login', service: 'sogo', account: text.slice(start, close < start ? end : close), address };
}

export function readWebmin(service: string, text: string, from: number, end: number): Event | undefined {
  if (at(text, 'Successful login as ', from, end)) return readWeb(text, from + 20, end, service, '');
  if (at(text, 'Invalid login as ', from, end))
    return readWeb(text, from + 17, end, service, 'Invalid login');
  if (at(text, 'Non-existent login as ', from, end))
    return readWeb(text, from + 22, end, service, 'Non-existent login');
  return beginsWith(
    text,
    ['Timeout of', 'Logout by', 'Security alert', 'Webmin ', 'Usermin ', 'Reloading', 'Stopping'],
    from,
    end,
  )
    ? SESSION
    : readLevel(text, from, end);
}

/** `ann [against HOST] from 192.0.2.1 ...`: the last ` from `, since a name may hold another. */
function readWeb(
  text: string,
  from: number,
  end: number,
  service: string,
  reason: string,
): Event | undefined {
  const origin = findLast(text, ' from ', from, end);
  if (origin < 0) return undefined;
  const start = origin + 6;
  let stop = start;
  // digits, hexadecimal letters, dots, colons
  for (; stop < end; stop++) {
    const code = text.charCodeAt(stop);
    if (code === SPACE || code === 40 || code === 44) break;
  }
  while (stop > start && text.charCodeAt(stop - 1) === 46) stop--;
  const address = plainAddress(text, start, stop);
  let accountEnd = origin;
  for (const words of [' against ', ' (ID: ']) {
    const found = findLast(text, words, from, accountEnd);
    if (found >= 0) accountEnd = found;
  }
  const account = text.slice(from, accountEnd);
  return reason === ''
    ? { kind: 'login', service, account, address }
    : { kind: 'loginFailure', service, account, address, attempts: 1, reason };
}
