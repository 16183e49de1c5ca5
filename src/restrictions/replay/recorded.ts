/** Takes what the engine recorded of a log (src/maillog/express/attempts.ts) into what is gathered of it. */
import type { Attempt } from '../../maillog/correlate/journey.ts';
import type { Message } from '../../maillog/correlate/message.ts';
import type { AttemptSink, ExpressAttempt, ExpressHeard } from '../../maillog/express/attempts.ts';
import { DEFERRED, OUTCOMES, REFUSED } from './attempts.ts';
import { attempted, type ClientPast, type Gathered, heardAt, type Span } from './gathered.ts';
import { namesOf, replyOf, saysUnknownUser } from './masked.ts';
import { EMPTY, UNSAID } from './texts.ts';

const DELIVERED = OUTCOMES.indexOf('delivered');
const ACCEPTED = OUTCOMES.indexOf('accepted');
const BOUNCED = OUTCOMES.indexOf('bounced');

export class Recorded implements AttemptSink {
  readonly #gathered: Gathered;
  /** By the numbers of addresses, senders, recipients, lists, replies. */
  readonly #pasts: (ClientPast | undefined)[] = [];
  #delivered = new Uint32Array(1024);
  readonly #wroteTo = new Set<number>();
  readonly #spans = new Map<number, Span>();
  readonly #unknownUser = new Map<number, boolean | undefined>();

  constructor(gathered: Gathered) {
    this.#gathered = gathered;
  }

  /** The log is at its end. */
  finish(): void {
    const { texts } = this.#gathered.attempts;
    for (const [sender, count] of this.#delivered.entries())
      if (count > 0) this.#gathered.delivered(texts.textOf(sender), count);
    this.#delivered.fill(0);
  }

  guessed(address: number): void {
    this.#past(address).guesses++;
  }

  refused(attempt: ExpressAttempt, deferred: boolean): void {
    const past = this.#past(attempt.clientAddress);
    if (this.#saysUnknownUser(attempt)) past.unknownRecipients++;
    if (attempt.zone !== EMPTY) heardAt(this.#spanOf(attempt.zone), attempt.time);
    attempted(past, false, false);
    if (this.#gathered.keeps(attempt.wall)) this.#keep(attempt, deferred ? DEFERRED : REFUSED);
  }

  warned(attempt: ExpressAttempt): void {
    const text = (number: number): string => this.#gathered.attempts.texts.textOf(number);
    const names = this.#names(attempt);
    this.#gathered.warn({
      time: attempt.time,
      wall: attempt.wall,
      clientName: text(attempt.clientName),
      clientAddress: text(attempt.clientAddress),
      helo: text(attempt.helo),
      sender: text(attempt.sender),
      recipient: text(attempt.recipient),
      account: text(attempt.account),
      outcome: 'accepted',
      zone: text(attempt.zone),
      reply: replyOf(text(attempt.shape), names),
    });
  }

  taken(attempt: ExpressAttempt, byClient: boolean, heard: readonly ExpressHeard[]): void {
    if (attempt.account !== EMPTY)
      for (const { recipient, status } of heard) if (status === 'sent') this.#wrote(recipient);
    if (!byClient) return;
    if (heard.length === 1) this.#taken(attempt, heard[0]!.named, heard[0]!);
    else {
      const last = new Map<number, ExpressHeard>();
      for (const each of heard.toSorted((a, b) => a.time - b.time)) last.set(each.named, each);
      for (const [named, each] of last) this.#taken(attempt, named, each);
    }
  }

  handedOver(root: Message, open: readonly Message[], heard: readonly Attempt[]): void {
    this.#gathered.handedOver(root, open, heard);
  }

  #taken(attempt: ExpressAttempt, recipient: number, { status }: ExpressHeard): void {
    const delivered = status === 'sent';
    attempted(this.#past(attempt.clientAddress), true, delivered);
    const { sender } = attempt;
    if (delivered) {
      if (sender >= this.#delivered.length) {
        const more = new Uint32Array(sender * 2);
        more.set(this.#delivered);
        this.#delivered = more;
      }
      this.#delivered[sender]!++;
    }
    if (!this.#gathered.keeps(attempt.wall)) return;
    attempt.recipient = recipient;
    attempt.helo = UNSAID;
    this.#keep(attempt, delivered ? DELIVERED : status === 'bounced' ? BOUNCED : ACCEPTED);
  }

  #keep(attempt: ExpressAttempt, outcome: number): void {
    const { time, wall, clientName, clientAddress, helo, sender, recipient, account, zone, shape } = attempt;
    const { attempts } = this.#gathered;
    attempts.addNumbers(
      time,
      wall,
      clientName,
      clientAddress,
      helo,
      sender,
      recipient,
      account,
      zone,
      shape,
      outcome,
    );
  }

  #past(address: number): ClientPast {
    let past = this.#pasts[address];
    if (past === undefined) {
      past = this.#gathered.past(this.#gathered.attempts.texts.textOf(address));
      // Without holes an array is fast.
      while (this.#pasts.length < address) this.#pasts.push(undefined);
      this.#pasts[address] = past;
    }
    return past;
  }

  #spanOf(zone: number): Span {
    let span = this.#spans.get(zone);
    if (span === undefined) {
      span = this.#gathered.spanOf(this.#gathered.attempts.texts.textOf(zone));
      this.#spans.set(zone, span);
    }
    return span;
  }

  #wrote(recipient: number): void {
    if (this.#wroteTo.has(recipient)) return;
    this.#wroteTo.add(recipient);
    this.#gathered.wrote(this.#gathered.attempts.texts.textOf(recipient));
  }

  #saysUnknownUser(attempt: ExpressAttempt): boolean {
    const { texts } = this.#gathered.attempts;
    const { shape } = attempt;
    if (!this.#unknownUser.has(shape)) this.#unknownUser.set(shape, saysUnknownUser(texts.textOf(shape)));
    const says = this.#unknownUser.get(shape);
    return says ?? replyOf(texts.textOf(shape), this.#names(attempt)).includes('User unknown');
  }

  #names(attempt: ExpressAttempt): readonly string[] {
    const text = (number: number): string => this.#gathered.attempts.texts.textOf(number);
    return namesOf({
      recipient: text(attempt.recipient),
      sender: text(attempt.sender),
      clientAddress: text(attempt.clientAddress),
      clientName: text(attempt.clientName),
      helo: text(attempt.helo),
      account: text(attempt.account),
    });
  }
}
