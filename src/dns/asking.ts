/**
 * One question on its way to an answer: to the first server, again and to the next ones where nothing comes, over TCP where
 * the answer was cut off, without EDNS where the server does not know it. Whatever a try before was waiting for is
 * still heard; what does not belong to the question never ends the wait.
 */
import { readAbsent } from './absent.ts';
import { type Alarms, Sleeper } from './alarms.ts';
import { type Listener, match, type Ticket, type Way } from './exchange.ts';
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

export interface Means {
  readonly peers: readonly Peer[];
  readonly health: Health;
  readonly random: Random;
  readonly pace: Pace;
  /** Milliseconds. */
  readonly clock: () => number;
  readonly alarms: Alarms;
  /** Milliseconds of the first try; each round takes half as long again. */
  readonly timeout: number;
  /** Rounds over all servers. */
  readonly attempts: number;
  /** Milliseconds of all rounds. */
  readonly most: number;
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

/** What comes when the wait is over. */
type Then =
  /** The question gives up its place in the window. */
  | 'age'
  /** It is asked once more, since the answer is late. */
  | 'repeat'
  /** Nobody answered: the next try. */
  | 'next'
  /** Nobody was to be reached: the same. */
  | 'again';

/** Who waits for what comes of a question. */
export interface Asker<T extends RecordType> {
  said(said: Said<T>): void;
}

export class Asking<T extends RecordType> extends Sleeper implements Listener {
  readonly #means: Means;
  readonly #names: readonly string[];
  readonly #type: T;
  readonly #asker: Asker<T>;
  readonly #order: readonly number[];
  readonly #since: number;
  /** Milliseconds for all of it. */
  #most: number;
  readonly #place: Place;
  /** The latest; the others behind it. */
  #tickets: Ticket | undefined;
  #then: Then = 'age';
  /** Of this try, milliseconds: how long it may take in all, and until it is asked again (0: it is not). */
  #wait = 0;
  #patience = 0;
  /** Whom the wait is for. */
  #server = 0;
  #edns = false;
  /** It was woken too late, and waits for a moment more. */
  #isForgiven = false;
  #tries = 0;
  #hasTimedOut = false;
  /** Servers that answered that they have no answer. */
  #refusals: readonly { readonly server: number; readonly why: Failure; readonly detail: string }[] = NONE;
  #lost = '';
  #malformed = '';
  /** Servers that have been asked over TCP, or without EDNS, because of what came. */
  #turned: Set<string> | undefined;
  #isOver = false;

  /** @param names the chain so far; the last is asked */
  constructor(means: Means, place: Place, names: readonly string[], type: T, asker: Asker<T>) {
    super();
    this.#means = means;
    this.#place = place;
    this.#names = names;
    this.#type = type;
    this.#asker = asker;
    this.#since = means.clock();
    this.#order = means.health.order(this.#since);
    this.#most = means.most;
  }

  /** May be over at once. */
  start(): void {
    this.#try(this.#since);
  }

