/**
 * Comparisons in main.cf: `${{a} == {b} ? ...}` (postconf(5); mac_expand.c). Two numbers compare as numbers, other
 * texts letter by letter. `<level` and its like compare compatibility levels (since Postfix 3.6): 3.10 is above 3.9.
 */

/** Below zero, zero or above it, as a sort wants it. */
type Order = number;

const OPERATORS: Readonly<Record<string, (order: Order) => boolean>> = {
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
  '>': (order) => order > 0,
};

export type Compared =
  | { readonly true: boolean }
  | { readonly wrong: 'operator' | 'level' | 'number'; readonly text: string };

const LARGEST = 2n ** 63n - 1n;

/** @param suffix what stands behind the operator: "" or `level` */
export function compare(left: string, operator: string, suffix: string, right: string): Compared {
  const holds = OPERATORS[operator];
  if (holds === undefined) return { wrong: 'operator', text: operator };
  if (suffix === 'level') {
    const levels = [levelOf(left), levelOf(right)] as const;
    if (levels[0] === undefined) return { wrong: 'level', text: left };
    if (levels[1] === undefined) return { wrong: 'level', text: right };
    return { true: holds(levels[0] - levels[1]) };
  }
  if (suffix !== '') return { wrong: 'operator', text: operator + suffix };
  if (/^\d+$/.test(left) && /^\d+$/.test(right)) {
    const large = [left, right].find((text) => BigInt(text) > LARGEST);
    if (large !== undefined) return { wrong: 'number', text: large };
    return { true: holds(Number(BigInt(left) > BigInt(right)) - Number(BigInt(left) < BigInt(right))) };
  }
  return { true: holds(Buffer.compare(Buffer.from(left), Buffer.from(right))) };
}

/** Of the second and the third number. */
const LARGEST_PART = 1023;

/** `3`, `3.6`, `3.6.1` as one number; undefined: it is no level (compat_level.c). */
export function levelOf(text: string): number | undefined {
  const match = /^\s*\+?(\d{1,9})(?:\.\s*\+?(\d{1,9})(?:\.\s*\+?(\d{1,9}))?)?$/.exec(text);
  if (match === null) return undefined;
  const [major, minor, patch] = [match[1], match[2] ?? '0', match[3] ?? '0'].map(Number);
  if (minor! > LARGEST_PART || patch! > LARGEST_PART) return undefined;
  return (major! * (LARGEST_PART + 1) + minor!) * (LARGEST_PART + 1) + patch!;
}
