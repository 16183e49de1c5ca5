/** Restrictions about the client: its address, its name, whether it has logged in, whether it speaks in turn. */
import type { NameStatus } from '../attempt.ts';
import type { Check, Checks } from '../check.ts';
import { find } from '../maps.ts';
import { DUNNO, OK, type Run } from '../run.ts';

const permitMyNetworks: Check = (run) => {
  if (run.inMyNetworks === undefined) {
    const { clientName, clientAddress } = run.attempt;
    const found = run.rules.myNetworks(run, clientName, clientAddress);
    if (found === 'failed') return run.tableFailed(clientAddress);
    run.inMyNetworks = found;
  }
  return run.inMyNetworks ? OK : DUNNO;
};

const permitSaslAuthenticated: Check = (run) => {
  if (!run.rules.saslEnabled) return DUNNO;
  const { account, saslMethod } = run.attempt;
  if (account === undefined)
    return run.choose({ kind: 'attempt', attribute: 'sasl_username' }, [DUNNO, OK] as const);
  return account === '' || saslMethod?.toLowerCase() === 'anonymous' ? DUNNO : OK;
};

/** The name's status, as far as the names themselves tell it. */
function statusOf(name: string | undefined, told: NameStatus | undefined): NameStatus | 'unknown-kind' {
  if (told !== undefined) return told;
  return name !== undefined && name.toLowerCase() !== 'unknown' ? 'ok' : 'unknown-kind';
}

/** 450 for what may be found later; which of both it was is not told by the name `unknown`. */
function codeOf(run: Run, status: NameStatus | 'unknown-kind', permanent: readonly NameStatus[]): number {
  const { unknownClient } = run.rules.codes;
  if (status === 'unknown-kind')
    return unknownClient === 450
      ? 450
      : run.choose({ kind: 'attempt', attribute: 'client_name_status' }, [unknownClient, 450]);
  return permanent.includes(status) ? unknownClient : 450;
}

const rejectUnknownClient: Check = (run) => {
  const { clientName, clientAddress, nameStatus } = run.attempt;
  const status = statusOf(clientName, nameStatus);
  if (status === 'ok') return DUNNO;
  const code = codeOf(run, status, ['permanent', 'forged']);
  return run.reject(code, '4.7.25', `Client host rejected: cannot find your hostname, [${clientAddress}]`);
};

const rejectUnknownReverse: Check = (run) => {
  const { reverseName, clientAddress } = run.attempt;
  if (reverseName === undefined) {
    const known = run.choose({ kind: 'attempt', attribute: 'reverse_client_name' }, [true, false]);
    if (known) return DUNNO;
  } else if (reverseName.toLowerCase() !== 'unknown') return DUNNO;
  const code = codeOf(run, statusOf(undefined, run.attempt.nameStatus), ['permanent']);
  return run.reject(
    code,
    '4.7.1',
    `Client host rejected: cannot find your reverse hostname, [${clientAddress}]`,
  );
};

const rejectPlaintext: Check = (run) => {
  const { encrypted } = run.attempt;
  const plain =
    encrypted === undefined
      ? run.choose({ kind: 'attempt', attribute: 'encryption' }, [false, true])
      : !encrypted;
  return plain ? run.reject(run.rules.codes.plaintext, '4.7.1', 'Session encryption is required') : DUNNO;
};

const rejectPipelining: Check = (run, _step, scope) => {
  const { pipelining } = run.attempt;
  const early = pipelining ?? run.choose({ kind: 'attempt', attribute: 'pipelining' }, [false, true]);
  return early
    ? run.reject(
        503,
        '5.5.0',
        `<${scope.name}>: ${scope.refused} rejected: Improper use of SMTP command pipelining`,
      )
    : DUNNO;
};

/** By a certificate that a known authority has signed, or (all) by one that is listed in `relay_clientcerts`. */
const permitCertificate =
  (all: boolean): Check =>
  (run) => {
    const { certificate, encrypted } = run.attempt;
    if (encrypted === false) return DUNNO;
    if (certificate === undefined)
      return run.choose({ kind: 'attempt', attribute: 'ccert_fingerprint' }, [DUNNO, OK] as const);
    if (all && certificate.trusted) return OK;
    for (const print of [certificate.fingerprint, certificate.key]) {
      const found = find(run, run.rules.clientCertificates, print, true);
      if (found === 'absent') continue;
      if ('failed' in found) run.tableFailed(run.attempt.clientAddress);
      return OK;
    }
    return DUNNO;
  };

export const clientChecks: Checks = {
  permit_mynetworks: permitMyNetworks,
  permit_inet_interfaces: (run) => (run.rules.isOwnAddress(run.attempt.clientAddress) ? OK : DUNNO),
  permit_sasl_authenticated: permitSaslAuthenticated,
  permit_tls_all_clientcerts: permitCertificate(true),
  permit_tls_clientcerts: permitCertificate(false),
  reject_unknown_client_hostname: rejectUnknownClient,
  reject_unknown_client: rejectUnknownClient,
  reject_unknown_reverse_client_hostname: rejectUnknownReverse,
  reject_plaintext_session: rejectPlaintext,
  reject_unauth_pipelining: rejectPipelining,
};