  cancel(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#means.pace.done(this.#place);
    this.#means.alarms.clear(this);
    for (let each = this.#tickets; each !== undefined; each = each.next) each.release();
    this.#tickets = undefined;
  }

  heard(bytes: Buffer, ticket: Ticket): void {
    if (!this.#take(ticket)) return;
    const { server, way } = ticket;
    const { health, clock, peers } = this.#means;
    const peer = peers[server]!;
    health.answered(server);
    const now = clock();
    const took = now - ticket.at;
    if (way === 'udp') peer.latency.heard(took);
    // The first one was late, the second is answered at once: the first was lost.
    if (ticket.isRepeat && took < peer.latency.patience / 4) this.#means.pace.lost();
    if (way === 'udp' && isTruncated(bytes)) {
      this.#turn(server, 'tcp');
      return;
    }
    if (this.#turned === undefined) {
      const absent = readAbsent(bytes, ticket.end);
      if (absent >= 0) {
        this.#finish({ kind: 'answer', answer: { status: 'nxdomain', ttl: absent } });
        return;
      }
    }
    const rcode = headerRcode(bytes);
    if (ticket.edns && (rcode === FORMERR || rcode === NOTIMP) && this.#turn(server, 'plain', way)) return;
    const message = readMessage(bytes, bytes.readUInt16BE(4) === 0 ? HEADER : ticket.end);
    if (message === undefined) {
      this.#malformed = `${this.#nameOf(server)}: a malformed answer`;
      if (way === 'udp') this.#turn(server, 'tcp');
      else this.#refuse(server, 'malformed', 'a malformed answer');
      return;
    }
    if (ticket.edns && message.rcode === BADVERS && this.#turn(server, 'plain', way)) return;
    if (this.#turned?.has(`plain ${server}`) && !ticket.edns) peer.plainUntil = now + REMEMBERED;
    if (
      this.#turned?.has(`case ${server}`) &&
      (way === 'udp' || match(ticket.query, ticket.end, bytes) === 'other case')
    )
      peer.caselessUntil = now + REMEMBERED;
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
    if (!this.#take(ticket)) return;
    this.#means.health.failed(ticket.server, this.#means.clock());
    this.#lost = `${this.#nameOf(ticket.server)}: ${REASONS[code] ?? code}${ticket.way === 'tcp' ? ' over TCP' : ''}`;
    // Another question about the same is still out, or this one belongs to a try that is over.
    if (ticket.server !== this.#current() || this.#isOut(ticket.server)) return;
    this.#tries++;
    const round = Math.floor(this.#tries / this.#order.length);
    if (this.#tries % this.#order.length !== 0) this.#try();
    else if (round < this.#means.attempts) this.#sleep(PAUSE * round, 'again');
    else this.#giveUp();
  }

  #current(): number {
    return this.#order[this.#tries % this.#order.length]!;
  }

  #try(now = this.#means.clock()): void {
    const { timeout, attempts, peers } = this.#means;
    const count = this.#order.length;
    while (this.#refusals.some(({ server }) => server === this.#current())) this.#tries++;
    const round = Math.floor(this.#tries / count);
    const left = this.#since + this.#most - now;
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
    const way = this.#means.tcpOnly ? 'tcp' : 'udp';
    const { patience } = peers[server]!.latency;
    this.#server = server;
    // Some firewalls swallow what has EDNS: the last round goes without.
    this.#edns = this.#means.edns && peers[server]!.plainUntil <= now && !isLast;
    this.#wait = wait;
    this.#patience = way === 'udp' && attempts > 1 && patience <= wait / 2 ? patience : 0;
    this.#sleep(Math.min(YOUNG, wait), 'age');
    this.#send(server, way, this.#edns, false, now);
  }

  woken(late: number): void {
    // What has come while this process stood still is yet to be read: that first.
    if (late > STOOD_STILL && !this.#isForgiven) {
      this.#most += late + STOOD_STILL;
      this.#sleep(STOOD_STILL, this.#then);
      this.#isForgiven = true;
      return;
    }
    const then = this.#then;
    if (then === 'age') {
      if (this.#patience > 0) this.#sleep(this.#patience - YOUNG, 'repeat');
      else this.#sleep(this.#wait - YOUNG, 'next');
      this.#means.pace.aged(this.#place);
    } else if (then === 'repeat') {
      this.#sleep(this.#wait - this.#patience, 'next');
      this.#send(this.#server, 'udp', this.#edns, true);
    } else if (then === 'next') {
      this.#hasTimedOut = true;
      this.#means.health.failed(this.#server, this.#means.clock());
      this.#tries++;
      this.#try();
    } else this.#try();
  }

  #sleep(milliseconds: number, then: Then): void {
    this.#isForgiven = false;
    this.#then = then;
    this.#means.alarms.set(this, milliseconds);
  }

  #send(server: number, way: Way, edns: boolean, isRepeat = false, now = this.#means.clock()): void {
    const query = writeQuery(this.#names.at(-1)!, this.#type, edns)!;
    const end = questionEnd(query);
    if (this.#isMixed(server, now)) this.#mix(query, end - 5);
    const ticket = this.#means.peers[server]![way].send(query, end, this);
    ticket.edns = edns;
    ticket.at = now;
    ticket.isRepeat = isRepeat;
    ticket.next = this.#tickets;
    this.#tickets = ticket;
  }

  #isMixed(server: number, now = this.#means.clock()): boolean {
    const { mixedCase, peers } = this.#means;
    return mixedCase && !this.#turned?.has(`case ${server}`) && peers[server]!.caselessUntil <= now;
  }

  /** Each letter in a case of its own: bits that a forger has to guess too. Length bytes are no letters. */
  #mix(query: Buffer, end: number): void {
    let bits = 0;
    let left = 0;
    for (let i = HEADER; i < end; i++) {
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
    this.#server = server;
    this.#sleep(this.#means.timeout, 'next');
    const knowsEdns = this.#means.edns && this.#means.peers[server]!.plainUntil <= this.#means.clock();
    this.#send(server, way, knowsEdns && !this.#turned?.has(`plain ${server}`));
    return true;
  }

  #isOut(server: number, way?: Way): boolean {
    for (let each = this.#tickets; each !== undefined; each = each.next)
      if (each.server === server && (way === undefined || each.way === way)) return true;
    return false;
  }

  /** @returns false: it is not under way any more */
  #take(ticket: Ticket): boolean {
    let before: Ticket | undefined;
    for (let each = this.#tickets; each !== undefined; before = each, each = each.next) {
      if (each !== ticket) continue;
      if (before === undefined) this.#tickets = each.next;
      else before.next = each.next;
      ticket.release();
      return true;
    }
    return false;
  }

  #refuse(server: number, why: Failure, detail: string): void {
    if (!this.#refusals.some((each) => each.server === server))
      this.#refusals = [...this.#refusals, { server, why, detail }];
    if (this.#refusals.length === this.#order.length) this.#giveUp();
    else this.#try();
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
    this.#asker.said(said);
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
