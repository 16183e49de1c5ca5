/** From what the collector counted to the report's value: the top of each list, sums, notes. Pure. */
import type { Finding } from '../findings/finding.ts';
import type { Coverage } from '../maillog/read.ts';
import { localOffset } from '../maillog/stamp.ts';
import type { Ledger } from '../tally/ledger.ts';
import { type Row, type Tally, top } from '../tally/tally.ts';
import { type Behind, behindOf } from './behind.ts';
import type { Collector } from './collect/collector.ts';
import type { ConnectionTally } from './collect/connections.ts';
import {
  clientsOf,
  type DeliveryTally,
  domainsOf,
  type FoldedTally,
  type RejectTally,
  type SubjectTally,
} from './collect/rows.ts';
import { ADDRESS, CLIENT, DOMAIN } from './collect/traffic.ts';
import { severityOf } from './collect/troubles.ts';
import { type ListLimits, limitOf, type REASON_LISTS, subjectsOf } from './limits.ts';
import type * as model from './model.ts';
import { dayName, type Period } from './period.ts';

const DAY = 86_400_000;

export interface BuildOptions {
  readonly limits: ListLimits;
  readonly period: Period;
  readonly previous: Period | undefined;
  readonly domain: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly files: readonly string[];
}

export function buildReport(
  collector: Collector,
  coverage: Coverage,
  options: BuildOptions,
  notes: model.Note[],
  findings: Finding[],
  queue: model.Queue | null,
): model.Report {
  const more: Record<string, number> = {};
  const approximate: Record<string, number> = {};
  /** The top of a tally as rows of the report; notes what was left out and how exact it is. */
  const list = <R extends Row, T>(
    name: string,
    tally: Tally<R>,
    show: (row: R) => T,
    rank: (row: R) => number = (row) => row.count,
  ): T[] => {
    const best = top(tally.values(), limitOf(options.limits, name), rank);
    if (best.more > 0) more[name] = best.more;
    if (tally.floor > 0) approximate[name] = tally.floor;
    return best.list.map(show);
  };
  /** The same of a ledger, by one of its columns. */
  const ledger = <T>(
    name: string,
    table: Ledger,
    show: (row: number) => T,
    columns: readonly number[],
  ): T[] => {
    const best = table.top(limitOf(options.limits, name), columns);
    if (best.more > 0) more[name] = best.more;
    if (table.floor > 0) approximate[name] = table.floor;
    return best.list.map(show);
  };
  /** Reasons, each with who stands behind it. */
  const reasons = <R extends RejectTally | DeliveryTally, T extends object>(
    name: (typeof REASON_LISTS)[number],
    tally: Tally<R>,
    show: (row: R) => T,
  ): (T & Behind)[] => {
    const most = subjectsOf(options.limits, name);
    let floor = 0;
    const rows = list(name, tally, (row) => {
      const behind = behindOf(row.behind, traffic, most);
      floor = Math.max(floor, behind.topFloor ?? 0);
      return { ...show(row), ...behind };
    });
    if (floor > 0) approximate[`${name}.top`] = floor;
    return rows;
  };
  const { traffic, refusals, troubles } = collector;
  const { clients, senders, recipients, sendingDomains, recipientDomains } = traffic;
  const addresses = (name: string, table: Ledger, column: number): model.AddressRow[] =>
    ledger(name, table, (row) => addressRow(table, row), [column]);
  const totals = finishTotals(collector);
  const warnings = list('warnings', troubles.complaints, (row) => row).sort(
    (a, b) => severityOf(a.level) - severityOf(b.level) || b.count - a.count,
  );
  const report: model.Report = {
    schema: 1,
    generated: iso(options.now),
    hosts: [...coverage.hosts]
      .filter(([host]) => host !== '')
      .sort((a, b) => b[1] - a[1])
      .map(([host]) => host),
    files: [...options.files],
    period: periodOf(collector, options.period),
    lines: {
      total: coverage.lines,
      parsed: coverage.lines - coverage.unparsed,
      unparsed: coverage.unparsed,
      foreign: coverage.foreign,
      newest: coverage.newest === 0 ? null : iso(coverage.newest),
    },
    notes: [...notes],
    findings,
    totals,
    previous: previousOf(collector, options.previous, coverage),
    rejects: reasons('rejects', refusals.rejects.reject, rejectRow),
    rejectWarnings: reasons('rejectWarnings', refusals.rejects.reject_warning, rejectRow),
    holds: reasons('holds', refusals.rejects.hold, rejectRow),
    discards: reasons('discards', refusals.rejects.discard, rejectRow),
    zones: list('zones', refusals.zones, (row) => ({
      zone: row.key,
      count: row.count,
      clients: refusals.zoneClients(row.key),
    })),
    deferrals: reasons('deferrals', troubles.deferrals, deliveryRow),
    bounces: reasons('bounces', troubles.bounces, deliveryRow),
    warnings: warnings.map((row) => ({
      ...foldedRow(row),
      reason: row.reason,
      level: row.level,
      program: row.program,
    })),
    services: list('services', troubles.services, (row) => ({
      text: row.example,
      count: row.count,
      last: iso(row.last),
    })),
    perHour: collector.calendar.hours.map((hour, i) => ({ hour: i, ...hour })),
    perDay: [...collector.calendar.days]
      .sort((a, b) => a[0] - b[0])
      .map(([day, row]) => ({ date: dayName(day * DAY), ...row })),
    sendingDomains: ledger('sendingDomains', sendingDomains, (row) => domainRow(sendingDomains, row), [
      DOMAIN.count,
    ]),
    recipientDomains: ledger(
      'recipientDomains',
      recipientDomains,
      (row) => domainRow(recipientDomains, row),
      [DOMAIN.count, DOMAIN.deferrals, DOMAIN.bounced],
    ),
    topSenders: addresses('topSenders', senders, ADDRESS.count),
    topSendersBySize: addresses('topSendersBySize', senders, ADDRESS.bytes),
    topRecipients: addresses('topRecipients', recipients, ADDRESS.count),
    topRecipientsBySize: addresses('topRecipientsBySize', recipients, ADDRESS.bytes),
    topClients: ledger('topClients', clients, (row) => clientRow(collector, row), [CLIENT.count]),
    accounts: list(
      'accounts',
      traffic.accounts,
      ({ key, count, recipients, clients, bytes, bounced, deferrals }) => ({
        account: key,
        messages: count,
        recipients,
        clients: clients.size,
        bytes,
        bounced,
        deferrals,
      }),
    ),
    saslByClient: ledger(
      'saslByClient',
      clients,
      (row) => ({
        subject: clients.key(row),
        count: clients.get(row, CLIENT.saslFailures),
        others: refusals.saslByClient.find(clients.key(row))?.others.size ?? 0,
      }),
      [CLIENT.saslFailures],
    ),
    saslByAccount: list('saslByAccount', refusals.saslByAccount, subjectRow),
    loginFailuresByClient: list('loginFailuresByClient', refusals.loginsByClient, subjectRow),
    postscreen: pairs(collector.postscreen),
    tls: pairs(collector.tls),
    domains: ownDomains(collector, limitOf(options.limits, 'domains'), more),
    smtpd: connections(collector, list),
    messages: messageRows(collector, more),
    queue,
    domain: options.domain ?? null,
    more,
    approximate,
  };
  const lists = Object.keys(approximate);
  if (lists.length > 0) report.notes.push({ id: 'approximate', values: { lists: lists.join(', ') } });
  return report;
}

