/**
 * Dovecot 1.x to 2.4. Every message begins with the process that speaks, who it speaks for, and, in Dovecot's
 * own log files and above Info in syslog, the level:
 *
 *   imap-login: Info: Login: user=<ann>, ...            dovecot/session.ts
 *   auth-worker(123): sql(ann,192.0.2.1): unknown user  dovecot/auth.ts
 *   lmtp(ann)<12><x>: msgid=<a@b>: saved mail to INBOX  dovecot/mailbox.ts
 *   imap(ann)<12><x>: Logged out in=1 out=2
 *   master: Warning: Killed with signal 15 (by pid=1 uid=0 code=kill)   dovecot/server.ts
 */
import { readAuth } from './dovecot/auth.ts';
import { readMailbox } from './dovecot/mailbox.ts';
import { readLeveled, readMaster } from './dovecot/server.ts';
import { readSession } from './dovecot/session.ts';
import type { Event } from './event.ts';
import { isPam, readPam } from './login/pam.ts';
import { at, COLON, COMMA, codeAt, find, findChar, GREATER, LESS } from './scan.ts';
import { beginsWith, quiet } from './words.ts';

const ENDED = quiet('a mailbox session ended');
const KEPT_HOUSE = quiet('work in a mailbox');
const AT_WORK = quiet('a helper process at work');

const OPEN = 40;
const CLOSE = 41;

/** @param process the tag's own process, `imap-login` or `lmtp(ann)`; "dovecot" where the text names it */
export function parseDovecot(
  text: string,
  from: number,
  end: number,
  process = 'dovecot',
): Event | undefined {
  const event = readNamed(text, from, end);
  if (event !== undefined || process === 'dovecot') return event;
  const open = process.indexOf('(');
  const name = open < 0 ? process : process.slice(0, open);
  return readProcess(name, open < 0 ? '' : process.slice(open + 1, -1), text, from, end);
}

/** The text begins with the process that speaks. */
function readNamed(text: string, from: number, end: number): Event | undefined {
  let p = at(text, 'dovecot: ', from, end) ? from + 9 : from;
  if (at(text, 'Info: ', p, end)) p += 6;
  // Plesk's mail_log_prefix: `service=imap, user=ann@example.com, ip=[192.0.2.1]. Logged out rcvd=1, sent=2`
  if (at(text, 'service=', p, end)) return readPlesk(text, p, end);
  // The tag was `auth-worker`, or a log file's `Info`.
  if (at(text, 'conn unix:', p, end)) return readAuth(text, p, end, '');
  let i = p;
  for (; i < end; i++) {
    const code = text.charCodeAt(i);
    // letters, digits and the hyphen
    if ((code < 97 || code > 122) && (code < 65 || code > 90) && code !== 45 && (code < 48 || code > 57))
      break;
  }
  const name = text.slice(p, i);
  let identity = '';
  if (codeAt(text, i, end) === OPEN) {
    const close = identityEnd(text, i + 1, end);
    if (close < 0) return isPam(text, p, end) ? readPam(text, p, end, 'dovecot', 0) : undefined;
    identity = text.slice(i + 1, close);
    i = close + 1;
    // `<pid><session>`
    while (codeAt(text, i, end) === LESS) {
      const next = findChar(text, GREATER, i, end);
      if (next < 0) return undefined;
      i = next + 1;
    }
  }
  if (codeAt(text, i, end) !== COLON) {
    if (isPam(text, p, end)) return readPam(text, p, end, 'dovecot', 0);
    return readMaster(text, p, end);
  }
  const body = Math.min(end, i + 2);
  // The tag was `auth`, and the line begins with the password database: `pam(ann,192.0.2.1): unknown user`.
  const event = readProcess(name, identity, text, body, end);
  if (event !== undefined || i === p) return event;
  return readLeveled(text, p, end, '') ?? (identity === '' ? undefined : readAuth(text, p, end, ''));
}

function readPlesk(text: string, from: number, end: number): Event | undefined {
  const comma = findChar(text, COMMA, from, end);
  const ip = find(text, ', ip=[', from, end);
  const close = ip < 0 ? -1 : find(text, ']. ', ip, end);
  const user = find(text, ', user=', from, ip);
  if (comma < 0 || close < 0 || user < 0) return undefined;
  return readProcess(text.slice(from + 8, comma), text.slice(user + 7, ip), text, close + 3, end);
}

