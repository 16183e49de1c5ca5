/** Lines of messages, as Postfix writes them: `program: text`. */
export interface Mail {
  readonly id: string;
  readonly sender: string;
  readonly recipients: readonly string[];
  /** `name[address]`; "" for mail of a local program. */
  readonly client: string;
  readonly account?: string;
}

/** Taken into the queue: smtpd or pickup, cleanup, qmgr. */
export function taken({ id, sender, recipients, client, account }: Mail): string[] {
  const login = account === undefined ? '' : `, sasl_method=PLAIN, sasl_username=${account}`;
  return [
    client === '' ? `pickup: ${id}: uid=33 from=<www-data>` : `smtpd: ${id}: client=${client}${login}`,
    `cleanup: ${id}: message-id=<${id}@client.example>`,
    `qmgr: ${id}: from=<${sender}>, size=2000, nrcpt=${recipients.length} (queue active)`,
  ];
}

export interface Try {
  readonly agent?: string;
  readonly relay?: string;
  readonly dsn?: string;
  readonly status: 'sent' | 'deferred' | 'bounced';
  readonly reply: string;
  /** The recipient before aliases. */
  readonly original?: string;
}

export function tried(
  id: string,
  recipient: string,
  { agent, relay, dsn, status, reply, original }: Try,
): string {
  const came = original === undefined ? '' : ` orig_to=<${original}>,`;
  const at = relay ?? (agent === undefined ? 'mx.far.example[192.0.2.25]:25' : agent);
  return `${agent ?? 'smtp'}: ${id}: to=<${recipient}>,${came} relay=${at}, delay=1.1, delays=0.5/0.01/0.2/0.39, dsn=${dsn ?? '2.0.0'}, status=${status} (${reply})`;
}

export const SENT: Try = { status: 'sent', reply: '250 2.0.0 Ok: queued as 9C3A1' };
export const UNKNOWN: Try = {
  status: 'bounced',
  dsn: '5.1.1',
  reply: 'host mx.far.example[192.0.2.25] said: 550 5.1.1 no such user (in reply to RCPT TO command)',
};

export function removed(id: string): string {
  return `qmgr: ${id}: removed`;
}

/** A notification about a message, and its delivery. */
export function notified(
  id: string,
  to: string,
  kind: string = 'sender non-delivery notification',
  delivery: Try = SENT,
): string[] {
  const second = `F${id.slice(1)}`;
  return [
    `cleanup: ${second}: message-id=<${second}@mx1.hinode.example>`,
    `bounce: ${id}: ${kind}: ${second}`,
    `qmgr: ${second}: from=<>, size=4000, nrcpt=1 (queue active)`,
    tried(second, to, delivery),
    removed(second),
  ];
}

/** Queue ids of five hexadecimal digits, from A0000 on. */
export function queueId(n: number): string {
  return (0xa0000 + n).toString(16).toUpperCase();
}

export function times<T>(count: number, make: (n: number) => readonly T[]): T[] {
  return Array.from({ length: count }, (_, n) => make(n)).flat();
}
