/** The report by mail: text and HTML, a subject that says the essential, foreign names made harmless. */
import { randomUUID } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { createTransport } from 'nodemailer';
import type { Language } from '../i18n/language.ts';
import { shortName } from '../i18n/report/shorts.ts';
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
  readonly messageId: string;
  readonly text: string;
  readonly html: string;
}

export interface MailOptions {
  readonly language: Language;
  readonly to: string;
  /** Who runs this, at this host, where absent. */
  readonly from?: string;
}

/** Bytes of HTML: Gmail cuts a message off at 102 kB. */
const LARGEST_HTML = 100_000;
/** Rows a list that are tried one after the other until it is small enough. */
const ROWS = [Number.POSITIVE_INFINITY, 10, 5, 3];

/** Columns of a subject; what is worst stands first, since lists of mail show only its beginning. */
const LONGEST_SUBJECT = 120;

export function composeReport(report: Report, { language, to, from }: MailOptions): ReportMail {
  const own = ownNames(report);
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
    from: from ?? `Sekisho <${ownAddress()}>`,
    subject: subjectOf(report, language, defang),
    messageId: `<${randomUUID()}@${ownName(report)}>`,
    text,
    html: smallHtml(report, language, defang),
  };
}

/**
 * Hosts and domains of this server, which stay as they are, since commands name them: those that receive here, those
 * whose mail is taken only to be given back, and those of accounts.
 */
function ownNames({ hosts, domains, accounts, findings, domain }: Report): string[] {
  const about = (id: string): string[] =>
    findings.filter((finding) => finding.id === id).flatMap(({ subjects }) => subjects);
  const named = [...accounts.map(({ account }) => account), ...about('account-compromised')];
  return [
    ...hosts,
    hostname(),
    ...domains.map((row) => row.domain),
    ...about('backscatter-source'),
    ...named.filter((name) => name.includes('@')).map((name) => name.slice(name.lastIndexOf('@') + 1)),
    ...(domain === null ? [] : [domain]),
  ];
}

function smallHtml(report: Report, language: Language, defang: (text: string) => string): string {
  let html = '';
  for (const rows of ROWS) {
    html = renderHtml(report, { language, defang, charts: false, rows });
    if (Buffer.byteLength(html) <= LARGEST_HTML) break;
  }
  return html;
}

/** A host that does not know its domain leaves it to the mail server to add (postconf(5) append_at_myorigin). */
function ownAddress(): string {
  let user = 'root';
  try {
    user = userInfo().username;
  } catch {
    // A user without a name.
  }
  return hostname().includes('.') ? `${user}@${hostname()}` : user;
}

/** What stands right of the @ in a message-id: a name with a domain where there is one. */
function ownName(report: Report): string {
  const named = [hostname(), ...report.hosts].find((name) => /^[\w-]+(?:\.[\w-]+)+$/.test(name));
  return named ?? 'sekisho.localdomain';
}

/** `3 problems: backscatter, dead blocklist, ... on mx1 (2026-11-23)`; one problem is told by its whole title. */
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
  const names = problemNames(report, language);
  const join = language === 'ja' ? '、' : ', ';
  let what = names.join(join);
  while (names.length > 1 && widthOf(whole(what)) > LONGEST_SUBJECT) {
    names.pop();
    what = `${names.join(join)} …`;
  }
  const room = LONGEST_SUBJECT - widthOf(whole(''));
  return whole(cut(what, Math.max(20, room)));
}

/** The worst first; several of a kind are `dead blocklist (2)`. */
function problemNames(report: Report, language: Language): string[] {
  const problems = report.findings.filter(({ severity }) => severity !== 'info');
  if (problems.length === 1) return [problems[0]!.title];
  const counts = new Map<string, number>();
  for (const { id, title } of problems) {
    const name = shortName(id, language) ?? title;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} (${count})`));
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
