/** Access tables, `check_*_access type:table` (access(5)), by client, HELO, address, account and certificate. */
import { isAddress } from '../../postfix/host-name.ts';
import type { Table } from '../../postfix/tables/table.ts';
import { carryOut } from '../actions.ts';
import { clientOf } from '../attempt.ts';
import type { Check, Checks } from '../check.ts';
import { accessKeys } from '../mail-keys.ts';
import { addressKeys, domainKeys, findFirst, type Key } from '../maps.ts';
import type { Step } from '../parse.ts';
import type { Refused } from '../reply.ts';
import { DUNNO, OK, REJECT, type Run, type Scope, type Status } from '../run.ts';
import { resolved } from './address.ts';

/** What a table says of the first of the keys that it has; undefined: it has none. */
function lookUp(run: Run, table: Table, keys: readonly Key[], scope: Scope): Status | undefined {
  const answer = findFirst(run, [table], keys);
  if (answer === 'absent') return undefined;
  if ('failed' in answer) return carryOut(run, table.name, '451 4.3.5 Server configuration error', scope);
  if ('found' in answer) return carryOut(run, table.name, answer.found, scope);
  // Something stands there that nobody can read now: it may be anything.
  const permits = run.choose({ kind: 'table', table, key: keys[0]?.[0] ?? '' }, [DUNNO, OK, REJECT] as const);
  return permits === REJECT ? run.reject(run.rules.codes.accessReject, '5.7.1', 'Access denied') : permits;
}

export function tableOf(run: Run, step: Step): Table {
  const table = step.argument?.includes(':') ? run.rules.tables.get(step.argument) : undefined;
  return table ?? run.wrongConfiguration();
}

export const about = (scope: Scope, name: string, refused: Refused): Scope => ({ ...scope, name, refused });

export function byName(run: Run, table: Table, name: string, scope: Scope, whole = true): Status | undefined {
  return lookUp(run, table, domainKeys(name, run.rules.dottedAccessParents, isAddress(name), whole), scope);
}

export function byAddress(run: Run, table: Table, address: string, scope: Scope): Status | undefined {
  return lookUp(run, table, addressKeys(address), scope);
}

const clientAccess: Check = (run, step, scope) => {
  const table = tableOf(run, step);
  const { clientName, clientAddress } = run.attempt;
  const of = about(scope, clientOf(run.attempt), 'Client host');
  return byName(run, table, clientName, of) ?? byAddress(run, table, clientAddress, of) ?? DUNNO;
};

/** Where a table may only refuse: an OK would let in whoever owns his DNS. */
export function never(run: Run, status: Status): Status {
  return status === OK && !run.discarded ? run.wrongConfiguration() : status;
}

const reverseAccess: Check = (run, step, scope) => {
  const table = tableOf(run, step);
  const { reverseName, clientAddress } = run.attempt;
  const of = about(scope, reverseName ?? 'unknown', 'Unverified Client host');
  if (reverseName === undefined) {
    // No name stands in a table of networks.
    if (table.kind !== 'cidr' && unknownName(run, 'reverse_client_name') === REJECT) return REJECT;
    return never(run, byAddress(run, table, clientAddress, of) ?? DUNNO);
  }
  return never(run, byName(run, table, reverseName, of) ?? byAddress(run, table, clientAddress, of) ?? DUNNO);
};

/** A name that nobody knows may be refused. */
export function unknownName(run: Run, attribute: 'helo_name' | 'reverse_client_name'): Status {
  const refused = run.choose({ kind: 'attempt', attribute }, [false, true]);
  return refused ? run.reject(run.rules.codes.accessReject, '5.7.1', 'Access denied') : DUNNO;
}

const heloAccess: Check = (run, step, scope) => {
  const table = tableOf(run, step);
  const { helo } = run;
  if (helo === undefined) {
    const does = run.choose({ kind: 'attempt', attribute: 'helo_name' }, [DUNNO, OK, REJECT] as const);
    return does === REJECT ? run.reject(run.rules.codes.accessReject, '5.7.1', 'Access denied') : does;
  }
  return helo === '' ? DUNNO : (byName(run, table, helo, about(scope, helo, 'Helo command')) ?? DUNNO);
};

function mailAccess(run: Run, step: Step, address: string, scope: Scope): Status {
  const table = tableOf(run, step);
  const found = resolved(run, address);
  const { rules } = run;
  const status = lookUp(run, table, accessKeys(found.address, rules, rules.dottedAccessParents), scope);
  // A route through others is too suspicious for an OK.
  const suspicious = found.routed && !rules.allowUntrustedRouting && scope.refused === 'Recipient address';
  return status === undefined || (status === OK && suspicious) ? DUNNO : status;
}

const senderAccess: Check = (run, step, scope) => {
  const { sender, rules } = run;
  if (sender === undefined) return tableOf(run, step) && DUNNO;
  const of = about(scope, sender, 'Sender address');
  if (sender !== '') return mailAccess(run, step, sender, of);
  return lookUp(run, tableOf(run, step), [[rules.nullAccessKey, true]], of) ?? DUNNO;
};

const recipientAccess: Check = (run, step, scope) =>
  run.recipient === undefined
    ? tableOf(run, step) && DUNNO
    : mailAccess(run, step, run.recipient, about(scope, run.recipient, 'Recipient address'));

const etrnAccess: Check = (run, step, scope) => {
  const table = tableOf(run, step);
  const { etrnDomain } = run.attempt;
  if (etrnDomain === undefined || etrnDomain === '') return DUNNO;
  return byName(run, table, etrnDomain, about(scope, etrnDomain, 'Etrn command')) ?? DUNNO;
};

const saslAccess: Check = (run, step, scope) => {
  const table = tableOf(run, step);
  if (!run.rules.saslEnabled) return DUNNO;
  const { account } = run.attempt;
  if (account === undefined) {
    const does = run.choose({ kind: 'attempt', attribute: 'sasl_username' }, [DUNNO, OK, REJECT] as const);
    return does === REJECT ? run.reject(run.rules.codes.accessReject, '5.7.1', 'Access denied') : does;
  }
  if (account === '') return DUNNO;
  return lookUp(run, table, [[account, true]], about(scope, account, 'SASL login name')) ?? DUNNO;
};

const certificateAccess: Check = (run, step, scope) => {
  const table = tableOf(run, step);
  const { certificate } = run.attempt;
  if (run.attempt.encrypted === false) return DUNNO;
  if (certificate === undefined)
    return run.choose({ kind: 'attempt', attribute: 'ccert_fingerprint' }, [DUNNO, OK] as const);
  const of = about(scope, certificate.fingerprint, 'Client certificate');
  for (const print of [certificate.fingerprint, certificate.key]) {
    const status = lookUp(run, table, [[print, true]], of);
    if (status !== undefined && status !== DUNNO) return status;
  }
  return DUNNO;
};

export const accessChecks: Checks = {
  check_client_access: clientAccess,
  check_reverse_client_hostname_access: reverseAccess,
  check_helo_access: heloAccess,
  check_sender_access: senderAccess,
  check_recipient_access: recipientAccess,
  check_etrn_access: etrnAccess,
  check_sasl_access: saslAccess,
  check_ccert_access: certificateAccess,
};
