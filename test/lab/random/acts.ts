/** What clients of the random scene do: sessions with everything that clients do in practice, drawn by lot. */
import { type ClientIdentity, openSession, type Reply, type SmtpSession, toWire } from '../smtp-client.ts';
import type { Dice } from './dice.ts';
import { ACCOUNTS, CLIENTS, LISTED, LOCAL_USERS, REFUSED, RULED_SENDERS, SENDERS, WARNED } from './people.ts';
import type { Scene } from './scene.ts';
import type { Seen } from './seen.ts';

const LOCAL_NAMES = [
  'moved',
  'mixed',
  'inner',
  'program',
  'failing',
  'waiting',
  'absent',
  'lost',
  'nobody-here',
];
const OTHERS = [
  'team@alias.example',
  'one@alias.example',
  'chain@alias.example',
  'none@alias.example',
  'x@discarded.example',
  'x@errored.example',
  'later@errored.example',
  'take@piped.example',
  'fail@piped.example',
  'later@piped.example',
  'absent@piped.example',
  'x@filtered.example',
  'y@filtered.example',
  'refused@held.example',
  'redirected@held.example',
  'x@elsewhere.example',
  '<bad',
];

/** How a session ends before its time. */
type Break = 'none' | 'hello' | 'mail' | 'recipient' | 'data' | 'after' | 'reset';

interface Plan {
  /** In a header line of the message. */
  readonly tag: string;
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly body: string;
  readonly messageId: string;
  readonly breakAt: Break;
  readonly way: 'steps' | 'pipelined' | 'chunks';
  readonly declareSize: boolean;
}

/** One after another draws its plan from the dice; the sessions themselves may run at the same time. */
export class Acts {
  readonly #scene: Scene;
  readonly #seen: Seen;
  readonly #dice: Dice;
  #count = 0;

  constructor(scene: Scene, seen: Seen, dice: Dice) {
    this.#scene = scene;
    this.#seen = seen;
    this.#dice = dice;
  }

