/** What stands at the head and the foot of every rendering: hosts and days, the essence, how much was understood. */
import type { Language } from '../../i18n/language.ts';
import { bytes, moment, word } from '../../i18n/report/words.ts';
import type { Report } from '../model.ts';

/** Which hosts and which days. */
export function headline(report: Report, language: Language): string {
  return word(language, 'of', { hosts: hostsOf(report, language), period: periodOf(report, language) });
}

export function hostsOf(report: Report, language: Language): string {
  return report.hosts.slice(0, 3).join(', ') || word(language, 'noHost');
}

/** The days, and the domain where it is about one only. */
export function periodOf(report: Report, language: Language): string {
  const { days } = report.period;
  const period =
    days.length === 0
      ? word(language, 'everything')
      : days.length === 1
        ? days[0]!
        : word(language, 'before', { from: days[0]!, to: days.at(-1)! });
  return report.domain === null ? period : `${period} (${report.domain})`;
}

/** Nothing was there to judge: no word of "no problems" then. */
export function isBare(report: Report): boolean {
  return report.notes.some(({ id }) => id.startsWith('nothing-'));
}

/** `3 problems` */
export function verdict(report: Report, language: Language): string {
  if (isBare(report)) return word(language, 'nothingToJudge');
  const count = problemCount(report);
  return word(language, count === 0 ? 'noProblems' : count === 1 ? 'oneProblem' : 'problems', { count });
}

export function problemCount(report: Report): number {
  return report.findings.filter((finding) => finding.severity !== 'info').length;
}

/** The report in one sentence. */
export function essence(report: Report, language: Language): string {
  const { received, delivered, rejected, bounced, deferrals } = report.totals;
  const counts = { received, delivered, rejected, bounced, deferrals };
  return word(language, 'essence', {
    verdict: verdict(report, language),
    summary: word(language, 'summary', counts),
  });
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

/** The queue in one sentence, or why it could not be read; below its title. */
export function queueLine(report: Report, language: Language): string {
  if (report.queue === null) return '';
  const { messages, bytes: size, oldest, error, byQueue } = report.queue;
  if (error !== undefined) return word(language, 'queueFailed', { reason: error });
  if (messages === 0) return word(language, 'queueEmpty');
  const queues = byQueue.map((row) => `${row.queue} ${row.messages}`).join(', ');
  const values = { count: messages, bytes: bytes(size), oldest: moment(oldest), queues };
  return word(language, 'queueTotal', values);
}
