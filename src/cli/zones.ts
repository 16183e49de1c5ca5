/** `sekisho zones`: which DNS lists can be trusted today, where they are used, and what to change. */
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { SekishoError } from '../config/error.ts';
import type { StubResolver } from '../dns/stub.ts';
import { systemResolvConf } from '../dns/system.ts';
import { type Health, zoneHealth } from '../dnsbl/health.ts';
import { wholeCatalogue } from '../dnsbl/plan.ts';
import { type Fitness, isPublicResolver, resolverFitness } from '../dnsbl/resolver-fitness.ts';
import { namedZone } from '../dnsbl/stranger.ts';
import { say } from '../i18n/cli/words.ts';
import type { Language } from '../i18n/language.ts';
import { sayZone } from '../i18n/zones/words.ts';
import type { Configuration } from '../postfix/configuration.ts';
import { type ListUse, listUses } from '../postfix/dns-lists.ts';
import { hasConfiguration, readConfiguration, tableText, USUAL_FOLDER } from '../postfix/read.ts';
import { renamedParameters } from '../postfix/renamed.ts';
import { adviseOn, contextOf } from '../restrictions/list-advice.ts';
import { refuseBroken, refuseExpansion } from './broken.ts';
import { addEveryOption, type Everyday, type EveryOptions, everyday } from './every-command.ts';
import { openResolver } from './resolver.ts';
import { ProgressBar } from './show.ts';
import { readGiven } from './zone-sources.ts';
import { zonesJson } from './zones-json.ts';
import { catalogueHealth, isUnsafe, type Judged } from './zones-judged.ts';
import { zonesText } from './zones-text.ts';

type Options = EveryOptions & { configDir?: string; offline?: boolean; all?: boolean };

export function addZones(parent: Command, language: Language): void {
  const command = parent
    .command('zones')
    .description(say(language, 'help.zones'))
    .argument('[zone...]', say(language, 'help.zones.zone'))
    .option('--offline', say(language, 'help.zones.offline'))
    .option('-c, --config-dir <folder>', say(language, 'help.zones.configDir'))
    .option('--all', say(language, 'help.zones.all'))
    .action(run);
  addEveryOption(command, language);
  command.addHelpText('after', say(language, 'help.zones.after'));
}

