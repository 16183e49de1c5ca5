/** What the engine follows is handed over here, and it learns what the correlator follows. */
import type { Engine } from '../../engine/engine.ts';
import type { Handover } from '../correlate/handover.ts';
import type { Host } from '../correlate/host.ts';
import type { Message, Session } from '../correlate/message.ts';
import { type ExpressMessages, HIGH } from './messages.ts';

/** Hosts whose messages the engine follows; those of others go the long way. */
const MOST_HOSTS = 64;

export class ExpressHandover implements Handover {
  waits = (): boolean => false;
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

  finish(hostOf: (name: string) => Host): void {
    const { doors } = this.#engine;
    for (let at = doors.nextUntold(1); at !== 0; at = doors.nextUntold(0))
      this.#handOver(hostOf(this.#messages.host(at)), at);
  }

  #handOver(host: Host, at: number): Message {
    const message = this.#messages.message(at);
    const shares = this.#messages.shares(at);
    host.take(message, this.#engine.doors.surrender(at) !== 0);
    if (shares) host.names.identify(message, message.messageId);
    return message;
  }
}
