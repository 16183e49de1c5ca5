/**
 * The report as a value: what `sekisho report --json` prints, and what the text and HTML renderings show.
 * Times are RFC 3339 in UTC; days and hours are those of the log's own clock. Lists are bounded (`--top`);
 * `more` says how many entries each list leaves out.
 */
import type { Finding } from '../findings/finding.ts';

/** Counts of a period; the words are those of pflogsumm and of docs/report.md. */
export interface Totals {
  /** Messages taken into the queue, from the network or from local programs; notifications are not among them. */
  received: number;
  /** Recipients delivered to. */
  delivered: number;
  /** Recipients passed on by a local alias or .forward file. */
  forwarded: number;
  /** Messages with at least one deferral. */
  deferred: number;
  /** Delivery attempts that ended in a deferral. */
  deferrals: number;
  /** Recipients refused for good. */
  bounced: number;
  /** Messages given back because they stayed in the queue too long. */
  expired: number;
  rejected: number;
  rejectWarnings: number;
  held: number;
  discarded: number;
  bytesReceived: number;
  bytesDelivered: number;
  senders: number;
  recipients: number;
  sendingDomains: number;
  recipientDomains: number;
  /** Failed logins for sending mail (SMTP AUTH). */
  saslFailures: number;
  /** Failed logins for reading mail and FTP. */
  loginFailures: number;
  /** Connections to smtpd. */
  connections: number;
  /** Non-delivery, delay and success notifications made by this server. */
  notifications: number;
}

export interface Traffic {
  received: number;
  delivered: number;
  deferrals: number;
  bounced: number;
  rejected: number;
}

export interface HourTraffic extends Traffic {
  /** 0-23. */
  hour: number;
}

export interface DayTraffic extends Traffic {
  /** YYYY-MM-DD. */
  date: string;
}

/** Texts that differ only in addresses, numbers and ids, counted together. */
export interface FoldedText {
  /** With `…` for what differs. */
  reason: string;
  count: number;
  /** One of them as it stands in the log. */
  example: string;
  first: string;
  last: string;
}

/** A client, an address or a domain behind a reason. */
export interface Subject {
  readonly subject: string;
  /** Of a client, where it is known. */
  readonly name?: string;
  readonly count: number;
}

/** Who stands behind a reason. */
export interface Reason extends FoldedText {
  /** Those that count most. */
  top: Subject[];
  /** What they are: clients; senders or recipients that were refused; recipients of this server, or domains of others. */
  topOf: 'clients' | 'senders' | 'recipients' | 'domains';
  /** How many others there are. */
  topMore: number;
  /** By how much their counts may be too low; present where they may be. */
  topFloor?: number;
}

export interface RejectRow extends Reason {
  /** RCPT, MAIL, DATA, CONNECT, HEADER, ...; DELIVERY of what a transport or a filter threw away. */
  stage: string;
  by: string;
  /** Present where a DNSBL refused. */
  zone?: string;
  /** Distinct client addresses. */
  clients: number;
}

export interface DeliveryRow extends Reason {
  /** The next hop of the first of them, or the delivery agent. */
  relay: string;
  /** The delivery agent: smtp, local, pipe, ... */
  agent: string;
  /** Distinct recipient domains. */
  domains: number;
}

export interface ComplaintRow extends FoldedText {
  level: 'warning' | 'error' | 'fatal' | 'panic';
  program: string;
}

export interface ServiceRow {
  text: string;
  count: number;
  last: string;
}

export interface ZoneRow {
  zone: string;
  count: number;
  clients: number;
}

export interface AddressRow {
  address: string;
  count: number;
  bytes: number;
}

export interface DomainTraffic {
  domain: string;
  count: number;
  bytes: number;
  deferrals: number;
  bounced: number;
  /** Seconds. */
  delayAverage: number;
  delayMaximum: number;
}

export interface ClientRow {
  address: string;
  name: string;
  connections: number;
  messages: number;
  rejected: number;
  saslFailures: number;
}

export interface AccountRow {
  account: string;
  messages: number;
  recipients: number;
  /** Distinct client addresses. */
  clients: number;
  bytes: number;
  bounced: number;
  deferrals: number;
}

export interface SaslRow {
  subject: string;
  count: number;
  /** By client: distinct accounts tried; by account: distinct clients. */
  others: number;
}

/** One of the server's own domains: it receives mail here, or its accounts send. */
export interface OwnDomainRow {
  domain: string;
  /** Recipients delivered to in this domain. */
  delivered: number;
  /** Messages sent with an address of this domain. */
  sent: number;
  rejected: number;
  bounced: number;
  deferrals: number;
  bytesIn: number;
  bytesOut: number;
}

