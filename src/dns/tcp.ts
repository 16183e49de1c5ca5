/**
 * Questions over TCP (RFC 7766), where an answer does not fit into a datagram: one connection a server, many questions
 * under way on it, answers in any order, kept open for some seconds. Each message has its length in front of it.
 */
import { connect as connectSocket, type Socket } from 'node:net';
import { type Listener, match, Ticket } from './exchange.ts';
import type { Random } from './random.ts';
import type { Server } from './server.ts';
import { HEADER } from './wire.ts';

export type OpenTcp = (options: { host: string; port: number; noDelay: boolean }) => Socket;

/** Milliseconds that a connection without questions stays open (RFC 7766 §6.2.3: a few seconds). */
const IDLE = 5_000;

export const openTcp: OpenTcp = (options) => connectSocket(options);

export class Tcp {
  readonly #server: Server;
  readonly #index: number;
  readonly #random: Random;
  readonly #open: OpenTcp;
  #line: Line | undefined;

  constructor(server: Server, index: number, random: Random, open: OpenTcp) {
    this.#server = server;
    this.#index = index;
    this.#random = random;
    this.#open = open;
  }

  /** @param query its id is set here */
  send(query: Buffer, end: number, listener: Listener): Ticket {
    if (this.#line === undefined || this.#line.isOver) {
      const { address: host, port } = this.#server;
      this.#line = new Line(this.#open({ host, port, noDelay: true }));
    }
    const ticket = new TcpTicket(this, query, end, this.#index, listener);
    this.#line.send(ticket, this.#random);
    return ticket;
  }

  /** The server closed a connection that had served before: the question goes over a new one, once (RFC 7766 §6.2.4). */
  again(ticket: TcpTicket): void {
    const { address: host, port } = this.#server;
    if (this.#line === undefined || this.#line.isOver)
      this.#line = new Line(this.#open({ host, port, noDelay: true }));
    this.#line.send(ticket, this.#random);
  }

  close(): void {
    this.#line?.end();
    this.#line = undefined;
  }
}

class TcpTicket extends Ticket {
  readonly way = 'tcp';
  readonly #tcp: Tcp;
  line: Line | undefined;
  isSecondTry = false;

  constructor(tcp: Tcp, query: Buffer, end: number, server: number, listener: Listener) {
    super(query, end, server, listener);
    this.#tcp = tcp;
  }

  release(): void {
    this.line?.forget(this);
    this.line = undefined;
  }

  lost(code: string, hadServed: boolean): void {
    this.line = undefined;
    if (hadServed && !this.isSecondTry) {
      this.isSecondTry = true;
      this.#tcp.again(this);
    } else this.listener.lost(code, this);
  }
}

class Line {
  readonly #socket: Socket;
  readonly #tickets = new Map<number, TcpTicket>();
  /** What came of messages that are not whole yet. */
  #parts: Buffer[] = [];
  #held = 0;
  /** Bytes that must be there before anything can be taken. */
  #wanted = 2;
  #hasServed = false;
  isOver = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.unref();
    socket.on('data', (chunk) => this.#take(chunk as Buffer));
    socket.on('error', (error: NodeJS.ErrnoException) => this.#fail(error.code ?? 'EIO'));
    socket.on('close', () => this.#fail('ECONNRESET'));
    // Half-closed by the server: nothing more will come.
    socket.on('end', () => this.#fail('ECONNRESET'));
    socket.setTimeout(IDLE, () => {
      if (this.#tickets.size === 0) this.end();
    });
  }

  send(ticket: TcpTicket, random: Random): void {
    let id = random.id();
    while (this.#tickets.has(id)) id = random.id();
    ticket.query.writeUInt16BE(id, 0);
    ticket.line = this;
    this.#tickets.set(id, ticket);
    // RFC 7766 §8: length and message in one segment.
    const framed = Buffer.allocUnsafe(2 + ticket.query.length);
    framed.writeUInt16BE(ticket.query.length, 0);
    framed.set(ticket.query, 2);
    this.#socket.write(framed);
  }

  /** Given up: where nothing at all came for it, the connection is not trusted with the next question. */
  forget(ticket: TcpTicket): void {
    const id = ticket.query.readUInt16BE(0);
    if (this.#tickets.get(id) !== ticket) return;
    this.#tickets.delete(id);
    if (!this.#hasServed && this.#tickets.size === 0) this.end();
  }

  end(): void {
    this.isOver = true;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#parts.push(chunk);
    this.#held += chunk.length;
    if (this.#held < this.#wanted) return;
    let bytes = this.#parts.length === 1 ? chunk : Buffer.concat(this.#parts, this.#held);
    while (bytes.length >= 2) {
      const length = bytes.readUInt16BE(0);
      if (bytes.length < 2 + length) break;
      if (length < HEADER) {
        this.#fail('EBADMSG');
        return;
      }
      this.#hear(bytes.subarray(2, 2 + length));
      bytes = bytes.subarray(2 + length);
    }
    this.#parts = bytes.length === 0 ? [] : [bytes];
    this.#held = bytes.length;
    this.#wanted = bytes.length < 2 ? 2 : 2 + bytes.readUInt16BE(0);
  }

  #hear(bytes: Buffer): void {
    const id = bytes.readUInt16BE(0);
    const ticket = this.#tickets.get(id);
    // Nobody but the server can write here: the case of the letters does not matter.
    if (ticket === undefined || match(ticket.query, ticket.end, bytes) === 'no') return;
    this.#tickets.delete(id);
    this.#hasServed = true;
    ticket.line = undefined;
    ticket.listener.heard(bytes, ticket);
  }

  #fail(code: string): void {
    this.end();
    const lost = [...this.#tickets.values()];
    this.#tickets.clear();
    for (const ticket of lost) ticket.lost(code, this.#hasServed);
  }
}
