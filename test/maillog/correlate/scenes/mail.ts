/**
 * One message's life as Postfix logs it (smtpd.c, cleanup, qmgr, log_adhoc.c, bounce), and what thereby happened. The
 * acts in the other files put these together.
 */
import type { Received, To } from './facts.ts';
import type { Writer } from './writer.ts';

export interface Client {
  readonly name: string;
  readonly address: string;
}

export const LOCALHOST: Client = { name: 'localhost', address: '127.0.0.1' };

export interface Mail {
  readonly id: string;
  /** Host and first queue id. */
  readonly key: string;
  readonly sender: string;
  readonly recipients: readonly To[];
  readonly size: number;
  readonly messageId: string;
  readonly client: Client;
  readonly account: string;
}

type Attempt = readonly [agent: string, relay: string, dsn: string, reply: string];

const DEFERRALS: readonly Attempt[] = [
  ['smtp', 'none', '4.4.1', 'connect to mx.far.example[203.0.113.9]:25: Connection timed out'],
  [
    'smtp',
    'mx.far.example[203.0.113.9]:25',
    '4.7.1',
    'host mx.far.example[203.0.113.9] said: 450 4.7.1 later (in reply to RCPT TO command)',
  ],
  [
    'local',
    'local',
    '4.2.0',
    'cannot update mailbox /var/mail/x for user x. unable to lock for exclusive access: Resource temporarily unavailable',
  ],
  [
    'qmgr',
    'none',
    '4.4.2',
    'delivery temporarily suspended: lost connection with mx.far.example[203.0.113.9]',
  ],
];
const BOUNCES: readonly Attempt[] = [
  [
    'smtp',
    'mx.far.example[203.0.113.9]:25',
    '5.1.1',
    'host mx.far.example[203.0.113.9] said: 550 5.1.1 unknown (in reply to RCPT TO command)',
  ],
  ['local', 'local', '5.1.1', 'unknown user: "x"'],
  ['error', 'none', '5.1.1', 'User unknown in virtual alias table'],
];

export class Post {
  readonly writer: Writer;
  host = 'mx1';
  /** Pipes of a transport that nobody knows may be filters: not where one message-id is sent many times. */
  pipes = true;

  constructor(writer: Writer) {
    this.writer = writer;
  }

  get dice(): Writer['dice'] {
    return this.writer.dice;
  }

  far(): string {
    return this.dice.pick(['example.org', 'example.net', 'far.example', 'shop.test', 'Mixed.Example']);
  }

  near(): string {
    return this.dice.pick(['hinode.example', 'sakura.example', 'midori.example']);
  }

  user(): string {
    return this.dice.pick(['ann', 'bob', 'carl', 'dora', 'emi', 'fumi']);
  }

  client(): Client {
    const number = this.dice.between(1, 250);
    return this.dice.chance(0.2)
      ? { name: 'unknown', address: `198.51.100.${number}` }
      : { name: `mail${number}.example.org`, address: `192.0.2.${number}` };
  }

  mail(given: Partial<Mail> = {}): Mail {
    const id = this.writer.queueId();
    const number = this.writer.serial();
    return {
      id,
      key: `${this.host} ${id}`,
      sender: `${this.user()}${number}@${this.far()}`,
      recipients: Array.from({ length: this.dice.pick([1, 1, 1, 2, 3]) }, (_, i) => ({
        to: `${this.user()}${i}@${this.dice.chance(0.6) ? this.near() : this.far()}`,
      })),
      size: this.dice.between(500, 50_000),
      messageId: `${number}.${this.dice.between(1, 1e9)}@${this.far()}`,
      client: this.client(),
      account: '',
      ...given,
    };
  }

  line(time: number, program: string, text: string, pid?: number): void {
    this.writer.line(time, this.host, program, text, pid);
  }

  connect(time: number, pid: number, client: Client, service = 'smtpd'): void {
    this.line(time, service, `connect from ${client.name}[${client.address}]`, pid);
    this.writer.fact({ kind: 'connections', time });
  }

  disconnect(time: number, pid: number, client: Client, counters: string, service = 'smtpd'): void {
    const counts = this.writer.version < 3 ? '' : ` ${counters}`;
    this.line(time, service, `disconnect from ${client.name}[${client.address}]${counts}`, pid);
  }

  accept(time: number, pid: number, mail: Mail, service = 'smtpd', more = ''): void {
    const login = mail.account === '' ? '' : `, sasl_method=PLAIN, sasl_username=${mail.account}`;
    this.line(
      time,
      service,
      `${mail.id}: client=${mail.client.name}[${mail.client.address}]${login}${more}`,
      pid,
    );
  }

