/** `sekisho suggest`: a recommended set for this server as a diff, with reasons. Nothing is changed by it. */
import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { SekishoError } from '../config/error.ts';
import type { HealthStatus } from '../dnsbl/health.ts';
import { say } from '../i18n/cli/words.ts';
import type { Language } from '../i18n/language.ts';
import { saySuggest } from '../i18n/suggest/words.ts';
import { sayZone } from '../i18n/zones/words.ts';
import { changed, changedText } from '../postfix/changed.ts';
import type { Configuration } from '../postfix/configuration.ts';
import { listUses } from '../postfix/dns-lists.ts';
import { servicesOf } from '../postfix/master-cf.ts';
import { readConfiguration, USUAL_FOLDER } from '../postfix/read.ts';
import { compileRules } from '../restrictions/compile.ts';
import { KnownFacts } from '../restrictions/facts-known.ts';
import { readingOf } from '../restrictions/lint/reading.ts';
import { type Replayed, replay } from '../restrictions/replay/replay.ts';
import { Settings } from '../restrictions/settings.ts';
import { type LogEvidence, type Recommended, recommend } from '../restrictions/suggest/evidence.ts';
import { opensRelay } from '../restrictions/suggest/relay-safety.ts';
import type { SuggestedSetting } from '../restrictions/suggest/suggestion.ts';
import { orRefuse } from './broken.ts';
import { addEveryOption, type Everyday, type EveryOptions, everyday } from './every-command.ts';
import { lintWorld } from './lint-world.ts';
import { asking, gather, QUESTIONS, RATE, rulesOf } from './replay.ts';
import { openResolver } from './resolver.ts';
import { ProgressBar } from './show.ts';
import { suggestCommands } from './suggest-commands.ts';
import { suggestJson, suggestText } from './suggest-told.ts';
import { tableWorld, thisMachine } from './table-world.ts';
import { askAll } from './zones.ts';

export interface SuggestOptions extends EveryOptions {
  configDir: string;
  offline?: boolean;
  date?: string;
}

export function addSuggest(parent: Command, language: Language): void {
  const command = parent
    .command('suggest')
    .description(say(language, 'help.suggest'))
    .argument('[log...]', say(language, 'help.log'))
    .addOption(
      new Option('-c, --config-dir <folder>', say(language, 'help.configDir')).default(USUAL_FOLDER, ''),
    )
    .option('-d, --date <days>', say(language, 'help.date'))
    .option('--offline', say(language, 'help.suggest.offline'))
    .action(run);
  addEveryOption(command, language);
  command.addHelpText('after', say(language, 'help.suggest.after'));
}

