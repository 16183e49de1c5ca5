/**
 * A door before a name server, on a port of its own: it passes questions on, over UDP and TCP, but for those that the
 * server shall be silent about. These get no answer at all, as behind a firewall that drops them.
 */
import { createSocket, type Socket } from 'node:dgram';
import { connect, createServer, type Server } from 'node:net';
import { claimPort } from '../lab/ports.ts';

export interface Door {
  readonly address: string;
  readonly port: number;
  /** Questions that got no answer: `name TYPE`, each but once. */
  readonly silenced: ReadonlySet<string>;
  stop(): Promise<void>;
}

/** RFC 1035 §3.2.2, RFC 3596. */
const TYPES: Readonly<Record<number, string>> = {
  1: 'A',
  5: 'CNAME',
  12: 'PTR',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
};

/** @param isSilent of a name in lower case and a type */
export async function openDoor(
  server: { readonly address: string; readonly port: number },
  isSilent: (name: string, type: string) => boolean,
): Promise<Door> {
  const address = '127.0.0.1';
  const port = await claimPort(address);
  const silenced = new Set<string>();
  const isDropped = (message: Buffer): boolean => {
    const { name, type } = questionOf(message);
    if (!isSilent(name, type)) return false;
    silenced.add(`${name} ${type}`);
    return true;
  };
  const udp = createSocket('udp4');
  const behind = new Set<Socket>();
  udp.on('message', (message, from) => {
    if (isDropped(message)) return;
    const socket = createSocket('udp4');
    behind.add(socket);
    const end = (): void => {
      if (behind.delete(socket)) socket.close();
    };
    socket.once('error', end);
    socket.once('message', (answer) => {
      udp.send(answer, from.port, from.address);
      end();
    });
    socket.send(message, server.port, server.address);
  });
  const tcp = createServer((client) => {
    const upstream = connect(server.port, server.address);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.pipe(other);
    }
  });
  await new Promise<void>((done) => udp.bind(port, address, done));
  await new Promise<void>((done) => tcp.listen(port, address, done));
  return { address, port, silenced, stop: () => close(udp, behind, tcp) };
}

async function close(udp: Socket, behind: Set<Socket>, tcp: Server): Promise<void> {
  udp.close();
  for (const socket of behind) socket.close();
  behind.clear();
  await new Promise((done) => tcp.close(done));
}

/** RFC 1035 §4.1.2: the only question of a message. */
function questionOf(message: Buffer): { name: string; type: string } {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = at + 3 <= message.length ? message.readUInt16BE(at + 1) : 0;
  return { name: labels.join('.').toLowerCase(), type: TYPES[type] ?? String(type) };
}
