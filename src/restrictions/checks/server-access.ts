/**
 * Access by servers of a name, `check_*_ns_access`, `check_*_mx_access`, `check_*_a_access`: domains that share the name
 * servers of a spammer, or whose MX is 127.0.0.1. Such a table can only refuse (check_server_access()).
 */
import { isAddress, mailHostAddress } from '../../postfix/host-name.ts';
import type { Table } from '../../postfix/tables/table.ts';
import { clientOf } from '../attempt.ts';
import type { Check, Checks } from '../check.ts';
import { addresses, ascii, dns, isMissing } from '../dns.ts';
import type { Need } from '../facts.ts';
import { DUNNO, type Run, type Scope, type Status } from '../run.ts';
import { about, byAddress, byName, never, tableOf, unknownName } from './access.ts';

type ServerRecord = 'NS' | 'MX' | 'A';

/** The servers of a name: their names, then their addresses (check_server_access()). */
function serverAccess(run: Run, table: Table, what: string, record: ServerRecord, scope: Scope): Status {
  let domain = what.slice(what.lastIndexOf('@') + 1);
  if (domain.startsWith('[')) {
    const address = domain.endsWith(']') ? mailHostAddress(domain.slice(1, -1)) : undefined;
    if (record === 'NS' || address === undefined) return DUNNO;
    return byAddress(run, table, address, scope) ?? DUNNO;
  }
  domain = ascii(domain);
  const servers = record === 'A' ? [domain] : serversOf(run, domain, record);
  if (isMissing(servers)) return unknownServer(run, servers.need);
  for (const server of servers) {
    if (isAddress(server)) {
      const status = byAddress(run, table, server, scope);
      if (status !== undefined) return status;
      continue;
    }
    const named = record === 'A' ? undefined : byName(run, table, server, scope);
    if (named !== undefined) return named;
    const found = addresses(run, server);
    if (isMissing(found)) return unknownServer(run, found.need);
    if (typeof found === 'string') continue;
    for (const address of found) {
      const status = byAddress(run, table, address, scope);
      if (status !== undefined) return status;
    }
  }
  return DUNNO;
}

function unknownServer(run: Run, need: Need): Status {
  const refused = run.choose(need, [false, true]);
  return refused ? run.reject(run.rules.codes.accessReject, '5.7.1', 'Access denied') : DUNNO;
}

/** A name without MX is its own; name servers are those of the nearest domain above that has some. */
function serversOf(run: Run, domain: string, type: 'NS' | 'MX'): readonly string[] | { readonly need: Need } {
  for (let name = domain; ; ) {
    const answer = dns(run, name, type);
    if (answer.status === 'unknown') return { need: { kind: 'dns', name, type } };
    if (answer.status === 'later') return [];
    if (answer.status === 'found') {
      return answer.records.map((each) => (typeof each === 'string' ? each : each.exchange));
    }
    if (answer.status === 'null-mx') return [];
    if (type === 'MX') return [name];
    const dot = name.indexOf('.');
    if (dot < 0 || dot + 1 === name.length) return [];
    name = name.slice(dot + 1);
  }
}

type Named = (run: Run) => { readonly what: string; readonly scope: (scope: Scope) => Scope } | Status;

const NAMES: Readonly<Record<string, Named>> = {
  client: ({ attempt }) =>
    attempt.clientName.toLowerCase() === 'unknown'
      ? DUNNO
      : { what: attempt.clientName, scope: (scope) => about(scope, clientOf(attempt), 'Client host') },
  reverse_client_hostname: (run) => {
    const { reverseName } = run.attempt;
    if (reverseName === undefined) return unknownName(run, 'reverse_client_name');
    if (reverseName.toLowerCase() === 'unknown') return DUNNO;
    return { what: reverseName, scope: (scope) => about(scope, reverseName, 'Unverified Client host') };
  },
  helo: (run) => {
    const { helo } = run;
    if (helo === undefined) return unknownName(run, 'helo_name');
    if (helo === '') return DUNNO;
    return { what: helo, scope: (scope) => about(scope, helo, 'Helo command') };
  },
  sender: ({ sender }) =>
    sender === undefined || sender === ''
      ? DUNNO
      : { what: sender, scope: (scope) => about(scope, sender, 'Sender address') },
  recipient: ({ recipient }) =>
    recipient === undefined || recipient === ''
      ? DUNNO
      : { what: recipient, scope: (scope) => about(scope, recipient, 'Recipient address') },
};

export function serverChecks(): Checks {
  const checks: Record<string, Check> = {};
  for (const [about, named] of Object.entries(NAMES))
    for (const record of ['NS', 'MX', 'A'] as const)
      checks[`check_${about}_${record.toLowerCase()}_access`] = (run, step, scope) => {
        const table = tableOf(run, step);
        const of = named(run);
        if (typeof of !== 'object') return of;
        return never(run, serverAccess(run, table, of.what, record, of.scope(scope)));
      };
  return checks;
}