  /** cleanup and, once the text is there, qmgr. @returns when it is in the queue */
  queue(time: number, mail: Mail): number {
    this.line(time, 'cleanup', `${mail.id}: message-id=<${mail.messageId}>`);
    const active = time + this.dice.between(1, 300);
    this.activate(active, mail);
    return active;
  }

  activate(time: number, { id, sender, size, recipients }: Mail): void {
    this.line(
      time,
      'qmgr',
      `${id}: from=<${sender}>, size=${size}, nrcpt=${recipients.length} (queue active)`,
      99,
    );
  }

  remove(time: number, mail: Mail): void {
    this.line(time, 'qmgr', `${mail.id}: removed`, 99);
  }

  received(time: number, mail: Mail, seen = true): void {
    const fact: Received = {
      kind: 'received',
      time,
      message: mail.key,
      sender: seen ? mail.sender : undefined,
      size: seen ? mail.size : 0,
      account: mail.account,
      recipients: seen ? mail.recipients.length : 0,
      client: mail.client.address,
    };
    this.writer.fact(fact);
  }

  /** By SMTP in a connection of its own. @returns when it is in the queue */
  arrive(time: number, mail: Mail, service = 'smtpd'): number {
    const pid = this.writer.pid();
    const { dice } = this;
    this.connect(time, pid, mail.client, service);
    const begun = time + dice.between(5, 500);
    this.accept(begun, pid, mail, service);
    this.received(begun, mail);
    const active = this.queue(begun + dice.between(2, 800), mail);
    this.disconnect(
      active + dice.between(0, 300),
      pid,
      mail.client,
      'ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5',
      service,
    );
    return active;
  }

  /** By sendmail(1). */
  submit(time: number, mail: Mail): number {
    this.line(time, 'pickup', `${mail.id}: uid=${this.dice.pick([0, 33, 1000])} from=<${mail.sender}>`, 77);
    this.received(time, mail);
    return this.queue(time + this.dice.between(2, 50), mail);
  }

  /** The line of one attempt. */
  attempt(
    time: number,
    mail: Mail,
    { to, original }: To,
    status: string,
    [agent, relay, dsn, reply]: Attempt,
  ): void {
    const alias = original === undefined ? '' : ` orig_to=<${original}>,`;
    const delays = `${this.dice.pick(['0.1', '0.25', '3'])}/0.01/0.2/${this.dice.pick(['0.3', '1.5', '4'])}`;
    this.line(
      time,
      agent,
      `${mail.id}: to=<${to}>,${alias} relay=${relay}, delay=2.5, delays=${delays}, dsn=${dsn}, status=${status} (${reply})`,
    );
  }

  told(
    time: number,
    mail: Mail,
    to: To,
    kind: 'delivered' | 'forwarded' | 'deferrals' | 'bounced' | 'discarded',
  ): void {
    const { key: message, sender, account, size } = mail;
    this.writer.fact({ kind, time, message, sender, account, size, ...to });
  }

  sent(time: number, mail: Mail, to: To): void {
    const mx = `mx.${to.to.slice(to.to.lastIndexOf('@') + 1)}[203.0.113.${this.dice.between(1, 250)}]:25`;
    const way = this.dice.pick<Attempt>([
      ['smtp', mx, '2.0.0', `250 2.0.0 Ok: queued as ${this.writer.queueId()}`],
      ['smtp', mx, '2.0.0', '250 2.0.0 OK  1700000000 abc-123 - gsmtp'],
      ['local', 'local', '2.0.0', 'delivered to mailbox'],
      ['virtual', 'virtual', '2.0.0', 'delivered to maildir'],
      ['lmtp', 'mx1[private/dovecot-lmtp]', '2.0.0', `250 2.0.0 <${to.to}> abc Saved`],
      ['lmtp', '127.0.0.1[127.0.0.1]:24', '2.0.0', `250 2.0.0 <${to.to}> abc Saved`],
      this.pipes
        ? ['pipe', 'ticket', '2.0.0', 'delivered via ticket service']
        : ['pipe', 'dovecot', '2.0.0', 'delivered via dovecot service'],
    ]);
    this.attempt(time, mail, to, 'sent', way);
    this.told(time, mail, to, 'delivered');
  }

  defer(time: number, mail: Mail, to: To): void {
    this.attempt(time, mail, to, 'deferred', this.dice.pick(DEFERRALS));
    this.told(time, mail, to, 'deferrals');
  }

  bounce(time: number, mail: Mail, to: To): void {
    this.attempt(time, mail, to, 'bounced', this.dice.pick(BOUNCES));
    this.told(time, mail, to, 'bounced');
  }

