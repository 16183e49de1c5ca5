/**
 * What the findings need of the log, gathered in the same pass as the report and in bounded memory. It takes
 * notice only of what can be a problem, so that ordinary lines cost nothing.
 */

import type { Engine } from '../engine/engine.ts';
import type { Message, Moment, Session } from '../maillog/correlate/message.ts';
import { isLoopback, rootOf } from '../maillog/correlate/message.ts';
import type { Observer } from '../maillog/correlate/observer.ts';
import { type Submission, submissionOf } from '../maillog/correlate/submission.ts';
import type { Entry } from '../maillog/entry.ts';
import type { Delivery, Event, Expired, Notification } from '../maillog/event.ts';
import { hashOf } from '../tally/hash.ts';
import { Ledger } from '../tally/ledger.ts';
import { Tally } from '../tally/tally.ts';
import { deliveryProgramTrouble, isCommandNotStarted } from './delivery-program.ts';
import { isShortage } from './shortage.ts';
import { type AccountUse, LINES, newAccountUse, newSign, note, type Sign, see, show } from './signs.ts';
import { disablesTls } from './tls-disabled.ts';
import { ZoneJudge } from './zones.ts';

/** Days on the log's own clock that findings are about. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Commands that people type: when one stops with `fatal`, nothing of the mail system did. */
const COMMANDS = new Set(
  'sendmail postfix-script postqueue postsuper postmap postalias postconf postcat postmulti postlog postkick'.split(
    ' ',
  ),
);

export class Watch implements Observer {
  /** Non-delivery notifications to strangers, by the domain of the failed recipient. */
  readonly backscatter = new Tally<Sign>(newSign, undefined, 2000);
  /** Notifications to strangers that the others would not take. */
  undeliverable = 0;
  readonly accounts = new Tally<AccountUse>(newAccountUse, undefined, 5000);
  /** DNSBL zones whose answers show that they are dead, or that they refuse us: `kind zone`. */
  readonly zones = new Tally<Sign>(newSign, undefined, 500);
  /** Delivery programs that fail, by what they run. */
  readonly programs = new Tally<Sign>(newSign, undefined, 500);
  /** Failed logins: all as one sign, and how many by client. */
  readonly guessing = newSign('');
  readonly guessers: Ledger;
  /** fatal and panic, by program. */
  readonly crashes = new Tally<Sign>(newSign, undefined, 200);
  /** The queue's file system is full. */
  readonly shortage = newSign('');
  /** Programs that go on without TLS. */
  readonly tlsDisabled = new Tally<Sign>(newSign, undefined, 200);
  readonly #span: Span;
  readonly #judge = new ZoneJudge();

  /** @param engine its lane counts in `guessers` too */
  constructor(span: Span, engine?: Engine) {
    this.#span = span;
    this.guessers = new Ledger(1, 0, undefined, undefined, engine);
  }

  received(message: Message): void {
    if (message.account === '' || !this.#inSpan(message)) return;
    this.submitted(this.accounts.row(message.account), submissionOf(message));
  }

  /** A message of a logged-in account. */
  submitted(use: AccountUse, submission: Submission): void {
    use.recipients += submission.recipients;
    use.clients.add(submission.client);
    if (submission.nameless) use.nameless++;
    if (submission.sender !== undefined) use.senders.add(submission.sender);
    see(use, submission.time);
    if (use.evidence.length >= LINES) return;
    const moment = submission.moment();
    if (moment !== undefined) show(use, moment);
  }

  delivery(message: Message, moment: Moment, event: Delivery): void {
    if (event.status === 'sent' || !this.#inSpan(moment)) return;
    const root = rootOf(message);
    if (root.account !== '' && event.status === 'bounced') this.accounts.row(root.account).bounced++;
    if (message.notificationOf !== '' && message.sender === '') this.undeliverable++;
    const program = deliveryProgramTrouble(event);
    if (program !== '') note(this.programs.row(program), moment);
  }

  notification(message: Message, moment: Moment, event: Notification): void {
    if (event.to !== 'sender' || event.type !== 'non-delivery' || !this.#inSpan(moment)) return;
    const { sender, failed } = message;
    if (sender === undefined || sender === '' || !isStrangers(rootOf(message))) return;
    note(
      this.backscatter.row(failed === '' ? '?' : failed.slice(failed.lastIndexOf('@') + 1).toLowerCase()),
      moment,
    );
  }

  expired(_message: Message, _moment: Moment, _event: Expired): void {}

  session(_session: Session, _moment: Moment): void {}

  other(entry: Entry, event: Event, _message: Message | undefined): void {
    switch (event.kind) {
      case 'reject': {
        if (event.action === 'reject' && event.zone !== '')
          this.refusedBy(entry, event.zone, event.text, event.address);
        return;
      }
      case 'saslFailure':
        if (isGuess(event.reason)) this.#guessed(entry, event.address, 1);
        return;
      case 'loginFailure':
        if (event.attempts > 0) this.#guessed(entry, event.address, event.attempts);
        return;
      case 'complaint':
        if (isShortage(event) && this.#inSpan(entry)) note(this.shortage, entry);
        else if (disablesTls(event) && this.#inSpan(entry))
          note(this.tlsDisabled.row(entry.program.tag), entry);
        else if (
          (event.level === 'fatal' || event.level === 'panic') &&
          !COMMANDS.has(entry.program.daemon) &&
          !isCommandNotStarted(entry.program.daemon, event) &&
          this.#inSpan(entry)
        )
          note(this.crashes.row(entry.program.tag), entry);
        return;
      default:
    }
  }

  /** A DNSBL zone refused a client. @returns whether its words are a sign of trouble */
  refusedBy(moment: Moment, zone: string, text: string, address: string): boolean {
    const trouble = this.#judge.judge(zone, text);
    if (trouble === undefined) return false;
    if (!this.#inSpan(moment)) return true;
    const row = this.zones.row(`${trouble} ${zone}`);
    note(row, moment);
    row.subjects.add(hashOf(address));
    return true;
  }

  /** Failed logins that were counted elsewhere: how many, epoch milliseconds of the first and last. */
  guessed(count: number, first: number, last: number): void {
    this.guessing.count += count;
    this.guessing.first = Math.min(this.guessing.first, first);
    this.guessing.last = Math.max(this.guessing.last, last);
  }

  /** The line of one of them. @returns whether more are wanted as evidence */
  showGuess(moment: Moment): boolean {
    return show(this.guessing, moment);
  }

  #guessed(moment: Moment, address: string, tries: number): void {
    if (!this.#inSpan(moment)) return;
    note(this.guessing, moment, tries);
    this.guessers.add(this.guessers.row(address === '' ? '?' : address), 0, tries);
  }

  #inSpan(moment: { readonly wall: number }): boolean {
    return moment.wall >= this.#span.from && moment.wall < this.#span.to;
  }
}

/** Whether the message came from outside, from nobody who logged in; what an alias sends on is its first sender's. */
function isStrangers({ origin, account, clientAddress }: Message): boolean {
  return (origin === 'network' || origin === 'forward') && account === '' && !isPrivate(clientAddress);
}

/** This host and its own networks (RFC 1918, RFC 4193), which may send without a login. */
function isPrivate(address: string): boolean {
  return (
    address === '' ||
    isLoopback(address) ||
    /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|f[cd][0-9a-f]{2}:|fe80:)/i.test(address)
  );
}

/** A server of logins that does not answer is no guess. */
export function isGuess(reason: string): boolean {
  return !reason.startsWith('Connection lost');
}
