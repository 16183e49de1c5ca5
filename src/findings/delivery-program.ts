/**
 * Programs, mailboxes and sockets of this server that cannot take mail, for a reason that no sender can mend:
 * permissions, a missing file or interpreter, a crash. local(8), pipe(8), virtual(8) and lmtp(8) then bounce or
 * defer; nobody reads those bounces.
 *
 *     status=bounced (Command died with status 127: "/usr/bin/vacation ann". Command output: sh: 1: ... not found)
 *     status=deferred (temporary failure. Command output: local: fatal: execvp /opt/take-mail: Permission denied )
 *     status=deferred (connect to mx.example.com[private/dovecot-lmtp]: Connection refused)
 */
import type { Complaint, Delivery } from '../maillog/event.ts';
import { lacksResource } from './resources.ts';
import type { CauseId } from './text.ts';

export interface ProgramTrouble {
  /** What fails: the command as Postfix quotes it, the path or socket it trips over, else the service and its words. */
  readonly subject: string;
  /** Where to look first. */
  readonly path: string;
  /** The service of pipe(8), "local", ... */
  readonly service: string;
  readonly cause: CauseId;
}

/** error(8) repeats what lmtp(8) said, while the queue manager lets a socket rest. */
const AGENTS = new Set(['local', 'pipe', 'virtual', 'lmtp', 'error', 'retry']);
const PROGRAMS = new Set(['local', 'pipe', 'virtual']);

/** As pipe(8) and local(8) quote it (pipe_command.c). */
const COMMAND =
  /^Command (died with status|died with signal|time limit exceeded)(?: (\d+))?: "(.*?)"(?:\. Command output: |$)/;
/** What their child says, in the log and to its parent, when it cannot become the command (exec_command.c, pipe_command.c). */
const NOT_STARTED = [
  /^fatal: (?:pipe_command: )?exec(?:vp|l) (.+?): [A-Z]/,
  /^fatal: cannot change directory to "([^"]*)" for uid=/,
];
/** sysexits(3) that say so by themselves, as Postfix words them (sys_exits.c). */
const BROKEN =
  /^(?:command line usage error|internal software error|system resource problem|critical OS file missing|can't create user output file|input\/output error|permission denied|local configuration error)/i;
/** What shells, interpreters and the C library say of themselves. */
const SIGNS = [
  /permission denied|operation not permitted|connection refused/i,
  /no such file|: not found|command not found|bad interpreter|exec format error|cannot execute/i,
  /(?:cannot|can't|couldn't|could not|unable to|failed to) (?:open|create|locate|read|write|load|find module)/i,
  /traceback \(most recent|syntax ?error|fatal error|parse error|uncaught|segmentation fault/i,
  /error while loading shared libraries/i,
];
/** A mailbox that is full is no broken program; a full disk is another finding (resources.ts). */
const FULL = /quota|mailbox (?:is )?full|exceeded the .*limit/i;
const PATH = /(?:^|[\s"'(<])(\/[^\s"'():;,<>]{2,})/;
const SOCKET =
  /^(?:delivery temporarily suspended: )?connect to [^[]*\[(\/?[\w./-]*\/[\w./-]+)\]: (?:No such file|Connection refused|Permission denied)/;

/** @returns undefined where nothing fails so */
export function deliveryProgramTrouble(event: Delivery): ProgramTrouble | undefined {
  const { agent, dsn, reply, relay } = event;
  // Of the address, not of the program (RFC 3463 §3.2).
  if (!AGENTS.has(agent) || dsn.startsWith('1.', 2) || reply.startsWith('host ')) return undefined;
  const service = relay === '' || relay === 'none' ? agent : relay;
  const socket = SOCKET.exec(reply)?.[1];
  if (socket !== undefined)
    return { subject: socket, path: socket, service, cause: 'delivery-program-failed/socket' };
  if (!PROGRAMS.has(agent) || lacksResource(reply)) return undefined;
  const output = reply.indexOf('Command output: ');
  const said = output < 0 ? '' : reply.slice(output + 16).trim();
  const command = COMMAND.exec(reply);
  if (command !== null) {
    const [, how, status, program = ''] = command;
    if (how === 'died with status' && !isBroken(Number(status), said)) return undefined;
    return {
      subject: program,
      path: pathIn(said) ?? pathIn(program) ?? program,
      service,
      cause: causeOf(agent),
    };
  }
  if (output < 0 && !BROKEN.test(reply)) {
    if (FULL.test(reply) || !SIGNS.some((sign) => sign.test(reply))) return undefined;
    const path = pathIn(reply);
    return {
      subject: path ?? `${service}: ${reply.slice(0, 80)}`,
      path: path ?? '',
      service,
      cause: 'delivery-program-failed/mailbox',
    };
  }
  if (output >= 0 && (FULL.test(said) || !SIGNS.some((sign) => sign.test(said)))) return undefined;
  const child = `${agent}: `;
  const path = (said.startsWith(child) ? notStarted(said.slice(child.length)) : undefined) ?? pathIn(said);
  return {
    subject: path ?? `${service}: ${(said || reply).slice(0, 80)}`,
    path: path ?? '',
    service,
    cause: causeOf(agent),
  };
}

/** local(8) and pipe(8) could not start a command: the delivery that follows tells of it too. */
export function isCommandNotStarted(daemon: string, { level, text }: Complaint): boolean {
  return (
    (daemon === 'local' || daemon === 'pipe') &&
    level === 'fatal' &&
    notStarted(`fatal: ${text}`) !== undefined
  );
}

/** A program that only refuses says why, and has sysexits(3) for it. */
function isBroken(status: number, said: string): boolean {
  if (status === 126 || status === 127 || said === '') return true;
  return !FULL.test(said) && SIGNS.some((sign) => sign.test(said));
}

function causeOf(agent: string): CauseId {
  return agent === 'pipe' ? 'delivery-program-failed/pipe' : 'delivery-program-failed/command';
}

function notStarted(text: string): string | undefined {
  for (const shape of NOT_STARTED) {
    const path = shape.exec(text)?.[1];
    if (path !== undefined) return path;
  }
  return undefined;
}

/** The first path; of a file in a maildir the maildir, since every message has a file of its own. */
function pathIn(text: string): string | undefined {
  return PATH.exec(text)?.[1]?.replace(/\/(?:tmp|new|cur)\/[^/]*$/, '');
}
