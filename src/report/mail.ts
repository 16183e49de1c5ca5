/** The report by mail: text and HTML, a subject that says the essential, foreign names made harmless. */
import { hostname } from 'node:os';
import { createTransport } from 'nodemailer';
import { SekishoError } from '../config/error.ts';
import type { Language } from '../i18n/language.ts';
import { number, word } from '../i18n/report/words.ts';
import { defanger } from './defang.ts';
import type { Report } from './model.ts';
import { renderHtml } from './render/html.ts';
import { safe } from './render/safe.ts';
import { renderText } from './render/text.ts';

export interface ReportMail {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface MailOptions {
  readonly language: Language;
  readonly to: string;
  /** root at this host where absent. */
  readonly from?: string;
}

/** Characters that a subject may have in any mail client's list. */
const LONGEST_SUBJECT = 100;

export function composeReport(report: Report, { language, to, from }: MailOptions): ReportMail {
  const own = [...report.hosts, ...report.domains.map((row) => row.domain), hostname()];
  const defang = defanger(own);
  const text = renderText(report, {
    language,
    width: 80,
    color: false,
    problemsFirst: true,
    verbose: false,
    quiet: false,
  });
  return {
    to,
    from: from ?? `Sekisho <root@${hostname()}>`,
    subject: subjectOf(report, language),
    text: defang(text),
    html: renderHtml(report, { language, defang }),
  };
}

/** `3 problems: a dead blocklist, ... on mx1 (2026-11-23)` */
export function subjectOf(report: Report, language: Language): string {
  const problems = report.findings.filter((finding) => finding.severity !== 'info');
  const host = report.hosts[0] ?? hostname();
  const { days } = report.period;
  const period =
    days.length === 0
      ? word(language, 'everything')
      : days.length === 1
        ? days[0]!
        : `${days[0]}..${days.at(-1)}`;
  const { received, rejected } = report.totals;
  const values = {
    count: problems.length,
    host,
    period,
    received: number(received),
    rejected: number(rejected),
  };
  if (problems.length === 0) return clean(word(language, 'subjectFine', values));
  const whole = (what: string): string =>
    word(language, problems.length === 1 ? 'subjectOne' : 'subjectProblems', { ...values, what });
  const titles = problems.map((finding) => finding.title);
  let what = titles.join('; ');
  while (titles.length > 1 && clean(whole(what)).length > LONGEST_SUBJECT) {
    titles.pop();
    what = `${titles.join('; ')} …`;
  }
  const over = clean(whole(what)).length - LONGEST_SUBJECT;
  return clean(whole(over > 0 ? `${what.slice(0, Math.max(10, what.length - over - 1))}…` : what));
}

/** One line, whatever the log held. */
function clean(text: string): string {
  return safe(text).replace(/\s+/g, ' ').trim();
}

export async function sendReport(
  mail: ReportMail,
  options: { readonly sendmailPath: string },
): Promise<void> {
  const transport = createTransport({ sendmail: true, newline: 'unix', path: options.sendmailPath });
  try {
    await transport.sendMail({
      ...mail,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', Precedence: 'bulk' },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SekishoError(
      'mail-failed',
      `the report could not be sent with ${options.sendmailPath}: ${reason}`,
      'name the program with --sendmail, or look into the mail log',
      { cause: error },
    );
  }
}
