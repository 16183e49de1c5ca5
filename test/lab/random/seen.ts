/** What the clients of the random scene saw themselves: every reply, every message that was taken. */
import type { Reply } from '../smtp-client.ts';

/** A message that Postfix took (250 at its end, or status 0 of sendmail). */
export interface Sent {
  readonly tag: string;
  readonly sender: string;
  readonly queueId: string | undefined;
  readonly account: string;
  readonly client: string;
  /** As they were accepted, before aliases. */
  readonly recipients: readonly string[];
  /** A DISCARD rule took it. */
  readonly discarded: boolean;
  /** A HOLD rule did. */
  readonly held: boolean;
}

/** Refusals that smtpd makes before its restrictions: of syntax, order and size, never logged as `reject`. */
const UNLOGGED = [
  /^\d\.\d\.\d Error: /,
  /^Error: /,
  /^\d\.\d\.\d Bad (sender|recipient) address syntax/,
  /^\d\.\d\.\d Bad command syntax/,
  /^\d\.\d\.\d Chunk exceeds message size limit/,
  /^[45]\.7\.0 Authentication aborted/,
  /^\d\.\d\.\d Syntax: /,
  /^Syntax: /,
];

export class Seen {
  connections = 0;
  rejected = 0;
  rejectWarnings = 0;
  saslFailures = 0;
  held = 0;
  discarded = 0;
  readonly sent: Sent[] = [];
  /** Tags of messages that postsuper released from hold or requeued. */
  readonly released = new Set<string>();
  readonly requeued = new Set<string>();
  readonly zones = new Map<string, { count: number; clients: Set<string> }>();
  readonly refusals: string[] = [];
  /** Senders of messages of local programs that a content check bounced. */
  readonly bouncedAtOnce: string[] = [];

  /** A reply to a client of this address. */
  reply(client: string, reply: Reply): void {
    if (reply.code < 400) return;
    if (/^[45]\.7\.(8 Error: authentication failed|0 Authentication aborted)/.test(reply.text))
      this.saslFailures++;
    if (UNLOGGED.some((pattern) => pattern.test(reply.text))) return;
    this.rejected++;
    this.refusals.push(`${reply.code} ${reply.text}`);
    const zone = /blocked using (\S+?);/.exec(reply.text)?.[1];
    if (zone === undefined) return;
    const row = this.zones.get(zone) ?? { count: 0, clients: new Set() };
    row.count++;
    row.clients.add(client);
    this.zones.set(zone, row);
  }
}
