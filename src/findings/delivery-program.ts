/**
 * Programs that take mail by a pipe and fail for a reason that no sender can mend: permissions, a missing
 * file, a missing interpreter. local(8) and pipe(8) then bounce or defer; nobody reads those bounces.
 *
 *     status=bounced (Command died with status 127: "/usr/bin/vacation ann". Command output: sh: 1: ... not found)
 *     status=deferred (temporary failure. Command output: local: fatal: execvp /opt/take-mail: Permission denied )
 */
import type { Complaint, Delivery } from '../maillog/event.ts';

const AGENTS = new Set(['local', 'pipe', 'virtual', 'lmtp']);
const SIGNS = [
  'permission denied',
  'no such file or directory',
  'not found',
  "can't create user output file",
  'died with status 126',
  'died with status 127',
  'exec format error',
  'cannot execute',
];

/** As pipe(8) and local(8) quote it. */
const COMMAND = /^(?:Command (?:died with (?:status|signal) \d+|time limit exceeded): )"([^"]*)"/;
/** What their child says, in the log and to its parent, when it cannot become the command (exec_command.c, pipe_command.c). */
const EXEC = /^fatal: (?:pipe_command: )?exec(?:vp|l) (.+?): [A-Z]/;
const DIRECTORY = /^fatal: cannot change directory to "([^"]*)" for uid=/;

/** What fails: the command as Postfix quotes it, else the agent with the reason; "" where nothing fails so. */
export function deliveryProgramTrouble(event: Delivery): string {
  // Of the address, not of the program (RFC 3463 §3.2).
  if (!AGENTS.has(event.agent) || event.dsn.startsWith('1.', 2)) return '';
  const reply = event.reply.toLowerCase();
  if (reply.startsWith('host ') || !SIGNS.some((sign) => reply.includes(sign))) return '';
  const command = COMMAND.exec(event.reply);
  if (command !== null) return command[1]!;
  const output = event.reply.indexOf('Command output: ');
  const said = event.reply.slice(output < 0 ? 0 : output + 16);
  const child = `${event.agent}: `;
  if (said.startsWith(child)) {
    const path = notStarted(said.slice(child.length));
    if (path !== '') return path;
  }
  return `${event.relay === '' ? event.agent : event.relay}: ${said.slice(0, 80)}`;
}

/** local(8) and pipe(8) could not start a command: the delivery that follows tells of it too. */
export function isCommandNotStarted(daemon: string, { level, text }: Complaint): boolean {
  return (
    (daemon === 'local' || daemon === 'pipe') && level === 'fatal' && notStarted(`fatal: ${text}`) !== ''
  );
}

function notStarted(text: string): string {
  return (EXEC.exec(text) ?? DIRECTORY.exec(text))?.[1] ?? '';
}
