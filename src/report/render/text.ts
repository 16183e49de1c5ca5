/** The report as text of 80 to 120 columns: findings first, then numbers, then lists. */
import { styleText } from 'node:util';
import type { Finding } from '../../findings/finding.ts';
import type { Language } from '../../i18n/language.ts';
import { noteText } from '../../i18n/report/notes.ts';
import { number, word } from '../../i18n/report/words.ts';
import type { Report, Traffic } from '../model.ts';
import { type Behind, behindLines, isWide } from './behind.ts';
import { cut, fold, foldAtMost } from './fold.ts';
import { coverageLine, essence, headline, queueLine } from './headline.ts';
import { safe } from './safe.ts';
import { problemSections, queueSections, type Section, trafficSections } from './sections.ts';
import { bar, type Column, table } from './table.ts';
import { previousTitle, totalRows } from './totals.ts';

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
  /** What to do with each text that comes from the log; mail makes foreign names harmless here. */
  readonly defang?: (text: string) => string;
}

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;
type Show = (text: string) => string;

interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  readonly behind?: readonly (Behind | undefined)[];
}

interface Calendar extends Table {
  readonly title: string;
}

export function renderText(report: Report, options: TextOptions): string {
  const { language, width, defang = (text) => text } = options;
  const show = (text: string): string => safe(defang(text));
  const paint: Paint = (style, text) =>
    options.color ? styleText(style, text, { validateStream: false }) : text;
  const lines: string[] = [];
  const heading = (title: string): void => {
    lines.push('', paint('bold', cut(title, width)));
  };
  /** The titles of columns are less than what stands below them. */
  const tabular = ({ columns, rows, behind }: Table, most: number): void => {
    const below = (row: number, room: number): string[] => {
      const who = behind?.[row];
      if (who === undefined) return [];
      const harmless = { ...who, names: who.names.map(show) };
      const allowed = isWide(who) || most === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : WHO_LINES;
      const lines = behindLines(harmless, language, room, allowed);
      return lines.map((line) => paint('dim', line));
    };
    const [head = '', ...rest] = table(columns, rows, width, most, below);
    lines.push(columns.some((column) => column.title !== '') ? paint('dim', head) : head, ...rest);
  };
  const title = `${word(language, 'title')}: ${show(headline(report, language))}`;
  for (const line of fold(title, width)) lines.push(paint('bold', line));
  lines.push(...fold(essence(report, language), width));
  for (const note of report.notes)
    for (const line of fold(`! ${show(noteText(note, language))}`, width, 2))
      lines.push(paint('yellow', line));
  for (const finding of report.findings) lines.push('', ...findingLines(finding, options, paint, show));
  const problems = problemSections(report, language, options.verbose);
  const put = (section: Section): void => {
    if (section.rows.length === 0 && section.lead === undefined) return;
    heading(section.title);
    if (section.lead !== undefined) lines.push(...fold(`  ${section.lead}`, width, 2));
    const rows = section.rows.map((row) => row.map(show));
    if (rows.length > 0)
      tabular({ ...section, rows }, options.verbose ? Number.POSITIVE_INFINITY : REASON_LINES);
    if (section.more > 0) lines.push(paint('dim', `  ${word(language, 'more', { count: section.more })}`));
  };
  const numbers = (): void => {
    heading(word(language, 'totals'));
    tabular(totalTable(report, language), 1);
    for (const { title, ...calendar } of calendars(report, language, width)) {
      heading(title);
      tabular(calendar, 1);
    }
  };
  if (options.problemsFirst) {
    for (const section of problems) put(section);
    numbers();
  } else {
    numbers();
    for (const section of problems) put(section);
  }
  for (const section of trafficSections(report, language, options.verbose)) put(section);
  if (report.queue !== null) {
    heading(word(language, 'queue'));
    lines.push(...fold(`  ${show(queueLine(report, language))}`, width, 2));
    for (const section of queueSections(report, language)) put(section);
  }
  if (report.unparsed !== undefined && report.unparsed.length > 0) {
    heading(word(language, 'unparsed'));
    for (const { file, line, text } of report.unparsed)
      lines.push(...fold(`${show(`${file}:${line}: ${text}`)}`, width - 2, 2).map((part) => `  ${part}`));
  }
  if (!options.quiet)
    lines.push('', ...fold(coverageLine(report, language), width).map((line) => paint('dim', line)));
  return `${lines.join('\n')}\n`;
}

/** Lines for each line of a log that is shown as evidence. */
const EVIDENCE_LINES = 4;
/** Lines for each reason or address in a list. */
const REASON_LINES = 2;
/** Lines for those who stand behind a reason. */
const WHO_LINES = 3;

const MARKS = { critical: '✖', warning: '▲', info: '·' } as const;

function findingLines(
  finding: Finding,
  { language, width }: TextOptions,
  paint: Paint,
  show: Show,
): string[] {
  const style: Style =
    finding.severity === 'critical'
      ? ['bold', 'red']
      : finding.severity === 'warning'
        ? ['bold', 'yellow']
        : 'bold';
  const lines = fold(`${MARKS[finding.severity]} ${show(finding.title)}`, width, 2).map((line) =>
    paint(style, line),
  );
  const indent = (text: string, by = 2, hang = 0): void => {
    for (const line of fold(text, width - by, hang)) lines.push(' '.repeat(by) + line);
  };
  indent(show(finding.summary));
  indent(`${word(language, 'cause')}: ${show(finding.cause)}`);
  indent(`${word(language, 'fix')}:`);
  for (const step of finding.fix) indent(`- ${show(step)}`, 4, 2);
  if (finding.evidence.length > 0) indent(`${word(language, 'evidence')}:`);
  for (const { file, line, text } of finding.evidence.slice(0, 2))
    for (const each of foldAtMost(show(`${file}:${line}: ${text}`), width - 4, EVIDENCE_LINES, 2))
      lines.push(paint('dim', `    ${each}`));
  return lines;
}

function totalTable(report: Report, language: Language): Table {
  const columns = [
    { title: '' },
    { title: '', align: 'right' as const },
    { title: previousTitle(report, language), align: 'right' as const },
    { title: '', align: 'right' as const },
  ];
  return { columns, rows: totalRows(report, language) };
}

const FLOWS = ['received', 'delivered', 'deferrals', 'bounced', 'rejected'] as const;

/** By day, where there are several, and by hour. */
function calendars(report: Report, language: Language, width: number): Calendar[] {
  const flow = (
    title: 'perDay' | 'perHour',
    first: 'day' | 'hour',
    rows: readonly (Traffic & { name: string })[],
  ): Calendar => {
    const largest = Math.max(0, ...rows.map((row) => row.received + row.rejected));
    const columns = [
      { title: word(language, first) },
      ...FLOWS.map((key) => ({ title: word(language, key), align: 'right' as const })),
      { title: '', flexible: true },
    ];
    const cells = rows.map((row) => [
      row.name,
      ...FLOWS.map((key) => number(row[key])),
      bar(row.received + row.rejected, largest, width < 90 ? 12 : 16),
    ]);
    return { title: word(language, title), columns, rows: largest === 0 ? [] : cells };
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
