/**
 * Attempts as Postfix tells them to a policy service (SMTPD_POLICY_README): `name=value` lines, an empty line ends one.
 *
 *     protocol_state=RCPT
 *     client_address=192.0.2.10
 *     client_name=mail.example.com
 *     helo_name=mail.example.com
 *     sender=a@example.com
 *     recipient=b@example.org
 *
 * An attribute that is not there is not known; one that is empty is empty.
 */
import type { Attempt, Stage } from './attempt.ts';

export type Attributes = ReadonlyMap<string, string>;

const STAGES: Readonly<Record<string, Stage>> = {
  CONNECT: 'CONNECT',
  EHLO: 'HELO',
  HELO: 'HELO',
  MAIL: 'MAIL',
  RCPT: 'RCPT',
  DATA: 'DATA',
  BDAT: 'DATA',
  'END-OF-MESSAGE': 'END-OF-MESSAGE',
  VRFY: 'VRFY',
  ETRN: 'ETRN',
};

/** Lines that hold no `=` are no attributes; of one name the last counts. */
export function readAttributes(block: string): Attributes {
  const attributes = new Map<string, string>();
  for (const line of block.split('\n')) {
    const equals = line.indexOf('=');
    if (equals > 0) attributes.set(line.slice(0, equals), line.slice(equals + 1).replace(/\r$/, ''));
  }
  return attributes;
}

/** undefined: there is no client address, or the stage has a name that Postfix does not know. */
export function attemptOf(attributes: Attributes): Attempt | undefined {
  const stage = STAGES[(attributes.get('protocol_state') ?? 'RCPT').toUpperCase()];
  const clientAddress = attributes.get('client_address');
  if (stage === undefined || clientAddress === undefined || clientAddress === '') return undefined;
  const reach = ['CONNECT', 'HELO', 'ETRN'].includes(stage) ? 0 : stage === 'MAIL' ? 1 : 2;
  const sender = attributes.get('sender') ?? (reach >= 1 ? '' : undefined);
  const recipient = attributes.get('recipient');
  const fingerprint = attributes.get('ccert_fingerprint');
  const name = attributes.get('client_name') || 'unknown';
  return {
    stage,
    clientAddress,
    clientName: name,
    reverseName: attributes.get('reverse_client_name') ?? (name === 'unknown' ? undefined : name),
    helo: stage === 'CONNECT' ? '' : attributes.get('helo_name'),
    sender: reach >= 1 ? sender : undefined,
    recipient: reach >= 2 && recipient !== '' ? recipient : undefined,
    recipientCount: Number(attributes.get('recipient_count')) || 0,
    account: attributes.get('sasl_username') ?? '',
    encrypted: attributes.has('encryption_protocol')
      ? attributes.get('encryption_protocol') !== ''
      : undefined,
    certificate: {
      fingerprint: fingerprint ?? '',
      key: attributes.get('ccert_pubkey_fingerprint') ?? '',
      trusted: (attributes.get('ccert_subject') ?? '') !== '',
    },
    // An attempt of which nothing of the kind is told kept to its turn.
    pipelining: false,
    size: Number(attributes.get('size')) || 0,
    ...optional(attributes),
    attributes,
  };
}

function optional(attributes: Attributes): Partial<Attempt> {
  const saslMethod = attributes.get('sasl_method');
  const protocol = attributes.get('protocol_name');
  const etrnDomain = attributes.get('etrn_domain');
  return {
    ...(saslMethod && { saslMethod }),
    ...(protocol && { protocol }),
    ...(etrnDomain && { etrnDomain }),
  };
}

/** What a policy service is told of an attempt; what is not known is empty. */
export function policyRequest(attempt: Attempt): string {
  const told = new Map<string, string | number>([
    ['request', 'smtpd_access_policy'],
    ['protocol_state', attempt.stage],
    ['protocol_name', attempt.protocol ?? 'ESMTP'],
    ['client_address', attempt.clientAddress],
    ['client_name', attempt.clientName],
    ['reverse_client_name', attempt.reverseName ?? 'unknown'],
    ['helo_name', attempt.helo ?? ''],
    ['sender', attempt.sender ?? ''],
    ['recipient', attempt.recipient ?? ''],
    ['recipient_count', attempt.stage === 'RCPT' ? 0 : attempt.recipientCount],
    ['queue_id', ''],
    ['instance', ''],
    ['size', attempt.size ?? 0],
    ['sasl_method', attempt.saslMethod ?? ''],
    ['sasl_username', attempt.account ?? ''],
    ['sasl_sender', ''],
  ]);
  for (const [name, value] of attempt.attributes ?? []) told.set(name, value);
  const lines = [...told].map(([name, value]) => `${name}=${String(value).replace(/[\0\n]/g, '?')}\n`);
  return `${lines.join('')}\n`;
}
