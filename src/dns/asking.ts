/**
 * One question on its way to an answer: to the first server, again and to the next ones where nothing comes, over TCP where
 * the answer was cut off, without EDNS where the server does not know it. Whatever a try before was waiting for is
 * still heard; what does not belong to the question never ends the wait.
 */
import { type Listener, match, type Ticket } from './exchange.ts';
import type { Health } from './health.ts';
import { interpret, type Said } from './interpret.ts';
import type { Latency } from './latency.ts';
import type { Pace, Place } from './pace.ts';
import type { Random } from './random.ts';
import type { Failure, RecordType } from './resolver.ts';
import { type Server, serverText } from './server.ts';
import type { Tcp } from './tcp.ts';
import type { Udp } from './udp.ts';
import { HEADER, headerRcode, isTruncated, questionEnd, readMessage, writeQuery } from './wire.ts';

/** What is known of a server, and the ways to it. */
export interface Peer {
  readonly server: Server;
  readonly udp: Udp;
  readonly tcp: Tcp;
  readonly latency: Latency;
  /** Does not know EDNS (RFC 6891 §7): asked without it until then. */
  plainUntil: number;
  /** Does not give letters back in the case in which they came: asked in lower case until then. */
  caselessUntil: number;
}

export interface Timers {
  set(milliseconds: number, call: () => void): unknown;
  clear(timer: unknown): void;
}

export interface Means {
  readonly peers: readonly Peer[];
  readonly health: Health;
  readonly random: Random;
  readonly pace: Pace;
  /** Milliseconds. */
  readonly clock: () => number;
  readonly timers: Timers;
  /** Milliseconds of the first try; each round takes half as long again. */
  readonly timeout: number;
  /** Rounds over all servers. */
  readonly attempts: number;
  readonly tcpOnly: boolean;
  readonly edns: boolean;
  readonly mixedCase: boolean;
}

const FORMERR = 1;
const NOTIMP = 4;
const BADVERS = 16;
/** Milliseconds for which it is remembered what a server does not know. */
const REMEMBERED = 900_000;
/** Milliseconds before a server is tried again that was not to be reached, more each round: it may be starting. */
const PAUSE = 200;

/** Milliseconds after which a question holds no place in the window any more: the server has read it, or lost it. */
const YOUNG = 100;
/** Milliseconds by which a timer may be late before it is taken that this process stood still, and not the server. */
const STOOD_STILL = 200;

const NONE: readonly never[] = [];

type Way = 'udp' | 'tcp';

interface Sent {
  readonly ticket: Ticket;
  readonly way: Way;
  readonly edns: boolean;
  readonly at: number;
  /** Because the one before is late. */
  readonly isRepeat: boolean;
}

export class Asking<T extends RecordType> implements Listener {
  readonly #means: Means;
  readonly #names: readonly string[];
  readonly #wire: Buffer;
  readonly #type: T;
  readonly #done: (said: Said<T>) => void;
  readonly #order: readonly number[];
  readonly #since: number;
  /** Milliseconds for all of it. */
  #most: number;
  readonly #place: Place;
  #tickets: Sent[] = [];
  #timer: unknown;
  #tries = 0;
  #hasTimedOut = false;
  /** Servers that answered that they have no answer. */
  #refusals: readonly { readonly server: number; readonly why: Failure; readonly detail: string }[] = NONE;
  #lost = '';
  #malformed = '';
  /** Servers that have been asked over TCP, or without EDNS, because of what came. */
  #turned: Set<string> | undefined;
  #isOver = false;

  /** @param names the chain so far; the last is asked @param wire the same as `wireName` makes it */
  constructor(
    means: Means,
    place: Place,
    names: readonly string[],
    wire: Buffer,
    type: T,
    done: (said: Said<T>) => void,
  ) {
    this.#means = means;
    this.#place = place;
    this.#names = names;
    this.#wire = wire;
    this.#type = type;
    this.#done = done;
    this.#since = means.clock();
    this.#order = means.health.order(this.#since);
    // As long as one server would have; each of several is asked once at least.
    let most = 0;
    for (let round = 0; round < means.attempts; round++) most += means.timeout * 1.5 ** round;
    this.#most = Math.max(most, means.timeout * means.peers.length);
    this.#try();
  }

