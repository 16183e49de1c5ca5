/** The report by mail: text and HTML, a subject that says the essential, foreign names made harmless. */
import { hostname } from 'node:os';
import { createTransport } from 'nodemailer';
import type { Language } from '../i18n/language.ts';
import { number, word } from '../i18n/report/words.ts';
import { defanger } from './defang.ts';
import { readAddresses } from './mail-address.ts';
import type { Report } from './model.ts';
import { cut } from './render/fold.ts';
import { isBare, periodOf, problemCount } from './render/headline.ts';
import { renderHtml } from './render/html.ts';
import { safe } from './render/safe.ts';
import { renderText } from './render/text.ts';
import { widthOf } from './render/width.ts';
import { sendmail } from './sendmail.ts';

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

/** Columns that a subject may have in any mail client's list. */
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
    defang,
  });
  return {
    to,
    from: from ?? `Sekisho <root@${hostname()}>`,
    subject: subjectOf(report, language, defang),
    text,
    html: renderHtml(report, { language, defang, charts: false }),
  };
}

/** `3 problems: a dead blocklist, ... on mx1 (2026-11-23)` */
export function subjectOf(
  report: Report,
  language: Language,
  defang: (text: string) => string = (text) => text,
): string {
  const count = problemCount(report);
  const { received, rejected } = report.totals;
  const values = {
    count,
    host: report.hosts[0] ?? hostname(),
    period: periodOf(report, language),
    received: number(received),
    rejected: number(rejected),
  };
  if (count === 0)
    return clean(defang(word(language, isBare(report) ? 'subjectNothing' : 'subjectFine', values)));
  const key = count === 1 ? 'subjectOne' : 'subjectProblems';
  const whole = (what: string): string => clean(defang(word(language, key, { ...values, what })));
  const titles = report.findings.filter(({ severity }) => severity !== 'info').map(({ title }) => title);
  let what = titles.join('; ');
  while (titles.length > 1 && widthOf(whole(what)) > LONGEST_SUBJECT) {
    titles.pop();
    what = `${titles.join('; ')} …`;
  }
  const room = LONGEST_SUBJECT - widthOf(whole(''));
  return whole(cut(what, Math.max(20, room)));
}

/** One line, whatever the log held. */
function clean(text: string): string {
  return safe(text).replace(/\s+/g, ' ').trim();
}

/** @throws SekishoError `mail-failed`, with what the program said */
export async function sendReport(mail: ReportMail, options: { readonly sendmail: string }): Promise<void> {
  const to = readAddresses(mail.to, '--mail-to');
  const from = readAddresses(mail.from, '--mail-from').slice(0, 1);
  const { message } = await createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'unix',
  }).sendMail({
    ...mail,
    to,
    from: from[0],
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', Precedence: 'bulk' },
    // Nothing is read from files or fetched from elsewhere, whatever a text looks like.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const envelope = { from: from[0]!.address, to: to.map(({ address }) => address) };
  await sendmail(options.sendmail, envelope, message as Buffer);
}
