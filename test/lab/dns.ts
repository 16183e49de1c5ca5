/**
 * A resolver of the lab's own: unbound that knows the names it is given, forwards the blocklist zones to
 * rbldnsd, and answers NXDOMAIN to everything else, so that no question ever leaves this machine.
 *
 * Postfix reads /etc/resolv.conf, which can name an address but no port: unbound listens on port 53 of a
 * loopback address of its own, and `resolvConf` is the file that takes the place of /etc/resolv.conf in the
 * private mount namespace of the server under test (see postfix.ts).
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answers } from './asked.ts';
import { makeFolder, startDaemon } from './daemon.ts';
import { claimAddress } from './ports.ts';
import type { BlocklistServer } from './rbldnsd.ts';
import { waitFor } from './wait.ts';

export interface DnsOptions {
  /** Resource records as in a zone file: `good.example. MX 10 mx.good.example.` */
  records: string[];
  /** Blocklist servers to ask for their zones. */
  blocklists?: BlocklistServer[];
  /** Zones that a name server of the lab answers for (nsd.ts). */
  zones?: Readonly<Record<string, { readonly address: string; readonly port: number }>>;
  /** Zones whose only server does not answer: a question ends in SERVFAIL. */
  deadZones?: string[];
  /** More lines of unbound's `server:` clause, for resolvers that do what they should not. */
  settings?: readonly string[];
}

/** A running resolver. */
export interface Resolver {
  readonly address: string;
  readonly resolvConf: string;
  /** Takes these records instead of the ones before, and forgets what it had cached. */
  setRecords(records: string[]): Promise<void>;
  stop(): Promise<void>;
}

/** Starts unbound. */
export async function startResolver(options: DnsOptions): Promise<Resolver> {
  const address = await claimAddress();
  const folder = makeFolder('unbound');
  const settings = join(folder, 'unbound.conf');
  const resolvConf = join(folder, 'resolv.conf');
  writeFileSync(resolvConf, `nameserver ${address}\noptions timeout:3 attempts:1\n`);
  writeFileSync(settings, unboundSettings(address, options, 0));
  const server = await startDaemon(folder, 'unbound', ['-d', '-d', '-c', settings]);
  const serves = (serial: number): Promise<boolean> =>
    waitFor(`unbound on ${address} (${server.output()})`, () =>
      answers(
        { address, port: 53 },
        `serial${serial}.unbound.lab`,
        1,
        (answer) => answer.readUInt16BE(6) > 0,
      ),
    );
  await serves(0);
  let serial = 0;
  return {
    address,
    resolvConf,
    async setRecords(records) {
      serial += 1;
      writeFileSync(settings, unboundSettings(address, { ...options, records }, serial));
      server.signal('SIGHUP');
      await serves(serial);
    },
    stop: () => server.stop(),
  };
}

function unboundSettings(address: string, options: DnsOptions, serial: number): string {
  const stubs = (options.blocklists ?? []).flatMap((list) =>
    list.zones.map((zone) => ({ zone, at: `${list.address}@${list.port}` })),
  );
  for (const [zone, { address: host, port }] of Object.entries(options.zones ?? {}))
    stubs.push({ zone, at: `${host}@${port}` });
  for (const zone of options.deadZones ?? []) stubs.push({ zone, at: `${address}@1` });
  return [
    'server:',
    `  interface: ${address}@53`,
    ...['username: ""', 'chroot: ""', 'pidfile: ""', 'use-syslog: no', 'logfile: ""', 'verbosity: 1'],
    ...['num-threads: 1', 'do-not-query-localhost: no', 'module-config: "iterator"', 'do-ip6: no'],
    ...['access-control: 127.0.0.0/8 allow', 'root-hints: ""', 'cache-max-negative-ttl: 1'],
    '  local-zone: "." static',
    ...stubs.map(({ zone }) => `  local-zone: "${zone}." transparent`),
    `  local-data: "serial${serial}.unbound.lab. A 127.0.0.1"`,
    ...options.records.map((record) => `  local-data: '${record}'`),
    ...(options.settings ?? []).map((line) => `  ${line}`),
    ...stubs.map(({ zone, at }) => `stub-zone:\n  name: "${zone}."\n  stub-addr: ${at}`),
    '',
  ].join('\n');
}
