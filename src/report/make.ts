/**
 * Makes a report of logs: finds them, reads them in one pass, counts, judges. `sekisho report`, the page and
 * programs that use the library all come through here.
 */
import { SekishoError } from '../config/error.ts';
import type { Finding } from '../findings/finding.ts';
import { judge } from '../findings/judge.ts';
import { told } from '../i18n/errors/told.ts';
import type { Language } from '../i18n/language.ts';
import type { Coverage } from '../maillog/read.ts';
import { withoutCopies } from '../maillog/source/copies.ts';
import { discoverLogs } from '../maillog/source/discover.ts';
import type { LogSource } from '../maillog/source/source.ts';
import { localOffset } from '../maillog/stamp.ts';
import { beginsLate, buildReport, iso } from './build.ts';
import { type FormOptions, spellingOf } from './collect/address.ts';
import type { Collector } from './collect/collector.ts';
import { type ListLimits, limitOf } from './limits.ts';
import type { Note, Queue, Report } from './model.ts';
import { partNotes } from './part.ts';
import { readPass } from './pass.ts';
import { ALWAYS, before, type Period, readPeriod, type WeekStart } from './period.ts';

export interface ReportOptions {
  /** Paths, globs, `-`; none: the usual places. */
  readonly logs: readonly string[];
  /** `today`, `yesterday`, `YYYY-MM-DD`, `FROM..TO`, `7d`; undefined: all that the logs have. */
  readonly date: string | undefined;
  /** On which day a week begins; Sunday where undefined. */
  readonly weekStart?: WeekStart;
  readonly domain: string | undefined;
  readonly limits: ListLimits;
  readonly connectionStats: boolean;
  /** Add the messages one by one, the largest. */
  readonly messages?: boolean;
  readonly language: Language;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly form: FormOptions;
  /** How many lines that nobody understands to keep; 0: none. */
  readonly showUnparsed: number;
  /** false: without the express lane; the report is the same. */
  readonly express?: boolean;
  readonly queue: () => Promise<Queue | null>;
  /** Told how many of how many bytes are read; of 0 where nobody knows how many come, as by a pipe. */
  readonly progress?: (done: number, all: number) => void;
}

/** However many are asked for. */
const MOST_MESSAGES = 100_000;
/** A log whose newest line is older than this is not the log that the mail system writes to. */
const OLD = 36 * 3_600_000;
/** Of the lines of mail programs, this share must be understood. */
const ENOUGH = 0.95;

export async function makeReport(options: ReportOptions): Promise<Report> {
  const wall = options.now + localOffset(options.now) * 60_000;
  const period = options.date === undefined ? ALWAYS : readPeriod(options.date, wall, options.weekStart);
  const previous = before(period, wall);
  const { sources: found, failed } = await discoverLogs(options.logs, {
    now: options.now,
    mayGuess: true,
  });
  if (found.length === 0) throw failed[0]?.error ?? noLog();
  const { sources, copies } = await withoutCopies(found);
  const notes: Note[] = failed.map(({ name, error }) => fileNote(name, error, options.language));
  for (const { copy, of } of copies)
    notes.push({ id: 'file-twice', values: { file: copy.name, other: of.name } });

  const read = {
    period,
    previous,
    domain: options.domain?.toLowerCase(),
    offset: wall - options.now,
    connectionStats: options.connectionStats,
    spelling: spellingOf(options.form),
    showUnparsed: options.showUnparsed,
    ...(options.messages === true
      ? { messages: Math.min(limitOf(options.limits, 'messages'), MOST_MESSAGES) }
      : {}),
    ...(options.express === undefined ? {} : { express: options.express }),
  };
  const all = sources.every(isMeasured) ? sources.reduce((sum, { size }) => sum + size, 0) : 0;
  const done = new Map<LogSource, number>();
  const pass = await readPass(sources, read, (source, bytes) => {
    if (isMeasured(source)) done.set(source, Math.min(bytes, source.size));
    else if (Number.isFinite(bytes)) done.set(source, bytes);
    let sum = 0;
    for (const each of done.values()) sum += each;
    options.progress?.(sum, all);
  });
  const { collector, coverage } = pass;
  for (const { name, error } of pass.failed) notes.push(fileNote(name, error, options.language));

  notes.push(...coverageNotes(coverage, collector, period, options));
  if (options.domain === undefined) notes.push(...partNotes(coverage, collector, pass.begun));
  const queue = await options.queue();
  const findings = judge(pass.watch, options.language, (domain) => collector.traffic.isOwn(domain)).filter(
    (finding) => concerns(finding, read.domain),
  );
  const files = sources.map((source: LogSource) => source.name);
  const build = {
    limits: options.limits,
    period,
    previous,
    domain: options.domain,
    connectionStats: options.connectionStats,
    now: options.now,
    files,
  };
  const report = buildReport(collector, coverage, build, notes, findings, queue);
  return options.showUnparsed > 0 ? { ...report, unparsed: pass.unparsed } : report;
}

/** A pipe does not tell how long it is. */
function isMeasured({ kind, identity }: LogSource): boolean {
  return kind === 'file' && identity !== undefined;
}

/** A report of one domain tells what is wrong with its own accounts and addresses. */
function concerns(finding: Finding, domain: string | undefined): boolean {
  return (
    domain === undefined ||
    finding.subjects.some((subject) => subject === domain || subject.toLowerCase().endsWith(`@${domain}`))
  );
}

function coverageNotes(
  coverage: Coverage,
  collector: Collector,
  period: Period,
  options: ReportOptions,
): Note[] {
  const notes: Note[] = [];
  const mail = coverage.lines - coverage.foreign;
  const understood = mail === 0 ? 1 : (mail - coverage.unparsed) / mail;
  if (coverage.lines === 0) notes.push({ id: 'nothing-read', values: {} });
  else if (coverage.newest === 0)
    notes.push({ id: 'nothing-of-mail', values: { count: String(coverage.lines) } });
  else if (collector.last === 0)
    notes.push({
      id: 'nothing-in-period',
      values: { newest: iso(coverage.newest), oldest: iso(coverage.oldest) },
    });
  else if (beginsLate(period, coverage, collector))
    notes.push({ id: 'begins-late', values: { oldest: iso(coverage.oldest) } });
  if (coverage.newest > 0 && understood < ENOUGH) {
    notes.push({
      id: 'coverage-low',
      values: { percent: (understood * 100).toFixed(1), count: String(coverage.unparsed) },
    });
  }
  const relative = options.date === undefined ? options.logs.length === 0 : !/^\d{4}/.test(options.date);
  if (relative && coverage.newest > 0 && coverage.newest < options.now - OLD)
    notes.push({ id: 'log-old', values: { newest: iso(coverage.newest) } });
  if (coverage.copied > 0) notes.push({ id: 'lines-twice', values: { count: String(coverage.copied) } });
  if (coverage.tooLong > 0) notes.push({ id: 'lines-too-long', values: { count: String(coverage.tooLong) } });
  if (
    options.domain !== undefined &&
    collector.last > 0 &&
    collector.totals.received + collector.totals.delivered + collector.totals.rejected === 0
  ) {
    notes.push({ id: 'domain-unknown', values: { domain: options.domain } });
  }
  return notes;
}

function fileNote(name: string, error: SekishoError, language: Language): Note {
  const { message, next } = told(error, language);
  return { id: 'file-failed', values: { file: name, reason: message, next, code: error.code } };
}

function noLog(): SekishoError {
  return new SekishoError('no-log', 'no mail log was found', 'name one: sekisho report /var/log/mail.log');
}
