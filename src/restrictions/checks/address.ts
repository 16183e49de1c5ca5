/** Restrictions about the sender's and the recipient's address: its form, its domain, whether anybody has it. */
import { isHostName, withoutDot } from '../../postfix/host-name.ts';
import type { Check, Checks } from '../check.ts';
import { ascii, dns } from '../dns.ts';
import type { Verification } from '../facts.ts';
import type { Refused } from '../reply.ts';
import { type Resolved, resolve } from '../resolve.ts';
import { DUNNO, type Run, type Status } from '../run.ts';
import { unlistedRecipient, unlistedSender } from '../unlisted.ts';

type AddressCheck = (run: Run, address: string, refused: Refused) => Status;

const ofSender =
  (check: AddressCheck): Check =>
  (run) =>
    run.sender === undefined || run.sender === '' ? DUNNO : check(run, run.sender, 'Sender address');

const ofRecipient =
  (check: AddressCheck): Check =>
  (run) =>
    run.recipient === undefined ? DUNNO : check(run, run.recipient, 'Recipient address');

export function domainOf(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? '' : address.slice(at + 1);
}

const isLiteral = (domain: string): boolean => domain.startsWith('[') && domain.endsWith(']');

const nonFqdn: AddressCheck = (run, address, refused) => {
  const domain = domainOf(address);
  if (isLiteral(domain)) return DUNNO;
  const name = withoutDot(domain);
  if (isHostName(run.attempt.utf8 ? ascii(name) : name) && name.includes('.')) return DUNNO;
  return run.reject(
    run.rules.codes.nonFqdn,
    '4.5.2',
    `<${address}>: ${refused} rejected: need fully-qualified address`,
  );
};

/** The class and the form of an address; a failing table ends everything. */
export function resolved(run: Run, address: string): Resolved {
  const found = resolve(run, address);
  return found.failed ? run.tableFailed(address) : found;
}

export function isFinal(found: Resolved): boolean {
  return found.class === 'local' || found.class === 'virtual-alias' || found.class === 'virtual-mailbox';
}

/** A domain that is not ours has neither MX nor an address. */
const unknownDomain: AddressCheck = (run, address, refused) => {
  const found = resolved(run, address);
  const domain = domainOf(found.address);
  if (isFinal(found) || isLiteral(domain)) return DUNNO;
  return mailHost(run, ascii(domain), address, refused);
};

function mailHost(run: Run, domain: string, address: string, refused: Refused): Status {
  const { codes, tempfail } = run.rules;
  const ofSenders = refused === 'Sender address';
  const dsn = ofSenders ? '4.1.8' : '4.1.2';
  const text = `<${address}>: ${refused} rejected: Domain not found`;
  let later = false;
  for (const type of ['MX', 'A', 'AAAA'] as const) {
    const answer = dns(run, domain, type);
    if (answer.status === 'unknown') {
      const exists = run.choose({ kind: 'dns', name: domain, type }, [true, false]);
      return exists ? DUNNO : run.reject(codes.unknownAddress, dsn, text);
    }
    if (answer.status === 'found') return DUNNO;
    if (answer.status === 'null-mx')
      return run.reject(
        ofSenders ? 550 : 556,
        ofSenders ? '4.7.27' : '4.1.10',
        `<${address}>: ${refused} rejected: Domain ${domain} does not accept mail (nullMX)`,
      );
    if (answer.status === 'later') later = true;
    else if (!answer.nameExists) break;
  }
  return later
    ? run.deferIfPermit(tempfail.address, 450, dsn, text)
    : run.reject(codes.unknownAddress, dsn, text);
}

/** By a probe of verify(8). */
const unverified: AddressCheck = (run, address, refused) => {
  const { rules } = run;
  const ofSenders = refused === 'Sender address';
  const dsn = ofSenders ? '4.1.0' : '4.1.1';
  const atOnce = ofSenders ? rules.tempfail.unverifiedSender : rules.tempfail.unverifiedRecipient;
  const known =
    run.facts.verification(address) ??
    run.choose<Verification>({ kind: 'verification', address }, [
      { status: 'deliverable', text: '' },
      { status: 'undeliverable', text: '' },
      { status: 'deferred', text: '' },
    ]);
  const before = `<${address}>: ${refused} rejected:`;
  if (known.status === 'deliverable') return DUNNO;
  if (known.status === 'service-failure')
    return run.deferIfPermit(atOnce, 450, dsn, `${before} address verification problem`);
  const { codes } = rules;
  const refuses = ofSenders ? codes.unverifiedSenderReject : codes.unverifiedRecipientReject;
  const defers = ofSenders ? codes.unverifiedSenderDefer : codes.unverifiedRecipientDefer;
  const code = known.status === 'undeliverable' ? refuses : defers;
  const own = ofSenders ? rules.unverifiedSenderReason : rules.unverifiedRecipientReason;
  const why = own === '' ? known.text : own;
  if (code < 300) return DUNNO;
  return code < 500
    ? run.deferIfPermit(atOnce, code, dsn, `${before} unverified address: ${why.slice(0, 250)}`)
    : run.reject(code, dsn, `${before} undeliverable address: ${why}`);
};

const multiRecipientBounce: Check = (run, _step, scope) => {
  const several = run.attempt.recipientCount > (run.attempt.stage === 'RCPT' ? 0 : 1);
  if (run.sender !== '' || !several) return DUNNO;
  return run.reject(
    run.rules.codes.multiRecipientBounce,
    '5.5.3',
    `<${scope.name}>: ${scope.refused} rejected: Multi-recipient bounce`,
  );
};

export const addressChecks: Checks = {
  reject_non_fqdn_sender: ofSender(nonFqdn),
  reject_non_fqdn_recipient: ofRecipient(nonFqdn),
  reject_unknown_sender_domain: ofSender(unknownDomain),
  reject_unknown_address: ofSender(unknownDomain),
  reject_unknown_recipient_domain: ofRecipient(unknownDomain),
  reject_unverified_sender: ofSender(unverified),
  reject_unverified_recipient: (run, step, scope) =>
    run.recipient === '' ? DUNNO : ofRecipient(unverified)(run, step, scope),
  reject_multi_recipient_bounce: multiRecipientBounce,
  reject_unlisted_sender: ofSender((run, address) => unlistedSender(run, address)),
  reject_unlisted_recipient: ofRecipient((run, address) =>
    address === '' ? DUNNO : unlistedRecipient(run, address),
  ),
  check_recipient_maps: ofRecipient((run, address) =>
    address === '' ? DUNNO : unlistedRecipient(run, address),
  ),
};
