/** What is suggested for a configuration as it is written; and the configuration with it. */
import type { HealthStatus } from '../../../src/dnsbl/health.ts';
import { changedText } from '../../../src/postfix/changed.ts';
import { suggest } from '../../../src/restrictions/suggest/suggest.ts';
import type { Suggested } from '../../../src/restrictions/suggest/suggestion.ts';
import { readingOf, type Written } from '../lint/written.ts';

export interface Given extends Written {
  /** Statuses of lists; not given: nobody was asked. */
  readonly health?: Readonly<Record<string, HealthStatus>>;
  /** New rules warn only. */
  readonly tried?: boolean;
  readonly publicResolver?: string;
}

export function suggestedFor({ health, tried = false, publicResolver, ...written }: Given): Suggested {
  const reading = readingOf(written);
  const world = { ...reading.world, ...(publicResolver !== undefined && { publicResolver }) };
  return suggest({
    reading: { ...reading, world },
    health: health && new Map(Object.entries(health)),
    tried: () => (tried ? { id: 'tried-no-log', values: {} } : undefined),
  });
}

/** `parameter = value`, on one line each. */
export function linesFor(given: Given): readonly string[] {
  return suggestedFor(given).settings.map(
    ({ parameter, value }) => `${parameter} = ${value.replace(/\s+/g, ' ')}`,
  );
}

export function applied(given: Given): Given {
  const settings = suggestedFor(given).settings.map(({ parameter, value }) => ({ name: parameter, value }));
  return { ...given, main: changedText(given.main ?? '', settings) };
}