function finishTotals({ totals, traffic }: Collector): model.Totals {
  totals.senders = traffic.senders.distinct;
  totals.recipients = traffic.recipients.distinct;
  totals.sendingDomains = traffic.sendingDomains.distinct;
  totals.recipientDomains =
    traffic.recipientDomains.floor > 0 ? traffic.recipientDomains.distinct : traffic.deliveredDomains;
  return totals;
}

/** Milliseconds that the log's clock is ahead of UTC at a time on it: as this machine's, where it is in the same zone. */
function offsetAt(wall: number, collector: Collector): number {
  const here = (at: number): number => localOffset(at) * 60_000;
  const { last, offset } = collector;
  return last === 0 || offset === here(last + offset) ? here(wall) : offset;
}

/** An open end of the period is where the counted lines begin or end. */
function periodOf(collector: Collector, period: Period): model.Report['period'] {
  const days = [...collector.calendar.days.keys()].sort((a, b) => a - b).map((day) => dayName(day * DAY));
  const bounded = Number.isFinite(period.from) && Number.isFinite(period.to);
  if (bounded)
    for (let wall = period.from; wall < period.to && days.length < 400; wall += DAY)
      if (!days.includes(dayName(wall))) days.push(dayName(wall));
  const counted = collector.last > 0;
  // The wanted bounds are those of the log's own clock; an open end lies where the counted lines end.
  const from = Number.isFinite(period.from)
    ? period.from - offsetAt(period.from, collector)
    : counted
      ? collector.first
      : Number.NaN;
  const to = Number.isFinite(period.to)
    ? period.to - offsetAt(period.to, collector)
    : counted
      ? collector.last
      : Number.NaN;
  return {
    from: Number.isNaN(from) ? null : iso(from),
    to: Number.isNaN(to) ? null : iso(to),
    days: days.sort(),
  };
}