  /** The notification to the sender, or of a notification to the postmaster, and what becomes of it. */
  notify(time: number, mail: Mail, type: 'non-delivery' | 'delay' | 'delivery status'): void {
    const again = mail.sender === '';
    const notice = this.mail({
      sender: again ? 'double-bounce@mx1.hinode.example' : '',
      recipients: [{ to: again ? 'postmaster@hinode.example' : mail.sender }],
    });
    const said = `${mail.id}: ${again ? 'postmaster' : 'sender'} ${type} notification: ${notice.id}`;
    const { dice } = this;
    let at = time;
    // Postfix 3.11 tells the notification's queue id before cleanup does.
    if (this.writer.version >= 3.11) this.line(at, 'bounce', said);
    at += dice.between(1, 20);
    this.line(at, 'cleanup', `${notice.id}: message-id=<${notice.id}@mx1>`);
    at += dice.between(1, 20);
    if (this.writer.version < 3.11) this.line(at, 'bounce', said);
    const { key: message, sender, account } = mail;
    this.writer.fact({ kind: 'notifications', time: at, message, sender, account });
    at += dice.between(0, 20);
    this.activate(at, notice);
    const [to] = notice.recipients;
    at += dice.between(10, 5_000);
    const fate = dice.weighted({ sent: 6, deferred: 2, bounced: 2 });
    if (fate === 'bounced') {
      this.bounce(at, notice, to!);
      if (!again) this.notify(at + 20, notice, 'non-delivery');
    } else {
      if (fate === 'deferred') {
        this.defer(at, notice, to!);
        at += 400_000;
      }
      this.sent(at, notice, to!);
    }
    this.remove(at + dice.between(30, 100), notice);
  }

  /** All recipients come to their ends, some after days; then the message is removed. */
  fates(time: number, mail: Mail): void {
    const { dice } = this;
    let end = time;
    let failed = false;
    const waiting: { to: To; rounds: number; end: string }[] = [];
    for (const to of mail.recipients) {
      const at = time + dice.between(5, 3_000);
      end = Math.max(end, at);
      const fate = dice.weighted({ sent: 60, deferred: 20, bounced: 12, discarded: 3, expired: 4 });
      if (fate === 'sent') this.sent(at, mail, to);
      else if (fate === 'bounced') {
        this.bounce(at, mail, to);
        failed = true;
      } else if (fate === 'discarded') {
        this.attempt(at, mail, to, 'sent', ['discard', 'none', '2.0.0', 'thrown away']);
        this.told(at, mail, to, 'discarded');
      } else {
        this.defer(at, mail, to);
        const last = fate === 'expired' ? 'expired' : dice.pick(['sent', 'sent', 'bounced']);
        waiting.push({ to, rounds: fate === 'expired' ? 3 : dice.between(1, 3), end: last });
      }
    }
    if (failed && mail.sender !== '') this.notify(end + 10, mail, 'non-delivery');
    else if (waiting.length === 0 && mail.sender !== '' && dice.chance(0.1))
      this.notify(end + 10, mail, 'delivery status');
    this.remove(this.#rounds(end, mail, waiting) + dice.between(60, 200), mail);
  }

  /** Tries again until nobody waits, or the message is too old. @returns when it is done with */
  #rounds(time: number, mail: Mail, waiting: readonly { to: To; rounds: number; end: string }[]): number {
    const { dice } = this;
    let end = time;
    for (let round = 1, rest = waiting; rest.length > 0; round++) {
      const at = end + dice.between(300_000, 900_000);
      end = at + 2_000;
      if (round > 3) {
        this.line(at, 'qmgr', `${mail.id}: from=<${mail.sender}>, status=expired, returned to sender`, 99);
        const { key: message, sender, account } = mail;
        this.writer.fact({ kind: 'expired', time: at, message, sender, account });
        if (mail.sender !== '') this.notify(at + 20, mail, 'non-delivery');
        return at + 50;
      }
      this.activate(at, mail);
      if (round === 1 && mail.sender !== '' && dice.chance(0.2)) this.notify(at + 5_000, mail, 'delay');
      let failed = false;
      for (const { to, rounds, end: last } of rest) {
        const moment = at + dice.between(10, 2_000);
        if (round < rounds || last === 'expired') this.defer(moment, mail, to);
        else if (last === 'sent') this.sent(moment, mail, to);
        else {
          this.bounce(moment, mail, to);
          failed = true;
        }
      }
      if (failed && mail.sender !== '') this.notify(end + 10, mail, 'non-delivery');
      rest = rest.filter(({ rounds, end: last }) => round < rounds || last === 'expired');
    }
    return end;
  }
}
