/**
 * Everything that a replay needs of a log, gathered in one pass: the attempts, and what speaks for and against clients and
 * senders: whom local users wrote to, who guessed passwords, who tried addresses that nobody has.
 */
import { type Attempt, Journeys } from '../../maillog/correlate/journey.ts';
import type { Message, Moment, Session } from '../../maillog/correlate/message.ts';
import type { Observer } from '../../maillog/correlate/observer.ts';
import type { Entry } from '../../maillog/entry.ts';
import type {
  Active,
  Delivery,
  Event,
  Expired,
  MessageId,
  Notification,
  Removed,
} from '../../maillog/event.ts';
import { own } from '../../maillog/scan.ts';
import { Attempts } from './attempts.ts';
import { type LoggedAttempt, refusedAttempt, takenAttempts, warnedAttempt, wasTaken } from './logged.ts';
import type { Texts } from './texts.ts';

/** Attempts kept; beyond, the eldest stay, and it is said how many more there were. */
const MOST = 1_000_000;
const MOST_KEYS = 500_000;

/** What a client did besides. */
export interface ClientPast {
  guesses: number;
  unknownRecipients: number;
  /** Mail of it that was taken, and of that what was delivered. */
  taken: number;
  delivered: number;
  /** Attempts of it in all. */
  attempts: number;
}

/** Epoch milliseconds. */
export interface Span {
  first: number;
  last: number;
}

export class Gathered implements Observer {
  /** In the order of time, once the log is at its end. */
  readonly attempts: Attempts;
  more = 0;
  /** What would have been refused, but for `warn_if_reject`. */
  readonly warned: LoggedAttempt[] = [];
  /** Addresses and domains, in lower case, that people behind this server wrote to. */
  readonly writtenTo = new Set<string>();
  readonly clients = new Map<string, ClientPast>();
  /** `sender domain`: mail of it that was delivered. */
  readonly domains = new Map<string, number>();
  /** First and last time that a list refused somebody. */
  readonly refusals = new Map<string, Span>();
  readonly #journeys = new Journeys(
    (journey) => {
      if (journey.origin === 'local' || journey.account !== '') {
        if (journey.received)
          for (const { event } of journey.attempts) if (event.status === 'sent') this.wrote(event.recipient);
      }
      for (const attempt of takenAttempts(journey)) this.#add(attempt);
    },
    { lines: false },
  );
  readonly #from: number;
  readonly #to: number;

  /**
   * @param period milliseconds on the log's own clock: attempts outside it are left out, what they say of clients is not
   * @param texts where those of attempts are kept; none: here
   */
  constructor(period: { readonly from: number; readonly to: number }, texts?: Texts) {
    this.#from = period.from;
    this.#to = period.to;
    this.attempts = new Attempts(texts);
  }

  /** The log is at its end, and the correlator is finished. */
  finish(): void {
    this.attempts.sort();
    this.warned.sort((a, b) => a.time - b.time);
  }

  other(entry: Entry, event: Event, message: Message | undefined): void {
    this.#journeys.other(entry, event, message);
    if (event.kind === 'saslFailure') this.past(event.address).guesses++;
    else if (event.kind === 'loginFailure') this.past(event.address).guesses += event.attempts;
    else if (event.kind === 'reject') {
      const warned = warnedAttempt(entry, event);
      if (warned !== undefined) this.warn(warned);
      const attempt = refusedAttempt(entry, event);
      if (attempt === undefined) return;
      if (event.text.includes('User unknown')) this.past(attempt.clientAddress).unknownRecipients++;
      if (attempt.zone !== '') heardAt(this.spanOf(attempt.zone), entry.time);
      this.#add(attempt);
    }
  }

  past(address: string): ClientPast {
    let past = this.clients.get(address);
    if (past === undefined) {
      past = { guesses: 0, unknownRecipients: 0, taken: 0, delivered: 0, attempts: 0 };
      if (this.clients.size < MOST_KEYS) this.clients.set(own(address), past);
    }
    return past;
  }

  /** When a list refused. */
  spanOf(zone: string): Span {
    let span = this.refusals.get(zone);
    if (span === undefined) {
      span = { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
      this.refusals.set(zone, span);
    }
    return span;
  }

  warn(attempt: LoggedAttempt): void {
    if (!this.#isAsked(attempt.wall)) return;
    if (this.warned.length < MOST) this.warned.push(attempt);
    else this.more++;
  }

  /** Whether an attempt of that time is to be kept; where there are too many, that is counted. */
  keeps(wall: number): boolean {
    if (!this.#isAsked(wall)) return false;
    if (this.attempts.length < MOST) return true;
    this.more++;
    return false;
  }

  #isAsked(wall: number): boolean {
    return wall >= this.#from && wall < this.#to;
  }

  #add(attempt: LoggedAttempt): void {
    const delivered = attempt.outcome === 'delivered';
    attempted(this.past(attempt.clientAddress), wasTaken(attempt), delivered);
    if (delivered) this.delivered(attempt.sender, 1);
    if (this.keeps(attempt.wall)) this.attempts.push(attempt);
  }

  /** Mail of a sender was delivered. */
  delivered(sender: string, count: number): void {
    const domain = domainOf(sender);
    if (domain === '' || (this.domains.size >= MOST_KEYS && !this.domains.has(domain))) return;
    this.domains.set(domain, (this.domains.get(domain) ?? 0) + count);
  }

  /** Somebody behind this server wrote to it. */
  wrote(recipient: string): void {
    if (this.writtenTo.size >= MOST_KEYS) return;
    const address = own(recipient.toLowerCase());
    this.writtenTo.add(address);
    this.writtenTo.add(domainOf(address));
  }

  /** The engine has followed a journey so far. */
  handedOver(root: Message, open: readonly Message[], heard: readonly Attempt[]): void {
    this.#journeys.adopt(root, open, heard);
  }

  received(message: Message): void {
    this.#journeys.received(message);
  }
  delivery(message: Message, moment: Moment, event: Delivery): void {
    this.#journeys.delivery(message, moment, event);
  }
  expired(message: Message, moment: Moment, event: Expired): void {
    this.#journeys.expired(message, moment, event);
  }
  notification(message: Message, moment: Moment, event: Notification): void {
    this.#journeys.notification(message, moment, event);
  }
  session(_session: Session, _moment: Moment): void {}
  hop(message: Message, moment: Moment, event: Delivery, second: Message): void {
    this.#journeys.hop(message, moment, event, second);
  }
  passed(message: Message, entry: Entry, event: MessageId | Active | Removed): void {
    this.#journeys.passed(message, entry, event);
  }
  ended(message: Message): void {
    this.#journeys.ended(message);
  }
}

export function heardAt(span: Span, time: number): void {
  if (time < span.first) span.first = time;
  if (time > span.last) span.last = time;
}

export function attempted(past: ClientPast, taken: boolean, delivered: boolean): void {
  past.attempts++;
  if (taken) past.taken++;
  if (delivered) past.delivered++;
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