/** A log that begins on a quiet morning is whole; later, hours of the day are missing. */
const QUIET = 3_600_000;

/** Whether the log begins only after a period has. */
export function beginsLate(period: Period, { oldest }: Coverage, collector: Collector): boolean {
  return Number.isFinite(period.from) && oldest > period.from - offsetAt(period.from, collector) + QUIET;
}

/** None where the log does not reach back to it: a part of a day is nothing to compare a day with. */
function previousOf(
  collector: Collector,
  period: Period | undefined,
  coverage: Coverage,
): model.Report['previous'] {
  if (period === undefined || beginsLate(period, coverage, collector)) return null;
  const { before } = collector;
  const any =
    before.received +
    before.delivered +
    before.rejected +
    before.connections +
    before.deferrals +
    before.bounced;
  if (any === 0) return null;
  const until = period.to % DAY === 0 ? null : new Date(period.to).toISOString().slice(11, 16);
  return { from: dayName(period.from), to: dayName(period.to - 1), until, totals: before };
}

function foldedRow(row: FoldedTally): model.FoldedText {
  return {
    reason: row.key,
    count: row.count,
    example: row.example,
    first: iso(row.first),
    last: iso(row.last),
  };
}

function rejectRow(row: RejectTally): Omit<model.RejectRow, keyof Behind> {
  const zone = row.zone === '' ? {} : { zone: row.zone };
  return {
    ...foldedRow(row),
    reason: row.reason,
    stage: row.stage,
    by: row.by,
    ...zone,
    clients: clientsOf(row),
  };
}

function deliveryRow(row: DeliveryTally): Omit<model.DeliveryRow, keyof Behind> {
  return {
    ...foldedRow(row),
    reason: row.reason,
    relay: row.relay === 'none' || row.relay === '' ? row.agent : row.relay,
    agent: row.agent,
    domains: domainsOf(row),
  };
}

function domainRow(domains: Ledger, row: number): model.DomainTraffic {
  const count = domains.get(row, DOMAIN.count);
  return {
    domain: domains.key(row),
    count,
    bytes: domains.get(row, DOMAIN.bytes),
    deferrals: domains.get(row, DOMAIN.deferrals),
    bounced: domains.get(row, DOMAIN.bounced),
    // Sums of fractions differ in their last digits by the order of what is added.
    delayAverage: count === 0 ? 0 : Math.round((domains.get(row, DOMAIN.delaySum) / count) * 1e6) / 1e6,
    delayMaximum: domains.get(row, DOMAIN.delayMaximum),
  };
}

