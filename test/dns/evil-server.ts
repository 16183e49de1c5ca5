/**
 * A name server that does what it is told, over UDP and TCP on one port: wrong, late, cut off, garbage, silence. It
 * writes with dns-packet, so that our reader is tried against another's hand.
 *
 *     const server = await startEvil((query) => [reply(query, { rcode: 2 })]);
 */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { type Socket as Connection, createServer } from 'node:net';
import packet, { type Answer as Resource } from 'dns-packet';

export interface Asked {
  readonly bytes: Buffer;
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly edns: boolean;
  readonly tcp: boolean;
  /** How many were asked before it. */
  readonly index: number;
  readonly from?: RemoteInfo;
}

/** Messages to send back, in their order. Over TCP `raw` is sent without a length in front; `close` ends the connection. */
export type Deed =
  | Buffer
  | { readonly raw: Buffer }
  | { readonly after: number; readonly send: Buffer }
  | 'close';

export interface Evil {
  readonly address: string;
  readonly port: number;
  readonly asked: Asked[];
  readonly connections: () => number;
  /** The UDP socket, for deeds of one's own. */
  readonly udp: Socket;
  stop(): Promise<void>;
}

export async function startEvil(
  act: (asked: Asked, evil: Evil) => readonly Deed[],
  { tcp = true }: { readonly tcp?: boolean } = {},
): Promise<Evil> {
  const asked: Asked[] = [];
  const open = new Set<Connection>();
  let connections = 0;
  let isStopped = false;
  let udp = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
  const server = createServer((connection) => {
    connections++;
    open.add(connection);
    connection.on('close', () => open.delete(connection));
    connection.on('error', () => {});
    let held = Buffer.alloc(0);
    connection.on('data', (chunk: Buffer) => {
      held = Buffer.concat([held, chunk]);
      while (held.length >= 2 && held.length >= 2 + held.readUInt16BE(0)) {
        const length = held.readUInt16BE(0);
        const bytes = held.subarray(2, 2 + length);
        held = held.subarray(2 + length);
        for (const deed of act(note(bytes, true), evil)) {
          if (deed === 'close') connection.end();
          else if ('raw' in deed) connection.write(deed.raw);
          else if ('after' in deed) setTimeout(() => connection.write(framed(deed.send)), deed.after);
          else connection.write(framed(deed));
        }
      }
    });
  });
  // A port that is free for both.
  for (;;) {
    await new Promise<void>((done) => udp.bind(0, '127.0.0.1', done));
    if (!tcp) break;
    const isFree = await new Promise<boolean>((done) => {
      server.removeAllListeners('error').once('error', () => done(false));
      server.removeAllListeners('listening').once('listening', () => done(true));
      server.listen(udp.address().port, '127.0.0.1');
    });
    if (isFree) break;
    // Taken over TCP by somebody else.
    await new Promise<void>((done) => udp.close(done));
    udp = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
  }
  const note = (bytes: Buffer, isTcp: boolean, from?: RemoteInfo): Asked => {
    const message = packet.decode(bytes);
    const one: Asked = {
      bytes: Buffer.from(bytes),
      id: message.id!,
      name: message.questions![0]!.name,
      type: message.questions![0]!.type,
      edns: (message.additionals ?? []).some(({ type }) => type === 'OPT'),
      tcp: isTcp,
      index: asked.length,
      ...(from === undefined ? {} : { from }),
    };
    asked.push(one);
    return one;
  };
  udp.on('message', (bytes, from) => {
    for (const deed of act(note(bytes, false, from), evil)) {
      if (deed === 'close') continue;
      const send = (message: Buffer): void => {
        if (!isStopped) udp.send(message, from.port, from.address);
      };
      if ('raw' in deed) send(deed.raw);
      else if ('after' in deed) setTimeout(() => send(deed.send), deed.after);
      else send(deed);
    }
  });
  const evil: Evil = {
    address: '127.0.0.1',
    port: udp.address().port,
    asked,
    connections: () => connections,
    udp,
    stop: async () => {
      isStopped = true;
      await new Promise<void>((done) => udp.close(done));
      for (const connection of open) connection.destroy();
      if (tcp) await new Promise((done) => server.close(done));
    },
  };
  return evil;
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

export interface Reply {
  readonly rcode?: number;
  readonly truncated?: boolean;
  readonly answers?: readonly Resource[];
  readonly authorities?: readonly Resource[];
  readonly additionals?: readonly Resource[];
  /** Instead of what was asked. */
  readonly id?: number;
  readonly name?: string;
  readonly type?: string;
  readonly class?: string;
  readonly questions?: 0 | 2;
  readonly flags?: number;
  /** Not a response: QR is 0. */
  readonly isQuery?: boolean;
}

const RECURSION_AVAILABLE = 0x80;

export function reply(asked: Asked, how: Reply = {}): Buffer {
  const question = { name: how.name ?? asked.name, type: how.type ?? asked.type, class: how.class ?? 'IN' };
  const message = packet.encode({
    id: how.id ?? asked.id,
    type: how.isQuery === true ? 'query' : 'response',
    flags:
      (how.flags ?? RECURSION_AVAILABLE) |
      (how.truncated === true ? packet.TRUNCATED_RESPONSE : 0) |
      (how.rcode ?? 0),
    questions: how.questions === 0 ? [] : how.questions === 2 ? [question, question] : [question],
    answers: [...(how.answers ?? [])],
    authorities: [...(how.authorities ?? [])],
    additionals: [...(how.additionals ?? [])],
  } as Parameters<typeof packet.encode>[0]);
  return Buffer.from(message);
}

export const a = (name: string, data: string, ttl = 300): Resource => ({ type: 'A', name, data, ttl });
export const cname = (name: string, data: string, ttl = 300): Resource => ({
  type: 'CNAME',
  name,
  data,
  ttl,
});
export const txt = (name: string, data: string[], ttl = 300): Resource => ({ type: 'TXT', name, data, ttl });
export const soa = (name: string, ttl: number, minimum: number): Resource => ({
  type: 'SOA',
  name,
  ttl,
  data: {
    mname: `ns.${name}`,
    rname: `hostmaster.${name}`,
    serial: 1,
    refresh: 1,
    retry: 1,
    expire: 1,
    minimum,
  },
});
