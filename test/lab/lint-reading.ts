/** The reading of a configuration that lies on this machine, for checks that look at its files and accounts too. */
import { lintWorld } from '../../src/cli/lint-world.ts';
import { readConfiguration } from '../../src/postfix/read.ts';
import type { Reading } from '../../src/restrictions/lint/family.ts';
import { readingOf } from '../../src/restrictions/lint/reading.ts';

export function liveReading(folder: string): Reading {
  const configuration = readConfiguration(folder);
  return readingOf(configuration, lintWorld(folder, configuration));
}
