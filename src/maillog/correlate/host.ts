/** What one host has in flight: messages by queue id and by message-id, smtpd's sessions by process. */
import { hashOf } from '../../tally/hash.ts';
import type { Entry } from '../entry.ts';
import type { Delivery } from '../event.ts';
import { Fates } from './fates.ts';
import type { Handover } from './handover.ts';
import { KeyTable } from './key-table.ts';
import {
  type KeptMoment,
  type Message,
  newMessage,
  newSession,
  type Origin,
  type Session,
} from './message.ts';
import { Names } from './names.ts';

/** Milliseconds of log time that an ended message is still known: syslog may bring its last lines late. */
export const AFTERLIFE = 3_000;

/** Processes whose sessions are kept; a process id has seven digits at most. */
const MOST_PROCESSES = 50_000;

/** What is taken for the work of a filter that names no queue id, because messages came back. */
export interface Suspicion {
  readonly hops: { readonly first: Message; readonly moment: KeptMoment; readonly event: Delivery }[];
  readonly seconds: Message[];
}

export class Host {
  readonly name: string;
  /** As the lane numbers it, which follows the ordinary messages here; -1 where none does. */
  readonly number: number;
  readonly #lane: Handover | undefined;
  readonly #messages = new KeyTable<Message, string>((message, id) => message.queueId === id);
  /** Who stands for a message-id: what content filters and requeues go on with. */
  readonly names: Names;
  /** One for each process, used again for its next connection. */
  readonly #sessions = new Map<number, Session>();
  /** Filters that name no queue id, by relay; and relays that are none. */
  readonly suspicions = new Map<string, Suspicion>();
  readonly finals = new Set<string>();
  readonly fates = new Fates();
  /** Accounts of clients whose mail goes through a proxy filter before the queue, by the client's address. */
  readonly #proxied = new Map<string, string>();
  /** Ended messages in the order of their end, still in `messages`. */
  readonly #ended: Message[] = [];
  #endedHead = 0;
  #serial = 0;
  /** Sessions with messages under a DISCARD rule: the counters at their end must be read. */
  discarding = 0;

  constructor(name: string, lane?: Handover) {
    this.name = name;
    this.number = lane?.hostNumber(name) ?? -1;
    const follows = this.number < 0 ? undefined : lane;
    this.#lane = follows;
    this.names = new Names(
      follows && {
        named: (id) => follows.named(this, id),
        claim: (id) => follows.claimName(this, id),
        release: (id) => follows.releaseName(this, id),
      },
    );
  }

  get size(): number {
    return this.#messages.size;
  }

  get(queueId: string): Message | undefined {
    return this.#messages.get(queueId, hashOf(queueId)) ?? this.#lane?.message(this, queueId);
  }

  /** The same where it is followed here: who only takes notes has nothing handed over. */
  getHere(queueId: string): Message | undefined {
    return this.#messages.get(queueId, hashOf(queueId));
  }

  /** A message is handed over. @param stands whether it is the first with its message-id */
  take(message: Message, stands: boolean): void {
    this.#messages.set(message.queueId, hashOf(message.queueId), message);
    if (message.ended > 0) this.awaitBurial(message);
    if (stands) this.names.take(message);
  }

  /** All in flight, in the order of their beginnings. */
  inFlight(): Message[] {
    return [...this.#messages.values()].sort((a, b) => a.serial - b.serial);
  }

  clear(): void {
    this.#messages.clear();
    this.names.clear();
  }

  /** A new life of a queue id, which must not be in use. */
  begin(queueId: string, origin: Origin, time: number, wall: number): Message {
    const serial = this.#lane?.claimMessage(this, queueId) ?? this.#serial++;
    const message = newMessage(this.name, queueId, origin, time, wall, serial);
    this.#messages.set(queueId, hashOf(queueId), message);
    return message;
  }

  /** The open session of a process. */
  session(pid: number): Session | undefined {
    return this.sessionHere(pid) ?? this.#lane?.session(this, pid);
  }

  /** The same where it is followed here: who only takes notes has nothing handed over. */
  sessionHere(pid: number): Session | undefined {
    const session = this.#sessions.get(pid);
    return session?.open === true ? session : undefined;
  }

  /** A session begins here, or is handed over. */
  open(pid: number): Session {
    let session = this.#sessions.get(pid);
    if (session === undefined) {
      if (this.#sessions.size >= MOST_PROCESSES) this.#dropClosed();
      session = newSession(pid);
      this.#sessions.set(pid, session);
    }
    Object.assign(session, newSession(pid), { open: true });
    this.#lane?.claimSession(this, pid);
    return session;
  }

  close(session: Session): void {
    session.open = false;
    this.#lane?.releaseSession(this, session.pid);
  }

  connect(entry: Entry, name: string, address: string): Session {
    const session = this.open(entry.pid);
    session.service = entry.program.service;
    session.name = name;
    session.address = address;
    session.time = entry.time;
    session.wall = entry.wall;
    return session;
  }

  #dropClosed(): void {
    for (const [pid, session] of this.#sessions) if (!session.open) this.#sessions.delete(pid);
    if (this.#sessions.size >= MOST_PROCESSES) this.#sessions.clear();
  }

  /** @param now epoch milliseconds of the newest line: lines that come late do not change the order */
  end(message: Message, now: number): void {
    message.ended = Math.max(1, now);
    this.awaitBurial(message);
  }

  /** A message that has ended takes its place among the others: one that waited for something is in front. */
  awaitBurial(message: Message): void {
    const ended = this.#ended;
    let place = ended.length;
    while (place > this.#endedHead && ended[place - 1]!.ended > message.ended) place--;
    if (place === ended.length) ended.push(message);
    else ended.splice(place, 0, message);
  }

  /** Forgets messages whose end is long enough ago. */
  bury(now: number, tell: (message: Message) => void): void {
    const ended = this.#ended;
    while (this.#endedHead < ended.length) {
      const message = ended[this.#endedHead]!;
      if (now - message.ended < AFTERLIFE) break;
      this.#endedHead++;
      if (message.forgotten) continue;
      if (message.pending > 0 || message.undecided || message.late === 'waits') message.parked = true;
      else {
        this.forget(message);
        tell(message);
      }
    }
    if (this.#endedHead > 256 && this.#endedHead * 2 > ended.length) {
      ended.splice(0, this.#endedHead);
      this.#endedHead = 0;
    }
  }

  /** Its queue id and its message-id are free again. */
  forget(message: Message): void {
    message.forgotten = true;
    const hash = hashOf(message.queueId);
    if (this.#messages.get(message.queueId, hash) === message) {
      this.#messages.delete(message.queueId, hash);
      this.#lane?.releaseMessage(this, message.queueId);
    }
    this.names.forget(message);
  }

  /** A client logged in whose mail goes through a proxy filter. @param account "" where its connection is over */
  proxy(address: string, account: string): void {
    if (account === '') this.#proxied.delete(address);
    else if (this.#proxied.size < MOST_PROCESSES) this.#proxied.set(address, account);
  }

  accountOf(address: string): string {
    return this.#proxied.get(address) ?? '';
  }
}
