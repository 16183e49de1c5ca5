/**
 * The express lane: ordinary lines of ordinary messages, which are nineteen of twenty, are read and counted by the
 * engine (src/engine) without an event or a string. Whatever is not ordinary, or not certain, goes the long way
 * (parse.ts, Correlator.handle). Both lead to the same counts, which test/maillog/express holds by reading logs both
 * ways.
 *
 * A line is taken whole or not at all. A message that stops being ordinary is handed over to the correlator, and so
 * is a session (handover.ts).
 */
import type { Engine } from '../../engine/engine.ts';
import type { Room } from '../blocks.ts';
import type { Entry, EntryReader } from '../entry.ts';
import type { Event } from '../event.ts';
import { parse } from '../parse.ts';
import type { Coverage } from '../read.ts';
import type { ExpressAttempts } from './attempts.ts';
import { ExpressEntry } from './entry.ts';
import { ExpressHandover } from './handover.ts';
import { HeaderTeacher } from './header.ts';
import { ExpressMessages } from './messages.ts';
import { COMPLAINTS, type ExpressObserver } from './observer.ts';
import { ExpressSubmission, repeatsAt } from './submission.ts';

/** What is told of an account's message (assembly/traffic.ts). */
const ANEW = 1;
const NAMELESS = 2;
const SENDER = 4;
/** What is said of a failed delivery (assembly/failures.ts). */
const NOT_TAKEN = 0;
const COUNTED = 1;
const NUMBERED = 2;

export class ExpressLane {
  readonly #engine: Engine;
  readonly #observers: readonly ExpressObserver[];
  readonly #entry: ExpressEntry;
  readonly #teacher: HeaderTeacher;
  readonly #messages: ExpressMessages;
  /** For the correlator. */
  readonly handover: ExpressHandover;
  #foreign = 0;
  #start = 0;
  /** Of the lines last read in turn with those of other files. */
  #year = Number.NaN;
  readonly #submission: ExpressSubmission;

  readonly #attempts: ExpressAttempts | undefined;

