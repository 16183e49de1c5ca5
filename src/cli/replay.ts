/** `sekisho replay`: what a change of restrictions would have done to the mail of a log. Nothing is changed by it. */

import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { SekishoError } from '../config/error.ts';
import type { Resolver } from '../dns/resolver.ts';
import { namedZone } from '../dnsbl/stranger.ts';
import { say } from '../i18n/cli/words.ts';
import type { Language } from '../i18n/language.ts';
import { readLogs } from '../maillog/logs.ts';
import { type Coverage, newCoverage } from '../maillog/read.ts';
import { withoutCopies } from '../maillog/source/copies.ts';
import { discoverLogs } from '../maillog/source/discover.ts';
import { localOffset } from '../maillog/stamp.ts';
import { changed } from '../postfix/changed.ts';
import type { Configuration } from '../postfix/configuration.ts';
import { readConfiguration, USUAL_FOLDER } from '../postfix/read.ts';
import { ALWAYS, readPeriod } from '../report/period.ts';
import { compileRules } from '../restrictions/compile.ts';
import { KnownFacts } from '../restrictions/facts-known.ts';
import type { Gathered } from '../restrictions/replay/gathered.ts';
import { newGathering } from '../restrictions/replay/gathering.ts';
import { applyCommand, promoted } from '../restrictions/replay/promote.ts';
import { ProvenFacts } from '../restrictions/replay/proven.ts';
import { type Replayed, type ReplayOptions, replay } from '../restrictions/replay/replay.ts';
import { shadowResults } from '../restrictions/replay/shadow-results.ts';
import type { Rules } from '../restrictions/rules.ts';
import { Settings } from '../restrictions/settings.ts';
import { Spf } from '../spf/spf.ts';
import { orRefuse } from './broken.ts';
import { addEveryOption, type Everyday, type EveryOptions, everyday } from './every-command.ts';
import { wholeNumber } from './number.ts';
import { replayJson } from './replay-json.ts';
import { shadowJson, shadowText } from './replay-shadow.ts';
import { replayText } from './replay-text.ts';
import { openResolver } from './resolver.ts';
import { serviceOf } from './service-option.ts';
import { collectSet, settingsOf } from './set-option.ts';
import { ProgressBar } from './show.ts';
import { tableWorld, thisMachine } from './table-world.ts';

interface Options extends EveryOptions {
  configDir: string;
  set?: string[];
  compare?: boolean;
  shadowResults?: boolean;
  format: 'text' | 'html' | 'json';
  date?: string;
  top?: string;
  service?: string;
  offline?: boolean;
  questions?: string;
  rate?: string;
}

export const QUESTIONS = 20_000;
/** A second. */
export const RATE = 500;
const TOP = 20;

export function addReplay(parent: Command, language: Language): void {
  const command = parent
    .command('replay')
    .description(say(language, 'help.replay'))
    .argument('[log...]', say(language, 'help.log'))
    .addOption(
      new Option('-c, --config-dir <folder>', say(language, 'help.configDir')).default(USUAL_FOLDER, ''),
    )
    .addOption(new Option('--set <setting>', say(language, 'help.replay.set')).argParser(collectSet))
    .option('--compare', say(language, 'help.replay.compare'))
    .option('--shadow-results', say(language, 'help.replay.shadowResults'))
    .addOption(
      new Option('--format <form>', say(language, 'help.format'))
        .choices(['text', 'html', 'json'])
        .default('text', ''),
    )
    .option('-d, --date <days>', say(language, 'help.date'))
    .option('--top <count>', say(language, 'help.top'))
    .option('--service <name>', say(language, 'help.service'))
    .option('--offline', say(language, 'help.replay.offline'))
    .option('--questions <count>', say(language, 'help.replay.questions'))
    .option('--rate <count>', say(language, 'help.replay.rate'))
    .action(run);
  addEveryOption(command, language);
  command.addHelpText('after', say(language, 'help.replay.after'));
}

async function run(logs: string[], options: Options): Promise<void> {
  if (options.shadowResults === true) return await shadow(logs, options);
  const day = everyday(options);
  const configuration = readConfiguration(options.configDir);
  const settings = settingsOf(options.set ?? [], configuration);
  const proposedConfiguration =
    settings.length === 0
      ? configuration
      : changed(configuration, readFileSync(configuration.main.file, 'utf8'), settings);
  const current = await rulesOf(configuration, options);
  const proposed = settings.length === 0 ? current : await rulesOf(proposedConfiguration, options);
  const { gathered, coverage } = await gather(logs, options, day);
  const resolver = options.offline === true ? undefined : await openResolver(day.resolver);
  const bar = new ProgressBar(options.quiet !== true, day.language);
  try {
    const replayed = await bar.during(() =>
      replay({
        current,
        proposed,
        gathered,
        facts: new KnownFacts(),
        ...asking(resolver),
        mostQuestions:
          options.questions === undefined ? QUESTIONS : wholeNumber(options.questions, '--questions'),
        rate: options.rate === undefined ? RATE : Math.max(1, wholeNumber(options.rate, '--rate')),
        compare: options.compare === true,
        progress: (done, all) => bar.update(done, all),
      }),
    );
    const told = { replayed, coverage, settings, offline: resolver === undefined, more: gathered.more };
    const top = topOf(options);
    const form = options.json === true ? 'json' : options.format;
    if (form === 'json') putJson(replayJson(told, day.language));
    else if (form === 'html') {
      const { replayHtml } = await import('./replay-html.ts');
      process.stdout.write(replayHtml(told, { language: day.language, top }));
    } else process.stdout.write(replayText(told, { ...day, top }));
    if (replayed.falsePositives.likely > 0) process.exitCode = 1;
  } finally {
    resolver?.close();
  }
}

