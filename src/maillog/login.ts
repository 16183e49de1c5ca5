/** Logins to mailboxes and to the server's web pages other than through Dovecot: one file a family of programs. */
import type { Event } from './event.ts';
import { readAuthDaemon, readCourier } from './login/courier.ts';
import { readCyrus } from './login/cyrus.ts';
import { isPam, readPam } from './login/pam.ts';
import { readRoundcube, readSogo, readWebmin } from './login/web.ts';
import { at } from './scan.ts';

export function parseMailLogin(program: string, text: string, from: number, end: number): Event | undefined {
  // Beside PAM's line each of these programs writes its own about the same try.
  if (isPam(text, from, end)) return readPam(text, from, end, program, 0);
  switch (program) {
    case 'roundcube':
      return readRoundcube(text, from, end);
    case 'sogod':
      return readSogo(text, from, end);
    case 'webmin':
    case 'usermin':
      return readWebmin(program, text, from, end);
    case 'authdaemond':
      return readAuthDaemon(text, from, end);
    case 'imapd':
    case 'pop3d':
    case 'imapd-ssl':
    case 'pop3d-ssl': {
      if (at(text, 'badlogin: ', from, end) || at(text, 'login: ', from, end))
        return readCyrus(program, text, from, end);
      const service = program.startsWith('imap') ? 'imap' : 'pop3';
      return readCourier(service, text, from, end) ?? readCyrus(service, text, from, end);
    }
    default:
      return readCyrus(program, text, from, end);
  }
}
