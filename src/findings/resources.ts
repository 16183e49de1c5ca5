/**
 * Disk, memory, files, crashes: what keeps Postfix's own programs from their work.
 *
 *     cleanup[7]: fatal: write queue file: No space left on device
 *     master[1]: warning: process /usr/lib/postfix/sbin/smtpd pid 99 killed by signal 9
 *     local[8]: A1: to=<ann@example.com>, ... status=deferred (cannot update mailbox /var/mail/ann ...: No space left on device)
 */
import type { Entry } from '../maillog/entry.ts';
import type { Complaint } from '../maillog/event.ts';

/** Commands that people type: when one stops with `fatal`, nothing of the mail system did. */
const COMMANDS = new Set(
  'sendmail postfix-script postqueue postsuper postmap postalias postconf postcat postmulti postlog postkick'.split(
    ' ',
  ),
);

/** As strerror(3) words them, behind what was tried. */
const LACKS =
  /: (?:No space left on device|Read-only file system|Cannot allocate memory|Too many open files(?: in system)?|Input\/output error|Structure needs cleaning)\b/;
const KILLED = /^process \S*?([\w-]+) pid \d+ killed by signal \d+$/;

/** Whether a program says that a resource of this machine is used up or broken. */
export function lacksResource(text: string): boolean {
  return LACKS.test(text);
}

/** The program that stopped or lacks a resource, "" where the line tells of none. */
export function troubledProgram({ program }: Pick<Entry, 'program'>, { level, text }: Complaint): string {
  const { daemon, family, tag } = program;
  if (COMMANDS.has(daemon)) return '';
  if (level === 'fatal' || level === 'panic') return tag;
  if (family !== 'postfix') return '';
  const killed = daemon === 'master' ? KILLED.exec(text)?.[1] : undefined;
  if (killed !== undefined) return tag.slice(0, tag.lastIndexOf('/') + 1) + killed;
  // At the end of the line, where no words of a client stand.
  const found = LACKS.exec(text);
  return found !== null && found.index + found[0].length === text.length ? tag : '';
}
