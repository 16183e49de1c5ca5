/** `sekisho report`: the report of a mail log as text, HTML, JSON or mail. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { SekishoError } from '../config/error.ts';
import { readSettings, type Settings } from '../config/settings.ts';
import { type Language, languageOf } from '../i18n/language.ts';
import { makeReport, type ReportOptions } from '../report/make.ts';
import type { Report } from '../report/model.ts';
import { readQueue } from '../report/queue.ts';
import { wholeNumber } from './number.ts';
import { addPflogsummOptions, formOf, limitsOf, type PflogsummOptions } from './pflogsumm.ts';
import { ProgressBar, showNote } from './show.ts';
import { bringsLog } from './stdin.ts';

interface Options extends PflogsummOptions {
  date?: string;
  format: 'text' | 'html' | 'json';
  json?: boolean;
  top?: string;
  problemsFirst?: boolean;
  queue?: boolean;
  domain?: string;
  mailTo?: string;
  mailFrom?: string;
  sendmail?: string;
  smtpdStats?: boolean;
  showUnparsed?: string;
  verbose?: boolean;
  width?: string;
  lang?: Language;
  config?: string;
  color: boolean;
  quiet?: boolean;
  q?: boolean;
  sampleIfEmpty?: boolean;
}

const EXAMPLES = `
Examples:
  sekisho report                          the usual logs of this machine
  sekisho report -d yesterday /var/log/maillog
  sekisho report -d 7d --format html > week.html
  sekisho report -d yesterday --mail-to postmaster@example.com
pflogsumm's own options are understood too; docs/pflogsumm.md lists them.`;

export function addReport(parent: Command): void {
  const command = new Command('report')
    .copyInheritedSettings(parent)
    .showHelpAfterError('  sekisho report --help lists the options')
    .description('what the mail system did: problems first, totals, traffic, rejects, deliveries')
    .argument('[log...]', 'logs: plain, .gz, .bz2, .xz, .zst, globs, or - for standard input')
    .option('-d, --date <day>', 'today, yesterday, YYYY-MM-DD, YYYY-MM, FROM..TO or 7d')
    .addOption(
      new Option('--format <form>', 'how to show it').choices(['text', 'html', 'json']).default('text'),
    )
    .option('--json', 'the same as --format json')
    .option('--top <count>', 'entries a list; 0: all (default: 20)')
    .option('--problems-first', 'all lists of problems before the traffic')
    .option('--queue', 'add the mail queue')
    .option('--domain <domain>', 'only mail from and to one domain')
    .option('--mail-to <address>', 'send it as mail (text and HTML, foreign names made harmless)')
    .option('--mail-from <address>', 'the sender of that mail')
    .option('--sendmail <path>', 'the sendmail program')
    .option('--smtpd-stats', 'add the times of connections')
    .option('--show-unparsed [count]', 'list lines that are not understood (100 of them)')
    .option('--verbose', 'whole texts instead of shortened ones')
    .option('--width <columns>', '80 to 120')
    .addOption(new Option('--lang <language>', 'language').choices(['en', 'ja']))
    .option('--config <file>', 'settings file')
    .option('--no-color', 'no colours')
    .option('--quiet', 'no notes and no progress on standard error')
    .addOption(new Option('-q').hideHelp())
    .addOption(new Option('--sample-if-empty').hideHelp())
    .addHelpText('after', EXAMPLES)
    .action(run);
  addPflogsummOptions(command);
  parent.addCommand(command);
}

async function run(logs: string[], options: Options): Promise<void> {
  const settings = readSettings(options.config);
  const language = options.lang ?? settings.language ?? languageOf(process.env);
  const quiet = options.quiet === true;
  const width = widthOf(options);
  // Before anything is read: a wrong address would be known only when all is done.
  if (options.mailTo !== undefined) {
    const { readAddresses } = await import('../report/mail-address.ts');
    readAddresses(options.mailTo, '--mail-to');
    if (options.mailFrom !== undefined) readAddresses(options.mailFrom, '--mail-from');
  }
  const bar = new ProgressBar(!quiet);
  if (options.e === true && !quiet)
    showNote('-e (a line for each message) is not made; the journey of a message: sekisho trace');
  const top = options.top === undefined ? (settings.report?.top ?? 20) : wholeNumber(options.top, '--top');
  const request = {
    logs: await choose(logs, settings, quiet),
    date: options.date,
    domain: domainOf(options),
    limits: limitsOf(top, options),
    connectionStats: options.smtpdStats === true,
    language,
    now: Date.now(),
    form: formOf(options),
    showUnparsed: unparsedCount(options),
    queue: async () =>
      options.queue === true || options.mailq === true
        ? await readQueue(top || Number.POSITIVE_INFINITY)
        : null,
    progress: (done: number, all: number) => bar.update(done, all),
  };
  const sample = options.sampleIfEmpty === true && logs.length === 0;
  const report = await make(request, sample).finally(() => bar.end());
  if (report.lines.total === 0) refuseIfFailed(report);
  if (options.unprocdFile !== undefined) keepUnparsed(report, options.unprocdFile);
  if (!quiet) await tellNotes(report, language);
  const mailTo = options.mailTo;
  if (mailTo !== undefined) await mail(report, language, mailTo, options, settings);
  if (mailTo === undefined || options.json === true)
    process.stdout.write(await render(report, language, width, options));
}

/** Where files failed and no other gave a line, there is nothing to report but that. */
function refuseIfFailed(report: Report): void {
  const note = report.notes.find(({ id }) => id === 'file-failed');
  if (note !== undefined)
    throw new SekishoError('log-damaged', note.values.reason ?? '', note.values.next ?? '');
}

