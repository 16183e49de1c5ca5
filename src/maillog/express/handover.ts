/** What the engine follows is handed over here, and it learns what the correlator follows. */
import type { Engine } from '../../engine/engine.ts';
import type { Handover, Receiver } from '../correlate/handover.ts';
import type { Host } from '../correlate/host.ts';
import type { Message, Session } from '../correlate/message.ts';
import type { ExpressAttempts } from './attempts.ts';
import { type ExpressMessages, HIGH } from './messages.ts';

/** Hosts whose messages the engine follows; those of others go the long way. */
const MOST_HOSTS = 64;

export class ExpressHandover implements Handover {
  receiver: Receiver = NOBODY;
  /** Where the engine records what it hears of messages. */
  attempts: ExpressAttempts | undefined;
  readonly #engine: Engine;
  readonly #messages: ExpressMessages;
  /** In the order of their numbers. */
  readonly hosts: string[];
  readonly #numbers = new Map<string, number>();

  constructor(engine: Engine, messages: ExpressMessages, hosts: string[]) {
    this.#engine = engine;
    this.#messages = messages;
    this.hosts = hosts;
  }

  get now(): number {
    return this.#engine.doors.getNow();
  }

  hostNumber(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    if (this.hosts.length >= MOST_HOSTS) return -1;
    const number = this.hosts.push(name) - 1;
    this.#numbers.set(name, number);
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
    const { doors } = this.#engine;
    if (doors.hasSession(host.number, pid) === 0) return undefined;
    const at = doors.sessionMessage(host.number, pid);
    const taken = doors.sessionTaken(host.number, pid);
    let message: Message | undefined;
    if (at !== 0)
      message = this.#messages.isEngines(at)
        ? this.#handOver(host, at)
        : host.get(this.#messages.queueId(at));
    // Only times of connections, which go the long way, want to know whose session it is.
    return Object.assign(host.open(pid), { message, taken });
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

  settle(account: string): void {
    const length = this.#engine.lay(account);
    this.#engine.doors.settleAccount(this.#engine.key, length);
  }

  advance(now: number): void {
    this.#engine.doors.advance(now);
  }

  rewind(): void {
    this.#engine.doors.rewind();
  }

  finish(): void {
    const { doors } = this.#engine;
    for (let at = doors.nextUntold(1); at !== 0; at = doors.nextUntold(0)) this.give(at);
  }

  giveUndecided(): void {
    const { doors } = this.#engine;
    for (let at = doors.undecidedOne(); at !== 0; at = doors.undecidedOne()) this.give(at);
  }

  /** Hands a message over that nobody asked for. */
  give(at: number): void {
    this.#handOver(this.receiver.hostOf(this.#messages.host(at)), at);
  }

  #handOver(host: Host, at: number): Message {
    const first = this.#engine.doors.kinOf(at);
    return first === 0 ? this.#handOverOne(host, at) : this.#handOverKin(host, first).get(at)!;
  }

  /** Messages with one message-id. @returns they, by their places */
  #handOverKin(host: Host, first: number): Map<number, Message> {
    const messages = this.#messages;
    const all = new Map<number, Message>();
    for (let at = first; at !== 0; at = messages.kinAfter(at)) all.set(at, messages.message(at));
    const places = [...all.keys()];
    // Also what they carry on that is gone by now.
    for (const [at, message] of all) {
      const hopOf = messages.hopOf(at);
      if (hopOf === 0) continue;
      let first = all.get(hopOf);
      if (first === undefined) {
        first = messages.message(hopOf);
        first.forgotten = true;
        all.set(hopOf, first);
      }
      message.hopOf = first;
      if (!messages.isUndecided(at)) first.carriedOn = message;
    }
    // By one that is gone: nobody asks by which.
    for (const [at, message] of all) if (messages.isCarried(at)) message.carriedOn ??= message;
    const undecided = places.filter((at) => messages.isUndecided(at)).map((at) => all.get(at)!);
    this.attempts?.handOver(all);
    for (const at of places) host.take(all.get(at)!, this.#engine.doors.surrender(at) !== 0);
    host.names.share(places.map((at) => all.get(at)!));
    for (const message of undecided) this.receiver.undecided(message);
    return all;
  }

  #handOverOne(host: Host, at: number): Message {
    const message = this.#messages.message(at);
    this.attempts?.handOver(new Map([[at, message]]));
    host.take(message, this.#engine.doors.surrender(at) !== 0);
    return message;
  }
}

const NOBODY: Receiver = {
  waits: () => false,
  hostOf() {
    throw new Error('nobody receives messages');
  },
  undecided() {},
};
