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
import type { Handover } from '../correlate/handover.ts';
import type { Host } from '../correlate/host.ts';
import { type Message, newMessage, type Session, UNNAMED } from '../correlate/message.ts';
import type { Entry, EntryReader } from '../entry.ts';
import { parse } from '../parse.ts';
import type { Coverage } from '../read.ts';
import { ExpressEntry } from './entry.ts';
import { HeaderTeacher } from './header.ts';
import type { ExpressObserver } from './observer.ts';
import { ExpressSubmission } from './submission.ts';

/** Hosts whose messages the engine follows; those of others go the long way. */
const MOST_HOSTS = 64;
const HIGH = 0x1_0000_0000;
/** Where a message's numbers are (assembly/messages.ts). */
const AT = {
  owner: 0,
  host: 4,
  idLength: 12,
  id: 16,
  time: 64,
  wall: 72,
  ended: 80,
  size: 88,
  recipients: 96,
  serial: 100,
  file: 104,
  line: 108,
  text: 112,
  textLength: 116,
  nameFrom: 120,
  nameTo: 124,
  addressFrom: 128,
  addressTo: 132,
  accountFrom: 136,
  accountTo: 140,
  sender: 144,
  senderLength: 148,
  nameLow: 152,
  nameHigh: 156,
  failed: 160,
  failedLength: 164,
  origin: 168,
  marks: 172,
  named: 176,
  shares: 177,
  active: 178,
  abandoned: 179,
  received: 180,
} as const;
/** As assembly/messages.ts numbers them. */
const ORIGINS = ['unknown', 'network', 'forward'] as const;
/** The engine follows it (assembly/messages.ts). */
const ENGINE = 1;
/** What is told of an account's message (assembly/traffic.ts). */
const ANEW = 1;
const NAMELESS = 2;
const SENDER = 4;

