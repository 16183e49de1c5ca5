/**
 * The client's half of SMTP, with XCLIENT (XCLIENT_README): Postfix takes the session for one of the client
 * that is named, so a test on loopback can be anybody.
 *
 *     const sent = await sendMail(port, {
 *       client: { addr: '203.0.113.10', name: 'mx.good.example' },
 *       from: 'a@good.example', to: ['user@local.example'], message: 'Subject: hello\n\nHi\n',
 *     });
 *     sent.accepted // true, with sent.queueId
 */
import { connect, type Socket } from 'node:net';

/** Who the server is to believe we are. */
export interface ClientIdentity {
  addr: string;
  /** The verified name; `unknown` to Postfix where absent. */
  name?: string;
  /** The name in the reverse zone alone, unverified. */
  reverseName?: string;
  helo?: string;
  /** A logged-in account. */
  login?: string;
}

/** One reply, its lines joined by blanks. */
export interface Reply {
  code: number;
  text: string;
}

/** A connection to an SMTP server; every step resolves to the server's reply. */
export interface SmtpSession {
  readonly greeting: Reply;
  command(line: string): Promise<Reply>;
  /** Sends lines without awaiting replies. */
  write(text: string): void;
  /** The next reply, for what `write` sent. */
  reply(): Promise<Reply>;
  /** Tells the server who we are; it greets anew. */
  become(client: ClientIdentity): Promise<Reply>;
  /** Sends a message after a 354, stuffing dots and ending it. */
  message(content: string): Promise<Reply>;
  quit(): Promise<Reply>;
  /** Cuts the connection. */
  drop(): void;
}

/**
 * Connects and reads the greeting.
 * @param first what is sent before anything is read
 */
export async function openSession(
  port: number,
  host = '127.0.0.1',
  timeout = 30_000,
  first = '',
): Promise<SmtpSession> {
  const socket = connect({ port, host });
  socket.write(first, 'latin1');
  socket.setTimeout(timeout, () => socket.destroy(new Error(`no SMTP reply within ${timeout} ms`)));
  const replies = readReplies(socket);
  const reply = async (): Promise<Reply> => {
    const next = await replies.next();
    if (next.done) throw new Error('the server closed the SMTP connection');
    return next.value;
  };
  const command = (line: string): Promise<Reply> => {
    socket.write(`${line}\r\n`, 'latin1');
    return reply();
  };
  return {
    greeting: await reply(),
    command,
    reply,
    write: (text) => void socket.write(text, 'latin1'),
    become: (client) => command(`XCLIENT ${xclientAttributes(client)}`),
    message: (content) => command(`${toWire(content)}.`),
    async quit() {
      const last = await command('QUIT');
      socket.end();
      return last;
    },
    drop: () => socket.destroy(),
  };
}

/** Line ends and dots as RFC 5321 §4.5.2 wants them; ends with CRLF. */
export function toWire(content: string): string {
  const lines = content.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n');
  return lines.map((line) => `${line.startsWith('.') ? '.' : ''}${line}\r\n`).join('');
}

/** The attributes of an XCLIENT command; what is absent is declared unavailable. */
export function xclientAttributes(client: ClientIdentity): string {
  const addr = client.addr.includes(':') ? `IPV6:${client.addr}` : client.addr;
  const pairs = [`ADDR=${addr}`, `NAME=${client.name ? xtext(client.name) : '[UNAVAILABLE]'}`];
  const reverse = client.reverseName ?? client.name;
  pairs.push(`REVERSE_NAME=${reverse ? xtext(reverse) : '[UNAVAILABLE]'}`);
  if (client.helo) pairs.push(`HELO=${xtext(client.helo)}`);
  if (client.login) pairs.push(`LOGIN=${xtext(client.login)}`);
  return pairs.join(' ');
}

/** RFC 3461 §4. */
function xtext(text: string): string {
  return text.replace(
    /[^!-*,-<>-~]/g,
    (char) => `+${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

async function* readReplies(socket: Socket): AsyncGenerator<Reply> {
  let waiting = '';
  let lines: string[] = [];
  for await (const bytes of socket) {
    waiting += (bytes as Buffer).toString('latin1');
    for (let end = waiting.indexOf('\n'); end >= 0; end = waiting.indexOf('\n')) {
      const line = waiting.slice(0, end).replace(/\r$/, '');
      waiting = waiting.slice(end + 1);
      lines.push(line.slice(4));
      if (line[3] === '-') continue;
      yield { code: Number(line.slice(0, 3)), text: lines.join(' ') };
      lines = [];
    }
  }
}
