/** The smtpd(8) and postscreen(8) of master.cf: who comes in by which, and for what. */
import type { Service } from '../../postfix/master-cf.ts';

const PORTS: Readonly<Record<string, number>> = {
  smtp: 25,
  mail: 25,
  submission: 587,
  submissions: 465,
  smtps: 465,
  ssmtp: 465,
  urd: 465,
};

/** `[::1]:smtp` to 25; undefined: it has none, or one by a name that only /etc/services knows. */
export function portOf({ name, type }: Pick<Service, 'name' | 'type'>): number | undefined {
  if (type !== 'inet') return undefined;
  const port = name.slice(name.lastIndexOf(':') + 1);
  return /^\d+$/.test(port) ? Number(port) : PORTS[port];
}

/** The address that it is bound to; "": those of inet_interfaces. */
export function hostOf({ name, type }: Pick<Service, 'name' | 'type'>): string {
  if (type !== 'inet') return '';
  const colon = name.lastIndexOf(':');
  return colon < 0 ? '' : name.slice(0, colon).replace(/^\[|\]$/g, '');
}

export function isLoopback(host: string): boolean {
  return /^(?:localhost|loopback|127\.\d+\.\d+\.\d+|(?:0*:)*:?0*1|::ffff:127\..*)$/i.test(host);
}

/** Do strangers on the network reach it? A `pass` service is behind postscreen(8). */
export function isOpenToWorld(service: Service, interfaces: string): boolean {
  if (service.type === 'pass') return true;
  if (service.type !== 'inet') return false;
  const host = hostOf(service);
  if (host !== '') return !isLoopback(host);
  const words = interfaces.split(/[\s,]+/).filter((word) => word !== '');
  return (
    words.length === 0 ||
    !words.every((word) => word === 'loopback-only' || isLoopback(word.replace(/^\[|\]$/g, '')))
  );
}

/** For the users of this server: ports 587 and 465. */
export function isForUsers(service: Service): boolean {
  const port = portOf(service);
  return port === 587 || port === 465;
}

/** For other servers: port 25, and what stands behind postscreen(8). */
export function isForServers(service: Service): boolean {
  return service.type === 'pass' || portOf(service) === 25;
}
