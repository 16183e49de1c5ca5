/**
 * Where smtpd(8) and postscreen(8) of a master.cf are to be found, and whether they greet: one that cannot live with its
 * configuration ends before it says a word.
 *
 *     smtp              inet ...    every address of inet_interfaces, port 25
 *     127.0.0.1:10025   inet ...    that one
 *     [::1]:submission  inet ...    port 587, by known_tcp_ports or /etc/services
 */
import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { connect, isIP } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { type Configuration, effective } from './configuration.ts';
import { activeServices, type Service } from './master-cf.ts';
import { LIST, words } from './split.ts';

export interface Door {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (smtpd_tls_wrappermode). */
  readonly tls: boolean;
  /** smtpd_upstream_proxy_protocol = haproxy: it waits for a line of the proxy. */
  readonly proxy: boolean;
}

/** Milliseconds that one connection may take; postscreen(8) may wait six seconds before it greets. */
const LONGEST = 10_000;
/** Milliseconds between two attempts. */
const PACE = 300;
/** As patience: a connection that is refused is not tried again. */
export const ONE_LOOK = 0;

/** @param bound the configuration that the running master(8) started with: a reload changes no address that it listens on */
export async function doorsOf(configuration: Configuration, bound = configuration): Promise<readonly Door[]> {
  const addresses = await resolved(list(bound, 'inet_interfaces'));
  const doors = new Map<string, Door>();
  for (const service of activeServices(configuration.master)) {
    const { type, command, name } = service;
    if (type !== 'inet' || (command !== 'smtpd' && command !== 'postscreen')) continue;
    if (isDisabled(service, list(configuration, 'master_service_disable'))) continue;
    const colon = name.lastIndexOf(':');
    const port = portOf(name.slice(colon + 1), text(configuration, 'known_tcp_ports'));
    if (port === undefined) continue;
    const own = name.slice(0, Math.max(0, colon)).replace(/^\[|\]$/g, '');
    for (const host of own === '' ? addresses : await resolved([own]))
      doors.set(`${host} ${port}`, {
        host,
        port,
        tls: text(configuration, 'smtpd_tls_wrappermode', service).toLowerCase() === 'yes',
        proxy: text(configuration, `${command}_upstream_proxy_protocol`, service) !== '',
      });
  }
  return [...doors.values()];
}

/** Those that do not greet within the milliseconds of `patience`. */
export async function silentOf(
  doors: readonly Door[],
  patience: number,
  ended?: AbortSignal,
): Promise<readonly Door[]> {
  const until = patience === ONE_LOOK ? ONE_LOOK : Date.now() + patience;
  const greeted = await Promise.all(doors.map((door) => greetsUntil(door, until, ended)));
  return doors.filter((_, i) => !greeted[i]);
}

export function doorText({ host, port }: Door): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}

/** master(8) waits a while before it starts again what has ended. */
async function greetsUntil(door: Door, until: number, ended?: AbortSignal): Promise<boolean> {
  while (ended?.aborted !== true) {
    if (await greets(door, LONGEST, ended)) return true;
    if (Date.now() >= until) return false;
    await pause(PACE);
  }
  return false;
}

/** An answer of whatever kind: a refusal is a word too. */
function greets({ host, port, tls, proxy }: Door, patience: number, ended?: AbortSignal): Promise<boolean> {
  return new Promise((done) => {
    const plain = connect({ host, port });
    const socket = tls && !proxy ? connectTls({ socket: plain, rejectUnauthorized: false }) : plain;
    const end = (answer: boolean): void => {
      clearTimeout(timer);
      ended?.removeEventListener('abort', giveUp);
      if (answer) socket.end('QUIT\r\n');
      setTimeout(() => plain.destroy(), answer ? 200 : 0).unref();
      done(answer);
    };
    const giveUp = (): void => end(false);
    const timer = setTimeout(giveUp, patience);
    ended?.addEventListener('abort', giveUp);
    // The line of a proxy for a connection of this machine's own (haproxy's proxy-protocol.txt, §2.1).
    if (proxy) plain.once('connect', () => plain.write(`PROXY TCP4 127.0.0.1 127.0.0.1 65000 ${port}\r\n`));
    for (const each of new Set([plain, socket])) {
      each.on('error', giveUp);
      each.once('close', giveUp);
    }
    // Behind a proxy's line TLS would begin: that it does not hang up is all that can be seen.
    socket.once('data', (bytes: Buffer) => end(/^\d{3}/.test(bytes.toString('latin1'))));
  });
}

/** A number, a name of known_tcp_ports (`smtp=25, submission=587`), or one of services(5). */
export function portOf(name: string, known: string, services = servicesText): number | undefined {
  if (/^\d+$/.test(name)) return Number(name) <= 65535 ? Number(name) : undefined;
  for (const { text } of words(known, LIST)) {
    const parts = text.split('=');
    if (parts.slice(0, -1).includes(name)) return Number(parts.at(-1)) || undefined;
  }
  for (const line of services().split('\n')) {
    const [first, port, ...aliases] = line.replace(/#.*/, '').trim().split(/\s+/);
    const match = /^(\d+)\/tcp$/.exec(port ?? '');
    if (match !== null && (first === name || aliases.includes(name))) return Number(match[1]);
  }
  return USUAL_PORTS[name];
}

const USUAL_PORTS: Readonly<Record<string, number>> = {
  smtp: 25,
  smtps: 465,
  submissions: 465,
  submission: 587,
};

function servicesText(): string {
  try {
    return readFileSync('/etc/services', 'utf8');
  } catch {
    return '';
  }
}

/**
 * `inet`, `smtp/inet`, `!smtp/inet`: the first that fits counts (postconf(5) master_service_disable; match_service.c). The old
 * spelling is `smtp.inet`.
 */
export function isDisabled(
  { name, type }: Pick<Service, 'name' | 'type'>,
  patterns: readonly string[],
): boolean {
  for (const pattern of patterns) {
    const bare = pattern.replace(/^!+/, '');
    const isNegative = (pattern.length - bare.length) % 2 === 1;
    if (bare === type || bare === `${name}/${type}` || bare === `${name}.${type}`) return !isNegative;
  }
  return false;
}

/** Addresses to try; `all` and `loopback-only` are both on loopback, in the family that is spoken. */
async function resolved(names: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const name of names) {
    const bare = name.replace(/^\[|\]$/g, '');
    if (/^(?:all|loopback-only)$/i.test(bare)) for (const each of ['127.0.0.1', '::1']) found.add(each);
    else if (isIP(bare) !== 0) found.add(bare);
    else for (const each of await lookup(bare, { all: true }).catch(() => [])) found.add(each.address);
  }
  return [...found];
}

function text(configuration: Configuration, name: string, service?: Service): string {
  return effective(configuration, name, service)?.text.trim() ?? '';
}

function list(configuration: Configuration, name: string): readonly string[] {
  return words(text(configuration, name), LIST).map((word) => word.text);
}
