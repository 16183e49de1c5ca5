/**
 * Is an attempt likely real mail? Judged by evidence that is told with it: each sign has a weight, and from two upwards more
 * speaks for it than against it. Nothing here decides about mail; it says whom a change would hit.
 */
import type { Result } from '../../spf/verdict.ts';
import { domainOf, type Gathered } from './gathered.ts';
import { type LoggedAttempt, wasTaken } from './logged.ts';

export type SignId =
  | 'logged-in'
  | 'written-to'
  | 'domain-written-to'
  | 'delivered'
  | 'earlier-mail'
  | 'client-delivered'
  | 'name-fits'
  | 'spf-pass'
  | 'allow-listed'
  | 'list-unreliable'
  | 'guesses-passwords'
  | 'unknown-recipients'
  | 'many-lists'
  | 'some-lists'
  | 'nothing-delivered'
  | 'no-name'
  | 'spf-fail'
  | 'bounced'
  | 'policy-not-asked';

export interface Sign {
  readonly id: SignId;
  readonly weight: number;
  readonly values: Readonly<Record<string, string>>;
}

/** What is known of the attempt beside the log. */
export interface Beside {
  readonly spf: Result | undefined;
  /** Lists that would refuse it, by independent operators. */
  readonly lists: readonly string[];
  /** Of the lists in the rule that refuses: one that is dead, or lists everybody. */
  readonly unreliable: string | undefined;
  readonly allowListed: string | undefined;
  /** A policy service that would be asked now, and was not then; "": none. */
  readonly policy: string;
}

/** What each sign counts for; above nothing it speaks for real mail (docs/replay.md has the same table). */
export const WEIGHTS: Readonly<Record<SignId, number>> = {
  'logged-in': 6,
  'written-to': 4,
  'domain-written-to': 2,
  delivered: 2,
  'earlier-mail': 1,
  'client-delivered': 1,
  'name-fits': 1,
  'spf-pass': 1,
  'allow-listed': 2,
  'list-unreliable': 2,
  'guesses-passwords': -4,
  'unknown-recipients': -3,
  'many-lists': -4,
  'some-lists': -2,
  'nothing-delivered': -2,
  'no-name': -1,
  'spf-fail': -2,
  bounced: -1,
  'policy-not-asked': 0,
};

const ENOUGH = 2;
const MANY_GUESSES = 5;
const MANY_UNKNOWN = 3;
const MANY_ATTEMPTS = 20;

export interface Judgement {
  readonly likelyReal: boolean;
  /** A user's own mail, or an answer to it. */
  readonly certain: boolean;
  readonly signs: readonly Sign[];
}

export function judge(attempt: LoggedAttempt, gathered: Gathered, beside: Beside): Judgement {
  const signs = [...signsOf(attempt, gathered, beside)];
  const sum = signs.reduce((all, { weight }) => all + weight, 0);
  const likelyReal = sum >= ENOUGH;
  const proven = signs.some(({ id }) => id === 'logged-in' || id === 'written-to');
  const against = signs.some(({ weight }) => weight <= -3);
  return { likelyReal, certain: likelyReal && proven && !against, signs };
}

function* signsOf(attempt: LoggedAttempt, gathered: Gathered, beside: Beside): Generator<Sign> {
  const { account, sender, clientName, clientAddress, helo, outcome } = attempt;
  const sign = (id: SignId, values: Record<string, string> = {}): Sign => ({
    id,
    weight: WEIGHTS[id],
    values,
  });
  const past = gathered.clients.get(clientAddress);
  const domain = domainOf(sender);
  if (account !== '') yield sign('logged-in', { account });
  if (sender !== '' && gathered.writtenTo.has(sender.toLowerCase())) yield sign('written-to', { sender });
  else if (domain !== '' && gathered.writtenTo.has(domain)) yield sign('domain-written-to', { domain });
  if (outcome === 'delivered') yield sign('delivered');
  if (outcome === 'bounced') yield sign('bounced');
  const before = (gathered.domains.get(domain) ?? 0) - (outcome === 'delivered' ? 1 : 0);
  if (domain !== '' && before > 0) yield sign('earlier-mail', { domain, count: String(before) });
  else if ((past?.delivered ?? 0) > (outcome === 'delivered' ? 1 : 0))
    yield sign('client-delivered', { count: String(past!.delivered) });
  if (clientName === 'unknown') yield sign('no-name');
  else if (fits(clientName, helo, domain)) yield sign('name-fits', { name: clientName });
  if (beside.spf === 'pass') yield sign('spf-pass', { domain });
  if (beside.spf === 'fail') yield sign('spf-fail', { domain });
  if (beside.allowListed !== undefined) yield sign('allow-listed', { zone: beside.allowListed });
  if (beside.unreliable !== undefined) yield sign('list-unreliable', { zone: beside.unreliable });
  const others = beside.lists.length;
  if (others >= 3)
    yield sign('many-lists', { count: String(others), zones: beside.lists.slice(0, 5).join(', ') });
  else if (others === 2) yield sign('some-lists', { zones: beside.lists.join(', ') });
  if (beside.policy !== '') yield sign('policy-not-asked', { service: beside.policy });
  if (past === undefined) return;
  if (past.guesses >= MANY_GUESSES) yield sign('guesses-passwords', { count: String(past.guesses) });
  if (past.unknownRecipients >= MANY_UNKNOWN)
    yield sign('unknown-recipients', { count: String(past.unknownRecipients) });
  if (past.attempts >= MANY_ATTEMPTS && past.delivered === 0 && !wasTaken(attempt))
    yield sign('nothing-delivered', { count: String(past.attempts) });
}

/** The client's name leads back to its address, and is that of HELO or of the sender's domain. */
function fits(clientName: string, helo: string | undefined, domain: string): boolean {
  const name = clientName.toLowerCase();
  if (helo !== undefined && helo.toLowerCase() === name) return true;
  return domain !== '' && (name === domain || name.endsWith(`.${domain}`));
}
