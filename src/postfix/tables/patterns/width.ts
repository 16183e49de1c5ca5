/** How much text a tree takes, and how long it may take to find that it does not match. */
import type { Node } from './syntax.ts';

/** Letters that it always takes; undefined: not always as many. */
export function fixedLength(node: Node): number | undefined {
  switch (node.is) {
    case 'set':
      return 1;
    case 'at':
    case 'look':
      return 0;
    case 'back':
      return undefined;
    case 'group':
    case 'atomic':
      return fixedLength(node.of);
    case 'repeat': {
      const each = fixedLength(node.of);
      return node.of.is === 'look'
        ? 0
        : each === undefined || node.min !== node.max
          ? undefined
          : each * node.min;
    }
    case 'all':
      return node.of.reduce<number | undefined>((sum, part) => {
        const length = fixedLength(part);
        return sum === undefined || length === undefined ? undefined : sum + length;
      }, 0);
    case 'either': {
      const lengths = new Set(node.of.map(fixedLength));
      return lengths.size === 1 ? [...lengths][0] : undefined;
    }
  }
}

/** Can it match nothing? */
export function isEmptyable(node: Node): boolean {
  switch (node.is) {
    case 'set':
      return false;
    case 'at':
    case 'look':
    case 'back':
      return true;
    case 'all':
      return node.of.every(isEmptyable);
    case 'either':
      return node.of.some(isEmptyable);
    case 'repeat':
      return node.min === 0 || isEmptyable(node.of);
    default:
      return isEmptyable(node.of);
  }
}

/**
 * Ways in which a backtracking engine may go through a tree before it gives up, as `ways * n^power / power!` for a text of n
 * letters; Infinity: more than any power, as with `(a+)+`. An upper bound: `(com|net)+` counts as bad too.
 */
export interface Cost {
  readonly ways: number;
  readonly power: number;
}

const ONE: Cost = { ways: 1, power: 0 };
const ENDLESS: Cost = { ways: Infinity, power: 0 };

export function costOf(node: Node): Cost {
  switch (node.is) {
    case 'set':
    case 'at':
      return ONE;
    case 'back':
      return ONE;
    case 'group':
    case 'atomic':
    case 'look':
      return costOf(node.of);
    case 'all':
      return node.of.map(costOf).reduce((a, b) => ({ ways: a.ways * b.ways, power: a.power + b.power }), ONE);
    case 'either':
      return node.of
        .map(costOf)
        .reduce((a, b) => ({ ways: a.ways + b.ways, power: Math.max(a.power, b.power) }), {
          ways: 0,
          power: 0,
        });
    case 'repeat': {
      const each = costOf(node.of);
      const plain = each.ways === 1 && each.power === 0;
      if (plain)
        return node.max === Infinity ? { ways: 1, power: 1 } : { ways: node.max - node.min + 1, power: 0 };
      if (node.max === Infinity) return ENDLESS;
      return { ways: (node.max - node.min + 1) * each.ways ** node.max, power: each.power * node.max };
    }
  }
}

/** Steps; a tenth of a second. */
const BUDGET = 2e7;

/** The longest text that a backtracking engine may be given. */
export function longestBacktracked(tree: Node): number {
  const { ways, power } = costOf(tree);
  // The search begins anew at each letter.
  const whole = power + 1;
  let factorial = 1;
  for (let i = 2; i <= whole; i++) factorial *= i;
  const longest = ((BUDGET * factorial) / ways) ** (1 / whole);
  return ways >= BUDGET || Number.isNaN(longest) ? 0 : Math.floor(longest);
}

/** Compiled programs repeat a counted part as often as it says. */
const LARGEST = 20_000;

export function isTooLarge(tree: Node): boolean {
  return size(tree) > LARGEST;
}

function size(node: Node): number {
  switch (node.is) {
    case 'set':
    case 'at':
    case 'back':
      return 1;
    case 'group':
    case 'atomic':
    case 'look':
      return 1 + size(node.of);
    case 'all':
    case 'either':
      return node.of.reduce((sum, part) => sum + size(part), 1);
    case 'repeat':
      return 1 + size(node.of) * Math.max(1, node.max === Infinity ? node.min : node.max);
  }
}
