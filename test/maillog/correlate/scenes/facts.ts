/** What happened in a scene, told as it is made up, and the totals that follow from it. */

/** A recipient; `original` before aliases. */
export interface To {
  readonly to: string;
  readonly original?: string;
}

interface Of {
  /** Epoch milliseconds. */
  time: number;
  /** The message, by host and first queue id; all its other queue ids are the same one. */
  readonly message: string;
  readonly sender: string;
  readonly account: string;
}

/** A message came into the queue; `sender` is undefined where the queue manager never had it. */
export interface Received {
  kind: 'received';
  time: number;
  readonly message: string;
  readonly sender: string | undefined;
  readonly size: number;
  readonly account: string;
  readonly recipients: number;
  readonly client: string;
}

export interface Tried extends Of, To {
  kind: 'delivered' | 'forwarded' | 'deferrals' | 'bounced' | 'discarded';
  readonly size: number;
}

/** Something refused, held or thrown away by a check, warned of; a connection, a failed login. */
export interface Checked {
  kind: 'rejected' | 'rejectWarnings' | 'held' | 'checked-discarded' | 'connections' | 'saslFailures';
  time: number;
}

export interface Noticed extends Of {
  kind: 'expired' | 'notifications';
}

export type Fact = Received | Tried | Checked | Noticed;

export interface Account {
  messages: number;
  recipients: number;
  clients: Set<string>;
  bytes: number;
  bounced: number;
  deferrals: number;
}

export interface Expected {
  readonly totals: Record<string, number>;
  readonly accounts: Record<string, Omit<Account, 'clients'> & { clients: number }>;
  /** By hour of the day: received, delivered, deferrals, bounced, rejected. */
  readonly hours: Record<string, number>[];
}

const COUNTS = [
  'received',
  'delivered',
  'forwarded',
  'deferrals',
  'bounced',
  'expired',
  'rejected',
  'rejectWarnings',
  'held',
  'discarded',
  'notifications',
  'connections',
  'saslFailures',
];
const BY_HOUR = new Set(['received', 'delivered', 'deferrals', 'bounced', 'rejected']);

/** Domains in lower case. */
function lower(address: string): string {
  const at = address.lastIndexOf('@');
  return address.slice(0, at + 1) + address.slice(at + 1).toLowerCase();
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** What a report of these moments must say. */
export function expectedOf(facts: readonly Fact[], from = -Infinity, to = Infinity): Expected {
  const totals: Record<string, number> = Object.fromEntries(COUNTS.map((name) => [name, 0]));
  totals.bytesReceived = 0;
  totals.bytesDelivered = 0;
  const hours = Array.from({ length: 24 }, () => Object.fromEntries([...BY_HOUR].map((name) => [name, 0])));
  const senders = new Set<string>();
  const recipients = new Set<string>();
  const domains = new Set<string>();
  const deferred = new Set<string>();
  const accounts = new Map<string, Account>();
  const account = (name: string): Account => {
    const row = accounts.get(name) ?? {
      messages: 0,
      recipients: 0,
      clients: new Set<string>(),
      bytes: 0,
      bounced: 0,
      deferrals: 0,
    };
    accounts.set(name, row);
    return row;
  };
  for (const fact of facts) {
    if (fact.time < from || fact.time >= to) continue;
    const name = fact.kind === 'checked-discarded' ? 'discarded' : fact.kind;
    totals[name]!++;
    if (BY_HOUR.has(name)) hours[new Date(fact.time).getUTCHours()]![name]!++;
    switch (fact.kind) {
      case 'received': {
        totals.bytesReceived += fact.size;
        if (fact.sender !== undefined) senders.add(lower(fact.sender));
        if (fact.account === '') break;
        const row = account(fact.account);
        row.messages++;
        row.recipients += fact.recipients;
        row.bytes += fact.size;
        row.clients.add(fact.client);
        break;
      }
      case 'delivered':
        totals.bytesDelivered += fact.size;
        recipients.add(lower(fact.to));
        domains.add(domainOf(fact.to));
        break;
      case 'deferrals':
        deferred.add(fact.message);
        if (fact.account !== '') account(fact.account).deferrals++;
        break;
      case 'bounced':
        if (fact.account !== '') account(fact.account).bounced++;
        break;
      default:
    }
  }
  totals.deferred = deferred.size;
  totals.senders = senders.size;
  totals.recipients = recipients.size;
  totals.recipientDomains = domains.size;
  return {
    totals,
    accounts: Object.fromEntries(
      [...accounts].map(([key, { clients, ...row }]) => [key, { ...row, clients: clients.size }]),
    ),
    hours,
  };
}
