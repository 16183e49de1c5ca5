/**
 * What PAM modules write in the name of a program (pam_unix(8), pam_sss(8), pam_mysql, ...):
 *
 *   pam_unix(vsftpd:auth): authentication failure; logname= uid=0 euid=0 tty=ftp ruser=ann rhost=192.0.2.1  user=ann
 *   pam_unix(smtp:auth): check pass; user unknown
 *   (pam_unix) authentication failure; ...          (older, also with `(pam_unix)` in the tag)
 *
 * `ruser` and `user` are what the client sent, and both may hold a forged ` rhost=`. The real one stands
 * between them, so with both given it is the middle one.
 */
import type { Event } from '../event.ts';
import { at, COLON, find, findChar, isDigit, numberAt, SPACE } from '../scan.ts';
import { beginsWith, quiet } from '../words.ts';
import { plainAddress } from './address.ts';

const QUIET = quiet('PAM at work');
const FAILURE = 'authentication failure; ';

/** Whether a PAM module's line stands at `from`. */
export function isPam(text: string, from: number, end: number): boolean {
  return at(text, 'pam_', from, end) || at(text, '(pam_', from, end) || at(text, 'PAM ', from, end);
}

/**
 * Reads a line of PAM.
 * @param service who asked, where the line itself does not say
 * @param attempts 0 where the program writes a line of its own about the same try
 */
export function readPam(
  text: string,
  from: number,
  end: number,
  service: string,
  attempts: number,
): Event | undefined {
  let p = from;
  let asker = service;
  let times = 1;
  if (isPam(text, from, end)) {
    // `pam_unix(vsftpd:auth): `: the service that asked.
    const open = findChar(text, 40, from + 1, end);
    const colon = findChar(text, COLON, from, end);
    const blank = findChar(text, SPACE, from, end);
    if (open >= 0 && open < colon && (blank < 0 || colon < blank)) asker = text.slice(open + 1, colon);
    const found = find(text, 'authentication failure', from, end);
    if (found < 0) return QUIET;
    p = found;
    // `PAM 2 more authentication failures; ...`: what was tried since the line before.
    const more = find(text, ' more authentication', from, end);
    if (more >= 0 && more + 6 === found) {
      let digits = more;
      while (digits > from && isDigit(text.charCodeAt(digits - 1))) digits--;
      times = Math.min(numberAt(text, digits, more), 100);
    }
  } else if (beginsWith(text, ['check pass; ', 'session opened ', 'session closed '], from, end)) {
    return QUIET;
  } else if (!at(text, FAILURE, from, end)) {
    return undefined;
  }
  const fields = findChar(text, 59, p, end);
  if (fields < 0) return QUIET;
  return readFailure(text, fields, end, asker, attempts * times);
}

function readFailure(text: string, from: number, end: number, service: string, attempts: number): Event {
  const ruser = find(text, ' ruser=', from, end);
  const hosts: number[] = [];
  for (let i = find(text, ' rhost=', from, end); i >= 0 && hosts.length < 20; ) {
    hosts.push(i);
    i = find(text, ' rhost=', i + 7, end);
  }
  const given = ruser >= 0 && hosts[0] !== ruser + 7;
  const last = hosts.at(-1);
  const named = hosts[0] !== undefined && find(text, ' user=', hosts[0], end) >= 0;
  const host = !given ? hosts[0] : named ? hosts[hosts.length >> 1] : last;
  let address = '';
  let account = '';
  if (host !== undefined) {
    const start = host + 7;
    const space = findChar(text, SPACE, start, end);
    const stop = space < 0 ? end : space;
    address = plainAddress(text, start, stop);
    const user = find(text, ' user=', stop, Math.min(end, stop + 8));
    if (user >= 0) account = text.slice(user + 6, end);
    else if (given) account = text.slice(ruser + 7, Math.max(host, ruser + 7));
  }
  return { kind: 'loginFailure', service, account, address, attempts, reason: 'authentication failure' };
}
