/** The report as text of 80 to 120 columns: findings first, then numbers, then lists. */
import { styleText } from 'node:util';
import type { Finding } from '../../findings/finding.ts';
import type { Language } from '../../i18n/language.ts';
import { noteText } from '../../i18n/report/notes.ts';
import { bytes, moment, number, word } from '../../i18n/report/words.ts';
import type { Report, Totals, Traffic } from '../model.ts';
import { safe } from './safe.ts';
import { problemSections, type Section, trafficSections } from './sections.ts';
import { bar, cut, fold, table } from './table.ts';

export interface TextOptions {
  readonly language: Language;
  /** Columns. */
  readonly width: number;
  readonly color: boolean;
  /** All lists of problems before the traffic. */
  readonly problemsFirst: boolean;
  /** Whole texts instead of folded and cut ones. */
  readonly verbose: boolean;
  /** No coverage line. */
  readonly quiet: boolean;
}

type Style = Parameters<typeof styleText>[0];

export function renderText(report: Report, options: TextOptions): string {
  const { language, width } = options;
  const paint = (style: Style, text: string): string =>
    options.color ? styleText(style, text, { validateStream: false }) : text;
  const lines: string[] = [];
  const heading = (title: string): void => {
    lines.push('', paint('bold', cut(title, width)));
  };
  lines.push(
    paint('bold', cut(`${word(language, 'title')}: ${headline(report, language)}`, width)),
    cut(essence(report, language), width),
  );
  for (const note of report.notes)
    for (const line of fold(`! ${safe(noteText(note, language))}`, width)) lines.push(paint('yellow', line));
  for (const finding of report.findings) lines.push('', ...findingLines(finding, options, paint));
  const problems = problemSections(report, language, options.verbose);
  const put = (section: Section): void => {
    if (section.rows.length === 0) return;
    heading(section.title);
    lines.push(
      ...table(
        section.columns,
        section.rows.map((row) => row.map(safe)),
        width,
        options.verbose,
      ),
    );
    if (section.more > 0) lines.push(paint('dim', `  ${word(language, 'more', { count: section.more })}`));
  };
  const numbers = (): void => {
    heading(word(language, 'totals'));
    lines.push(...totalLines(report, language, width));
    for (const { title, rows } of calendars(report, language, width)) {
      heading(title);
      lines.push(...rows);
    }
  };
  if (options.problemsFirst) {
    for (const section of problems) put(section);
    numbers();
  } else {
    numbers();
    for (const section of problems) put(section);
  }
  for (const section of trafficSections(report, language)) put(section);
  if (report.queue !== null) lines.push('', ...fold(queueLine(report, language), width));
  if (report.unparsed !== undefined && report.unparsed.length > 0) {
    heading(word(language, 'unparsed'));
    for (const line of report.unparsed)
      lines.push(
        ...fold(`${safe(line.file)}:${line.line}: ${safe(line.text)}`, width - 2).map((part) => `  ${part}`),
      );
  }
  if (!options.quiet)
    lines.push('', ...fold(coverageLine(report, language), width).map((line) => paint('dim', line)));
  return `${lines.join('\n')}\n`;
}

/** Which hosts and which days. */
export function headline(report: Report, language: Language): string {
  const hosts = report.hosts.slice(0, 3).map(safe).join(', ') || word(language, 'noHost');
  const { days } = report.period;
  const period =
    days.length === 0
      ? word(language, 'everything')
      : days.length === 1
        ? days[0]!
        : word(language, 'before', { from: days[0]!, to: days.at(-1)! });
  const domain = report.domain === null ? '' : ` (${safe(report.domain)})`;
  return word(language, 'of', { hosts, period }) + domain;
}

/** The report in one sentence. */
export function essence(report: Report, language: Language): string {
  const problems = report.findings.filter((finding) => finding.severity !== 'info').length;
  const first = word(language, problems === 0 ? 'noProblems' : problems === 1 ? 'oneProblem' : 'problems', {
    count: problems,
  });
  const { received, delivered, rejected, bounced, deferrals } = report.totals;
  return `${first}; ${word(language, 'summary', { received, delivered, rejected, bounced, deferrals })}`;
}

export function coverageLine(report: Report, language: Language): string {
  const { total, parsed, unparsed, foreign, newest } = report.lines;
  return word(language, 'coverage', {
    lines: total,
    parsed,
    unparsed,
    foreign,
    newest: newest === null ? word(language, 'none') : moment(newest),
  });
}

const MARKS = { critical: '✖', warning: '▲', info: '·' } as const;

