/** A message's life as Postfix logs it, from `client=` to `removed`, with the counts that belong to each line. */
import type { Client, Server } from './server.ts';

export interface Letter {
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly size: number;
  readonly messageId: string;
  readonly account?: string;
}

export function letter(
  server: Server,
  sender: string,
  recipients: readonly string[],
  account?: string,
): Letter {
  const { random } = server;
  const messageId = `${random.below(1e9).toString(36)}.${random.below(1e9).toString(36)}@${domainOf(sender) || 'hinode.example'}`;
  return {
    sender,
    recipients,
    size: 800 + random.skewed(200_000),
    messageId,
    ...(account === undefined ? {} : { account }),
  };
}

/** smtpd takes it: `client=`, message-id, active. Returns when the queue manager has it. */
export function take(
  server: Server,
  time: number,
  pid: number,
  client: Client,
  id: string,
  mail: Letter,
  service = 'smtpd',
): number {
  const { totals, random } = server;
  const login =
    mail.account === undefined
      ? ''
      : `, sasl_method=${random.chance(0.6) ? 'PLAIN' : 'LOGIN'}, sasl_username=${mail.account}`;
  server.log(time, `postfix/${service}`, pid, `${id}: client=${client.name}[${client.address}]${login}`);
  totals.received++;
  totals.bytesReceived += mail.size;
  totals.senders.add(mail.sender);
  totals.sendingDomains.add(domainOf(mail.sender));
  if (mail.account !== undefined) {
    const account = totals.accounts.get(mail.account) ?? {
      messages: 0,
      recipients: 0,
      clients: new Set<string>(),
    };
    account.messages++;
    account.recipients += mail.recipients.length;
    account.clients.add(client.address);
    totals.accounts.set(mail.account, account);
  }
  return queue(server, time + 120, id, mail);
}

/** cleanup and the queue manager, for messages of any origin. */
export function queue(server: Server, time: number, id: string, mail: Letter): number {
  server.log(time, 'postfix/cleanup', 300 + server.random.below(40), `${id}: message-id=<${mail.messageId}>`);
  server.log(
    time + 80,
    'postfix/qmgr',
    812,
    `${id}: from=<${mail.sender}>, size=${mail.size}, nrcpt=${mail.recipients.length} (queue active)`,
  );
  return time + 80;
}

export interface Attempt {
  readonly agent: string;
  readonly relay: string;
  readonly dsn: string;
  readonly status: 'sent' | 'deferred' | 'bounced';
  readonly reply: string;
  /** Seconds since the message came. */
  readonly delay: number;
}

export function attempt(
  server: Server,
  time: number,
  id: string,
  recipient: string,
  size: number,
  tried: Attempt,
): void {
  const { totals } = server;
  const { agent, relay, dsn, status, reply, delay } = tried;
  server.log(
    time,
    `postfix/${agent}`,
    500 + server.random.below(60),
    `${id}: to=<${recipient}>, relay=${relay}, delay=${delay}, delays=${(delay / 2).toFixed(2)}/0.01/0.2/${(delay / 3).toFixed(2)}, dsn=${dsn}, status=${status} (${reply})`,
  );
  if (status === 'deferred') totals.deferrals++;
  else if (status === 'bounced') totals.bounced++;
  else if (reply.startsWith('forwarded as ')) totals.forwarded++;
  else {
    totals.delivered++;
    totals.bytesDelivered += size;
    totals.recipients.add(recipient);
    totals.recipientDomains.add(domainOf(recipient));
  }
}

export function remove(server: Server, time: number, id: string): void {
  server.log(time, 'postfix/qmgr', 812, `${id}: removed`);
}

/** The notification that a bounce causes, and its delivery. */
export function notify(
  server: Server,
  time: number,
  id: string,
  sender: string,
  refused: string | undefined,
): void {
  const { totals } = server;
  const second = server.queueId();
  const size = 3000 + server.random.below(2000);
  totals.notifications++;
  server.log(time, 'postfix/cleanup', 340, `${second}: message-id=<${second}@${server.host}>`);
  server.log(time + 5, 'postfix/bounce', 350, `${id}: sender non-delivery notification: ${second}`);
  server.log(time + 10, 'postfix/qmgr', 812, `${second}: from=<>, size=${size}, nrcpt=1 (queue active)`);
  const relay = `mx.${domainOf(sender)}[192.0.2.${1 + server.random.below(250)}]:25`;
  const to: Attempt =
    refused === undefined
      ? {
          agent: 'smtp',
          relay,
          dsn: '2.0.0',
          status: 'sent',
          reply: '250 2.0.0 Ok: queued as 9C3A1',
          delay: 1.2,
        }
      : {
          agent: 'smtp',
          relay,
          dsn: '5.7.1',
          status: 'bounced',
          reply: `host ${relay.slice(0, -3)} said: ${refused} (in reply to RCPT TO command)`,
          delay: 1.2,
        };
  attempt(server, time + 1200, second, sender, size, to);
  remove(server, time + 1210, second);
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
