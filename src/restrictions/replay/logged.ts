/**
 * Attempts as a mail log tells them: what smtpd refused, and each recipient of what it took. What the log does not tell is
 * left open: the HELO of mail that was taken, the account behind a refusal (before Postfix 3.10), encryption.
 */
import type { Journey } from '../../maillog/correlate/journey.ts';
import type { Entry } from '../../maillog/entry.ts';
import type { Delivery, Reject } from '../../maillog/event.ts';
import { own } from '../../maillog/scan.ts';
import type { Attempt } from '../attempt.ts';

/** What became of it then. */
export type Outcome = 'delivered' | 'accepted' | 'bounced' | 'refused' | 'deferred';

export interface LoggedAttempt {
  /** Epoch milliseconds, and the log's own clock. */
  readonly time: number;
  readonly wall: number;
  readonly clientName: string;
  readonly clientAddress: string;
  readonly helo: string | undefined;
  readonly sender: string;
  readonly recipient: string;
  /** "": nobody had logged in, as far as the log tells. */
  readonly account: string;
  readonly outcome: Outcome;
  /** Of a refusal: the list in `blocked using ZONE`, else ""; and the reply. */
  readonly zone: string;
  readonly reply: string;
}

export function wasTaken({ outcome }: LoggedAttempt): boolean {
  return outcome !== 'refused' && outcome !== 'deferred';
}

/** undefined: the restrictions up to RCPT TO had no part in it, or it names no recipient. */
export function refusedAttempt(entry: Entry, event: Reject): LoggedAttempt | undefined {
  if (event.action !== 'reject') return undefined;
  return attemptIn(entry, event, event.code >= 500 ? 'refused' : 'deferred');
}

/** One that is only warned of (`reject_warning`): it went on, as far as this line tells. */
export function warnedAttempt(entry: Entry, event: Reject): LoggedAttempt | undefined {
  return event.action === 'reject_warning' ? attemptIn(entry, event, 'accepted') : undefined;
}

function attemptIn(entry: Entry, event: Reject, outcome: Outcome): LoggedAttempt | undefined {
  if (event.by !== 'smtpd' || event.stage !== 'RCPT' || event.code < 400) return undefined;
  if (event.recipient === undefined) return undefined;
  return {
    time: entry.time,
    wall: entry.wall,
    clientName: own(event.name),
    clientAddress: own(event.address),
    helo: own(event.helo),
    sender: own(event.sender),
    recipient: own(event.recipient),
    account: own(event.account),
    outcome,
    zone: own(event.zone),
    reply: own(`${event.code} ${event.dsn} ${event.text}`),
  };
}

/** One attempt for each recipient that the client named; of mail that came otherwise than by a client: none. */
export function takenAttempts(journey: Journey): LoggedAttempt[] {
  const { origin, sender, clientAddress, received } = journey;
  if (origin !== 'network' || sender === undefined || !received || clientAddress === '') return [];
  const last = new Map<string, Delivery>();
  // An alias leads elsewhere: what was named at RCPT TO is the original one.
  for (const { event } of journey.attempts) last.set(event.originalRecipient || event.recipient, event);
  return [...last].map(([recipient, event]) => ({
    time: journey.time,
    wall: journey.wall,
    clientName: own(journey.clientName),
    clientAddress: own(clientAddress),
    helo: undefined,
    sender: own(sender),
    recipient: own(recipient),
    account: own(journey.account),
    outcome: event.status === 'sent' ? 'delivered' : event.status === 'bounced' ? 'bounced' : 'accepted',
    zone: '',
    reply: '',
  }));
}

/** `"odd name"@example.com`, as Postfix writes it into its log (since 3.5), without the quotes, as smtpd decides about it. */
function bare(address: string): string {
  if (!address.startsWith('"')) return address;
  const match = /^"((?:[^"\\]|\\.)*)"(?=@|$)/s.exec(address);
  return match === null ? address : match[1]!.replace(/\\(.)/gs, '$1') + address.slice(match[0].length);
}

/** For the evaluation. */
export function attemptOf(logged: LoggedAttempt): Attempt {
  const unknown = logged.clientName === 'unknown';
  // A hundred thousand are made: spreading would take most of the time.
  const attempt: { -readonly [K in keyof Attempt]: Attempt[K] } = {
    stage: 'RCPT',
    clientAddress: logged.clientAddress,
    clientName: logged.clientName,
    reverseName: unknown ? undefined : logged.clientName,
    helo: logged.helo,
    sender: bare(logged.sender),
    recipient: bare(logged.recipient),
    recipientCount: 0,
    account: logged.account,
    encrypted: undefined,
    pipelining: false,
    certificate: NO_CERTIFICATE,
  };
  if (!unknown) attempt.nameStatus = 'ok';
  return attempt;
}

const NO_CERTIFICATE = { fingerprint: '', key: '', trusted: false };
