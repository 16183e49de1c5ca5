/**
 * An authoritative name server of the lab's own: nsd, with zones given as zone files.
 *
 *     const server = await startNsd({ 'example.com': '@ SOA ns hostmaster 1 7200 3600 86400 300\n@ A 192.0.2.1' });
 *
 * It answers REFUSED for every other zone, refers to others below a delegation, and gives long answers over TCP only.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answers } from './asked.ts';
import { makeFolder, startDaemon } from './daemon.ts';
import { claimPort } from './ports.ts';
import { waitFor } from './wait.ts';

export interface NameServer {
  readonly address: string;
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * @param zones by their names, without the last dot; $ORIGIN and $TTL 300 stand in front of each
 * @param own a port that `claimPort` gave before
 */
export async function startNsd(zones: Readonly<Record<string, string>>, own?: number): Promise<NameServer> {
  const address = '127.0.0.1';
  const port = own ?? (await claimPort(address));
  const folder = makeFolder('nsd');
  const names = Object.keys(zones);
  names.forEach((zone, index) => {
    writeFileSync(join(folder, `${index}.zone`), `$ORIGIN ${zone}.\n$TTL 300\n${zones[zone]}\n`);
  });
  const settings = join(folder, 'nsd.conf');
  writeFileSync(
    settings,
    [
      'server:',
      `  ip-address: ${address}@${port}`,
      ...['username: ""', 'chroot: ""', `zonesdir: "${folder}"`, 'database: ""', 'logfile: ""'],
      ...[
        'pidfile: ""',
        `xfrdfile: "${folder}/xfrd"`,
        `xfrdir: "${folder}"`,
        `zonelistfile: "${folder}/zones"`,
      ],
      ...['server-count: 1', 'do-ip6: no', 'hide-version: yes', 'rrl-ratelimit: 0'],
      'remote-control:',
      '  control-enable: no',
      ...names.flatMap((zone, index) => ['zone:', `  name: "${zone}"`, `  zonefile: "${index}.zone"`]),
      '',
    ].join('\n'),
  );
  const server = await startDaemon(folder, 'nsd', ['-d', '-c', settings]);
  // Any answer to a question about the root will do: it listens.
  await waitFor(`nsd on ${port} (${server.output()})`, () => answers({ address, port }, '', 2, () => true));
  return { address, port, stop: () => server.stop() };
}
