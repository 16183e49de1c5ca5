/**
 * Attempts that the engine recorded (assembly/attempts.ts): what smtpd refused, what it took and what became of that, failed
 * logins. Texts are numbers (src/engine/texts.ts), so that a line makes no object.
 */
import type { Engine } from '../../engine/engine.ts';
import type { EngineTexts } from '../../engine/texts.ts';
import type { Attempt } from '../correlate/journey.ts';
import type { Message } from '../correlate/message.ts';
import type { DeliveryStatus } from '../event.ts';

/** One for all, good only during the call. */
export interface ExpressAttempt {
  /** Epoch milliseconds, and the log's own clock. */
  time: number;
  wall: number;
  clientName: number;
  clientAddress: number;
  helo: number;
  sender: number;
  recipient: number;
  account: number;
  zone: number;
  /** The reply with placeholders (src/restrictions/replay/masked.ts). */
  shape: number;
}

/** A delivery of a message that was taken. */
export interface ExpressHeard {
  readonly time: number;
  readonly recipient: number;
  /** What the client named. */
  readonly named: number;
  readonly status: DeliveryStatus;
}

export interface AttemptSink {
  refused(attempt: ExpressAttempt, deferred: boolean): void;
  /** It would have been refused, but for warn_if_reject. */
  warned(attempt: ExpressAttempt): void;
  /** A failed login. @param address its client's */
  guessed(address: number): void;
  /**
   * A message of which nothing more is heard.
   * @param attempt without recipient
   * @param byClient false: nobody is known to have brought it
   * @param heard in the order of the log
   */
  taken(attempt: ExpressAttempt, byClient: boolean, heard: readonly ExpressHeard[]): void;
  /**
   * The correlator follows a journey from now on.
   * @param root the first message
   * @param open those of which more may be heard
   */
  handedOver(root: Message, open: readonly Message[], heard: readonly Attempt[]): void;
}

/** As assembly/attempts.ts numbers them. */
const REFUSED = 0;
const WARNED = 1;
const GUESSED = 2;
const STATUS: readonly DeliveryStatus[] = ['sent', 'bounced', 'deferred'];
/** Bytes of a record, and where its words are, in words. */
const SIZE = 64;
const KIND = 4;
const CLIENT = 6;
const MARK = 13;
const HEARD = 14;

export class ExpressAttempts {
  readonly texts: EngineTexts;
  readonly #engine: Engine;
  readonly #sink: AttemptSink;
  #words: Uint32Array = new Uint32Array(0);
  #clocks: Float64Array = new Float64Array(0);
  readonly #attempt: ExpressAttempt = {
    ...{ time: 0, wall: 0, clientName: 0, clientAddress: 0, helo: 0 },
    ...{ sender: 0, recipient: 0, account: 0, zone: 0, shape: 0 },
  };

  constructor(engine: Engine, texts: EngineTexts, sink: AttemptSink) {
    this.#engine = engine;
    this.texts = texts;
    this.#sink = sink;
    engine.doors.recordAttempts();
  }

  /** The log is at its end, and the correlator has finished. */
  finish(): void {
    this.#engine.doors.endAllAttempts();
    this.read();
  }

  /** Takes what was recorded. */
  read(): void {
    const { doors } = this.#engine;
    const count = doors.attemptCount();
    if (count === 0) return;
    this.#look();
    const at = doors.attemptsAt();
    for (let i = 0; i < count; i++) this.#tell(at + i * SIZE);
    doors.forgetAttempts();
  }

  /** The engine's memory moves when it grows. */
  #look(): void {
    const { buffer } = this.#engine.memory.view;
    if (this.#words.buffer === buffer) return;
    this.#words = new Uint32Array(buffer);
    this.#clocks = new Float64Array(buffer);
  }

  #tell(at: number): void {
    const words = this.#words;
    const from = at >>> 2;
    const kind = words[from + KIND]!;
    if (kind === GUESSED) {
      this.#sink.guessed(words[from + CLIENT]!);
      return;
    }
    const attempt = this.#attempt;
    attempt.time = this.#clocks[at >>> 3]!;
    attempt.wall = this.#clocks[(at >>> 3) + 1]!;
    attempt.clientName = words[from + 5]!;
    attempt.clientAddress = words[from + CLIENT]!;
    attempt.helo = words[from + 7]!;
    attempt.sender = words[from + 8]!;
    attempt.recipient = words[from + 9]!;
    attempt.account = words[from + 10]!;
    attempt.zone = words[from + 11]!;
    attempt.shape = words[from + 12]!;
    const marked = words[from + MARK] !== 0;
    if (kind === REFUSED) this.#sink.refused(attempt, marked);
    else if (kind === WARNED) this.#sink.warned(attempt);
    else {
      this.#sink.taken(attempt, marked, this.#heard(words[from + HEARD]!));
    }
  }

  #heard(first: number): ExpressHeard[] {
    const words = this.#words;
    const heard: ExpressHeard[] = [];
    for (let at = first; at !== 0; at = words[at >>> 2]!) {
      const from = at >>> 2;
      heard.push({
        time: this.#clocks[(at >>> 3) + 1]!,
        recipient: words[from + 4]!,
        named: words[from + 5]!,
        status: STATUS[words[from + 6]!]!,
      });
    }
    return heard;
  }

  /** Messages are handed over, of which the engine still has what was heard. @param messages by their places */
  handOver(messages: ReadonlyMap<number, Message>): void {
    const { doors } = this.#engine;
    const open = new Map<number, Message[]>();
    for (const [at, message] of messages) {
      const draft = message.forgotten ? 0 : doors.draftAt(at);
      if (draft === 0) continue;
      const known = open.get(draft);
      if (known === undefined) open.set(draft, [message]);
      else known.push(message);
    }
    if (open.size === 0) return;
    this.#look();
    for (const [draft, of] of open) {
      const root = messages.get(this.#words[draft >>> 2]!) ?? of[0]!;
      this.#sink.handedOver(
        root,
        of,
        this.#heard(this.#words[(draft >>> 2) + 2]!).map((each) => this.#asTold(root, each)),
      );
    }
  }

  #asTold({ queueId }: Message, { time, recipient, named, status }: ExpressHeard): Attempt {
    return {
      time,
      queueId,
      event: {
        kind: 'delivery',
        queueId,
        recipient: this.texts.textOf(recipient),
        originalRecipient: named === recipient ? '' : this.texts.textOf(named),
        status,
        ...{ agent: '', relay: '', delay: 0, delays: '', tls: '', dsn: '', reply: '' },
      },
    };
  }
}
