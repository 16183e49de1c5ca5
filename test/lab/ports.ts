/**
 * Ports and addresses on loopback that no other test run takes at the same time.
 *
 * A claim is a socket that this process keeps open on a sibling address (127.53.0.1) under the same port
 * number; the kernel hands it out once, and takes it back when the process ends, however it ends. Ports are
 * taken below 32768, where the kernel does not place outgoing connections of its own.
 */
import { createServer, type Server } from 'node:net';

const CLAIMS = '127.53.0.1';
const FIRST = 20_000;
const LAST = 32_000;

/** A TCP/UDP port that is free on `address` and stays ours until this process ends. */
export async function claimPort(address = '127.0.0.1'): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    const claim = await listen(CLAIMS, port);
    if (!claim) continue;
    const probe = await listen(address, port);
    if (probe) {
      await new Promise((done) => probe.close(done));
      return port;
    }
    claim.close();
  }
  throw new Error(`no free port on ${address}`);
}

/** A loopback address of our own, for what must listen on a fixed port such as DNS on 53. */
export async function claimAddress(): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const third = 1 + Math.floor(Math.random() * 250);
    const fourth = 1 + Math.floor(Math.random() * 250);
    const address = `127.53.${third}.${fourth}`;
    if (await listen(address, FIRST - 1)) return address;
  }
  throw new Error('no free loopback address under 127.53.0.0/16');
}

function listen(address: string, port: number): Promise<Server | undefined> {
  return new Promise((done) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once('error', () => done(undefined));
    server.listen({ host: address, port, exclusive: true }, () => done(server));
  });
}
