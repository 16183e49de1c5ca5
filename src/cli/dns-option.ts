/** `--dns`: which resolver to ask. */
import { SekishoError } from '../config/error.ts';
import { parseServer, type Server } from '../dns/server.ts';

export type ResolverAddress = Server;

/** As `parseServer` reads it; undefined where none is given */
export function readDnsOption(dns: string | undefined): ResolverAddress | undefined {
  if (dns === undefined) return undefined;
  const server = parseServer(dns);
  if (server !== undefined) return server;
  throw new SekishoError(
    'bad-argument',
    '--dns "{text}" is no address of a resolver',
    'give one, as in --dns 127.0.0.1 or --dns 127.0.0.1:5353',
    { values: { text: dns } },
  );
}
