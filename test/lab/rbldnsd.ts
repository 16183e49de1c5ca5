/**
 * A real DNS blocklist server. Zones are given as rbldnsd's own lines:
 *
 *     { 'zen.lab': { type: 'ip4set', lines: [':127.0.0.2:listed, see $', '192.0.2.10'] } }
 *
 * A list that lists the whole world is the two lines `0.0.0.0/1` and `128.0.0.0/1`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, startDaemon } from './daemon.ts';
import { claimPort } from './ports.ts';
import { waitFor } from './wait.ts';

/** The kinds of data set that tests use, rbldnsd(8). */
export interface ZoneData {
  type: 'ip4set' | 'ip6trie' | 'dnset' | 'generic';
  lines: string[];
}

/** A running rbldnsd. */
export interface BlocklistServer {
  readonly address: string;
  readonly port: number;
  readonly zones: string[];
  /** Replaces what a zone lists, and waits until the server has read it. */
  list(zone: string, lines: string[]): Promise<void>;
  stop(): Promise<void>;
}

/** Starts rbldnsd on a loopback port of its own, or on port 53 of an `address` that `claimAddress` gave. */
export async function startRbldnsd(
  zones: Record<string, ZoneData>,
  own?: { readonly address: string },
): Promise<BlocklistServer> {
  const address = own?.address ?? '127.0.0.1';
  const port = own === undefined ? await claimPort(address) : 53;
  const folder = makeFolder('rbldnsd');
  const write = (zone: string, lines: string[]): void =>
    writeFileSync(join(folder, `${zone}.zone`), [SOA, ...lines, ''].join('\n'));
  for (const [zone, data] of Object.entries(zones)) write(zone, data.lines);
  const specs = Object.entries(zones).map(([zone, data]) => `${zone}:${data.type}:${zone}.zone`);
  const server = await startDaemon(folder, 'stdbuf', [
    // Its messages say when it has read its zones; into a file they would wait in a buffer.
    ...['-oL', 'rbldnsd'],
    '-n', // stay in the foreground
    ...['-b', `${address}/${port}`, '-w', folder, '-c', '0', '-t', '1'],
    ...specs,
  ]);
  const loads = (): number => server.output().split('zones reloaded').length - 1;
  const waitForLoads = (count: number): Promise<boolean> =>
    waitFor(`rbldnsd to read its zones (${server.output()})`, () => loads() >= count);
  await waitForLoads(1);
  return {
    address,
    port,
    zones: Object.keys(zones),
    async list(zone, lines) {
      const before = loads();
      write(zone, lines);
      server.signal('SIGHUP');
      await waitForLoads(before + 1);
    },
    stop: () => server.stop(),
  };
}

const SOA = '$SOA 1 ns.lab. hostmaster.lab. 1 600 300 86400 1';
