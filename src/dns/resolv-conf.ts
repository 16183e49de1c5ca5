/**
 * /etc/resolv.conf as the system's own resolver reads it, so that we ask whom Postfix asks (resolv.conf(5)).
 *
 *     nameserver 127.0.0.1
 *     options timeout:1 attempts:3 rotate edns0
 */
import { isIP } from 'node:net';
import { DNS_PORT, type Server } from './server.ts';

export interface ResolvConf {
  /** Three at most (MAXNS); 127.0.0.1 where none is named. Never empty. */
  readonly servers: readonly Server[];
  /** Seconds, 1 to 30. */
  readonly timeout?: number;
  /** Rounds over all servers, 1 to 5. */
  readonly attempts?: number;
  readonly rotate: boolean;
  readonly edns0: boolean;
  /** Always over TCP. */
  readonly useVc: boolean;
  /** What `nameserver` lines name that is no address, and servers past the third: the system does not ask them. */
  readonly ignored: readonly string[];
}

const MOST_SERVERS = 3;

export function parseResolvConf(text: string): ResolvConf {
  const servers: Server[] = [];
  const ignored: string[] = [];
  const flags = new Set<string>();
  const numbers = new Map<string, number>();
  for (const line of text.split('\n')) {
    // A comment has its sign in the first column; the keyword stands there too.
    const [keyword, ...values] = line.trimEnd().split(/[ \t]+/);
    if (keyword === 'nameserver' && values[0] !== undefined) {
      const address = values[0];
      if (isIP(address) !== 0 && servers.length < MOST_SERVERS) servers.push({ address, port: DNS_PORT });
      else ignored.push(address);
    }
    if (keyword !== 'options') continue;
    for (const option of values) {
      const [, name, digits] = /^(timeout|attempts):(\d+)/.exec(option) ?? [];
      if (name !== undefined) numbers.set(name, Number(digits));
      else flags.add(option);
    }
  }
  const timeout = numbers.get('timeout');
  const attempts = numbers.get('attempts');
  return {
    servers: servers.length > 0 ? servers : [{ address: '127.0.0.1', port: DNS_PORT }],
    ...(timeout === undefined ? {} : { timeout: Math.min(30, Math.max(1, timeout)) }),
    ...(attempts === undefined ? {} : { attempts: Math.min(5, Math.max(1, attempts)) }),
    rotate: flags.has('rotate'),
    edns0: flags.has('edns0'),
    useVc: flags.has('use-vc'),
    ignored,
  };
}
