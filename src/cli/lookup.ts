/** `sekisho lookup`: on which lists addresses and domains are, what that means, and how to get off. */
import { type Command, Option } from 'commander';
import { SekishoError } from '../config/error.ts';
import { likeZones } from '../dnsbl/find.ts';
import { type Looked, Lookup } from '../dnsbl/lookup.ts';
import { namedZones, type Planned, wholeCatalogue } from '../dnsbl/plan.ts';
import { type SubjectKind, unfit } from '../dnsbl/question.ts';
import { hideKeys } from '../dnsbl/secret.ts';
import type { SubjectSet } from '../dnsbl/subject-set.ts';
import { say } from '../i18n/cli/words.ts';
import type { Language } from '../i18n/language.ts';
import { addEveryOption, type Everyday, type EveryOptions, everyday } from './every-command.ts';
import { type InLog, lookedJson, SkippedJson } from './lookup-json.ts';
import { Outlet } from './lookup-outlet.ts';
import { type SubjectOptions, subjectsOf } from './lookup-subjects.ts';
import { LookupText } from './lookup-text.ts';
import { openResolver } from './resolver.ts';
import { ProgressBar } from './show.ts';

/** Some list is always dead: five seconds are enough to wait for it. Hardly anything is asked twice. */
const RESOLVER = { attempts: 2, cache: { entries: 5000 } } as const;

/** As shells tell of a program that SIGINT ended: 128 and its number. */
const INTERRUPTED = 130;

type Options = EveryOptions & SubjectOptions & { zones?: string[] };

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
    .option('-d, --date <days>', say(language, 'help.lookup.date'))
    .option('--top <count>', say(language, 'help.lookup.top'))
    .addOption(
      new Option('--zones <zones>', say(language, 'help.lookup.zones')).argParser(
        (zones: string, before: string[] = []) => [...before, zones],
      ),
    )
    .action(run);
  addEveryOption(command, language);
  command.addHelpText('after', say(language, 'help.lookup.after'));
}

async function run(words: string[], options: Options): Promise<void> {
  const day = everyday(options);
  const lists = await listsOf(options.zones, day);
  const { subjects, clients } = await subjectsOf(words, options, day);
  const resolver = await openResolver(day.resolver, RESOLVER);
  try {
    await tell(subjects, clients, lists, resolver, options, day);
  } finally {
    resolver.close();
  }
}

async function tell(
  subjects: SubjectSet,
  clients: ReadonlyMap<string, InLog>,
  lists: readonly Planned[],
  resolver: Awaited<ReturnType<typeof openResolver>>,
  options: Options,
  { language, width, color }: Everyday,
): Promise<void> {
  const bar = new ProgressBar(options.quiet !== true, language, process.stderr, Date.now, {
    word: 'progress.asking',
    patience: 1000,
  });
  const all = KINDS.reduce((sum, kind) => sum + subjects.asked(kind) * askedAbout(lists, kind), 0);
  let done = 0;
  const lookup = new Lookup(resolver, lists, { progress: () => bar.update(++done, all) });
  const text = new LookupText({ language, width, color });
  const outcomes = new Outcomes();
  const skipped = new SkippedJson();
  const out = new Outlet();
  const end = (more = ''): string =>
    options.json === true ? `\n],"skipped":${JSON.stringify(skipped.rows(language))}${more}}\n` : text.end();
  // What has been found so far is told whole; a second Ctrl-C does not wait for who reads it.
  const stop = (): void => {
    bar.end();
    void out.close(end(',"interrupted":true')).then(() => process.exit(INTERRUPTED));
  };
  process.once('SIGINT', stop);
  try {
    let count = 0;
    if (options.json === true) await out.put('{"schema":1,"results":[');
    for await (const looked of lookup.all(subjects)) {
      outcomes.note(looked);
      const client = clients.get(looked.subject.text);
      if (options.json === true) {
        skipped.note(looked);
        await out.put(`${count++ === 0 ? '' : ','}\n${JSON.stringify(lookedJson(looked, language, client))}`);
      } else {
        // On one terminal the bar and the text would be mixed.
        bar.end();
        await out.put(text.block(looked, client));
      }
    }
    bar.end();
    await out.close(end());
  } finally {
    process.removeListener('SIGINT', stop);
    bar.end();
  }
  if (outcomes.nothingReached)
    throw new SekishoError(
      'resolver-failed',
      'no list could be asked: the resolver does not answer',
      'look at /etc/resolv.conf, or name a resolver with --dns',
    );
}

const KINDS: readonly SubjectKind[] = ['ip4', 'ip6', 'domain'];

/** How many lists: the same for all subjects of a kind, but for names that are too long. */
function askedAbout(lists: readonly Planned[], kind: SubjectKind): number {
  return lists.filter(({ record, skip }) => skip === undefined && !unfit(record, kind)).length;
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

async function listsOf(
  zones: readonly string[] | undefined,
  { note, language }: Everyday,
): Promise<readonly Planned[]> {
  if (zones === undefined) return wholeCatalogue();
  const { readGiven } = await import('./zone-sources.ts');
  const { named, pieces } = await readGiven(zones);
  const uses = [...named, ...pieces.flatMap((piece) => piece.uses)];
  const lists = namedZones(uses.map(({ zone }) => zone));
  for (const { zone } of lists.filter(({ by }) => by === 'nothing')) {
    const [like] = likeZones(zone);
    if (like !== undefined) note(say(language, 'note.zoneLike', { zone: hideKeys(zone), like: like.zone }));
  }
  return lists;
}