  /**
   * @param observers each is asked in turn; of those that answer with a number the last one counts
   * @param attempts takes what the engine records, instead of its counts
   */
  constructor(engine: Engine, observers: readonly ExpressObserver[], attempts?: ExpressAttempts) {
    this.#engine = engine;
    this.#attempts = attempts;
    this.#observers = observers;
    const entry = new ExpressEntry(engine.frame);
    this.#entry = entry;
    this.#messages = new ExpressMessages(engine.memory, entry);
    this.handover = new ExpressHandover(engine, this.#messages, entry.hosts);
    this.handover.attempts = attempts;
    this.#submission = new ExpressSubmission(this.#messages);
    this.#teacher = new HeaderTeacher(engine, entry, (name) => this.handover.hostNumber(name));
    for (const each of observers) each.begin?.(() => engine.doors.settleAccounts(), entry.programs);
    engine.asked = {
      nullDomain: (message) => {
        const about = this.#messages.message(message);
        let row = 0;
        for (const each of observers) row = each.nullDomain?.(about) ?? row;
        return row;
      },
      submitted: (message, account, what, client, sender) => {
        const submission = this.#submission;
        submission.begin(message);
        submission.number = account;
        submission.anew = (what & ANEW) !== 0;
        submission.nameless = (what & NAMELESS) !== 0;
        submission.client = client;
        submission.sender = (what & SENDER) === 0 ? undefined : sender;
        let wanted = 0;
        for (const each of observers) if (each.submitted?.(submission) === true) wanted = 1;
        return wanted;
      },
      settled: (account, at) => {
        const repeats = repeatsAt(engine.memory, entry.files, at);
        for (const each of observers) each.repeated?.(account, repeats);
      },
      delivery: (message) => this.#failed(message),
      reason: (blocked, from, end, address) => {
        let number = -1;
        for (const each of observers)
          number = each.reason?.(entry, blocked !== 0, from, end, address) ?? number;
        return number;
      },
      refused: (reason, warning) =>
        observers.some((each) => each.refused?.(entry, reason, warning !== 0) ?? false) ? 0 : 1,
      zoneSays: () => (observers.every((each) => each.zoneSays?.(entry) ?? true) ? 1 : 0),
      loginFailed: (client) => {
        for (const each of observers) each.loginFailed?.(entry, client);
      },
      notified: (message) => this.#notified(message),
      givenUp: (message) => this.handover.give(message),
      attemptsAreMany: () => attempts?.read(),
      complained: (kind) =>
        observers.some((each) => each.complained?.(entry, COMPLAINTS[kind]!) ?? false) ? 0 : 1,
    };
  }

  /** The log is at its end. */
  finish(): void {
    this.#engine.doors.settleAccounts();
  }

  /** The lines that follow are of this file. @returns its number, to come back to it */
  enter(file: string): number {
    this.#teacher.forgetDay();
    const number = this.#entry.files.push(file) - 1;
    this.#engine.doors.setFile(number);
    return number;
  }

  /** The lines that follow are of this file again, and of a time on their own clock; NaN where it is not known. */
  comeBack(number: number, wall: number): void {
    this.#engine.doors.setFile(number);
    const year = new Date(wall).getUTCFullYear();
    if (Object.is(year, this.#year)) return;
    this.#year = year;
    this.#teacher.forgetDay();
  }

  /** Blocks lie in the engine's memory; see blocks.ts. */
  readonly room: Room = (bytes, kept) => {
    const { doors, memory } = this.#engine;
    this.#start = doors.input(bytes, kept);
    return memory.bytes.subarray(this.#start, this.#start + bytes);
  };

  /** Where the block begins. */
  get start(): number {
    return this.#start;
  }

  /**
   * Takes lines until one must go the long way: `lineFrom`..`lineTo`.
   * @param entry its line's number is kept up
   * @returns whether it was read as far as its header, which `entry` has then
   */
  run(from: number, to: number, entry: EntryReader): 'all taken' | 'unread' | 'header read' {
    const { doors, frame } = this.#engine;
    doors.setLines(entry.line);
    const how = doors.run(from, to);
    this.#attempts?.read();
    entry.line = frame.line;
    return how === 0 ? 'all taken' : how === 1 ? 'unread' : 'header read';
  }

  /** The header of the line that was not taken. */
  get entry(): Entry {
    return this.#entry;
  }

  /** Where the message begins in that line. */
  get messageStart(): number {
    return this.#engine.frame.start - this.#engine.frame.lineFrom;
  }

  /** The line that was not taken. */
  text(): string {
    return this.#engine.frame.raw();
  }

  /** Where the line after it begins. */
  get next(): number {
    return this.#engine.frame.lineTo + 1;
  }

  learn(entry: EntryReader): void {
    this.#teacher.learn(entry);
  }

  /** Adds what the lane has read since it was last asked. */
  cover(coverage: Coverage): void {
    const foreign = this.#engine.doors.getForeign();
    coverage.foreign += foreign - this.#foreign;
    this.#foreign = foreign;
    const { doors, memory } = this.#engine;
    const newest = doors.getNewest();
    const oldest = doors.getOldest();
    if (newest > coverage.newest) coverage.newest = newest;
    if (oldest !== 0 && (oldest < coverage.oldest || coverage.oldest === 0)) coverage.oldest = oldest;
    const { view } = memory;
    for (const [number, name] of this.handover.hosts.entries()) {
      const at = doors.hostLinesAt() + number * 4;
      const lines = view.getUint32(at, true);
      if (lines > 0) coverage.hosts.set(name, (coverage.hosts.get(name) ?? 0) + lines);
      view.setUint32(at, 0, true);
    }
  }

  /** What the line says that the engine asks about. */
  #event(): Event | undefined {
    const text = this.#entry.raw();
    return parse(this.#entry.program, text, this.messageStart, text.length);
  }

  /** A notification to the sender of a message that stays the engine's. */
  #notified(at: number): void {
    const event = this.#event();
    if (event?.kind !== 'notification') return;
    const message = this.#messages.message(at);
    for (const each of this.#observers) each.notification?.(message, this.#entry, event);
  }

  /** A delivery that did not succeed, of a message that stays the engine's. */
  #failed(at: number): number {
    // The first of a kind is kept as an example.
    if (this.handover.receiver.waits()) return NOT_TAKEN;
    const event = this.#event();
    if (event?.kind !== 'delivery') return NOT_TAKEN;
    const { status, recipient } = event;
    if (status !== 'deferred' && status !== 'bounced' && status !== 'softbounce') return NOT_TAKEN;
    const message = this.#messages.message(at);
    let length = -1;
    if (status === 'bounced') {
      message.failed = recipient;
      length = this.#engine.lay(recipient);
    }
    const { key } = this.#engine;
    // Before others use the place.
    this.#engine.doors.noteFailure(at, message.marks, key, length);
    let number = -1;
    for (const each of this.#observers)
      number = Math.max(number, each.delivery?.(message, this.#entry, event) ?? -1);
    this.#engine.doors.noteFailure(at, message.marks, key, -1);
    return number < 0 ? COUNTED : NUMBERED + number;
  }
}
