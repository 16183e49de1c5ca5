/** From the text of one line to an event: finds the parser of the program that wrote it. */
import { parseDovecot } from './dovecot.ts';
import type { Event } from './event.ts';
import { parseFilter } from './filter.ts';
import { parseFtp } from './ftp.ts';
import { parseMailLogin } from './login.ts';
import { parsePolicy } from './policy.ts';
import { parseAgent } from './postfix/agent.ts';
import { parseBounce } from './postfix/bounce.ts';
import { parseCleanup } from './postfix/cleanup.ts';
import { readComplaint } from './postfix/complaint.ts';
import { readDebug } from './postfix/debug.ts';
import { readNote } from './postfix/notes.ts';
import {
  parseDnsblog,
  parsePostscreen,
  parseSmall,
  parseStatistics,
  parseTlsproxy,
} from './postfix/postscreen.ts';
import { parsePickup, parseQmgr } from './postfix/qmgr.ts';
import { parseQmqpd } from './postfix/qmqpd.ts';
import { parsePostsuper, parseService } from './postfix/service.ts';
import { parseSmtpd } from './postfix/smtpd.ts';
import type { Program } from './program.ts';
import { parseSasl } from './sasl.ts';
import { at } from './scan.ts';

const FOREIGN: Event = { kind: 'quiet', why: 'another program' };
/** Some syslog daemons put the program's tag before their own note. */
const REPEATED: Event = { kind: 'quiet', why: 'repetitions that the syslog daemon left out' };

/**
 * Parses the message in `from`..`end` of `text`.
 * @returns undefined where a mail program wrote something that nobody here understands
 */
export function parse(program: Program, text: string, from: number, end: number): Event | undefined {
  if (at(text, 'last message repeated ', from, end)) return REPEATED;
  switch (program.family) {
    case 'postfix':
      return (
        parsePostfix(program.daemon, text, from, end) ??
        readComplaint(text, from, end) ??
        readNote(text, from, end) ??
        readDebug(text, from, end)
      );
    case 'dovecot':
      return parseDovecot(text, from, end, program.daemon);
    case 'ftp':
      return parseFtp(program.daemon, text, from, end);
    case 'sasl':
      return parseSasl(text, from, end);
    case 'filter':
      return parseFilter(program.daemon, text, from, end);
    case 'policy':
      return parsePolicy(program.daemon, text, from, end);
    case 'login':
      return parseMailLogin(program.daemon, text, from, end);
    case 'foreign':
      return FOREIGN;
  }
}

function parsePostfix(daemon: string, text: string, from: number, end: number): Event | undefined {
  switch (daemon) {
    case 'smtpd':
    case 'submission':
    case 'smtps':
    case 'submissions':
      return parseSmtpd(text, from, end);
    case 'qmqpd':
      return parseQmqpd(text, from, end);
    case 'qmgr':
    case 'nqmgr':
    case 'oqmgr':
      return parseQmgr(text, from, end);
    case 'cleanup':
      return parseCleanup(text, from, end);
    case 'smtp':
    case 'lmtp':
    case 'local':
    case 'virtual':
    case 'pipe':
    case 'error':
    case 'retry':
    case 'discard':
    case 'relay':
      return parseAgent(text, from, end, daemon);
    case 'postscreen':
      return parsePostscreen(text, from, end);
    case 'bounce':
    case 'defer':
    case 'trace':
      return parseBounce(text, from, end);
    case 'pickup':
      return parsePickup(text, from, end);
    case 'dnsblog':
      return parseDnsblog(text, from, end);
    case 'tlsproxy':
      return parseTlsproxy(text, from, end);
    case 'anvil':
    case 'scache':
      return parseStatistics(text, from, end);
    case 'postsuper':
      return parsePostsuper(text, from, end);
    case 'master':
    case 'postfix-script':
    case 'postfix-wrapper':
    case 'postmulti':
    case 'postfix':
      return parseService(text, from, end);
    case 'postlog':
      return parseService(text, from, end) ?? { kind: 'service', what: 'other', text: text.slice(from, end) };
    default:
      return parseSmall(text, from, end);
  }
}
