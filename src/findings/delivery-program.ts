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

/** What fails: the command as Postfix quotes it, else the agent with the reason; "" where nothing fails so. */
export function deliveryProgramTrouble(event: Delivery): string {
  if (!AGENTS.has(event.agent)) return '';
  const reply = event.reply.toLowerCase();
  if (reply.startsWith('host ') || !SIGNS.some((sign) => reply.includes(sign))) return '';
  const open = event.reply.indexOf('"');
  const close = open < 0 ? -1 : event.reply.indexOf('"', open + 1);
  if (close > open) return event.reply.slice(open + 1, close);
  const output = event.reply.indexOf('Command output: ');
  const from = output < 0 ? 0 : output + 16;
  return `${event.relay === '' ? event.agent : event.relay}: ${event.reply.slice(from, from + 80)}`;
}
