/** A stream of keys as mail logs have them: a few come all the time, most come once. */
import { Random } from '../../bench/generator/random.ts';

/** @param kinds how many different keys there may be @returns each with how often it came, in the stream's order */
export function zipf(
  events: number,
  kinds: number,
  seed: number,
): { keys: string[]; exact: Map<string, number> } {
  const random = new Random(seed);
  const keys: string[] = [];
  const exact = new Map<string, number>();
  for (let n = 0; n < events; n++) {
    // The inverse of the distribution of 1/rank.
    const rank = Math.floor(kinds ** random.next());
    const key = `user${rank}@domain${rank % 7}.example`;
    keys.push(key);
    exact.set(key, (exact.get(key) ?? 0) + 1);
  }
  return { keys, exact };
}
