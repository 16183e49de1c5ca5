/** `--dns`: which resolver to ask. */
import { isIP } from 'node:net';
import { SekishoError } from '../config/error.ts';

export interface ResolverAddress {
  readonly address: string;
  readonly port: number;
}

/** `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353`; undefined where none is given */
export function readDnsOption(dns: string | undefined): ResolverAddress | undefined {
  if (dns === undefined) return undefined;
  if (isIP(dns) > 0) return { address: dns, port: 53 };
  const [, bracketed, plain = '', port = '53'] = /^(?:\[([^\]]+)\]|([\d.]+))(?::(\d{1,5}))?$/.exec(dns) ?? [];
  const address = bracketed ?? plain;
  if (isIP(address) > 0 && Number(port) > 0 && Number(port) < 65_536) return { address, port: Number(port) };
  throw new SekishoError(
    'bad-argument',
    '--dns "{text}" is no address of a resolver',
    'give one, as in --dns 127.0.0.1 or --dns 127.0.0.1:5353',
    { values: { text: dns } },
  );
}
