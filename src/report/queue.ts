/** The mail queue as `postqueue -j` tells it (postqueue(1), JSON since Postfix 3.1), in bounds. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fold } from '../tally/fold.ts';
import { iso } from './build.ts';
import type { FoldedText, Queue, QueueMessage } from './model.ts';

const run = promisify(execFile);
const SBIN = '/usr/sbin:/usr/local/sbin';
const LIMIT = 256 * 1024 * 1024;

/** Asks Postfix for its queue; a queue that cannot be read is told in `error`, never silently empty. */
export async function readQueue(rows: number, program = 'postqueue'): Promise<Queue> {
  try {
    const { stdout } = await run(program, ['-j'], {
      maxBuffer: LIMIT,
      timeout: 60_000,
      // cron's PATH has no sbin, where postqueue is.
      env: { ...process.env, LC_ALL: 'C', PATH: `${process.env.PATH ?? ''}:${SBIN}` },
    });
    return summarise(stdout, rows);
  } catch (error) {
    const failure = error as NodeJS.ErrnoException & { stderr?: string };
    const reason =
      failure.code === 'ENOENT'
        ? `${program} was not found: is Postfix on this machine?`
        : oneLine(failure.stderr) || failure.message;
    return { ...summarise('', rows), error: reason };
  }
}

/** The warnings before it say why the last line is so. */
function oneLine(complaints: string | undefined): string | undefined {
  return complaints
    ?.trim()
    .replace(/\s*\n\s*/g, '; ')
    .slice(0, 400);
}

interface QueueLine {
  queue_name?: string;
  queue_id?: string;
  arrival_time?: number;
  message_size?: number;
  sender?: string;
  recipients?: { address?: string; delay_reason?: string }[];
}

/** @param lines one JSON object a line */
export function summarise(lines: string, rows: number): Queue {
  const list: QueueMessage[] = [];
  const byQueue = new Map<string, number>();
  const reasons = new Map<string, FoldedText>();
  let bytes = 0;
  let messages = 0;
  let oldest = Number.POSITIVE_INFINITY;
  for (const line of lines.split('\n')) {
    if (line === '') continue;
    let entry: QueueLine;
    try {
      entry = JSON.parse(line) as QueueLine;
    } catch {
      continue;
    }
    if (typeof entry !== 'object' || entry === null) continue;
    const arrived = (entry.arrival_time ?? 0) * 1000;
    const queue = entry.queue_name ?? '?';
    const recipients = entry.recipients ?? [];
    messages++;
    bytes += entry.message_size ?? 0;
    oldest = Math.min(oldest, arrived);
    byQueue.set(queue, (byQueue.get(queue) ?? 0) + 1);
    for (const { delay_reason: reason } of recipients)
      if (reason !== undefined) countReason(reasons, reason, arrived);
    list.push({
      queueId: entry.queue_id ?? '?',
      queue,
      arrived: iso(arrived),
      size: entry.message_size ?? 0,
      sender: entry.sender ?? '',
      recipients: recipients.slice(0, 10).map((recipient) => recipient.address ?? ''),
      reason: recipients.find((recipient) => recipient.delay_reason !== undefined)?.delay_reason ?? '',
    });
  }
  list.sort((a, b) => (a.arrived < b.arrived ? -1 : 1));
  return {
    messages,
    bytes,
    byQueue: [...byQueue]
      .map(([queue, count]) => ({ queue, messages: count }))
      .sort((a, b) => b.messages - a.messages),
    oldest: Number.isFinite(oldest) ? iso(oldest) : null,
    reasons: [...reasons.values()].sort((a, b) => b.count - a.count).slice(0, rows),
    list: list.slice(0, rows),
  };
}

function countReason(reasons: Map<string, FoldedText>, reason: string, arrived: number): void {
  const key = fold(reason);
  const row = reasons.get(key);
  if (row === undefined) {
    if (reasons.size < 5000)
      reasons.set(key, { reason: key, count: 1, example: reason, first: iso(arrived), last: iso(arrived) });
    return;
  }
  row.count++;
  if (iso(arrived) < row.first) row.first = iso(arrived);
  if (iso(arrived) > row.last) row.last = iso(arrived);
}
