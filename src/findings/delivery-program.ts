/**
 * Programs that take mail by a pipe and fail for a reason that no sender can mend: permissions, a missing
 * file, a missing interpreter. local(8) and pipe(8) then bounce or defer; nobody reads those bounces.
 */
import type { Delivery } from '../maillog/event.ts';

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

/** What fails: the command as Postfix quotes it, else the agent with the reason; "" where nothing fails so. */
export function deliveryProgramTrouble(event: Delivery): string {
  // Of the address, not of the program (RFC 3463 §3.2).
  if (!AGENTS.has(event.agent) || event.dsn.startsWith('1.', 2)) return '';
  const reply = event.reply.toLowerCase();
  if (reply.startsWith('host ') || !SIGNS.some((sign) => reply.includes(sign))) return '';
  const command = COMMAND.exec(event.reply);
  if (command !== null) return command[1]!;
  const output = event.reply.indexOf('Command output: ');
  const from = output < 0 ? 0 : output + 16;
  return `${event.relay === '' ? event.agent : event.relay}: ${event.reply.slice(from, from + 80)}`;
}
