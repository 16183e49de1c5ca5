/** The health of lists as the JSON that docs/zones.md describes. */

import type { Fitness } from '../dnsbl/resolver-fitness.ts';
import { shownName } from '../dnsbl/secret.ts';
import type { Language } from '../i18n/language.ts';
import { titleOf } from '../postfix/master-cf.ts';
import type { Renamed } from '../postfix/renamed.ts';
import { isUnsafe, type Judged } from './zones-judged.ts';
import { fixOf, insteadOf, lifeOf, messageOf, reasonOf, renamedOf } from './zones-told.ts';

export interface ZonesTold {
  readonly judged: readonly Judged[];
  /** undefined: nothing was asked. */
  readonly fitness: Fitness | undefined;
  readonly offline: boolean;
  /** Of the configurations that were read. */
  readonly renamed: readonly Renamed[];
}

export function zonesJson({ judged, fitness, offline, renamed }: ZonesTold, language: Language): object {
  return {
    schema: 1,
    offline,
    resolver: fitness === undefined ? null : { status: fitness.status, answers: fitness.answers },
    zones: judged.map((each) => zoneJson(each, language)),
    parameters: renamed.map((each) => ({
      name: each.name,
      now: each.now,
      file: each.place?.file ?? null,
      line: each.place?.line ?? null,
      ...renamedOf(each, language),
    })),
  };
}

function zoneJson(judged: Judged, language: Language): object {
  const { list, health, uses } = judged;
  const { record } = list;
  return {
    zone: shownName(list),
    name: record.name,
    status: health.status,
    reason: health.reason ?? null,
    text: reasonOf(health, language),
    answers: health.answers,
    unsafe: isUnsafe(judged),
    catalogue: {
      known: list.by !== 'nothing',
      status: record.life.status,
      since: record.life.since?.date ?? null,
      confidence: record.life.confidence,
      listedAll: record.life.listedAll,
      use: record.use,
      text: lifeOf(record, language),
      advice: insteadOf(record, language),
      replacements: record.replacements,
      filter: record.filter ?? null,
      sources: record.sources,
    },
    tests: [
      ...health.points.map(({ point, wanted, reading, latency }) => ({
        entry: point,
        wanted,
        result: reading.state,
        answers: reading.state === 'clear' ? [] : reading.answers,
        why: reading.state === 'failed' ? reading.why : null,
        ms: Math.round(latency),
      })),
      ...(health.strangers.asked === 0
        ? []
        : [{ entry: 'random', asked: health.strangers.asked, listed: health.strangers.listed }]),
    ],
    nameServers: health.servers,
    latencyMs: health.latency === undefined ? null : Math.round(health.latency),
    usedIn: uses
      .filter(({ parameter }) => parameter !== '')
      .map((use) => ({
        file: use.place?.file ?? null,
        line: use.place?.line ?? null,
        parameter: use.parameter,
        service: use.service === undefined ? null : titleOf(use.service),
        restriction: use.restriction ?? null,
        about: use.about,
        filter: use.filter ?? null,
        weight: use.does === 'score' ? use.weight : null,
        warnsOnly: use.warnsOnly,
      })),
    advice: uses.flatMap((use) =>
      use.advice.map((advice) => ({
        id: advice.id,
        severity: advice.severity,
        file: use.place?.file ?? null,
        line: use.place?.line ?? null,
        message: messageOf(use, advice, language),
        fix: fixOf(use, advice, language),
      })),
    ),
  };
}