  cancel(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#means.pace.done(this.#place);
    this.#means.timers.clear(this.#timer);
    for (const { ticket } of this.#tickets) ticket.release();
    this.#tickets = [];
  }

  heard(bytes: Buffer, ticket: Ticket): void {
    const sent = this.#take(ticket);
    if (sent === undefined) return;
    const { server } = ticket;
    const { health, clock, peers } = this.#means;
    health.answered(server);
    const took = clock() - sent.at;
    if (sent.way === 'udp') peers[server]!.latency.heard(took);
    // The first one was late, the second is answered at once: the first was lost.
    if (sent.isRepeat && took < peers[server]!.latency.patience / 4) this.#means.pace.lost();
    if (sent.way === 'udp' && isTruncated(bytes)) {
      this.#turn(server, 'tcp');
      return;
    }
    const rcode = headerRcode(bytes);
    if (sent.edns && (rcode === FORMERR || rcode === NOTIMP) && this.#turn(server, 'plain', sent.way)) return;
    const message = readMessage(bytes, bytes.readUInt16BE(4) === 0 ? HEADER : ticket.end);
    if (message === undefined) {
      this.#malformed = `${this.#nameOf(server)}: a malformed answer`;
      if (sent.way === 'udp') this.#turn(server, 'tcp');
      else this.#refuse(server, 'malformed', 'a malformed answer');
      return;
    }
    if (sent.edns && message.rcode === BADVERS && this.#turn(server, 'plain', sent.way)) return;
    if (this.#turned?.has(`plain ${server}`) && !sent.edns) peers[server]!.plainUntil = clock() + REMEMBERED;
    if (
      this.#turned?.has(`case ${server}`) &&
      (sent.way === 'udp' || match(ticket.query, ticket.end, bytes) === 'other case')
    )
      peers[server]!.caselessUntil = clock() + REMEMBERED;
    const said = interpret(message, this.#names, this.#type);
    if (said.kind === 'failed') this.#refuse(server, said.why, said.detail);
    else this.#finish(said);
  }

  /** Perhaps a forger who could not know the case, perhaps a server that loses it: TCP tells (RFC 5452 §9). */
  heardInOtherCase(bytes: Buffer, ticket: Ticket): void {
    const { server } = ticket;
    if (this.#isMixed(server)) {
      this.#turn(server, 'tcp');
      this.#turned!.add(`case ${server}`);
    } else if (!this.#turned?.has(`case ${server}`) || !this.#isOut(server, 'tcp')) this.heard(bytes, ticket);
  }

  lost(code: string, ticket: Ticket): void {
    const sent = this.#take(ticket);
    if (sent === undefined) return;
    this.#means.health.failed(ticket.server, this.#means.clock());
    this.#lost = `${this.#nameOf(ticket.server)}: ${REASONS[code] ?? code}${sent.way === 'tcp' ? ' over TCP' : ''}`;
    // Another question about the same is still out, or this one belongs to a try that is over.
    if (
      ticket.server !== this.#current() ||
      this.#tickets.some((each) => each.ticket.server === ticket.server)
    )
      return;
    this.#tries++;
    const round = Math.floor(this.#tries / this.#order.length);
    if (this.#tries % this.#order.length !== 0) this.#try();
    else if (round < this.#means.attempts) this.#wait(PAUSE * round, () => this.#try());
    else this.#giveUp();
  }

  #current(): number {
    return this.#order[this.#tries % this.#order.length]!;
  }

  #try(): void {
    const { timeout, attempts, clock, peers } = this.#means;
    const count = this.#order.length;
    while (this.#refusals.some(({ server }) => server === this.#current())) this.#tries++;
    const round = Math.floor(this.#tries / count);
    const left = this.#since + this.#most - clock();
    // Who has an answer "I have none" from one server does not wait for another round of silence.
    if (round >= attempts || left <= 0 || (round > 0 && this.#refusals.length > 0)) {
      this.#giveUp();
      return;
    }
    const server = this.#current();
    const wait = Math.min(
      left,
      round === 0 ? timeout : Math.max(timeout / 2, (timeout * 1.5 ** round) / count),
    );
    const isLast = round > 0 && round === attempts - 1;
    // Some firewalls swallow what has EDNS: the last round goes without.
    const edns = this.#means.edns && peers[server]!.plainUntil <= clock() && !isLast;
    const way = this.#means.tcpOnly ? 'tcp' : 'udp';
    const { patience } = peers[server]!.latency;
    const isRepeated = way === 'udp' && attempts > 1 && patience <= wait / 2;
    this.#wait(Math.min(YOUNG, wait), () => {
      this.#means.pace.aged(this.#place);
      if (!isRepeated) this.#waitFor(server, wait - YOUNG);
      else
        this.#wait(patience - YOUNG, () => {
          this.#waitFor(server, wait - patience);
          this.#send(server, way, edns, true);
        });
    });
    this.#send(server, way, edns);
  }

  #send(server: number, way: Way, edns: boolean, isRepeat = false): void {
    const query = writeQuery(this.#wire, this.#type, edns);
    const end = questionEnd(this.#wire);
    if (this.#isMixed(server)) this.#mix(query);
    const ticket = this.#means.peers[server]![way].send(query, end, this);
    this.#tickets.push({ ticket, way, edns, isRepeat, at: this.#means.clock() });
  }

  #isMixed(server: number): boolean {
    const { mixedCase, peers, clock } = this.#means;
    return mixedCase && !this.#turned?.has(`case ${server}`) && peers[server]!.caselessUntil <= clock();
  }

  /** Each letter in a case of its own: bits that a forger has to guess too. Length bytes are no letters. */
  #mix(query: Buffer): void {
    let bits = 0;
    let left = 0;
    for (let i = HEADER; i < HEADER + this.#wire.length; i++) {
      const lower = query[i]! | 0x20;
      if (lower < 97 || lower > 122) continue;
      if (left === 0) {
        bits = this.#means.random.byte();
        left = 8;
      }
      query[i] = (bits & 1) === 0 ? lower : lower & 0xdf;
      bits >>= 1;
      left--;
    }
  }

  /** The same server once more in this try, in another way; false where that has been done. */
  #turn(server: number, how: 'tcp' | 'plain', way: Way = 'tcp'): boolean {
    const key = how === 'tcp' ? `tcp ${server} ${this.#tries}` : `plain ${server}`;
    if (this.#turned?.has(key)) return false;
    this.#turned ??= new Set();
    this.#turned.add(key);
    this.#waitFor(server, this.#means.timeout);
    const knowsEdns = this.#means.edns && this.#means.peers[server]!.plainUntil <= this.#means.clock();
    this.#send(server, way, knowsEdns && !this.#turned?.has(`plain ${server}`));
    return true;
  }

  #isOut(server: number, way: Way): boolean {
    return this.#tickets.some((each) => each.way === way && each.ticket.server === server);
  }

  #take(ticket: Ticket): Sent | undefined {
    const index = this.#tickets.findIndex((each) => each.ticket === ticket);
    if (index < 0) return undefined;
    const [sent] = this.#tickets.splice(index, 1);
    ticket.release();
    return sent;
  }

  #refuse(server: number, why: Failure, detail: string): void {
    if (!this.#refusals.some((each) => each.server === server))
      this.#refusals = [...this.#refusals, { server, why, detail }];
    if (this.#refusals.length === this.#order.length) this.#giveUp();
    else this.#try();
  }

  #waitFor(server: number, milliseconds: number): void {
    this.#wait(milliseconds, () => {
      this.#hasTimedOut = true;
      this.#means.health.failed(server, this.#means.clock());
      this.#tries++;
      this.#try();
    });
  }

  #wait(milliseconds: number, then: () => void): void {
    const { timers, clock } = this.#means;
    const due = clock() + milliseconds;
    timers.clear(this.#timer);
    this.#timer = timers.set(milliseconds, () => {
      const late = clock() - due;
      if (late <= STOOD_STILL) {
        then();
        return;
      }
      // What has come meanwhile is still to be read: that first.
      this.#most += late + STOOD_STILL;
      this.#timer = timers.set(STOOD_STILL, then);
    });
  }

  #nameOf(server: number): string {
    return serverText(this.#means.peers[server]!.server);
  }

  #giveUp(): void {
    const refusal = this.#refusals[0];
    const fail = (why: Failure, detail: string): void => this.#finish({ kind: 'failed', why, detail });
    if (refusal !== undefined)
      fail(
        refusal.why,
        this.#refusals.map((each) => `${this.#nameOf(each.server)}: ${each.detail}`).join('; '),
      );
    else if (this.#malformed !== '') fail('malformed', this.#malformed);
    else if (!this.#hasTimedOut) fail('unreachable', this.#lost);
    else {
      const names = this.#order.map((each) => this.#nameOf(each)).join(', ');
      const seconds = ((this.#means.clock() - this.#since) / 1000).toFixed(1);
      fail('timeout', `${names}: no answer within ${seconds} s`);
    }
  }

  #finish(said: Said<T>): void {
    if (this.#isOver) return;
    this.cancel();
    this.#done(said);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the connection was closed',
  EHOSTUNREACH: 'no way to the host',
  ENETUNREACH: 'no way to the network',
  EPERM: 'forbidden by a packet filter',
  EACCES: 'forbidden by a packet filter',
  EBADMSG: 'what came is no DNS',
};