async function run(logs: string[], options: SuggestOptions): Promise<void> {
  const day = everyday(options);
  const configuration = readConfiguration(options.configDir);
  const text = readFileSync(configuration.main.file, 'utf8');
  const machine = lintWorld(options.configDir, configuration);
  // Said before the log is read: a broken configuration is no matter of hours.
  const current = await rulesOf(configuration, options);
  const asked = options.offline === true ? undefined : await healthOf(configuration, machine, day, options);
  const publicResolver = asked?.publicResolver ?? machine.publicResolver;
  const reading = readingOf(configuration, {
    ...machine,
    ...(publicResolver !== undefined && { publicResolver }),
  });
  const offline = asked === undefined;
  const log = await evidenceOf(logs, { configuration, text, current, offline, options, day });
  const recommended = await recommend({ reading, health: asked?.health }, log).finally(() => log?.close());
  const settings = await safe(recommended, configuration, text, options, day);
  const after = changedText(text, named(settings));
  const told = {
    ...{ ...recommended, settings, offline, before: text, after, file: configuration.main.file },
    commands: suggestCommands(settings, logs, options),
  };
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(suggestJson(told, day.language), undefined, 2)}\n`
      : suggestText(told, options.configDir, day),
  );
  if (settings.length > 0) process.exitCode = 1;
}

function named(settings: readonly SuggestedSetting[]): { name: string; value: string }[] {
  return settings.map(({ parameter, value }) => ({ name: parameter, value }));
}

interface Asked {
  readonly health: ReadonlyMap<string, HealthStatus>;
  readonly publicResolver: string | undefined;
}

const ZEN = 'zen.spamhaus.org';

/** @returns undefined: DNS does not answer, or not as it must, which is told */
async function healthOf(
  configuration: Configuration,
  { readTable }: ReturnType<typeof lintWorld>,
  day: Everyday,
  options: SuggestOptions,
): Promise<Asked | undefined> {
  const zones = [...new Set([...listUses(configuration, readTable).uses.map(({ zone }) => zone), ZEN])];
  try {
    const { healths, fitness, servers } = await askAll(zones, day, options);
    const { status } = fitness;
    const isPublic = status === 'public-resolver';
    if (status !== 'fit' && status !== 'unknown') day.note(sayZone(day.language, `resolver.${status}`));
    // Through a resolver that finds no list at all, every list looks dead.
    if (status === 'unknown') day.note(saySuggest(day.language, 'no-lists'));
    if (status !== 'fit' && !isPublic) return undefined;
    return {
      health: new Map(zones.map((zone, i) => [zone, healths[i]!.status])),
      publicResolver: isPublic ? servers.map(({ address }) => address).join(', ') : undefined,
    };
  } catch (error) {
    if (!(error instanceof SekishoError) || error.code !== 'resolver-failed') throw error;
    day.note(saySuggest(day.language, 'no-dns'));
    return undefined;
  }
}

interface Work {
  readonly configuration: Configuration;
  /** Of main.cf. */
  readonly text: string;
  readonly current: Awaited<ReturnType<typeof rulesOf>>;
  readonly offline: boolean;
  readonly options: SuggestOptions;
  readonly day: Everyday;
}

/** @returns undefined: nobody named a log, and none is found or may be read */
async function evidenceOf(
  logs: string[],
  { configuration, text, current, offline, options, day }: Work,
): Promise<(LogEvidence & { close(): void }) | undefined> {
  const found = await gather(logs, options, day).catch((error: unknown) => {
    // A log that is named must be there.
    if (!(error instanceof SekishoError) || logs.length > 0) throw error;
    return undefined;
  });
  if (found === undefined || found.gathered.attempts.length === 0) return undefined;
  const { gathered } = found;
  const resolver = offline ? undefined : await openResolver(day.resolver);
  // What was asked for one set is known for the next.
  const asks = asking(resolver);
  const facts = new KnownFacts();
  return {
    asksDns: resolver !== undefined,
    close: () => resolver?.close(),
    async replay(settings): Promise<Replayed> {
      const proposed = await rulesOf(changed(configuration, text, named(settings)), options);
      const bar = new ProgressBar(options.quiet !== true, day.language);
      return await bar.during(() =>
        replay({
          ...{ current, proposed, gathered, facts, mostQuestions: QUESTIONS, rate: RATE },
          ...asks,
          progress: (done, all) => bar.update(done, all),
        }),
      );
    },
  };
}

/** What would open a relay for any service of master.cf is never suggested. */
async function safe(
  { settings }: Recommended,
  configuration: Configuration,
  text: string,
  options: SuggestOptions,
  day: Everyday,
): Promise<readonly SuggestedSetting[]> {
  if (settings.length === 0) return settings;
  const proposed = changed(configuration, text, named(settings));
  const services = servicesOf(configuration, 'smtpd');
  for (const service of [undefined, ...services]) {
    const rules = (of: Configuration) =>
      orRefuse(of, () => {
        const world = tableWorld(options.configDir, new Settings(of, service), false);
        return compileRules(of, { world, ...thisMachine(), ...(service && { service }) });
      });
    if (!opensRelay(await rules(configuration), await rules(proposed))) continue;
    day.note(saySuggest(day.language, 'unsafe'));
    return [];
  }
  return settings;
}
