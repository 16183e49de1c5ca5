/**
 * What the findings need of the log, gathered in the same pass as the report and in bounded memory. It takes
 * notice only of what can be a problem, so that ordinary lines cost nothing.
 */

import type { Engine } from '../engine/engine.ts';
import type { Message, Moment, Session } from '../maillog/correlate/message.ts';
import type { Observer } from '../maillog/correlate/observer.ts';
import { submissionOf } from '../maillog/correlate/submission.ts';
import type { Entry } from '../maillog/entry.ts';
import type { Complaint, Delivery, Event, Expired, Notification, Reject } from '../maillog/event.ts';
import { Distinct } from '../tally/distinct.ts';
import { hashOf } from '../tally/hash.ts';
import { Ledger } from '../tally/ledger.ts';
import { Tally } from '../tally/tally.ts';
import { Accounts } from './accounts.ts';
import { Backscatter } from './backscatter.ts';
import { deliveryProgramTrouble, isCommandNotStarted, type ProgramTrouble } from './delivery-program.ts';
import { lacksResource, troubledProgram } from './resources.ts';
import { isShortage } from './shortage.ts';
import { newSign, note, type Sign, show } from './signs.ts';
import { disablesTls } from './tls-disabled.ts';
import { ZoneJudge } from './zones.ts';

/** Days on the log's own clock that findings are about. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A delivery program, with how it failed first. */
interface ProgramSign extends Sign {
  trouble: ProgramTrouble | undefined;
}

/** A DNSBL zone, with the clients that were refused for it. */
interface ZoneSign extends Sign {
  readonly clients: Distinct;
}

/** Agents that deliver on this machine. */
const HERE = new Set(['local', 'virtual', 'pipe']);

export class Watch implements Observer {
  readonly backscatter = new Backscatter();
  readonly accounts = new Accounts();
  /** DNSBL zones whose answers show that they are dead, or that they refuse us: `kind zone`. */
  readonly zones = new Tally<ZoneSign>(newZoneSign, undefined, 500);
  /** Delivery programs that fail, by what they run. */
  readonly programs = new Tally<ProgramSign>(newProgramSign, undefined, 500);
  /** Failed logins: all as one sign, and how many by client. */
  readonly guessing = newSign('');
  readonly guessers: Ledger;
  /** fatal, panic, killed, out of disk or memory; by program. */
  readonly crashes = new Tally<Sign>(newSign, undefined, 200);
  /** The queue's file system is full. */
  readonly shortage = newSign('');
  /** Programs that go on without TLS. */
  readonly tlsDisabled = new Tally<Sign>(newSign, undefined, 200);
  readonly #span: Span;
  readonly #engine: Engine | undefined;
  readonly #judge = new ZoneJudge();

  /** @param engine its lane counts in `guessers` too */
  constructor(span: Span, engine?: Engine) {
    this.#span = span;
    this.#engine = engine;
    this.guessers = new Ledger(1, 0, undefined, undefined, engine);
  }

  received(message: Message): void {
    if (message.account === '' || !this.#inSpan(message)) return;
    this.accounts.submitted(this.accounts.rows.row(message.account), submissionOf(message));
  }

  delivery(message: Message, moment: Moment, event: Delivery): void {
    if (event.status === 'sent' || !this.#inSpan(moment)) return;
    if (event.status === 'bounced') this.accounts.bounced(message);
    this.backscatter.failed(message, event, moment);
    const trouble = deliveryProgramTrouble(event);
    if (trouble !== undefined) {
      const row = this.programs.row(trouble.subject);
      row.trouble ??= trouble;
      note(row, moment);
    } else if (HERE.has(event.agent) && lacksResource(event.reply))
      note(this.crashes.row(`postfix/${event.agent}`), moment);
  }

  notification(message: Message, moment: Moment, event: Notification): void {
    if (this.#inSpan(moment)) this.backscatter.notified(message, event, moment);
  }

  expired(message: Message, moment: Moment, _event: Expired): void {
    if (this.#inSpan(moment)) this.backscatter.expired(message, moment);
  }

  session(_session: Session, _moment: Moment): void {}

  other(entry: Entry, event: Event, _message: Message | undefined): void {
    switch (event.kind) {
      case 'reject': {
        if (event.action === 'reject' && event.zone !== '')
          this.refusedBy(entry, event.zone, event.text, event.address, event.by);
        return;
      }
      case 'dnsblog':
        this.#judge.answered(event.zone, event.answer);
        return;
      case 'saslFailure':
        if (isGuess(event.reason)) this.#guessed(entry, event.address, 1);
        return;
      case 'loginFailure':
        if (event.attempts > 0) this.#guessed(entry, event.address, event.attempts);
        return;
      case 'mailbox':
        if (event.action !== 'forwarded') return;
        this.backscatter.redirects(event.account, event.mailbox);
        this.#engine?.doors.tellFailures();
        return;
      case 'complaint':
        if (this.#inSpan(entry)) this.#complained(entry, event);
        return;
      default:
    }
  }

  #complained(entry: Entry, event: Complaint): void {
    if (isShortage(event)) note(this.shortage, entry);
    else if (disablesTls(event)) note(this.tlsDisabled.row(entry.program.tag), entry);
    else if (!isCommandNotStarted(entry.program.daemon, event)) {
      const program = troubledProgram(entry, event);
      if (program !== '') note(this.crashes.row(program), entry);
    }
  }

  /** A DNSBL zone refused a client. @returns whether its words are a sign of trouble */
  refusedBy(
    moment: Moment,
    zone: string,
    text: string,
    address: string,
    by: Reject['by'] = 'smtpd',
  ): boolean {
    const trouble = this.#judge.judge(zone, text, by);
    if (trouble === undefined) return false;
    if (!this.#inSpan(moment)) return true;
    const row = this.zones.row(`${trouble} ${zone}`);
    note(row, moment);
    row.clients.add(hashOf(address));
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

function newProgramSign(key: string): ProgramSign {
  return { ...newSign(key), trouble: undefined };
}

function newZoneSign(key: string): ZoneSign {
  return { ...newSign(key), clients: new Distinct(500) };
}

/** A server of logins that does not work is no guess (Dovecot's and Cyrus' words for it). */
export function isGuess(reason: string): boolean {
  return !/^(?:Connection lost|generic failure|no mechanism)/.test(reason);
}