async function make(request: ReportOptions, sample: boolean): Promise<Report> {
  if (!sample) return await makeReport(request);
  const shipped = join(import.meta.dirname, '../../sample/maillog');
  try {
    const report = await makeReport(request);
    if (report.lines.newest !== null) return report;
  } catch (error) {
    if (!(error instanceof SekishoError)) throw error;
  }
  showNote('no mail log on this machine: this is the shipped sample, sample/maillog');
  return await makeReport({ ...request, logs: [shipped] });
}

async function choose(logs: string[], settings: Settings, quiet: boolean): Promise<string[]> {
  if (logs.length > 0) return logs;
  const standing = await bringsLog();
  if (standing === 'log') return ['-'];
  if (standing === 'silent' && !quiet)
    showNote('standard input brought nothing for 2 s: reading the usual logs; name - to wait for it');
  return settings.report?.logs ?? [];
}

async function render(report: Report, language: Language, width: number, options: Options): Promise<string> {
  if (options.json === true || options.format === 'json')
    return (await import('../report/render/json.ts')).renderJson(report);
  if (options.format === 'html')
    return (await import('../report/render/html.ts')).renderHtml(report, { language });
  const { renderText } = await import('../report/render/text.ts');
  return renderText(report, {
    language,
    width,
    color:
      options.color && process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
    problemsFirst: options.problemsFirst === true,
    verbose: options.verbose === true || options.verboseMsgDetail === true,
    quiet: options.q === true,
  });
}

async function mail(
  report: Report,
  language: Language,
  to: string,
  options: Options,
  settings: Settings,
): Promise<void> {
  const { composeReport, sendReport } = await import('../report/mail.ts');
  const from = options.mailFrom ?? settings.report?.mail_from;
  const message = composeReport(report, { language, to, ...(from === undefined ? {} : { from }) });
  await sendReport(message, {
    sendmailPath: options.sendmail || settings.mail?.sendmail || '/usr/sbin/sendmail',
  });
}

function keepUnparsed(report: Report, file: string): void {
  try {
    writeFileSync(file, (report.unparsed ?? []).map(({ text }) => `${text}\n`).join(''));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SekishoError(
      'output-failed',
      `cannot write ${file}: ${code}`,
      'name a file that you may write',
    );
  }
}

/** What the reader must know stands in the report; who sends it elsewhere must see it too. */
async function tellNotes(report: Report, language: Language): Promise<void> {
  if (report.notes.length === 0 || process.stdout.isTTY === true) return;
  const { noteText } = await import('../i18n/report/notes.ts');
  for (const note of report.notes) showNote(noteText(note, language));
}

/** pflogsumm's --unprocd-file wants them all; the bound keeps a wrong file from filling the memory. */
function unparsedCount(options: Options): number {
  if (options.unprocdFile !== undefined) return 100_000;
  return options.showUnparsed === undefined ? 0 : wholeNumber(options.showUnparsed, '--show-unparsed', 100);
}

function domainOf({ domain }: Options): string | undefined {
  const name = domain?.trim().replace(/^@/, '');
  if (name !== '') return name;
  throw new SekishoError('bad-argument', '--domain has no name', 'give one, as in --domain example.com');
}

function widthOf(options: Options): number {
  const asked = options.width ?? options.colwidth;
  const width = asked === undefined ? (process.stdout.columns ?? 100) : wholeNumber(asked, '--width', 100);
  return Math.max(80, Math.min(120, width));
}
