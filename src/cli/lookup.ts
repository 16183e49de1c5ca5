/** `sekisho lookup`: on which lists addresses and domains are, what that means, and how to get off. */
import { type Command, Option } from 'commander';
import { SekishoError } from '../config/error.ts';
import { likeZones } from '../dnsbl/find.ts';
import { type Looked, Lookup } from '../dnsbl/lookup.ts';
import { namedZones, type Planned, skipOf, wholeCatalogue } from '../dnsbl/plan.ts';
import { readSubject, type Subject, subjectOf } from '../dnsbl/question.ts';
import { say } from '../i18n/cli/words.ts';
import { told } from '../i18n/errors/told.ts';
import type { Language } from '../i18n/language.ts';
import { sayList } from '../i18n/lists/words.ts';
import type { Client } from '../report/clients.ts';
import { addEveryOption, type Everyday, type EveryOptions, everyday } from './every-command.ts';
import { lookedJson } from './lookup-json.ts';
import { LookupText } from './lookup-text.ts';
import { wholeNumber } from './number.ts';
import { openResolver } from './resolver.ts';
import { ProgressBar } from './show.ts';
import { textOfStdin } from './stdin.ts';

interface Options extends EveryOptions {
  fromLog?: string[];
  zones?: string[];
  top?: string;
}

export function addLookup(parent: Command, language: Language): void {
  const command = parent
    .command('lookup')
    .description(say(language, 'help.lookup'))
    .argument('[subject...]', say(language, 'help.lookup.subject'))
    .addOption(
      new Option('--from-log <log>', say(language, 'help.lookup.fromLog')).argParser(
        (log: string, before: string[] = []) => [...before, log],
      ),
    )
    .option('--top <count>', say(language, 'help.lookup.top'))
    .addOption(
      new Option('--zones <zones>', say(language, 'help.lookup.zones')).argParser(
        (zones: string, before: string[] = []) => [...before, ...zones.split(/[\s,]+/).filter(Boolean)],
      ),
    )
    .action(run);
  addEveryOption(command, language);
  command.addHelpText('after', say(language, 'help.lookup.after'));
}

async function run(words: string[], options: Options): Promise<void> {
  const day = everyday(options);
  const lists = listsOf(options.zones, day);
  const { subjects, clients } = await subjectsOf(words, options, day);
  // Some list is always dead: five seconds are enough to wait for it.
  const resolver = await openResolver(day.resolver, { attempts: 2 });
  try {
    await tell(subjects, clients, lists, resolver, options, day);
  } finally {
    resolver.close();
  }
}

async function tell(
  subjects: readonly Subject[],
  clients: ReadonlyMap<string, Client>,
  lists: readonly Planned[],
  resolver: Awaited<ReturnType<typeof openResolver>>,
  options: Options,
  { language, width, color }: Everyday,
): Promise<void> {
  const bar = new ProgressBar(options.quiet !== true, language, process.stderr, Date.now, {
    word: 'progress.asking',
    patience: 1000,
  });
  const all = subjects.reduce(
    (sum, subject) => sum + lists.filter((list) => !skipOf(list, subject)).length,
    0,
  );
  let done = 0;
  const lookup = new Lookup(resolver, lists, { progress: () => bar.update(++done, all) });
  const text = new LookupText({ language, width, color });
  const outcomes = new Outcomes();
  await bar.during(async () => {
    let count = 0;
    if (options.json === true) await write('{"schema":1,"results":[');
    for await (const looked of lookup.all(subjects)) {
      outcomes.note(looked);
      const client = clients.get(looked.subject.text);
      if (options.json === true)
        await write(`${count++ === 0 ? '' : ','}\n${JSON.stringify(lookedJson(looked, language, client))}`);
      else {
        // On one terminal the bar and the text would be mixed.
        bar.end();
        await write(text.block(looked, client));
      }
    }
    bar.end();
    await write(options.json === true ? '\n]}\n' : text.end());
  });
  if (outcomes.nothingReached)
    throw new SekishoError(
      'resolver-failed',
      'no list could be asked: the resolver does not answer',
      'look at /etc/resolv.conf, or name a resolver with --dns',
    );
}

/** Whether there was an answer at all. */
class Outcomes {
  #answers = 0;
  readonly #silent = new Set<string>();
  #unreachable = 0;

