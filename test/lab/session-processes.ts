/** Processes by session, from /proc: Postfix's master is the head of a session, all its daemons are in it. */
import { readdirSync, readFileSync } from 'node:fs';

/** The ids of the processes in session `session` that are not yet dead. */
export function processesInSession(session: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => sessionOf(pid) === session);
}

/** proc(5), /proc/PID/stat: `pid (name) state ppid pgrp session`; the name may hold blanks and brackets. */
function sessionOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : Number(session);
  } catch {
    return undefined;
  }
}
