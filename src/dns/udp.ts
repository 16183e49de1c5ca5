/**
 * Questions over UDP: thousands under way on few sockets. Each socket is connected to its server, so that the kernel drops
 * what comes from elsewhere (RFC 5452 §9.1) and tells of a port that nobody listens on; it has a port of the kernel's
 * random choice (RFC 6056), and is given up for another after some hundred questions, so that ports cannot be learnt.
 */
import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { type Listener, match, Ticket } from './exchange.ts';
import type { Random } from './random.ts';
import type { Server } from './server.ts';

export type OpenUdp = (type: 'udp4' | 'udp6') => Socket;

/** Sockets to one server at a time. */
const SOCKETS = 8;
/** Questions after which a socket is given up, and at the latest how long (milliseconds). */
const QUESTIONS = 800;
const LIFE = 30_000;

export const openUdp: OpenUdp = (type) => createSocket({ type, recvBufferSize: 1 << 20 });

export class Udp {
  readonly #server: Server;
  readonly #index: number;
  readonly #random: Random;
  readonly #open: OpenUdp;
  readonly #clock: () => number;
  readonly #ports: (Port | undefined)[] = new Array(SOCKETS).fill(undefined);
  #turn = 0;
  #isClosed = false;
  /** To be sent when what has come has been read: a server that is woken once for many answers sooner. */
  #burst: UdpTicket[] = [];
  /** Datagrams that came from the server's address and belong to no question. */
  strangers = 0;

  constructor(server: Server, index: number, random: Random, open: OpenUdp, clock: () => number) {
    this.#server = server;
    this.#index = index;
    this.#random = random;
    this.#open = open;
    this.#clock = clock;
  }

  /** @param query its id is set here */
  send(query: Buffer, end: number, listener: Listener): Ticket {
    return this.#port().send(query, end, listener);
  }

  #port(): Port {
    const slot = this.#turn++ % SOCKETS;
    const now = this.#clock();
    let port = this.#ports[slot];
    if (port?.isSpent(now)) {
      port.retire();
      port = undefined;
    }
    if (port === undefined) {
      const type = isIPv6(this.#server.address) ? 'udp6' : 'udp4';
      port = new Port(this.#open(type), this.#server, this.#index, this.#random, now, this);
      this.#ports[slot] = port;
      if (this.#isClosed) port.retire();
    }
    return port;
  }

  soon(ticket: UdpTicket): void {
    this.#burst.push(ticket);
    if (this.#burst.length === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    const burst = this.#burst;
    this.#burst = [];
    for (const ticket of burst) ticket.port.emit(ticket);
  }

  close(): void {
    this.#isClosed = true;
    for (const port of this.#ports) port?.retire();
    this.#ports.fill(undefined);
  }
}

class Port {
  readonly #socket: Socket;
  readonly #udp: Udp;
  readonly #index: number;
  readonly #random: Random;
  readonly #tickets = new Map<number, UdpTicket>();
  readonly #since: number;
  /** Not yet connected: what is to be sent then. */
  #waiting: UdpTicket[] | undefined = [];
  #asked = 0;
  #isRetired = false;
  #isClosed = false;
  #hasFailed = false;

  constructor(socket: Socket, server: Server, index: number, random: Random, now: number, udp: Udp) {
    this.#socket = socket;
    this.#udp = udp;
    this.#index = index;
    this.#random = random;
    this.#since = now;
    // The timers of the questions keep the process alive, not the sockets.
    socket.unref();
    socket.on('error', (error: NodeJS.ErrnoException) => this.#fail(error));
    socket.on('message', (bytes) => {
      if (!this.#hear(bytes)) udp.strangers++;
    });
    socket.connect(server.port, server.address, (error?: Error) => {
      if (error !== undefined && error !== null) return this.#fail(error);
      const waiting = this.#waiting ?? [];
      this.#waiting = undefined;
      for (const ticket of waiting) udp.soon(ticket);
    });
  }

  isSpent(now: number): boolean {
    return this.#hasFailed || this.#asked >= QUESTIONS || now - this.#since >= LIFE;
  }

  send(query: Buffer, end: number, listener: Listener): Ticket {
    let id = this.#random.id();
    while (this.#tickets.has(id)) id = this.#random.id();
    query.writeUInt16BE(id, 0);
    const ticket = new UdpTicket(this, id, query, end, this.#index, listener);
    this.#tickets.set(id, ticket);
    this.#asked++;
    if (this.#waiting === undefined) this.#udp.soon(ticket);
    else this.#waiting.push(ticket);
    return ticket;
  }

  forget(ticket: UdpTicket): void {
    if (this.#tickets.get(ticket.id) !== ticket) return;
    this.#tickets.delete(ticket.id);
    this.#closeIfDone();
  }

  /** No more questions; closed when those under way are answered or given up. */
  retire(): void {
    this.#isRetired = true;
    this.#closeIfDone();
  }

  #closeIfDone(): void {
    if (!this.#isRetired || this.#isClosed || this.#tickets.size > 0) return;
    this.#isClosed = true;
    this.#socket.close();
  }

  /** Unless it has been given up. */
  emit(ticket: UdpTicket): void {
    if (this.#tickets.get(ticket.id) !== ticket) return;
    try {
      // Without a callback libuv sends at once and makes no request.
      this.#socket.send(ticket.query);
    } catch (error) {
      this.#fail(error as NodeJS.ErrnoException);
    }
  }

  #hear(bytes: Buffer): boolean {
    if (bytes.length < 2) return false;
    const ticket = this.#tickets.get(bytes.readUInt16BE(0));
    if (ticket === undefined) return false;
    const matched = match(ticket.query, ticket.end, bytes);
    if (matched === 'no') return false;
    if (matched === 'yes') ticket.listener.heard(bytes, ticket);
    else ticket.listener.heardInOtherCase(bytes, ticket);
    return true;
  }

  /** An ICMP message does not say which question it is about: all of the socket are lost. */
  #fail(error: NodeJS.ErrnoException): void {
    this.#hasFailed = true;
    const lost = [...this.#tickets.values()];
    for (const ticket of lost) {
      this.#tickets.delete(ticket.id);
      ticket.listener.lost(error.code ?? 'EIO', ticket);
    }
    this.#closeIfDone();
  }
}

class UdpTicket extends Ticket {
  readonly way = 'udp';
  readonly port: Port;
  readonly id: number;

  constructor(port: Port, id: number, query: Buffer, end: number, server: number, listener: Listener) {
    super(query, end, server, listener);
    this.port = port;
    this.id = id;
  }

  release(): void {
    this.port.forget(this);
  }
}