export interface ConnectionRow {
  /** Hour 0-23, date, or client host or domain. */
  key: string;
  connections: number;
  /** Seconds. */
  average: number;
  maximum: number;
}

export interface Connections {
  connections: number;
  hosts: number;
  average: number;
  total: number;
  perHour: ConnectionRow[];
  perDay: ConnectionRow[];
  perHost: ConnectionRow[];
}

/** What became of a recipient: a message is delivered, passed on by an alias, thrown away, put off or refused for good. */
export type MessageEnd = 'delivered' | 'forwarded' | 'discarded' | 'deferred' | 'bounced';

/** One message as it came in: behind content filters and requeues it is the same. */
export interface MessageRow {
  queueId: string;
  time: string;
  /** null where it is not in the log, "" of notifications. */
  sender: string | null;
  /** "" where a local program sent it. */
  client: string;
  account: string;
  size: number;
  /** What became of each at last, as far as the log and the period go. */
  recipients: { address: string; end: MessageEnd }[];
  moreRecipients: number;
}

export interface QueueMessage {
  queueId: string;
  queue: string;
  arrived: string;
  size: number;
  sender: string;
  recipients: string[];
  reason: string;
}

export interface Queue {
  messages: number;
  bytes: number;
  byQueue: { queue: string; messages: number }[];
  oldest: string | null;
  reasons: FoldedText[];
  list: QueueMessage[];
  /** Why the queue could not be read. */
  error?: string;
}

/** Something about the log itself that the reader must know before trusting the numbers. */
export interface Note {
  id:
    | 'nothing-read'
    | 'nothing-of-mail'
    | 'nothing-in-period'
    | 'begins-late'
    | 'coverage-low'
    | 'log-old'
    | 'file-failed'
    | 'file-twice'
    | 'lines-too-long'
    | 'lines-twice'
    | 'lines-missing'
    | 'only-warnings'
    | 'approximate'
    | 'domain-unknown';
  /** Values for the sentence: {file}, {percent}, {newest}, {count} ... */
  values: Record<string, string>;
}

export interface Report {
  schema: 1;
  generated: string;
  /** Hosts that wrote the log, the busiest first. */
  hosts: string[];
  files: string[];
  period: { from: string | null; to: string | null; days: string[] };
  lines: { total: number; parsed: number; unparsed: number; foreign: number; newest: string | null };
  notes: Note[];
  findings: Finding[];
  totals: Totals;
  /**
   * The day before a day, the month before a month, else as many days before, where the log reaches back. Of a period
   * that is not over yet as much as has passed of it: `until`, HH:MM of the last of these days, else null.
   */
  previous: { from: string; to: string; until: string | null; totals: Totals } | null;
  rejects: RejectRow[];
  rejectWarnings: RejectRow[];
  holds: RejectRow[];
  discards: RejectRow[];
  zones: ZoneRow[];
  deferrals: DeliveryRow[];
  bounces: DeliveryRow[];
  /** Warnings, errors, fatal errors and panics; the worst first. */
  warnings: ComplaintRow[];
  services: ServiceRow[];
  perHour: HourTraffic[];
  perDay: DayTraffic[];
  sendingDomains: DomainTraffic[];
  recipientDomains: DomainTraffic[];
  topSenders: AddressRow[];
  topSendersBySize: AddressRow[];
  topRecipients: AddressRow[];
  topRecipientsBySize: AddressRow[];
  topClients: ClientRow[];
  accounts: AccountRow[];
  saslByClient: SaslRow[];
  saslByAccount: SaslRow[];
  loginFailuresByClient: SaslRow[];
  postscreen: { what: string; count: number }[];
  tls: { what: string; count: number }[];
  domains: OwnDomainRow[];
  /** Only with `--smtpd-stats`. */
  smtpd: Connections | null;
  /** The largest; only with `-e`. */
  messages: MessageRow[] | null;
  /** Only with `--queue`. */
  queue: Queue | null;
  /** The domain that the report is about, with `--domain`. */
  domain: string | null;
  /** Entries left out, by list name. */
  more: Record<string, number>;
  /** Lists whose counts are bounds, not exact, since their tables were full; by how much they may be low. */
  approximate: Record<string, number>;
  /** With `--show-unparsed`: the first lines that nobody understood. */
  unparsed?: readonly { readonly file: string; readonly line: number; readonly text: string }[];
}
