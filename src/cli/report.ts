/** `sekisho report`: the report of a mail log as text, HTML, JSON or mail. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { SekishoError } from '../config/error.ts';
import { ROOT } from '../config/root.ts';
import { readSettings, type Settings } from '../config/settings.ts';
import { say } from '../i18n/cli/words.ts';
import { told } from '../i18n/errors/told.ts';
import { type Language, languageOf } from '../i18n/language.ts';
import { makeReport, type ReportOptions } from '../report/make.ts';
import type { Report } from '../report/model.ts';
import { wholeNumber } from './number.ts';
import { addPflogsummOptions, formOf, limitsOf, pflogsummNames, pflogsummSpellings } from './pflogsumm.ts';
import { withPflogsummConfig } from './pflogsumm-config.ts';
import { addReportOptions, domainOf, type Options, unparsedCount, widthOf } from './report-options.ts';
import { ProgressBar, showNote } from './show.ts';
import { respell } from './spelling.ts';
import { bringsLog } from './stdin.ts';

export function addReport(parent: Command, language: Language): void {
  const command = new Command('report')
    .copyInheritedSettings(parent)
    .addHelpOption(
      new Option('--help', say(language, 'help.help')).helpGroup(say(language, 'help.group.common')),
    )
    .description(say(language, 'help.report'))
    .argument('[log...]', say(language, 'help.log'))
    .action(run);
  addReportOptions(command, language);
  addPflogsummOptions(command);
  parent.addCommand(command);
}

/** Its arguments as commander knows them, whatever pflogsumm would have taken too. */
export function respellReport(argv: readonly string[], command: Command): string[] {
  const spellings = pflogsummSpellings(command.options);
  return withPflogsummConfig(respell(argv, spellings), pflogsummNames());
}

async function run(logs: string[], options: Options): Promise<void> {
  const settings = readSettings(options.config);
  const language = options.lang ?? settings.language ?? languageOf(process.env);
  const note = options.quiet === true ? () => undefined : showNote;
  if (logs.includes(''))
    throw new SekishoError(
      'bad-argument',
      'the name of a log is empty',
      'name a file, or - for standard input',
    );
  const width = widthOf(options);
  if (options.dns !== undefined) (await import('./dns-option.ts')).readDnsOption(options.dns);
  await checkMail(options, settings);
  const top = options.top === undefined ? (settings.report?.top ?? 20) : wholeNumber(options.top, '--top');
  const bar = new ProgressBar(options.quiet !== true, language);
  const request: ReportOptions = {
    logs: await choose(logs, settings, () => note(say(language, 'note.silentInput'))),
    date: options.date,
    weekStart: options.dow0mon === true ? 1 : 0,
    domain: domainOf(options),
    limits: limitsOf(top, options, options.top !== undefined),
    connectionStats: options.smtpdStats === true,
    messages: options.extendedDetail === true,
    language,
    now: Date.now(),
    form: formOf(options),
    showUnparsed: unparsedCount(options),
    queue: async () =>
      options.queue === true || options.mailq === true
        ? await (await import('../report/queue.ts')).readQueue(top || Number.POSITIVE_INFINITY)
        : null,
    progress: (done, all) => bar.update(done, all),
  };
  const report = await bar.during(() =>
    options.sampleIfEmpty === true && logs.length === 0
      ? makeOrSample(request, (why) => note(say(language, 'note.sample', { why })))
      : makeReport(request),
  );
  if (report.lines.total === 0) refuseIfFailed(report);
  if (options.unprocdFile !== undefined) keepUnparsed(report, options.unprocdFile);
  await tellNotes(report, language, note);
  if (options.mailTo !== undefined) await mail(report, language, options.mailTo, options, settings);
  if (options.mailTo === undefined || options.json === true)
    process.stdout.write(await render(report, language, width, options));
}

/** Before anything is read: a wrong address would be known only when all is done. */
async function checkMail({ mailTo, mailFrom }: Options, settings: Settings): Promise<void> {
  if (mailTo === undefined) return;
  const { readAddresses } = await import('../report/mail-address.ts');
  readAddresses(mailTo, '--mail-to');
  if (mailFrom !== undefined) readAddresses(mailFrom, '--mail-from');
  else if (settings.report?.mail_from !== undefined)
    readAddresses(settings.report.mail_from, 'report.mail_from');
}

/** Where files failed and no other gave a line, there is nothing to report but that. */
function refuseIfFailed(report: Report): void {
  const note = report.notes.find(({ id }) => id === 'file-failed');
  if (note !== undefined)
    throw new SekishoError('log-damaged', note.values.reason ?? '', note.values.next ?? '');
}

/** @param tell told why it is the sample: a log that may not be read is another matter than one that is not there */
async function makeOrSample(request: ReportOptions, tell: (why: string) => void): Promise<Report> {
  try {
    const report = await makeReport(request);
    const failed = report.notes.find(({ id }) => id === 'file-failed');
    if (report.lines.newest !== null) return report;
    tell(failed === undefined ? say(request.language, 'note.nothing') : whyOf(failed.values));
  } catch (error) {
    if (!(error instanceof SekishoError)) throw error;
    const { message, next } = told(error, request.language);
    tell(whyOf({ reason: message, next }));
  }
  return await makeReport({ ...request, logs: [join(ROOT, 'sample/maillog')] });
}

function whyOf({ reason = '', next = '' }: Readonly<Record<string, string>>): string {
  return `${reason} (${next})`;
}

async function choose(logs: string[], settings: Settings, tellSilence: () => void): Promise<string[]> {
  if (logs.length > 0) return logs;
  const standing = await bringsLog();
  if (standing === 'log') return ['-'];
  if (standing === 'silent') tellSilence();
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
  await sendReport(message, { sendmail: options.sendmail || settings.mail?.sendmail || 'sendmail' });
}

function keepUnparsed(report: Report, file: string): void {
  try {
    writeFileSync(file, (report.unparsed ?? []).map(({ text }) => `${text}\n`).join(''));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new SekishoError(
      'output-failed',
      'cannot write {file}: {reason}',
      'name a file that you may write',
      {
        values: { file, reason: code ?? message },
      },
    );
  }
}

/** What the reader must know stands in the report; who sends it elsewhere must see it too. */
async function tellNotes(report: Report, language: Language, note: (text: string) => void): Promise<void> {
  if (report.notes.length === 0 || process.stdout.isTTY === true) return;
  const { noteText } = await import('../i18n/report/notes.ts');
  // That lists are approximate is no news to whom cron mails what stands here.
  for (const each of report.notes) if (each.id !== 'approximate') note(noteText(each, language));
}
