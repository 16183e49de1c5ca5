/** What is to be looked up: words of the command line, lines of standard input, the clients of logs. */
import { SekishoError } from '../config/error.ts';
import { readSubject } from '../dnsbl/question.ts';
import { SubjectSet } from '../dnsbl/subject-set.ts';
import { say } from '../i18n/cli/words.ts';
import { sayList } from '../i18n/lists/words.ts';
import { isLoopback } from '../maillog/correlate/message.ts';
import type { Everyday } from './every-command.ts';
import type { InLog } from './lookup-json.ts';
import { wholeNumber } from './number.ts';
import { ProgressBar } from './show.ts';
import { linesOfStdin } from './stdin.ts';

export interface SubjectOptions {
  fromLog?: string[];
  top?: string;
  date?: string;
  quiet?: boolean;
}

export interface Asked {
  readonly subjects: SubjectSet;
  /** By address: how often the log has it. */
  readonly clients: ReadonlyMap<string, InLog>;
}

/** Words of standard input that are no subject, and told as such. */
const MOST_WRONG = 5;

export async function subjectsOf(
  words: readonly string[],
  options: SubjectOptions,
  day: Everyday,
): Promise<Asked> {
  const { fromLog = [] } = options;
  const subjects = new SubjectSet();
  const add = (text: string): boolean => {
    const subject = readSubject(text);
    if (subject !== undefined) subjects.add(subject);
    return subject !== undefined;
  };
  for (const word of words)
    if (word !== '-' && !add(word))
      throw new SekishoError(
        'bad-argument',
        '"{text}" is neither an address nor a domain',
        'give one, as in sekisho lookup 192.0.2.1 or sekisho lookup mail.example.com',
        { values: { text: word } },
      );
  if (words.includes('-')) {
    if (fromLog.includes('-'))
      throw new SekishoError(
        'bad-argument',
        'standard input cannot be a list of addresses and a log',
        'name a file for one of them',
      );
    let wrong = 0;
    for await (const line of linesOfStdin())
      for (const word of wordsOf(line))
        if (!add(word) && ++wrong <= MOST_WRONG)
          day.note(say(day.language, 'note.noSubject', { text: word.slice(0, 100) }));
    const more = wrong - MOST_WRONG;
    if (more > 0) day.note(say(day.language, 'note.noSubjectMore', { count: more }));
  }
  const clients = fromLog.length === 0 ? new Map<string, InLog>() : await clientsOf(fromLog, options, day);
  for (const address of clients.keys()) add(address);
  if (subjects.size > 0) return { subjects, clients };
  if (words.length === 0 && fromLog.length === 0)
    throw new SekishoError(
      'bad-argument',
      'there is nothing to look up',
      'give an address or a domain, as in sekisho lookup 192.0.2.1, or a log with --from-log',
    );
  day.note(say(day.language, 'note.noSubjects'));
  return { subjects, clients };
}

/** As they stand in files of such lists: with comments, several on a line. */
function wordsOf(line: string): string[] {
  return line
    .replace(/[#;].*$/, '')
    .split(/[\s,、，]+/)
    .filter((word) => word !== '');
}

/** The clients of the report, by the address as it is looked up, the most frequent first. */
async function clientsOf(
  logs: readonly string[],
  { top, date, quiet }: SubjectOptions,
  { note, language }: Everyday,
): Promise<ReadonlyMap<string, InLog>> {
  const most = (top === undefined ? 0 : wholeNumber(top, '--top')) || Number.POSITIVE_INFINITY;
  const { makeReport } = await import('../report/make.ts');
  const bar = new ProgressBar(quiet !== true, language);
  const report = await bar.during(() =>
    makeReport({
      logs,
      date,
      domain: undefined,
      // Loopback addresses are left out afterwards.
      limits: { all: 1, byList: { topClients: most + 10 } },
      connectionStats: false,
      language,
      now: Date.now(),
      form: {},
      showUnparsed: 0,
      queue: async () => null,
      progress: (done, all) => bar.update(done, all),
    }),
  );
  for (const { id, values } of report.notes)
    if (id === 'file-failed') {
      const { file = '', reason = '', next = '' } = values;
      if (report.lines.total === 0) throw new SekishoError('log-damaged', reason, next);
      note(`${file}: ${reason}`);
    }
  const floor = report.approximate.topClients;
  if (floor !== undefined) note(sayList(language, 'lookup.approximate', { floor }));
  const clients = new Map<string, InLog>();
  for (const { address, connections, rejected, messages } of report.topClients) {
    const subject = clients.size < most && !isLoopback(address) ? readSubject(address) : undefined;
    if (subject !== undefined && !clients.has(subject.text))
      clients.set(subject.text, { connections, refused: rejected, accepted: messages });
  }
  return clients;
}
