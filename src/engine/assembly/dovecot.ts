/**
 * Dovecot's lines that nothing is counted of: logins that succeeded, mail that went into its mailbox.
 *
 *   imap-login: Login: user=<ann>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1, mpid=7, TLS, session=<x>
 *   lmtp(ann@hinode.example)<7><x>: msgid=<a@far.example>: saved mail to INBOX
 *   lmtp(ann@hinode.example)<7><x>: sieve: msgid=<a@far.example>: stored mail into mailbox 'INBOX'
 */
import { at, COLON, find, GREATER, has, LESS, RIGHT_PARENTHESIS, SPACE, until } from './bytes';
import { periodAt } from './counts';
import { lineTo, start, time, wall } from './frame';

export function takeDovecot(): bool {
  const taken = at(start) == 108 ? isStored() : isLogin();
  if (taken) periodAt(time, wall);
  return taken;
}

function isLogin(): bool {
  return (
    has(start, 'imap-login: Login: ') ||
    has(start, 'pop3-login: Login: ') ||
    has(start, 'submission-login: Login: ') ||
    has(start, 'managesieve-login: Login: ')
  );
}

function isStored(): bool {
  if (!has(start, 'lmtp(')) return false;
  let p = find(RIGHT_PARENTHESIS, start);
  if (p == 0) return false;
  p++;
  while (at(p) == LESS) {
    p = find(GREATER, p);
    if (p == 0) return false;
    p++;
  }
  if (at(p) != COLON || at(p + 1) != SPACE) return false;
  p += 2;
  if (has(p, 'sieve: ')) p += 7;
  if (!has(p, 'msgid=<')) return false;
  p = find(GREATER, p);
  if (p == 0 || !(has(p, '>: saved mail to ') || has(p, '>: stored mail into mailbox '))) return false;
  // A message-id is the sender's text, and may hold words like these.
  return until(GREATER, p + 1) == lineTo;
}