/** The closing bracket of `(ann)`: the first that a colon, `<` or the end follows. */
function identityEnd(text: string, from: number, end: number): number {
  for (let i = findChar(text, CLOSE, from, end); i >= 0; i = findChar(text, CLOSE, i + 1, end)) {
    const next = codeAt(text, i + 1, end);
    if (next === COLON || next === LESS) return i;
  }
  return -1;
}

function readProcess(
  name: string,
  identity: string,
  text: string,
  from: number,
  end: number,
): Event | undefined {
  const p = at(text, 'Info: ', from, end) ? from + 6 : from;
  if (name === 'master' || name === 'log') {
    const event = readMaster(text, p, end);
    // The log process is told of the same signal.
    if (event !== undefined) return name === 'log' ? AT_WORK : event;
  }
  const loud = readLeveled(text, p, end, `${name}: `);
  if (loud !== undefined) return loud;
  switch (name) {
    case 'imap-login':
      return readSession(text, p, end, 'imap');
    case 'pop3-login':
      return readSession(text, p, end, 'pop3');
    case 'managesieve-login':
    case 'sieve-login':
      return readSession(text, p, end, 'managesieve');
    case 'submission-login':
      return readSession(text, p, end, 'submission');
    case 'auth':
    case 'auth-worker':
    case 'dovecot-auth':
      return isPam(text, p, end) ? readPam(text, p, end, 'dovecot', 0) : readAuth(text, p, end, identity);
    case 'lmtp':
    case 'lda':
    case 'deliver':
      return readMailbox(text, p, end, accountOf(identity)) ?? readUser(text, p, end, identity);
    case 'imap':
    case 'pop3':
    case 'managesieve':
    case 'submission':
    case 'IMAP':
    case 'POP3':
    case 'MANAGESIEVE':
    case 'indexer-worker':
    case 'imap-hibernate':
    case 'imap-urlauth':
    case 'quota-status':
    case 'script':
    case 'doveadm':
    case 'doveadm-server':
    case 'dsync-local':
    case 'dsync-remote':
    case 'dsync-server':
      return readUser(text, p, end, identity);
    case 'ssl-params':
    case 'anvil':
    case 'config':
    case 'stats':
    case 'old-stats':
    case 'dict':
    case 'indexer':
    case 'replicator':
    case 'director':
    case 'ipc':
    case 'log':
    case 'master':
      return beginsWith(text, HELPERS, p, end) ? AT_WORK : undefined;
    default:
      return name.endsWith('-login') ? readSession(text, p, end, name.slice(0, -6)) : undefined;
  }
}

/** 2.2: `lmtp(123, ann)`. */
function accountOf(identity: string): string {
  const comma = identity.lastIndexOf(', ');
  return comma < 0 ? identity : identity.slice(comma + 2);
}

const ENDINGS = [
  'Logged out',
  'Connection closed',
  'Disconnected',
  'Remote closed',
  'Server shutting down',
  'BYE',
  'Client disconnected',
];
const HOUSEKEEPING = [
  'expunge',
  'Expunged',
  'delete: ',
  'undelete: ',
  'deleted: ',
  'save: ',
  'append: ',
  'copy',
  'move',
  'flag_change: ',
  'mailbox_',
  'Mailbox ',
  'Indexed ',
  'Hibernat',
  'Unhibernat',
  'Quota ',
  'Effective uid',
  'Opened ',
  'Indexes disabled',
  'Mail search interrupted',
  'Successfully relayed message',
  'ID sent: ',
];
const HELPERS = [
  'Generating ',
  'SSL parameters',
  'Indexed ',
  'Finished ',
  'Connected',
  'Disconnected',
  'Closing',
];

function readUser(text: string, from: number, end: number, identity: string): Event | undefined {
  if (at(text, 'Failed to relay message', from, end))
    return { kind: 'complaint', level: 'warning', text: text.slice(from, end), queueId: '' };
  if (beginsWith(text, ENDINGS, from, end)) return ENDED;
  if (beginsWith(text, HOUSEKEEPING, from, end)) return KEPT_HOUSE;
  if (at(text, 'Logout, ', from, end)) return ENDED;
  // imapsieve: Sieve at work in an IMAP session
  return at(text, 'sieve: ', from, end) ? readMailbox(text, from, end, accountOf(identity)) : undefined;
}
