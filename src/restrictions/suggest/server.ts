/** What a suggestion must know of the server: who is asked what, by which service. */

import { type Service, servicesOf } from '../../postfix/master-cf.ts';
import { publicService } from '../compile.ts';
import type { Reading } from '../lint/family.ts';
import { isYes, textOf, wordsOf } from '../lint/said.ts';
import { parseExpanded, type Step } from '../parse.ts';
import { LIST_PARAMETERS } from '../rules.ts';
import { GUARDS } from './order.ts';

export interface Server {
  /** Of port 25; undefined: master.cf has none. */
  readonly service: Service | undefined;
  /** May anybody log in? */
  readonly logins: boolean;
  /** false: nobody but this machine reaches it. */
  readonly meetsStrangers: boolean;
  /** Names of all restrictions that the mail of strangers meets, in lower case. */
  readonly asked: ReadonlySet<string>;
  /** Does main.cf decide what port 25 asks there? */
  readonly isMain: (parameter: string) => boolean;
  /** Each service that has this list from main.cf refuses to relay whatever the list says. */
  readonly relayGuarded: boolean;
  /** What lets users relay beside their network and their login, as it is written: certificates, tables, services. */
  readonly relayPermits: readonly string[];
}

/** @param newRelayList main.cf is to have a list of who may relay, too */
export function serverOf(reading: Reading, newRelayList: boolean): Server {
  const { configuration } = reading;
  const service = publicService(configuration);
  const services = servicesOf(configuration, 'smtpd');
  const classes = wordsOf(reading, 'smtpd_restriction_classes', service);
  const asked = new Set<string>();
  for (const parameter of [...Object.values(LIST_PARAMETERS), ...classes])
    for (const { lower } of stepsOf(reading, parameter, service)) asked.add(lower);
  const interfaces = wordsOf(reading, 'inet_interfaces', service).map((name) => name.toLowerCase());
  const own = /^(?:loopback-only|localhost|127\..*|\[?::1\]?)$/;
  const sharing = [undefined, ...services.filter(({ overrides }) => !overrides.has(RECIPIENT))];
  const permits = sharing.flatMap((each) => permitsIn(stepsOf(reading, LIST_PARAMETERS.relay, each)));
  return {
    ...{ service, asked, relayPermits: [...new Set(permits)] },
    logins: [undefined, ...services].some((each) => isYes(reading, 'smtpd_sasl_auth_enable', each)),
    meetsStrangers:
      interfaces.length === 0 ||
      !interfaces.every((name) => own.test(name)) ||
      isBehindProxy(reading, service),
    isMain: (parameter) => service?.overrides.has(parameter) !== true,
    relayGuarded: sharing.every(
      (each) =>
        (newRelayList && each?.overrides.has(LIST_PARAMETERS.relay) !== true) ||
        stepsOf(reading, LIST_PARAMETERS.relay, each).some(({ lower }) => isGuard(lower)),
    ),
  };
}

/** Strangers come by way of another program of this machine, which tells who they are. */
function isBehindProxy(reading: Reading, service: Service | undefined): boolean {
  return ['smtpd_authorized_xclient_hosts', 'smtpd_upstream_proxy_protocol'].some(
    (name) => textOf(reading, name, service) !== '',
  );
}

const RECIPIENT = LIST_PARAMETERS.recipient;

function isGuard(name: string): boolean {
  return (GUARDS as readonly string[]).includes(name) || name === 'reject' || name === 'defer';
}

/** Not of users: the usual two, checks, and what is decided by the recipient or by what the client says. */
const OTHERS =
  /^(?:permit_(?:mynetworks|sasl_authenticated|mx_backup|auth_destination)|(?:reject|defer)\w*|warn_if_reject|check_(?:recipient|sender|helo)_\w*)$/;

function permitsIn(steps: readonly Step[]): string[] {
  const guard = steps.findIndex(({ lower }) => isGuard(lower));
  return steps
    .slice(0, guard < 0 ? steps.length : guard)
    .filter(({ lower }) => !OTHERS.test(lower))
    .map(({ written }) => written);
}

function stepsOf(reading: Reading, parameter: string, service: Service | undefined) {
  const value = reading.value(parameter, service);
  return value === undefined ? [] : parseExpanded(parameter, value).steps;
}

export function hasNoRelayList(reading: Reading, service: Service | undefined): boolean {
  // Before Postfix 2.10 there is no such parameter.
  return (
    reading.value(LIST_PARAMETERS.relay, service) !== undefined &&
    textOf(reading, LIST_PARAMETERS.relay, service) === ''
  );
}