function addressRow(addresses: Ledger, row: number): model.AddressRow {
  return {
    address: addresses.key(row),
    count: addresses.get(row, ADDRESS.count),
    bytes: addresses.get(row, ADDRESS.bytes),
  };
}

function clientRow({ traffic }: Collector, row: number): model.ClientRow {
  const { clients } = traffic;
  return {
    address: clients.key(row),
    name: traffic.nameOf(row),
    connections: clients.get(row, CLIENT.connections),
    messages: clients.get(row, CLIENT.messages),
    rejected: clients.get(row, CLIENT.rejected),
    saslFailures: clients.get(row, CLIENT.saslFailures),
  };
}

function subjectRow(row: SubjectTally): model.SaslRow {
  return { subject: row.key, count: row.count, others: row.others.size };
}

function pairs(counts: ReadonlyMap<string, number>): { what: string; count: number }[] {
  return [...counts]
    .map(([what, count]) => ({ what, count }))
    .sort((a, b) => b.count - a.count || (a.what < b.what ? -1 : 1));
}

/** Domains whose mail ends here, with what was sent in their name. */
function ownDomains(
  { traffic }: Collector,
  rows: number,
  more: Record<string, number>,
): model.OwnDomainRow[] {
  const { recipientDomains: here, sendingDomains: sending } = traffic;
  const best = here.top(rows, [DOMAIN.count], DOMAIN.own);
  if (best.more > 0) more.domains = best.more;
  return best.list.map((row) => {
    const domain = here.key(row);
    const sent = sending.find(domain);
    return {
      domain,
      delivered: here.get(row, DOMAIN.count),
      sent: sent < 0 ? 0 : sending.get(sent, DOMAIN.count),
      rejected: here.get(row, DOMAIN.rejected),
      bounced: here.get(row, DOMAIN.bounced),
      deferrals: here.get(row, DOMAIN.deferrals),
      bytesIn: here.get(row, DOMAIN.bytes),
      bytesOut: sent < 0 ? 0 : sending.get(sent, DOMAIN.bytes),
    };
  });
}

/** Messages one by one, the largest first. */
function messageRows({ messages }: Collector, more: Record<string, number>): model.MessageRow[] | null {
  if (messages === undefined) return null;
  const list = messages.sorted();
  if (messages.seen > list.length) more.messages = messages.seen - list.length;
  return list.map(({ queueId, time, sender, client, account, size, recipients, ends }) => ({
    queueId,
    time: iso(time),
    sender: sender ?? null,
    client,
    account,
    size,
    recipients: [...ends].map(([address, end]) => ({ address, end })),
    moreRecipients: Math.max(0, recipients - ends.size),
  }));
}

type Lister = <R extends Row, T>(
  name: string,
  tally: Tally<R>,
  show: (row: R) => T,
  rank?: (row: R) => number,
) => T[];

function connections({ times }: Collector, list: Lister): model.Connections | null {
  if (times === undefined) return null;
  let count = 0;
  let total = 0;
  let hosts = 0;
  for (const row of times.hosts.values()) {
    hosts++;
    count += row.count;
    total += row.total;
  }
  const byKey = (rows: Iterable<ConnectionTally>): model.ConnectionRow[] =>
    [...rows].map(connectionRow).sort((a, b) => a.key.localeCompare(b.key, 'en', { numeric: true }));
  return {
    connections: count,
    hosts: Math.max(hosts, times.hosts.distinct),
    average: count === 0 ? 0 : total / count,
    total,
    perHour: byKey(times.hours.values()),
    perDay: byKey(times.days.values()),
    perHost: list('perHost', times.hosts, connectionRow),
  };
}

function connectionRow(row: ConnectionTally): model.ConnectionRow {
  return {
    key: row.key,
    connections: row.count,
    average: row.count === 0 ? 0 : row.total / row.count,
    maximum: row.maximum,
  };
}

export function iso(time: number): string {
  return Number.isFinite(time) ? new Date(time).toISOString() : new Date(0).toISOString();
}
