/** The report's lists as tables, once for text and HTML: titles, columns and cells, in the reader's language. */
import type { Language } from '../../i18n/language.ts';
import { postscreenSaying, saying, tlsSaying } from '../../i18n/report/sayings.ts';
import { bytes, duration, moment, number, type Word, word } from '../../i18n/report/words.ts';
import type * as model from '../model.ts';
import { type Behind, behindOf } from './behind.ts';
import type { Column } from './table.ts';

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** Of each row who stands behind it, where that is told. */
  readonly behind?: readonly (Behind | undefined)[];
  /** Entries left out. */
  readonly more: number;
  /** A sentence below the title. */
  readonly lead?: string;
  /** What the first column counts, where it counts; for bars. */
  readonly counts: readonly number[];
}

/** Lists of problems, in the order of their weight. */
export function problemSections(report: model.Report, language: Language, verbose: boolean): Section[] {
  const make = maker(report, language);
  const reason = (row: model.FoldedText): string => {
    const folded = saying(row.reason, language);
    if (!verbose || row.example === '' || row.example === row.reason) return folded;
    return row.count === 1 ? row.example : `${folded} (${word(language, 'example')}: ${row.example})`;
  };
  const rejects = (id: string, title: Word, rows: readonly model.RejectRow[]): Section => ({
    ...make(id, title, [right('count'), right('clients'), left('stage'), long('reason')], rows, (row) => [
      number(row.count),
      number(row.clients),
      row.stage,
      row.zone === undefined ? reason(row) : row.reason,
    ]),
    behind: rows.map(behindOf),
  });
  const deliveries = (id: string, title: Word, rows: readonly model.DeliveryRow[]): Section => ({
    ...make(id, title, [right('count'), left('relay'), long('reason')], rows, (row) => [
      number(row.count),
      // One of many hosts says nothing of the others.
      row.domains > 1 ? row.agent : shorten(row.relay),
      verbose ? reason(row) : terse(reason(row)),
    ]),
    behind: rows.map(behindOf),
  });
  return [
    make(
      'warnings',
      'warningsList',
      [right('count'), left('program'), long('text')],
      report.warnings,
      (row) => [number(row.count), row.program.replace(/^postfix\//, ''), `${row.level}: ${reason(row)}`],
    ),
    rejects('rejects', 'rejects', report.rejects),
    make('zones', 'zones', [right('count'), right('clients'), long('zone')], report.zones, (row) => [
      number(row.count),
      number(row.clients),
      row.zone,
    ]),
    rejects('rejectWarnings', 'rejectWarningsList', report.rejectWarnings),
    rejects('holds', 'holds', report.holds),
    rejects('discards', 'discards', report.discards),
    deliveries('deferrals', 'deferralsList', report.deferrals),
    deliveries('bounces', 'bouncesList', report.bounces),
    ...saslSections(report, make),
  ];
}

function saslSections(report: model.Report, make: Maker): Section[] {
  const list = (
    id: string,
    title: Word,
    subject: Word,
    others: Word,
    rows: readonly model.SaslRow[],
  ): Section => {
    // Before Postfix 3.6 or so a failed login does not say whose it was.
    const known = rows.some((row) => row.others > 0);
    return make(
      id,
      title,
      [right('count'), ...(known ? [right(others)] : []), long(subject)],
      rows,
      (row) => [
        number(row.count),
        ...(known ? [row.others === 0 ? '-' : number(row.others)] : []),
        row.subject,
      ],
    );
  };
  return [
    list('saslByClient', 'saslByClient', 'client', 'tries', report.saslByClient),
    list('saslByAccount', 'saslByAccount', 'account', 'clients', report.saslByAccount),
    list('loginFailuresByClient', 'loginFailuresByClient', 'client', 'tries', report.loginFailuresByClient),
  ];
}

/** Who sends to whom, how much. */
export function trafficSections(report: model.Report, language: Language, verbose: boolean): Section[] {
  const make = maker(report, language);
  const addresses = (id: string, title: Word, rows: readonly model.AddressRow[]): Section =>
    make(id, title, [right('messages'), right('size'), long('address')], rows, (row) => [
      number(row.count),
      bytes(row.bytes),
      row.address,
    ]);
  return [
    make(
      'domains',
      'domains',
      [right('delivered'), right('sent'), right('rejected'), right('bounced'), long('domain')],
      report.domains,
      (row) => [
        number(row.delivered),
        number(row.sent),
        number(row.rejected),
        number(row.bounced),
        row.domain,
      ],
    ),
    make(
      'accounts',
      'accounts',
      [right('messages'), right('recipients'), right('clients'), right('bounced'), long('account')],
      report.accounts,
      (row) => [
        number(row.messages),
        number(row.recipients),
        number(row.clients),
        number(row.bounced),
        row.account,
      ],
    ),
    make(
      'recipientDomains',
      'recipientList',
      [
        right('delivered'),
        right('size'),
        right('deferrals'),
        right('bounced'),
        right('delay'),
        right('maximum'),
        long('domain'),
      ],
      report.recipientDomains,
      (row) => [
        number(row.count),
        bytes(row.bytes),
        number(row.deferrals),
        number(row.bounced),
        duration(row.delayAverage),
        duration(row.delayMaximum),
        row.domain,
      ],
    ),
    make(
      'sendingDomains',
      'sendingList',
      [right('messages'), right('size'), long('domain')],
      report.sendingDomains,
      (row) => [number(row.count), bytes(row.bytes), row.domain],
    ),
    addresses('topSenders', 'topSenders', report.topSenders),
    addresses('topRecipients', 'topRecipients', report.topRecipients),
    addresses('topSendersBySize', 'topSendersBySize', report.topSendersBySize),
    addresses('topRecipientsBySize', 'topRecipientsBySize', report.topRecipientsBySize),
    make(
      'topClients',
      'topClients',
      [right('connections'), right('messages'), right('rejected'), right('failedLogins'), long('client')],
      report.topClients,
      (row) => [
        number(row.connections),
        number(row.messages),
        number(row.rejected),
        number(row.saslFailures),
        row.name === '' || row.name === 'unknown' ? row.address : `${row.address} ${row.name}`,
      ],
    ),
    make('postscreen', 'postscreen', [right('count'), long('text')], report.postscreen, (row) => [
      number(row.count),
      postscreenSaying(row.what, language),
    ]),
    make('tls', 'tls', [right('count'), long('text')], report.tls, (row) => [
      number(row.count),
      tlsSaying(row.what, language),
    ]),
    make('services', 'services', [right('count'), long('text')], report.services, (row) => [
      number(row.count),
      row.text,
    ]),
    ...connectionSections(report, language, make),
    ...messageSections(report, language, make, verbose),
  ];
}

function connectionSections(report: model.Report, language: Language, make: Maker): Section[] {
  if (report.smtpd === null) return [];
  const title = (section: Section, by: Word): Section => ({
    ...section,
    title: `${section.title} (${word(language, by)})`,
  });
  const columns = (key: Word): Title[] => [
    right('connections'),
    right('average'),
    right('maximum'),
    long(key),
  ];
  const cells = (row: model.ConnectionRow): string[] => [
    number(row.connections),
    duration(row.average),
    duration(row.maximum),
    row.key,
  ];
  const { perHour, perDay, perHost, connections, hosts, average, total } = report.smtpd;
  const lead = word(language, 'connectionsLead', {
    connections,
    hosts,
    average: duration(average),
    total: duration(total),
  });
  const hours = perHour.map((row) => ({ ...row, key: `${row.key.padStart(2, '0')}:00` }));
  return [
    { ...make('smtpd', 'smtpd', [], [], () => []), lead },
    title(make('connectionsPerHour', 'smtpd', columns('hour'), hours, cells), 'hour'),
    title(make('connectionsPerDay', 'smtpd', columns('day'), perDay.length > 1 ? perDay : [], cells), 'day'),
    title(make('perHost', 'smtpd', columns('client'), perHost, cells), 'client'),
  ];
}

/** Recipients named of a message in a list; with whole texts all that are known. */
const NAMED = 3;

/** Messages one by one. */
function messageSections(report: model.Report, language: Language, make: Maker, verbose: boolean): Section[] {
  const recipients = ({ recipients, moreRecipients }: model.MessageRow): string => {
    const named = recipients
      .slice(0, verbose ? undefined : NAMED)
      .map(({ address, end }) =>
        end === 'delivered' ? address : `${address} (${word(language, ENDS[end])})`,
      );
    const count = recipients.length - named.length + moreRecipients;
    return [...named, ...(count > 0 ? [word(language, 'more', { count })] : [])].join(', ');
  };
  return [
    make(
      'messages',
      'messageList',
      [left('received'), left('queueId'), right('size'), long('message')],
      report.messages ?? [],
      (row) => [
        moment(row.time),
        row.queueId,
        bytes(row.size),
        `${row.sender === null ? word(language, 'noSender') : row.sender || '<>'} -> ${recipients(row)}`.trimEnd(),
      ],
    ),
  ];
}

const ENDS = {
  delivered: 'delivered',
  forwarded: 'forwarded',
  discarded: 'discarded',
  deferred: 'endDeferred',
  bounced: 'bounced',
} as const;

/** What waits in the queue, and why. */
export function queueSections(report: model.Report, language: Language): Section[] {
  if (report.queue === null) return [];
  const make = maker(report, language);
  return [
    make('queueReasons', 'queueReasons', [right('count'), long('reason')], report.queue.reasons, (row) => [
      number(row.count),
      row.reason,
    ]),
    make(
      'queueList',
      'queueList',
      [left('since'), left('queueId'), right('size'), long('message')],
      report.queue.list,
      (row) => [
        moment(row.arrived),
        row.queueId,
        bytes(row.size),
        `${row.sender || '<>'} -> ${row.recipients.join(' ')} ${row.reason}`.trimEnd(),
      ],
    ),
  ];
}

type Title = { word: Word; align?: 'right'; flexible?: boolean };
const right = (title: Word): Title => ({ word: title, align: 'right' });
const left = (title: Word): Title => ({ word: title });
const long = (title: Word): Title => ({ word: title, flexible: true });

type Maker = <T>(
  id: string,
  title: Word,
  columns: readonly Title[],
  rows: readonly T[],
  cells: (row: T) => string[],
) => Section;

function maker(report: model.Report, language: Language): Maker {
  return (id, title, columns, rows, cells) => ({
    id,
    title: word(language, title),
    columns: columns.map((column) => ({ ...column, title: word(language, column.word) })),
    rows: rows.map(cells),
    counts: rows.map((row) => (row as { count?: number }).count ?? 0),
    more: report.more[id] ?? 0,
  });
}

/** The reply of another server, without what stands beside it and what every reply has. */
function terse(reason: string): string {
  return reason.replace(/^host … said: /, '').replace(/ \(in reply to (.+?) command\)$/, ' ($1)');
}

/** `mx.example.com[192.0.2.1]:25` is mx.example.com. */
function shorten(relay: string): string {
  const open = relay.indexOf('[');
  return open > 0 ? relay.slice(0, open) : relay;
}