function findingLines(
  finding: Finding,
  { language, width }: TextOptions,
  paint: (style: Style, text: string) => string,
): string[] {
  const style: Style =
    finding.severity === 'critical'
      ? ['bold', 'red']
      : finding.severity === 'warning'
        ? ['bold', 'yellow']
        : 'bold';
  const lines = fold(`${MARKS[finding.severity]} ${safe(finding.title)}`, width).map((line) =>
    paint(style, line),
  );
  const indent = (text: string, by = 2): void => {
    for (const line of fold(safe(text), width - by)) lines.push(' '.repeat(by) + line);
  };
  indent(finding.summary);
  indent(`${word(language, 'cause')}: ${finding.cause}`);
  indent(`${word(language, 'fix')}:`);
  for (const step of finding.fix) indent(`- ${step}`, 4);
  if (finding.evidence.length > 0) indent(`${word(language, 'evidence')}:`);
  for (const { file, line, text } of finding.evidence.slice(0, 2))
    lines.push(`    ${cut(`${safe(file)}:${line}: ${safe(text)}`, width - 4)}`);
  return lines;
}

/** The totals, in the order in which people ask for them; beside them the day before. */
export const TOTALS: readonly (keyof Totals)[] = [
  'received',
  'delivered',
  'forwarded',
  'deferred',
  'deferrals',
  'bounced',
  'expired',
  'rejected',
  'rejectWarnings',
  'held',
  'discarded',
  'notifications',
  'bytesReceived',
  'bytesDelivered',
  'senders',
  'recipients',
  'sendingDomains',
  'recipientDomains',
  'connections',
  'saslFailures',
  'loginFailures',
];

/** Counts that are not kept of the day before. */
const UNCOMPARED: ReadonlySet<keyof Totals> = new Set([
  'senders',
  'recipients',
  'sendingDomains',
  'recipientDomains',
]);

/** `[name, now, before, change]` of each total worth showing. */
export function totalRows(report: Report, language: Language): string[][] {
  const { totals, previous } = report;
  const show = (key: keyof Totals, value: number): string =>
    key.startsWith('bytes') ? bytes(value) : number(value);
  const always: ReadonlySet<keyof Totals> = new Set([
    'received',
    'delivered',
    'deferred',
    'bounced',
    'rejected',
  ]);
  return TOTALS.filter((key) => always.has(key) || totals[key] > 0 || (previous?.totals[key] ?? 0) > 0).map(
    (key) => {
      const then = previous === null || UNCOMPARED.has(key) ? undefined : previous.totals[key];
      return [
        word(language, key),
        show(key, totals[key]),
        then === undefined ? '' : show(key, then),
        change(totals[key], then),
      ];
    },
  );
}

function change(now: number, then: number | undefined): string {
  if (then === undefined || then === 0 || now === then) return '';
  const percent = Math.round(((now - then) / then) * 100);
  return `${now > then ? '▲' : '▼'} ${percent > 0 ? '+' : ''}${percent} %`;
}

function totalLines(report: Report, language: Language, width: number): string[] {
  const before = report.previous === null ? '' : word(language, 'previous');
  const columns = [
    { title: '' },
    { title: '', align: 'right' as const },
    { title: before, align: 'right' as const },
    { title: '', align: 'right' as const },
  ];
  return table(columns, totalRows(report, language), width, false);
}

const FLOWS = ['received', 'delivered', 'deferrals', 'bounced', 'rejected'] as const;

/** By day, where there are several, and by hour. */
function calendars(report: Report, language: Language, width: number): { title: string; rows: string[] }[] {
  const flow = (
    title: 'perDay' | 'perHour',
    first: 'day' | 'hour',
    rows: readonly (Traffic & { name: string })[],
  ): { title: string; rows: string[] } => {
    const largest = Math.max(0, ...rows.map((row) => row.received + row.rejected));
    const columns = [
      { title: word(language, first) },
      ...FLOWS.map((key) => ({ title: word(language, key), align: 'right' as const })),
      { title: '', flexible: true },
    ];
    const cells = rows.map((row) => [
      row.name,
      ...FLOWS.map((key) => number(row[key])),
      bar(row.received + row.rejected, largest, 16),
    ]);
    return { title: word(language, title), rows: largest === 0 ? [] : table(columns, cells, width, false) };
  };
  const days = flow(
    'perDay',
    'day',
    report.perDay.length > 1 ? report.perDay.map((row) => ({ ...row, name: row.date })) : [],
  );
  const hours = flow(
    'perHour',
    'hour',
    report.perHour.map((row) => ({ ...row, name: `${String(row.hour).padStart(2, '0')}:00` })),
  );
  return [days, hours].filter(({ rows }) => rows.length > 0);
}

function queueLine(report: Report, language: Language): string {
  const { messages, bytes: size, oldest, error } = report.queue!;
  const title = word(language, 'queue');
  if (error !== undefined) return `${title}: ${safe(error)}`;
  if (messages === 0) return `${title}: ${word(language, 'queueEmpty')}`;
  return `${title}: ${word(language, 'queueTotal', { count: messages, bytes: bytes(size), oldest: moment(oldest) })}`;
}
