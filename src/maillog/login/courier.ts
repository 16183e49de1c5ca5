/**
 * imapd and pop3d of Courier, and those of the University of Washington which have the same names.
 *
 *   LOGIN, user=ann, ip=[::ffff:192.0.2.1], port=[1234], protocol=IMAP
 *   LOGIN FAILED, user=ann, ip=[::ffff:192.0.2.1]
 *   Login failed user=ann auth=ann host=mail.example.net [192.0.2.1]         (University of Washington)
 */
import type { Event } from '../event.ts';
import { at, find, findLast, findLastChar, LEFT_BRACKET, RIGHT_BRACKET } from '../scan.ts';
import { beginsWith, complaint, quiet } from '../words.ts';
import { plainAddress } from './address.ts';

const SESSION = quiet('a mailbox session');
const AT_WORK = quiet('an auth process at work');

const CHATTER = [
  'Connection, ',
  'LOGOUT',
  'Logout ',
  'DISCONNECTED',
  'Disconnected',
  'TIMEOUT',
  'LOGIN: DEBUG',
  'Authenticated ',
  'Autologout ',
  'Killed ',
  'imap service init',
  'imaps SSL service init',
  'pop3 service init',
  'pop3s SSL service init',
  'port ',
  'Command stream end of file',
  'Moved ',
  'ip=[',
];

/** @param service the program's name without a trailing `-ssl` */
export function readCourier(service: string, text: string, from: number, end: number): Event | undefined {
  if (at(text, 'LOGIN, ', from, end)) return readLogin(text, from, end, service, false);
  if (at(text, 'LOGIN FAILED, ', from, end)) return readLogin(text, from, end, service, true);
  if (at(text, 'Login failed ', from, end)) return readWashington(text, from, end, service, true);
  if (at(text, 'Login user=', from, end)) return readWashington(text, from, end, service, false);
  if (beginsWith(text, ['authentication error', 'authdaemon: '], from, end))
    return complaint('error', text, from, end);
  if (find(text, 'couriertls: ', from, Math.min(end, from + 60)) >= 0) return readTls(text, from, end);
  return beginsWith(text, CHATTER, from, end) ? SESSION : undefined;
}

/** Courier's authdaemond; with debugging on it writes passwords, so nothing of its lines is kept. */
export function readAuthDaemon(text: string, from: number, end: number): Event | undefined {
  return find(text, 'failed to', from, end) < 0 && find(text, 'rror: ', from, end) < 0
    ? AT_WORK
    : { kind: 'complaint', level: 'error', text: 'authdaemond: an error, see the log', queueId: '' };
}

/** The name is the client's, so the address is looked for from the end. */
function readLogin(text: string, from: number, end: number, service: string, failed: boolean): Event {
  const ip = findLast(text, ', ip=[', from, end);
  const close = ip < 0 ? -1 : find(text, ']', ip, end);
  const address = close < 0 ? '' : plainAddress(text, ip + 6, close);
  const user = find(text, ', user=', from, ip < 0 ? end : ip);
  const account = user < 0 ? '' : text.slice(user + 7, ip < 0 ? end : ip);
  return failed
    ? { kind: 'loginFailure', service, account, address, attempts: 1, reason: 'LOGIN FAILED' }
    : { kind: 'login', service, account, address };
}

function readWashington(text: string, from: number, end: number, service: string, failed: boolean): Event {
  const open = findLastChar(text, LEFT_BRACKET, from, end);
  const close = open < 0 ? -1 : find(text, ']', open, end);
  const address = close < 0 ? '' : plainAddress(text, open + 1, close);
  const user = find(text, ' user=', from, end);
  let stop = findLast(text, ' auth=', user < 0 ? from : user, end);
  if (stop < 0) stop = findLast(text, ' host=', user < 0 ? from : user, end);
  const account = user < 0 || stop < user + 6 ? '' : text.slice(user + 6, stop);
  return failed
    ? { kind: 'loginFailure', service, account, address, attempts: 1, reason: 'Login failed' }
    : { kind: 'login', service, account, address };
}

/** `ip=[::ffff:192.0.2.1], couriertls: accept: error:...` */
function readTls(text: string, from: number, end: number): Event {
  const colon = find(text, 'couriertls: ', from, end);
  const open = find(text, 'ip=[', from, colon);
  const close = open < 0 ? -1 : find(text, String.fromCharCode(RIGHT_BRACKET), open, end);
  return {
    kind: 'tlsFailure',
    direction: 'from',
    name: 'unknown',
    address: close < 0 ? '' : plainAddress(text, open + 4, close),
    reason: text.slice(colon + 12, end),
  };
}