export class ExpressLane implements Handover {
  readonly #engine: Engine;
  readonly #observers: readonly ExpressObserver[];
  readonly #entry: ExpressEntry;
  readonly #teacher: HeaderTeacher;
  readonly #hosts = new Map<string, number>();
  #foreign = 0;
  #start = 0;
  readonly #submission = new ExpressSubmission(
    (place) => this.#messageAt(place),
    (place) => this.#addressAt(place),
  );

  /** @param observers each is asked in turn; of those that answer with a number the last one counts */
  constructor(engine: Engine, observers: readonly ExpressObserver[]) {
    this.#engine = engine;
    this.#observers = observers;
    const entry = new ExpressEntry(engine.frame);
    this.#entry = entry;
    this.#teacher = new HeaderTeacher(engine, entry, (name) => this.hostNumber(name));
    engine.asked = {
      nullDomain: (message) => {
        const about = this.#messageAt(message);
        let row = 0;
        for (const each of observers) row = each.nullDomain?.(about) ?? row;
        return row;
      },
      submitted: (message, account, what, client, sender) => {
        const submission = this.#submission;
        const { view } = engine.memory;
        submission.begin(message);
        submission.number = account;
        submission.anew = (what & ANEW) !== 0;
        submission.nameless = (what & NAMELESS) !== 0;
        submission.client = client;
        submission.sender = (what & SENDER) === 0 ? undefined : sender;
        submission.time = view.getFloat64(message + AT.time, true);
        submission.size = view.getFloat64(message + AT.size, true);
        submission.recipients = view.getUint32(message + AT.recipients, true);
        for (const each of observers) each.submitted?.(submission);
      },
      delivery: (message) => (this.#failed(message) ? 1 : 0),
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
      mismatched: () => {
        for (const each of observers) each.mismatched?.(entry);
      },
    };
  }

  /** The lines that follow are of this file. */
  enter(file: string): void {
    this.#teacher.forgetDay();
    this.#engine.doors.setFile(this.#entry.files.push(file) - 1);
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

  /** The line that was not taken. @param ascii whether the block holds nothing else */
  text(ascii: boolean): string {
    const { frame } = this.#engine;
    return ascii ? frame.slice(frame.lineFrom, frame.lineTo) : frame.raw();
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
    for (const each of this.#observers) each.covered?.();
    const newest = doors.getNewest();
    const oldest = doors.getOldest();
    if (newest > coverage.newest) coverage.newest = newest;
    if (oldest !== 0 && (oldest < coverage.oldest || coverage.oldest === 0)) coverage.oldest = oldest;
    const { view } = memory;
    for (const [name, number] of this.#hosts) {
      const at = doors.hostLinesAt() + number * 4;
      const lines = view.getUint32(at, true);
      if (lines > 0) coverage.hosts.set(name, (coverage.hosts.get(name) ?? 0) + lines);
      view.setUint32(at, 0, true);
    }
  }

  get now(): number {
    return this.#engine.doors.getNow();
  }

  hostNumber(name: string): number {
    const known = this.#hosts.get(name);
    if (known !== undefined) return known;
    if (this.#hosts.size >= MOST_HOSTS) return -1;
    const number = this.#entry.hosts.push(name) - 1;
    this.#hosts.set(name, number);
    return number;
  }

  message(host: Host, queueId: string): Message | undefined {
    const length = this.#engine.lay(queueId);
    const at = this.#engine.doors.messageOf(host.number, this.#engine.key, length);
    return at === 0 ? undefined : this.#handOver(host, at);
  }

  named(host: Host, messageId: number): Message | undefined {
    const at = this.#engine.doors.standingFor(host.number, messageId >>> 0, Math.floor(messageId / HIGH));
    // One stands for messages of the correlator.
    return at <= 1 ? undefined : this.#handOver(host, at);
  }

  session(host: Host, pid: number): Session | undefined {
    const { doors, memory } = this.#engine;
    if (doors.hasSession(host.number, pid) === 0) return undefined;
    const at = doors.sessionMessage(host.number, pid);
    const taken = doors.sessionTaken(host.number, pid);
    let message: Message | undefined;
    if (at !== 0)
      message =
        memory.view.getUint32(at + AT.owner, true) === ENGINE
          ? this.#handOver(host, at)
          : host.get(this.#queueIdAt(at));
    return Object.assign(host.open(pid), {
      // Only times of connections, which go the long way, want to know whose session it is.
      service: '',
      name: '',
      address: '',
      time: 0,
      wall: 0,
      message,
      discard: false,
      taken,
    });
  }

  claimMessage(host: Host, queueId: string): number {
    const length = this.#engine.lay(queueId);
    return this.#engine.doors.claim(host.number, this.#engine.key, length);
  }

  releaseMessage(host: Host, queueId: string): void {
    const length = this.#engine.lay(queueId);
    this.#engine.doors.release(host.number, this.#engine.key, length);
  }

  claimName(host: Host, messageId: number): void {
    this.#engine.doors.claimName(host.number, messageId >>> 0, Math.floor(messageId / HIGH));
  }

  releaseName(host: Host, messageId: number): void {
    this.#engine.doors.releaseName(host.number, messageId >>> 0, Math.floor(messageId / HIGH));
  }

  claimSession(host: Host, pid: number): void {
    this.#engine.doors.claimSession(host.number, pid);
  }

  releaseSession(host: Host, pid: number): void {
    this.#engine.doors.releaseSession(host.number, pid);
  }

  advance(now: number): void {
    this.#engine.doors.advance(now);
  }

  rewind(): void {
    this.#engine.doors.rewind();
  }

  finish(): void {
    this.#engine.doors.finish();
  }

  /** A delivery that did not succeed, of a message that stays the engine's. */
  #failed(at: number): boolean {
    const entry = this.#entry;
    const text = entry.raw();
    const event = parse(entry.program, text, this.messageStart, text.length);
    if (event?.kind !== 'delivery') return false;
    const { status, recipient } = event;
    if (status !== 'deferred' && status !== 'bounced' && status !== 'softbounce') return false;
    const message = this.#messageAt(at);
    let length = -1;
    if (status === 'bounced') {
      message.failed = recipient;
      length = this.#engine.lay(recipient);
    }
    const { key } = this.#engine;
    // Before others use the place.
    this.#engine.doors.noteFailure(at, message.marks, key, length);
    for (const each of this.#observers) each.delivery?.(message, entry, event);
    this.#engine.doors.noteFailure(at, message.marks, key, -1);
    return true;
  }

  #handOver(host: Host, at: number): Message {
    const message = this.#messageAt(at);
    const shares = this.#engine.memory.view.getUint8(at + AT.shares) !== 0;
    host.take(message, this.#engine.doors.surrender(at) !== 0);
    if (shares) host.names.identify(message, message.messageId);
    return message;
  }

  #queueIdAt(at: number): string {
    const { view, bytes } = this.#engine.memory;
    return bytes.toString('latin1', at + AT.id, at + AT.id + view.getUint32(at + AT.idLength, true));
  }

  #addressAt(at: number): string {
    const { view, bytes } = this.#engine.memory;
    const text = view.getUint32(at + AT.text, true);
    return bytes.toString(
      'latin1',
      text + view.getUint32(at + AT.addressFrom, true),
      text + view.getUint32(at + AT.addressTo, true),
    );
  }

  /** What the engine knows of a message. */
  #messageAt(at: number): Message {
    const { view, bytes } = this.#engine.memory;
    const word = (offset: number): number => view.getUint32(at + offset, true);
    const number = (offset: number): number => view.getFloat64(at + offset, true);
    const flag = (offset: number): boolean => view.getUint8(at + offset) !== 0;
    const text = word(AT.text);
    const slice = (from: number, to: number): string =>
      bytes.toString('latin1', text + word(from), text + word(to));
    const message = newMessage(
      this.#entry.hosts[word(AT.host)]!,
      this.#queueIdAt(at),
      ORIGINS[word(AT.origin)]!,
      number(AT.time),
      number(AT.wall),
      word(AT.serial),
    );
    message.clientName = slice(AT.nameFrom, AT.nameTo);
    message.clientAddress = slice(AT.addressFrom, AT.addressTo);
    message.account = slice(AT.accountFrom, AT.accountTo);
    if (message.account !== '')
      message.receipt = {
        time: message.time,
        wall: message.wall,
        file: this.#entry.files[word(AT.file)]!,
        line: word(AT.line),
        text: bytes.toString('utf8', text, text + word(AT.textLength)),
      };
    const senderLength = view.getInt32(at + AT.senderLength, true);
    if (senderLength >= 0)
      message.sender = bytes.toString('latin1', word(AT.sender), word(AT.sender) + senderLength);
    const failed = word(AT.failed);
    if (failed !== 0) message.failed = bytes.toString('utf8', failed, failed + word(AT.failedLength));
    message.marks = word(AT.marks);
    message.size = number(AT.size);
    message.recipients = word(AT.recipients);
    message.messageId = flag(AT.named) ? word(AT.nameHigh) * HIGH + word(AT.nameLow) : UNNAMED;
    message.active = flag(AT.active);
    message.abandoned = flag(AT.abandoned);
    message.received = flag(AT.received);
    message.ended = number(AT.ended);
    return message;
  }
}