async function run(args: string[], options: Options): Promise<void> {
  const day = everyday(options);
  const given = await readGiven(args);
  const configuration = configurationOf(options);
  if (configuration !== undefined) refuseBroken(configuration);
  const own = configuration === undefined ? [] : [{ configuration, uses: usedBy(configuration) }];
  const zones = zonesOf(
    [...given.named, ...given.pieces.flatMap(({ uses }) => uses)],
    own.flatMap(({ uses }) => uses),
    options,
  );
  if (zones.all && configuration !== undefined && options.all !== true && args.length === 0)
    day.note(sayZone(day.language, 'nothing-used', { folder: configuration.main.file }));
  const asked = options.offline === true ? undefined : await askAll(zones.names, day, options);
  const resolver = publicResolver(asked, options);
  const pieces = [...given.pieces, ...own];
  const uses = Map.groupBy(
    [
      ...adviseOn(given.named, contextOf(undefined, resolver)),
      ...pieces.flatMap((piece) => adviseOn(piece.uses, contextOf(piece.configuration, resolver))),
    ],
    ({ zone }) => zone,
  );
  const judged = zones.names.map((zone, i): Judged => {
    const list = namedZone(zone);
    return { list, uses: uses.get(zone) ?? [], health: asked?.healths[i] ?? catalogueHealth(list.record) };
  });
  const told = {
    judged,
    fitness: asked?.fitness,
    offline: asked === undefined,
    renamed: pieces.flatMap((piece) => renamedParameters(piece.configuration)),
  };
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(zonesJson(told, day.language), undefined, 2)}\n`
      : zonesText(told, day),
  );
  // With such a resolver no list can be used, whatever the list is like.
  const faulty = asked !== undefined && asked.fitness.status !== 'fit' && asked.fitness.status !== 'unknown';
  if (judged.some((each) => each.uses.length > 0 && (faulty || isUnsafe(each)))) process.exitCode = 1;
}

/**
 * Is the resolver one that lists refuse? Known by what they say to it; and, where nobody is asked, by the address that
 * stands in /etc/resolv.conf, if that is the one of the configuration in question.
 */
function publicResolver(asked: Asked | undefined, { configDir }: Options): string | undefined {
  const servers = (asked?.servers ?? (configDir === undefined ? systemResolvConf().servers : [])).map(
    ({ address }) => address,
  );
  const known = servers.filter(isPublicResolver);
  if (known.length > 0) return known.join(', ');
  return asked?.fitness.status === 'public-resolver' ? servers.join(', ') : undefined;
}

function configurationOf({ configDir }: Options): Configuration | undefined {
  if (configDir !== undefined) return readConfiguration(configDir);
  return hasConfiguration() ? readConfiguration(USUAL_FOLDER) : undefined;
}

function usedBy(configuration: Configuration): readonly ListUse[] {
  const { uses, errors } = listUses(configuration, tableText(dirname(configuration.main.file)));
  const [wrong] = errors;
  if (wrong === undefined) return uses;
  return refuseExpansion(wrong.error, configuration, wrong.parameter);
}

function zonesOf(
  named: readonly ListUse[],
  used: readonly ListUse[],
  options: Options,
): { readonly names: readonly string[]; readonly all: boolean } {
  const names = named.length > 0 ? named : used;
  if (options.all !== true && names.length > 0)
    return { names: [...new Set(names.map(({ zone }) => zone))], all: false };
  const catalogue = wholeCatalogue()
    .filter(({ record }) => record.registration !== 'key' && record.registration !== 'subscription')
    .map(({ zone }) => zone);
  return { names: [...new Set([...names.map(({ zone }) => zone), ...catalogue])], all: true };
}

/** Zones that are asked at the same time; each takes some twenty questions. */
const AT_ONCE = 40;

export interface Asked {
  /** In the order of the names. */
  readonly healths: readonly Health[];
  readonly fitness: Fitness;
  readonly servers: readonly { readonly address: string }[];
}

export async function askAll(
  names: readonly string[],
  day: Everyday,
  options: Pick<Options, 'quiet'>,
): Promise<Asked> {
  // What was answered before is of no use here.
  const resolver: StubResolver = await openResolver(day.resolver, { attempts: 2, cache: false });
  const bar = new ProgressBar(options.quiet !== true, day.language, process.stderr, Date.now, {
    word: 'progress.asking',
    patience: 1000,
  });
  try {
    return await bar.during(async () => {
      const { servers } = resolver;
      const fitness = await resolverFitness(resolver, { servers: servers.map(({ address }) => address) });
      if (fitness.status === 'silent')
        throw new SekishoError(
          'resolver-failed',
          'no list could be asked: the resolver does not answer',
          'look at /etc/resolv.conf, or name a resolver with --dns',
        );
      const fault = fitness.status === 'fit' || fitness.status === 'unknown' ? undefined : fitness.status;
      const healths: Health[] = new Array(names.length);
      let next = 0;
      let done = 0;
      const work = async (): Promise<void> => {
        for (let i = next++; i < names.length; i = next++) {
          healths[i] = await zoneHealth(resolver, namedZone(names[i]!), {
            resolver: { fault, answers: fitness.answers },
          });
          bar.update(++done, names.length);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      bar.end();
      if (fitness.findsNothing === true && healths.every(({ latency }) => latency === undefined))
        day.note(sayZone(day.language, 'finds-nothing'));
      return { healths, fitness, servers };
    });
  } finally {
    resolver.close();
  }
}
