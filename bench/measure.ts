/** Time and memory of a whole process, as GNU time tells them. */
import { spawnSync } from 'node:child_process';

export interface Measure {
  readonly seconds: number;
  /** Megabytes at most. */
  readonly memory: number;
}

/** Its output format is its own. */
export function measure(command: readonly string[]): Measure {
  const run = spawnSync('/usr/bin/time', ['-f', '%e %M', ...command], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const [seconds = Number.NaN, kilobytes = Number.NaN] = (run.stderr.trim().split('\n').at(-1) ?? '')
    .split(' ')
    .map(Number);
  return { seconds, memory: kilobytes / 1024 };
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}
