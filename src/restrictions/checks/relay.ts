/** Restrictions about relaying: may mail for this recipient pass through here? */
import type { Check, Checks } from '../check.ts';
import { addresses, ascii, dns, isMissing } from '../dns.ts';
import { isLocal } from '../resolve.ts';
import { DUNNO, OK, type Run, type Status } from '../run.ts';
import { domainOf, isFinal, resolved } from './address.ts';

/** Is the recipient's domain ours, or one that we relay for, without a route through others? */
export function isAuthorized(run: Run, recipient: string): boolean {
  const found = resolved(run, recipient);
  if (found.routed && !run.rules.allowUntrustedRouting) return false;
  return isFinal(found) || found.class === 'relay';
}

const withRecipient =
  (check: (run: Run, recipient: string) => Status): Check =>
  (run) =>
    run.recipient === undefined ? DUNNO : check(run, run.recipient);

const unauthorized = (lower: number, dsn: string): Check =>
  withRecipient((run, recipient) =>
    isAuthorized(run, recipient)
      ? DUNNO
      : run.reject(run.rules.codes.relay - lower, dsn, `<${recipient}>: Relay access denied`),
  );

/** Removed in Postfix 3.9. */
const checkRelayDomains: Check = withRecipient((run, recipient) => {
  const known = run.rules.relayDomains(run, run.attempt.clientName, undefined);
  if (known === 'failed') run.tableFailed(recipient);
  if (known || isAuthorized(run, recipient)) return OK;
  const text = `<${recipient}>: Recipient address rejected: Relay access denied`;
  return run.reject(run.rules.codes.relay, '5.7.1', text);
});

/** We are a backup MX of the recipient's domain, and none of the best (permit_mx_backup()). */
const permitMxBackup: Check = withRecipient((run, recipient) => {
  const found = resolved(run, recipient);
  if (found.routed && !run.rules.allowUntrustedRouting) return DUNNO;
  if (isFinal(found) || found.class === 'relay') return OK;
  const domain = ascii(domainOf(found.address));
  if (domain.startsWith('[') && domain.endsWith(']')) return DUNNO;
  const before = `<${recipient}>: Recipient address rejected:`;
  const answer = dns(run, domain, 'MX');
  if (answer.status === 'unknown')
    return run.choose({ kind: 'dns', name: domain, type: 'MX' }, [DUNNO, OK] as const);
  if (answer.status === 'later')
    return run.deferIfReject(
      450,
      '4.4.4',
      `${before} Unable to look up mail exchanger information: Host not found, try again`,
    );
  if (answer.status === 'absent' || answer.status === 'null-mx') return DUNNO;
  const best = Math.min(...answer.records.map(({ preference }) => preference));
  const named = (first: boolean): string[] =>
    answer.records
      .filter(({ preference }) => (preference === best) === first)
      .map(({ exchange }) => exchange);
  if (isOneOf(run, named(true), before) || !isOneOf(run, named(false), before)) return DUNNO;
  const { mxBackupNetworks } = run.rules;
  if (mxBackupNetworks === undefined) return OK;
  return named(true).every((host) => allWithin(run, host, before)) ? OK : DUNNO;
});

function isOneOf(run: Run, hosts: readonly string[], before: string): boolean {
  if (hosts.some((host) => isLocal(run, host))) return true;
  return hosts.some((host) => {
    const found = addresses(run, host);
    if (isMissing(found)) return run.choose(found.need, [false, true]);
    if (typeof found !== 'string') return found.some((address) => run.rules.isOwnAddress(address));
    const why = found === 'later' ? 'Temporary failure in name resolution' : 'Name or service not known';
    run.deferIfReject(450, '4.4.4', `${before} Unable to look up mail exchanger host ${host}: ${why}`);
    return false;
  });
}

function allWithin(run: Run, host: string, before: string): boolean {
  const found = addresses(run, host);
  if (isMissing(found)) return run.choose(found.need, [false, true]);
  if (typeof found === 'string') {
    const why = found === 'later' ? 'Host not found, try again' : 'Host not found';
    run.deferIfReject(450, '4.4.4', `${before} Unable to look up host ${host} as mail exchanger: ${why}`);
    return false;
  }
  return found.every((address) => run.rules.mxBackupNetworks!(run, host, address) === true);
}

export const relayChecks: Checks = {
  permit_auth_destination: withRecipient((run, recipient) => (isAuthorized(run, recipient) ? OK : DUNNO)),
  reject_unauth_destination: unauthorized(0, '5.7.1'),
  defer_unauth_destination: unauthorized(100, '4.7.1'),
  check_relay_domains: checkRelayDomains,
  permit_mx_backup: permitMxBackup,
};
