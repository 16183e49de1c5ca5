/**
 * Cyrus IMAP (tags cyrus/imaps, cyrus/lmtpunix, imap, pop3, ...):
 *
 *   login: mail.example.net [192.0.2.1] ann plaintext+TLS User logged in SESSIONID=<x>
 *   badlogin: mail.example.net [192.0.2.1] plaintext ann SASL(-13): authentication failure: checkpass failed
 *   badlogin: [192.0.2.1] PLAIN [SASL(-13): user not found: Password verification failed]
 *   Delivered: <a@example.com> to mailbox: user.ann
 */
import type { Event } from '../event.ts';
import { at, find, findChar, findLast, LEFT_BRACKET, RIGHT_BRACKET, SPACE } from '../scan.ts';
import { beginsWith, complaint, quiet, readLevel } from '../words.ts';
import { plainAddress } from './address.ts';

const AT_WORK = quiet('a Cyrus process at work');

const TROUBLE = ['IOERROR', 'DBERROR', 'cannot ', "can't ", 'unable ', 'could not ', 'Fatal', 'too many'];
const CHATTER = [
  'accepted connection',
  'auditlog:',
  'about to exec',
  'executed',
  'process ',
  'starttls: ',
  'USAGE ',
  'open: ',
  'seen_db',
  'duplicate_',
  'dupelim',
  'mystore: ',
  'SQUAT',
  'skiplist: ',
  'twoskip: ',
  'cyrusdb',
  'recovering ',
  'done ',
  'Expired ',
  'Expunged ',
  'checkpointing ',
  'archiving ',
  'client id',
  'connecting ',
  'idle ',
  'inittls',
  'sieve ',
  'tls_server_cert',
  'mydelete: ',
  'login_',
];

/** @param service the last part of the tag */
export function readCyrus(service: string, text: string, from: number, end: number): Event | undefined {
  if (at(text, 'login: ', from, end)) return readLogin(text, from + 7, end, service);
  if (at(text, 'badlogin: ', from, end)) return readBadLogin(text, from + 10, end, service);
  if (at(text, 'Delivered: ', from, end)) return readDelivered(text, from + 11, end);
  if (service === 'master' && (at(text, 'exiting', from, end) || at(text, 'ready for work', from, end))) {
    const what = at(text, 'exiting', from, end) ? 'stopped' : 'started';
    return { kind: 'service', what, text: `Cyrus: ${text.slice(from, end)}` };
  }
  if (find(text, 'TLS negotiation failed: ', from, end) >= 0 || at(text, 'STARTTLS failed: ', from, end))
    return {
      kind: 'tlsFailure',
      direction: 'from',
      name: 'unknown',
      address: addressAt(text, from, end),
      reason: text.slice(from, end),
    };
  if (beginsWith(text, TROUBLE, from, end)) return complaint('error', text, from, end);
  return beginsWith(text, CHATTER, from, end) ? AT_WORK : readLevel(text, from, end);
}

let after = 0;

/** The address in the first brackets; `after` is the position behind it. A host's name holds no bracket. */
function addressAt(text: string, from: number, end: number): string {
  const open = findChar(text, LEFT_BRACKET, from, end);
  const close = open < 0 ? -1 : findChar(text, RIGHT_BRACKET, open, end);
  after = close < 0 ? end : Math.min(end, close + 2);
  return close < 0 ? '' : plainAddress(text, open + 1, close);
}

function readLogin(text: string, from: number, end: number, service: string): Event {
  const address = addressAt(text, from, end);
  const space = findChar(text, SPACE, after, end);
  return { kind: 'login', service, account: text.slice(after, space < 0 ? end : space), address };
}

/** After the address: mechanism, the name where a clear one was given, and why in brackets or not. */
function readBadLogin(text: string, from: number, end: number, service: string): Event {
  const address = addressAt(text, from, end);
  const sasl = findLast(text, 'SASL(', after, end);
  const space = findChar(text, SPACE, after, end);
  let account = '';
  let reason = '';
  if (space >= 0) {
    reason = text.slice(space + 1, end);
    if (text.charCodeAt(space + 1) !== LEFT_BRACKET || space + 1 >= end) {
      const stop = sasl > space + 1 ? sasl - 1 : findChar(text, SPACE, space + 1, end);
      account = text.slice(space + 1, stop < 0 ? end : stop);
      reason = text.slice(stop < 0 ? end : Math.min(end, stop + 1), end);
    }
  }
  return { kind: 'loginFailure', service, account, address, attempts: 1, reason };
}

function readDelivered(text: string, from: number, end: number): Event {
  const to = findLast(text, ' to mailbox: ', from, end);
  if (to < 0) return AT_WORK;
  const mailbox = text.slice(to + 13, end);
  const id = text.slice(from, to);
  const messageId = id.startsWith('<') && id.endsWith('>') ? id.slice(1, -1) : id;
  const account = mailbox.startsWith('user.') ? (mailbox.slice(5).split('.', 1)[0] ?? '') : '';
  return { kind: 'mailbox', account, messageId, action: 'saved', mailbox };
}
