/** The report's lists as tables, once for text and HTML: titles, columns and cells, in the reader's language. */
import type { Language } from '../../i18n/language.ts';
import { bytes, duration, moment, number, type Word, word } from '../../i18n/report/words.ts';
import type * as model from '../model.ts';
import type { Column } from './table.ts';

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** Entries left out. */
  readonly more: number;
  /** What the first column counts, for bars. */
  readonly values?: readonly number[];
}

/** Lists of problems, in the order of their weight. */
export function problemSections(report: model.Report, language: Language, verbose: boolean): Section[] {
  const make = maker(report, language);
  const reason = (row: model.FoldedText): string => (verbose ? row.example || row.reason : row.reason);
  const rejects = (id: string, title: Word, rows: readonly model.RejectRow[]): Section =>
    make(id, title, [right('count'), right('clients'), left('stage'), long('reason')], rows, (row) => [
      number(row.count),
      number(row.clients),
      row.stage,
      row.zone === undefined ? reason(row) : row.reason,
    ]);
  const deliveries = (id: string, title: Word, rows: readonly model.DeliveryRow[]): Section =>
    make(id, title, [right('count'), left('relay'), long('reason')], rows, (row) => [
      number(row.count),
      shorten(row.relay),
      reason(row),
    ]);
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
  ): Section =>
    make(id, title, [right('count'), right(others), long(subject)], rows, (row) => [
      number(row.count),
      row.others === 0 ? '-' : number(row.others),
      row.subject,
    ]);
  return [
    list('saslByClient', 'saslByClient', 'client', 'tries', report.saslByClient),
    list('saslByAccount', 'saslByAccount', 'account', 'clients', report.saslByAccount),
    list('loginFailuresByClient', 'loginFailuresByClient', 'client', 'tries', report.loginFailuresByClient),
  ];
}

/** Who sends to whom, how much. */
export function trafficSections(report: model.Report, language: Language): Section[] {
  const make = maker(report, language);
  const addresses = (id: string, title: Word, rows: readonly model.AddressRow[]): Section =>
    make(id, title, [right('messages'), right('size'), long('address')], rows, (row) => [
      number(row.count),
      bytes(row.bytes),
      row.address,
    ]);
  const sizes = (rows: readonly model.AddressRow[]): readonly model.AddressRow[] =>
    rows.length > 10 ? rows.slice(0, 10) : rows;
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
        right('delay'),
        right('maximum'),
        long('domain'),
      ],
      report.recipientDomains,
      (row) => [
        number(row.count),
        bytes(row.bytes),
        number(row.deferrals),
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
    addresses('topSendersBySize', 'topSendersBySize', sizes(report.topSendersBySize)),
    addresses('topRecipientsBySize', 'topRecipientsBySize', sizes(report.topRecipientsBySize)),
    make(
      'topClients',
      'topClients',
      [right('connections'), right('messages'), right('rejected'), right('saslFailures'), long('client')],
      report.topClients,
      (row) => [
        number(row.connections),
        number(row.messages),
        number(row.rejected),
        number(row.saslFailures),
        row.name === '' || row.name === 'unknown' ? row.address : `${row.name} [${row.address}]`,
      ],
    ),
    make('postscreen', 'postscreen', [right('count'), long('text')], report.postscreen, (row) => [
      number(row.count),
      row.what,
    ]),
    make('tls', 'tls', [right('count'), long('text')], report.tls, (row) => [number(row.count), row.what]),
    make('services', 'services', [right('count'), long('text')], report.services, (row) => [
      number(row.count),
      row.text,
    ]),
    ...connectionSections(report, make),
    ...queueSections(report, make),
  ];
}

function connectionSections(report: model.Report, make: Maker): Section[] {
  if (report.smtpd === null) return [];
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
  const { perHour, perDay, perHost } = report.smtpd;
  return [
    make('perHour', 'smtpd', columns('hour'), perHour, cells),
    make('perDayConnections', 'smtpd', columns('day'), perDay.length > 1 ? perDay : [], cells),
    make('perHost', 'smtpd', columns('client'), perHost, cells),
  ];
}

function queueSections(report: model.Report, make: Maker): Section[] {
  if (report.queue === null) return [];
  return [
    make('queueReasons', 'queue', [right('count'), long('reason')], report.queue.reasons, (row) => [
      number(row.count),
      row.reason,
    ]),
    make('queueList', 'queue', [left('day'), right('size'), long('text')], report.queue.list, (row) => [
      moment(row.arrived),
      bytes(row.size),
      `${row.queueId} ${row.queue}: ${row.sender || '<>'} -> ${row.recipients.join(' ')} ${row.reason}`,
    ]),
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
    more: report.more[id] ?? 0,
  });
}

/** `mx.example.com[192.0.2.1]:25` is mx.example.com. */
function shorten(relay: string): string {
  const open = relay.indexOf('[');
  return open > 0 ? relay.slice(0, open) : relay;
}