  note({ listings, ratings, clear, failed }: Looked): void {
    this.#answers += listings.length + ratings.length + clear.length;
    for (const { list, why, answers } of failed) {
      if (answers.length > 0 || (why !== 'timeout' && why !== 'unreachable' && why !== 'unregistered'))
        this.#answers++;
      else this.#silent.add(list.zone);
      if (why === 'unreachable') this.#unreachable++;
    }
  }

  /** A list or two may be silent by themselves; many at once are not. */
  get nothingReached(): boolean {
    return this.#answers === 0 && (this.#unreachable > 0 || this.#silent.size >= 5);
  }
}

function listsOf(zones: string[] | undefined, { note, language }: Everyday): readonly Planned[] {
  if (zones === undefined) return wholeCatalogue();
  const wrong = zones.find((zone) => subjectOf(zone.replace(/\.$/, ''))?.kind !== 'domain');
  if (zones.length === 0 || wrong !== undefined)
    throw new SekishoError(
      'bad-argument',
      '--zones "{text}" is no name of a list',
      'give names, as in --zones zen.spamhaus.org,bl.spamcop.net',
      { values: { text: wrong ?? '' } },
    );
  const lists = namedZones(zones);
  for (const { zone } of lists.filter(({ by }) => by === 'nothing')) {
    const [like] = likeZones(zone);
    if (like !== undefined) note(say(language, 'note.zoneLike', { zone, like: like.zone }));
  }
  return lists;
}

interface Asked {
  readonly subjects: readonly Subject[];
  /** By address: how often the log has it. */
  readonly clients: ReadonlyMap<string, Client>;
}

async function subjectsOf(words: readonly string[], options: Options, day: Everyday): Promise<Asked> {
  const { fromLog = [] } = options;
  const subjects = new Map<string, Subject>();
  const add = (text: string): boolean => {
    const subject = readSubject(text);
    if (subject !== undefined) subjects.set(subject.text, subject);
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
    // Lines as they stand in files of such lists: with comments.
    for (const line of (await textOfStdin()).split('\n'))
      for (const word of line.replace(/[#;].*$/, '').split(/[\s,]+/))
        if (word !== '' && !add(word))
          day.note(say(day.language, 'note.noSubject', { text: word.slice(0, 100) }));
  }
  const clients =
    fromLog.length === 0 ? new Map<string, Client>() : await clientsOfLogs(fromLog, options, day);
  for (const address of clients.keys()) add(address);
  if (subjects.size > 0) return { subjects: [...subjects.values()], clients };
  if (words.length > 0 || fromLog.length > 0) {
    day.note(say(day.language, 'note.noSubjects'));
    return { subjects: [], clients };
  }
  throw new SekishoError(
    'bad-argument',
    'there is nothing to look up',
    'give an address or a domain, as in sekisho lookup 192.0.2.1, or a log with --from-log',
  );
}

/** By the address as it is looked up, the most frequent first. */
async function clientsOfLogs(
  logs: readonly string[],
  { top, quiet }: Options,
  { note, language }: Everyday,
): Promise<ReadonlyMap<string, Client>> {
  const most = top === undefined ? 0 : wholeNumber(top, '--top');
  const { clientsOf } = await import('../report/clients.ts');
  const bar = new ProgressBar(quiet !== true, language);
  const read = await bar.during(() => clientsOf(logs, Date.now(), (done, all) => bar.update(done, all)));
  if (read.failed[0] !== undefined && read.clients.length === 0) throw read.failed[0].error;
  for (const { error } of read.failed) note(told(error, language).message);
  if (read.floor > 0) note(sayList(language, 'lookup.approximate', { floor: read.floor }));
  const clients = new Map<string, Client>();
  for (const client of read.clients.slice(0, most || undefined)) {
    const subject = readSubject(client.key);
    if (subject !== undefined && !clients.has(subject.text)) clients.set(subject.text, client);
  }
  return clients;
}

/** A slow reader makes us wait: memory stays flat whatever is looked up. */
async function write(text: string): Promise<void> {
  if (text !== '' && !process.stdout.write(text))
    await new Promise<void>((resolve) => process.stdout.once('drain', () => resolve()));
}
