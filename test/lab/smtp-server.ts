/**
 * The server's half of SMTP (RFC 5321 §4.1.1) and of LMTP (RFC 2033), just enough for Postfix to deliver to: what
 * the sink and the content filter stand on. Each step asks a handler for its answer; `drop` cuts the connection there.
 */

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { claimPort } from './ports.ts';

/** A whole reply such as `250 2.1.5 Ok`, or the word that cuts the connection. */
export type Answer = string | 'drop';

/** One transaction as the client gave it. */
export interface Envelope {
  helo: string;
  sender: string;
  /** The recipients that were accepted. */
  recipients: string[];
  /** XFORWARD attributes (XFORWARD_README), as they were sent. */
  xforward: Record<string, string>;
}

export interface SmtpHandlers {
  /** Asked at RCPT TO; accepts where absent. */
  recipient?(recipient: string, envelope: Envelope): Answer;
  /** Asked at DATA; `354` where absent. */
  data?(envelope: Envelope): Answer;
  /** Asked when the message is complete (dots unstuffed, CRLF line ends). */
  message(content: string, envelope: Envelope): Answer | Promise<Answer>;
}

/** A server that listens. */
export interface SmtpServer {
  readonly port: number;
  /** How many connections were made to it. */
  connections(): number;
  stop(): Promise<void>;
}

/** Listens on 127.0.0.1. */
export async function startSmtpServer(handlers: SmtpHandlers): Promise<SmtpServer> {
  const open = new Set<Socket>();
  let count = 0;
  const server: Server = createServer((socket) => {
    count += 1;
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    serve(socket, handlers);
  });
  const port = await claimPort();
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => count,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of open) socket.destroy();
      }),
  };
}

function serve(socket: Socket, handlers: SmtpHandlers): void {
  let waiting = '';
  let inData = false;
  let lmtp = false;
  let envelope = emptyEnvelope('');
  let busy = Promise.resolve();
  const answer = (reply: Answer): void => {
    if (reply === 'drop') socket.destroy();
    else if (!socket.destroyed) socket.write(`${reply}\r\n`, 'latin1');
  };

  /** One command at a time, in order, also where the client sent them all at once (RFC 2920). */
  async function work(): Promise<void> {
    while (!socket.destroyed) {
      const mark = inData ? '\r\n.\r\n' : '\r\n';
      const end = waiting.indexOf(mark);
      if (end < 0) return;
      const unit = waiting.slice(0, end);
      waiting = waiting.slice(end + mark.length);
      if (inData) {
        inData = false;
        const content = `${unit.slice(2).replaceAll('\r\n.', '\r\n')}\r\n`;
        const { helo, recipients } = envelope;
        const reply = await handlers.message(content, envelope);
        // LMTP answers for each recipient (RFC 2033 §4.2).
        for (let n = lmtp ? recipients.length : 1; n > 0; n--) answer(reply);
        envelope = emptyEnvelope(helo);
      } else {
        command(unit);
      }
    }
  }

  function command(line: string): void {
    const [verb = '', ...rest] = line.split(' ');
    const path = /<([^>]*)>/.exec(line)?.[1] ?? '';
    switch (verb.toUpperCase()) {
      case 'HELO':
      case 'EHLO':
      case 'LHLO':
        lmtp = verb.toUpperCase() === 'LHLO';
        envelope = emptyEnvelope(rest[0] ?? '');
        answer(
          '250-sink.example\r\n250-PIPELINING\r\n250-XFORWARD NAME ADDR PORT PROTO HELO SOURCE\r\n250 8BITMIME',
        );
        break;
      case 'XFORWARD':
        for (const pair of rest) envelope.xforward[pair.split('=')[0]!] = pair.slice(pair.indexOf('=') + 1);
        answer('250 2.0.0 Ok');
        break;
      case 'MAIL':
        envelope.sender = path;
        answer('250 2.1.0 Ok');
        break;
      case 'RCPT': {
        const reply = handlers.recipient?.(path, envelope) ?? '250 2.1.5 Ok';
        if (reply.startsWith('2')) envelope.recipients.push(path);
        answer(reply);
        break;
      }
      case 'DATA': {
        if (envelope.recipients.length === 0) {
          answer('554 5.5.1 No valid recipients');
          break;
        }
        const reply = handlers.data?.(envelope) ?? '354 End data with <CR><LF>.<CR><LF>';
        inData = reply.startsWith('3');
        if (inData) waiting = `\r\n${waiting}`;
        answer(reply);
        break;
      }
      case 'RSET':
        envelope = emptyEnvelope(envelope.helo);
        answer('250 2.0.0 Ok');
        break;
      case 'NOOP':
        answer('250 2.0.0 Ok');
        break;
      case 'QUIT':
        answer('221 2.0.0 Bye');
        socket.end();
        break;
      default:
        answer('502 5.5.2 Error: command not recognized');
        break;
    }
  }

  answer('220 sink.example ESMTP');
  socket.on('data', (bytes) => {
    waiting += bytes.toString('latin1');
    busy = busy.then(work);
  });
}

function emptyEnvelope(helo: string): Envelope {
  return { helo, sender: '', recipients: [], xforward: {} };
}