/** What a replay asks of the world. @param resolver undefined: DNS is not asked */
export function asking(
  resolver: Resolver | undefined,
): Pick<ReplayOptions, 'sources' | 'spf' | 'isUnreliable' | 'pause'> {
  const spf = resolver && new Spf(resolver, {});
  return {
    sources: resolver === undefined ? {} : { resolver },
    ...(spf && {
      spf: async ({ clientAddress, sender, helo }) =>
        (await spf.check({ ip: clientAddress, sender, helo: helo ?? '' })).result,
    }),
    isUnreliable,
    pause: async (milliseconds) => void (await pause(milliseconds)),
  };
}

async function shadow(logs: string[], options: Options): Promise<void> {
  const day = everyday(options);
  for (const [option, given] of [
    ['--set', options.set !== undefined],
    ['--compare', options.compare === true],
    ['--format html', options.format === 'html'],
  ] as const)
    if (given)
      throw new SekishoError(
        'bad-argument',
        '--shadow-results goes without {option}',
        'it reads the warnings of the configuration in force, and is told as text or JSON',
        { values: { option } },
      );
  const configuration = readConfiguration(options.configDir);
  const rules = await rulesOf(configuration, options);
  const { gathered } = await gather(logs, options, day);
  const proven = new ProvenFacts(gathered, new KnownFacts());
  const results = shadowResults(gathered, rules, proven, isUnreliable);
  const service = serviceOf(configuration, options.service);
  const settings = promoted(
    results.rules.filter(({ promote }) => promote).map(({ rule }) => rule),
    (name) =>
      service?.overrides.has(name) === true ? undefined : configuration.main.byName.get(name)?.value.text,
  );
  const folder = options.configDir === USUAL_FOLDER ? undefined : options.configDir;
  const told = { ...results, command: settings.length === 0 ? undefined : applyCommand(settings, folder) };
  if (options.json === true || options.format === 'json') putJson(shadowJson(told, day.language));
  else process.stdout.write(shadowText(told, { ...day, top: topOf(options) }));
}

function topOf({ top }: Options): number {
  return top === undefined ? TOP : wholeNumber(top, '--top') || Number.POSITIVE_INFINITY;
}

function putJson(told: object): void {
  process.stdout.write(`${JSON.stringify(told, undefined, 2)}\n`);
}

export interface ToldReplay {
  readonly replayed: Replayed;
  readonly coverage: Coverage;
  readonly settings: readonly { readonly name: string; readonly value: string }[];
  readonly offline: boolean;
  /** Attempts that were too many to keep. */
  readonly more: number;
}

export async function rulesOf(
  configuration: Configuration,
  options: Pick<Options, 'configDir' | 'service' | 'offline'>,
): Promise<Rules> {
  const service = serviceOf(configuration, options.service);
  return orRefuse(configuration, () => {
    const world = tableWorld(
      options.configDir,
      new Settings(configuration, service),
      options.offline !== true,
    );
    return compileRules(configuration, { world, ...thisMachine(), ...(service && { service }) });
  });
}

export async function gather(
  logs: readonly string[],
  options: Pick<Options, 'date' | 'quiet'>,
  { language, note }: Everyday,
): Promise<{ gathered: Gathered; coverage: Coverage }> {
  const now = Date.now();
  const wall = now + localOffset(now) * 60_000;
  const { from, to } = options.date === undefined ? ALWAYS : readPeriod(options.date, wall);
  const { gathered, correlator, express, finish } = newGathering({ from, to });
  const coverage = newCoverage();
  const { sources: found, failed } = await discoverLogs(logs, { now });
  if (found.length === 0)
    throw (
      failed[0]?.error ??
      new SekishoError('no-log', 'no mail log was found', 'name one: sekisho replay /var/log/mail.log')
    );
  const { sources } = await withoutCopies(found);
  const all = sources.reduce((sum, { size }) => sum + size, 0);
  const done = new Map<object, number>();
  const bar = new ProgressBar(options.quiet !== true, language);
  await bar.during(() =>
    readLogs(
      sources,
      { correlator, coverage, express, unparsed: () => undefined },
      {
        progress: (source, bytes) => {
          done.set(source, Math.min(bytes, source.size));
          bar.update(
            [...done.values()].reduce((sum, each) => sum + each, 0),
            all,
          );
        },
        failed: ({ name }, error) => note(`${name}: ${error.message}`),
      },
    ),
  );
  finish();
  return { gathered, coverage };
}

/** A list that has ended, or has listed everybody: it says nothing about mail. */
export function isUnreliable(zone: string): boolean {
  const { record } = namedZone(zone);
  return (
    ['shut-down', 'parked', 'deprecated', 'degraded'].includes(record.life.status) ||
    record.life.listedAll.length > 0
  );
}
