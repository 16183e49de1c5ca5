/** Messages that are taken first and bounce afterwards, by the ways that they may take. */
import { type Mail, notified, queueId, removed, type Try, taken, tried, UNKNOWN } from './mail.ts';

const LOCALLY_UNKNOWN: Try = { agent: 'local', dsn: '5.1.1', status: 'bounced', reply: 'unknown user: "x"' };

export interface BounceOptions extends Partial<Mail> {
  readonly kind?: string;
  readonly notice?: Try;
  readonly failed?: Try;
}

/** One message that bounces after it was taken. */
export function bounce(n: number, options: BounceOptions = {}): string[] {
  const mail: Mail = {
    id: queueId(n),
    sender: `victim${n}@far.example`,
    recipients: [`x${n}@old-name.test`],
    client: 'unknown[100.64.0.9]',
    ...options,
  };
  return [
    ...taken(mail),
    tried(mail.id, mail.recipients[0]!, options.failed ?? LOCALLY_UNKNOWN),
    ...notified(mail.id, mail.sender, options.kind, options.notice),
    removed(mail.id),
  ];
}

/** Sent on by an alias, refused there. */
export function forwarded(n: number): string[] {
  const [first, second] = [queueId(n), queueId(n + 500)];
  const mail = {
    id: first,
    sender: `v${n}@far.example`,
    recipients: ['list@hinode.example'],
    client: 'a.b.example[100.64.0.9]',
  };
  const same = (line: string): string => line.replace(`<${second}@`, `<${first}@`);
  return [
    ...taken(mail),
    ...taken({ ...mail, id: second })
      .slice(1)
      .map(same),
    tried(first, 'list@hinode.example', { agent: 'local', status: 'sent', reply: `forwarded as ${second}` }),
    removed(first),
    tried(second, 'me@big.example', { ...UNKNOWN, original: 'list@hinode.example' }),
    ...notified(second, mail.sender),
    removed(second),
  ];
}

/** Through a content filter, which gives the message back under another queue id. */
export function filtered(n: number, sender: string, account: { account?: string }): string[] {
  const [first, second] = [queueId(n), queueId(n + 500)];
  const mail = { id: first, sender, recipients: ['x@far.example'], client: 'a.b.example[100.64.0.9]' };
  const same = (line: string): string => line.replace(`<${second}@`, `<${first}@`);
  return [
    ...taken({ ...mail, ...account }),
    ...taken({ ...mail, id: second, client: 'localhost[127.0.0.1]' }).map(same),
    tried(first, 'x@far.example', {
      relay: '127.0.0.1[127.0.0.1]:10024',
      status: 'sent',
      reply: `250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as ${second}`,
    }),
    removed(first),
    tried(second, 'x@far.example', UNKNOWN),
    ...notified(second, sender),
    removed(second),
  ];
}