  /** Draws what to do next; the result does it. */
  draw(): () => Promise<void> {
    switch (
      this.#dice.weighted({
        plain: 50,
        listed: 6,
        warned: 4,
        refused: 3,
        ruled: 10,
        account: 10,
        guess: 4,
        program: 8,
        own: 8,
        odd: 5,
        piped: 3,
      })
    ) {
      case 'plain':
        return this.#session(this.#dice.pick(CLIENTS), this.#plans(this.#dice.between(1, 3)));
      case 'listed':
        return this.#session(this.#dice.pick(LISTED), this.#plans(1));
      case 'warned':
        return this.#warned();
      case 'refused':
        return this.#session(REFUSED, this.#plans(1));
      case 'ruled':
        return this.#session(CLIENTS[0]!, [this.#ruled()]);
      case 'account':
        return this.#account();
      case 'guess':
        return this.#guess();
      case 'program':
        return this.#program();
      case 'own':
        return this.#session(undefined, this.#plans(this.#dice.between(1, 2), true));
      case 'piped':
        return this.#session(CLIENTS[1]!, [
          { ...this.#plan(['a@pipefiltered.example']), subject: 'through a pipe', body: 'Hello\n' },
        ]);
      default:
        return this.#odd();
    }
  }

  /** A local program sends an ordinary message to a local user. */
  wake(): Promise<void> {
    const plan = {
      ...this.#plan(['games@local.example']),
      sender: 'root@local.example',
      subject: 'wake',
      body: 'Up\n',
    };
    return this.#submit(plan);
  }

  #plans(count: number, inside = false): Plan[] {
    return Array.from({ length: count }, () => this.#plan(undefined, inside));
  }

  #plan(recipients = this.#recipients(), inside = false): Plan {
    const dice = this.#dice;
    const number = ++this.#count;
    const long = `${'long line of text '.repeat(3)}\n`.repeat(dice.between(100, 200));
    // One check acts on a message at most.
    const [subject, body] = dice.pick<readonly [string, string]>([
      ...Array.from({ length: 14 }, () => ['ordinary', 'Hello\n'] as const),
      ...Array.from({ length: 5 }, () => ['ordinary', long] as const),
      ...['refused here', 'discard here', 'hold here', 'warn here', 'prepend here'].map(
        (words) => [words, 'Hello\n'] as const,
      ),
      ['ordinary', 'refuse this body\n'],
      ['ordinary', 'discard this body\n'],
    ]);
    // Programs on this host send the same message-id again and again, each time a message of its own. Behind a
    // pipe nobody could tell such a message from what the pipe's program gives back.
    const piped = recipients.some((recipient) => /pipe(d|filtered)\.example/.test(recipient));
    const same = dice.chance(inside ? 0.45 : 0.15) && !piped;
    return {
      tag: `tag-${number}`,
      sender: dice.pick(SENDERS),
      recipients,
      subject,
      body,
      messageId: same ? '<the-same@good.example>' : dice.chance(0.8) ? `<${number}@good.example>` : 'none',
      breakAt: dice.weighted({ none: 30, hello: 1, mail: 1, recipient: 1, data: 2, after: 2, reset: 2 }),
      way: dice.pick(['steps', 'steps', 'pipelined', 'chunks']),
      declareSize: dice.chance(0.3),
    };
  }

  #recipients(): string[] {
    const dice = this.#dice;
    return Array.from({ length: dice.pick([1, 1, 1, 2, 3, 5]) }, () => {
      switch (dice.weighted({ far: 10, user: 6, name: 4, other: 6 })) {
        case 'far':
          return dice.pick(this.#scene.far);
        case 'user':
          return `${dice.pick(LOCAL_USERS)}@local.example`;
        case 'name':
          return `${dice.pick(LOCAL_NAMES)}@local.example`;
        default:
          return dice.pick(OTHERS);
      }
    });
  }

  /** One access rule acts on it, of its sender or of its recipient, and nothing else is in its way. */
  #ruled(): Plan {
    const dice = this.#dice;
    const plan = {
      ...this.#plan([`${dice.pick(LOCAL_USERS)}@local.example`]),
      subject: 'ordinary',
      body: 'Hello\n',
      declareSize: false,
    };
    const names = [...Object.keys(RULED_SENDERS), 'nodata', 'noend'];
    if (dice.chance(0.7)) return { ...plan, sender: `${dice.pick(names)}@good.example` };
    return {
      ...plan,
      sender: 'ann@good.example',
      recipients: [dice.pick(['held@held.example', 'dropped@held.example'])],
    };
  }

  #content(plan: Plan): string {
    const id = plan.messageId === 'none' ? '' : `Message-ID: ${plan.messageId}\n`;
    return `Subject: ${plan.subject}\nX-Lab-Tag: ${plan.tag}\n${id}\n${plan.body}`;
  }

  #session(
    client: ClientIdentity | undefined,
    plans: readonly Plan[],
    port = this.#scene.postfix.port,
  ): () => Promise<void> {
    return () =>
      this.#talk(client, port, async (talk) => {
        for (const plan of plans)
          if (!(await this.#transact(talk, client, plan, client?.login ?? ''))) return;
        await talk.session.quit();
      });
  }

  /** Opens a session as this client, greets, and closes it whatever happens. */
  async #talk(
    client: ClientIdentity | undefined,
    port: number,
    act: (talk: Talk) => Promise<void>,
  ): Promise<void> {
    const session = await openSession(port);
    this.#seen.connections++;
    const address = client?.addr ?? '127.0.0.1';
    const talk = new Talk(session, (reply) => this.#seen.reply(address, reply));
    try {
      if (client !== undefined) await talk.hear(session.become(client));
      if (client === WARNED && !this.#scene.choices.delayReject) this.#seen.rejectWarnings++;
      await talk.say(`EHLO ${client?.name ?? 'client.example'}`);
      await act(talk);
    } catch (error) {
      if (!/closed the SMTP connection|ECONNRESET|EPIPE/.test(String(error))) throw error;
    } finally {
      session.drop();
    }
  }

  /** @returns whether the session goes on */
  async #transact(
    talk: Talk,
    client: ClientIdentity | undefined,
    plan: Plan,
    account: string,
  ): Promise<boolean> {
    const { session } = talk;
    const { breakAt, sender, recipients } = plan;
    if (breakAt === 'hello') return false;
    const content = this.#content(plan);
    const wire = toWire(content);
    const size = plan.declareSize ? ` SIZE=${wire.length}` : '';
    const accepted: string[] = [];
    let discards = false;
    const took = (recipient: string, reply: Reply): void => {
      if (client === WARNED && this.#scene.choices.delayReject) this.#seen.rejectWarnings++;
      if (reply.code !== 250) return;
      accepted.push(recipient);
      if (accepted.length > 1) return;
      if (delayed) actOn(sender);
      actOn(recipient);
    };
    /** The rules of scene.ts; restrictions on senders wait for the first recipient, or do not. */
    const delayed = this.#scene.choices.delayReject;
    const actOn = (address: string): void => {
      if (address.startsWith('held@')) this.#seen.held++;
      if (!address.startsWith('dropped@')) return;
      this.#seen.discarded++;
      discards = true;
    };
    const mailed = (reply: Reply): boolean => {
      if (reply.code === 250 && !delayed) actOn(sender);
      return reply.code === 250;
    };
    const mail = `MAIL FROM:<${sender}>${size}`;
    const rcpt = recipients.map((recipient) => `RCPT TO:<${recipient}>`);
    if (plan.way === 'pipelined' && breakAt === 'none') {
      session.write(`${[mail, ...rcpt, 'DATA'].join('\r\n')}\r\n`);
      mailed(await talk.hear(session.reply()));
      for (const recipient of recipients) took(recipient, await talk.hear(session.reply()));
      const data = await talk.hear(session.reply());
      if (data.code === 354)
        this.#done(await talk.hear(session.message(content)), plan, client, account, accepted, discards);
      else await talk.say('RSET');
      return true;
    }
    if (!mailed(await talk.say(mail))) return true;
    if (breakAt === 'mail') return false;
    for (const [i, recipient] of recipients.entries()) took(recipient, await talk.say(rcpt[i]!));
    if (breakAt === 'recipient') return false;
    if (breakAt === 'reset' || accepted.length === 0) {
      await talk.say('RSET');
      return true;
    }
    if (plan.way === 'chunks') {
      session.write(`BDAT ${wire.length} LAST\r\n${wire}`);
      this.#done(await talk.hear(session.reply()), plan, client, account, accepted, discards);
      return breakAt !== 'after';
    }
    if ((await talk.say('DATA')).code !== 354) {
      await talk.say('RSET');
      return true;
    }
    if (breakAt === 'data') {
      session.write('Subject: cut off\r\n\r\nhalf a li');
      return false;
    }
    this.#done(await talk.hear(session.message(content)), plan, client, account, accepted, discards);
    return breakAt !== 'after';
  }

  #done(
    reply: Reply,
    plan: Plan,
    client: ClientIdentity | undefined,
    account: string,
    recipients: string[],
    discards: boolean,
  ): void {
    if (reply.code !== 250) return;
    const queueId = /queued as (\w+)/.exec(reply.text)?.[1];
    const byContent = !discards && (plan.subject === 'discard here' || plan.body === 'discard this body\n');
    if (!discards && plan.subject === 'hold here' && !byContent) this.#seen.held++;
    const held =
      !discards &&
      !byContent &&
      (plan.subject === 'hold here' ||
        plan.sender.startsWith('held@') ||
        recipients.includes('held@held.example'));
    if (byContent) this.#seen.discarded++;
    this.#seen.sent.push({
      tag: plan.tag,
      sender: plan.sender,
      queueId,
      account,
      client: client?.addr ?? '127.0.0.1',
      recipients,
      discarded: discards || byContent,
      held,
    });
  }

  #warned(): () => Promise<void> {
    return this.#session(WARNED, [{ ...this.#plan(['games@local.example']), way: 'steps', breakAt: 'none' }]);
  }

  /** A logged-in user: by the submission port, or on port 25 by XCLIENT. */
  #account(): () => Promise<void> {
    const dice = this.#dice;
    const [user, password] = dice.pick(Object.entries(ACCOUNTS))!;
    const client = dice.pick(CLIENTS);
    const recipients = dice.some(
      [...this.#scene.far, 'x@elsewhere.example', 'team@alias.example'],
      dice.between(1, 4),
    );
    const plan: Plan = { ...this.#plan(recipients), sender: 'carl@good.example', breakAt: 'none' };
    if (dice.chance(0.3))
      return this.#session({ ...client, login: user, name: client.name ?? 'home.example' }, [plan]);
    const login = dice.chance(0.5);
    return () =>
      this.#talk(client, this.#scene.submissionPort, async (talk) => {
        const reply = await logIn(talk, user, password, login);
        if (reply.code === 235) await this.#transact(talk, client, plan, user);
        await talk.session.quit();
      });
  }

  #guess(): () => Promise<void> {
    const dice = this.#dice;
    const user = dice.pick(['carl', 'root', 'info@local.example']);
    const client = dice.pick([...CLIENTS, ...LISTED]);
    const tries = dice.between(1, 3);
    const login = dice.chance(0.5);
    return () =>
      this.#talk(client, this.#scene.submissionPort, async (talk) => {
        for (let i = 0; i < tries; i++) await logIn(talk, user, `wrong${i}`, login);
        if (tries < 3) await talk.session.quit();
      });
  }

  /** A local program sends by sendmail(1). */
  #program(): () => Promise<void> {
    const dice = this.#dice;
    const plan = this.#plan([
      dice.pick([...this.#scene.far, 'games@local.example', 'moved@local.example', 'x@filtered.example']),
    ]);
    // What sendmail(1) just lets pass grows over the limit by its Received line, and bounces.
    const long = plan.body.length > 1000 && this.#scene.choices.sizeLimit > 0;
    // Under soft_bounce what a check refuses stays with pickup(8), which tries it again and again.
    const refused = plan.subject === 'refused here' || plan.body === 'refuse this body\n';
    if (refused && this.#scene.choices.softBounce)
      return () => this.#submit({ ...plan, subject: 'ordinary', body: 'Hello\n' });
    return () => this.#submit(long ? { ...plan, body: 'Hello\n' } : plan);
  }

  async #submit(plan: Plan): Promise<void> {
    const content = this.#content(plan);
    try {
      await this.#scene.postfix.sendmail(plan.sender, [...plan.recipients], content);
    } catch (error) {
      // sendmail(1) refuses what is over the limit: EX_TEMPFAIL.
      if (this.#scene.choices.sizeLimit > 0 && /ended with 75/.test(String(error))) return;
      throw error;
    }
    if (plan.subject === 'refused here' || plan.body === 'refuse this body\n') {
      this.#seen.rejected++;
      this.#seen.bouncedAtOnce.push(plan.sender);
      return;
    }
    this.#done({ code: 250, text: '' }, plan, undefined, '', [...plan.recipients], false);
  }

  /** Sessions without a message: probes, robots, odd commands. */
  #odd(): () => Promise<void> {
    const commands = this.#dice.some(
      [
        'NOOP',
        'VRFY games@local.example',
        'VRFY nobody-here@local.example',
        'ETRN discarded.example',
        'ETRN foreign.example',
        'FOO bar',
        'RCPT TO:<x@y>',
        'DATA',
        'MAIL FROM:<<>',
        'AUTH LOGIN',
        'AUTH NTLM',
        'MAIL FROM:<ann@good.example> SIZE=99999999999',
        'GET / HTTP/1.1',
        'HELO again.example',
        'EHLO nodots',
        'RSET',
        'QUIT',
      ],
      this.#dice.between(0, 6),
    );
    const client = this.#dice.pick(CLIENTS);
    return () =>
      this.#talk(client, this.#scene.postfix.port, async (talk) => {
        for (const command of commands) {
          const reply = await talk.say(command);
          if (reply.code === 334) await talk.say('*');
        }
      });
  }
}

/** A session whose every reply is told. */
class Talk {
  readonly session: SmtpSession;
  readonly #tell: (reply: Reply) => void;

  constructor(session: SmtpSession, tell: (reply: Reply) => void) {
    this.session = session;
    this.#tell = tell;
  }

  async hear(coming: Promise<Reply>): Promise<Reply> {
    const reply = await coming;
    this.#tell(reply);
    return reply;
  }

  say(command: string): Promise<Reply> {
    return this.hear(this.session.command(command));
  }
}

async function logIn(talk: Talk, user: string, password: string, login: boolean): Promise<Reply> {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  if (!login) return talk.say(`AUTH PLAIN ${base64(`\0${user}\0${password}`)}`);
  const first = await talk.say('AUTH LOGIN');
  if (first.code !== 334) return first;
  await talk.say(base64(user));
  return talk.say(base64(password));
}
