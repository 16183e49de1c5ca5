/**
 * cidr_table(5): the first rule that matches answers. A key that is no address, or of the other family, matches nothing, not
 * even `!network`.
 *
 *     192.0.2.0/24   REJECT          !10.0.0.0/8  text          if 2001:db8::/32 ... endif
 *
 * Rules that stand together are searched by the lengths of their networks, so that a list of a million networks takes as
 * long as one of a hundred.
 */
import { type CidrPattern, type Ip, isWithin, masked, parseCidr, parseIp } from './cidr-pattern.ts';
import { eachRow, trimEnd, trimSpace } from './rows.ts';
import type { Answer, Problems, Table } from './table.ts';

type Node =
  | { readonly is: 'block'; readonly block: Block }
  | { readonly is: 'not'; readonly pattern: CidrPattern; readonly answer: Answer }
  | {
      readonly is: 'if';
      readonly pattern: CidrPattern;
      readonly not: boolean;
      readonly inside: Node[];
      closed: boolean;
    };

export interface CidrSource {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly problems: Problems;
}

export function cidrTable({ name, file, text, problems }: CidrSource): Table {
  const nodes = readCidr(text, file, problems);
  const lookup = (key: string): Answer => {
    const ip = parseIp(key);
    const answer = ip === undefined ? undefined : search(nodes, ip);
    return answer === undefined || answer === END ? 'absent' : answer;
  };
  return { name, kind: 'cidr', partial: false, problems: problems.list, lookup };
}

/** An IF without ENDIF that did not match: nothing follows. */
const END = Symbol('end');

function search(nodes: readonly Node[], ip: Ip): Answer | typeof END | undefined {
  for (const node of nodes) {
    if (node.is === 'block') {
      const found = node.block.find(ip);
      if (found !== undefined) return found;
    } else if (node.pattern.family !== ip.family) {
      if (node.is === 'if' && !node.closed) return END;
    } else if (node.is === 'not') {
      if (!isWithin(ip, node.pattern)) return node.answer;
    } else if (isWithin(ip, node.pattern) !== node.not) {
      const found = search(node.inside, ip);
      if (found !== undefined) return found;
    } else if (!node.closed) return END;
  }
  return undefined;
}

function readCidr(text: string, file: string, problems: Problems): readonly Node[] {
  const top: Node[] = [];
  const open: Extract<Node, { is: 'if' }>[] = [];
  const lines: number[] = [];
  let rules = 0;
  eachRow(text, file, problems, (row, line) => {
    const inside = open.at(-1)?.inside ?? top;
    const opening = /^if(?![0-9A-Za-z])/i.test(row);
    if (!opening && /^endif(?![0-9A-Za-z])/i.test(row)) {
      if (trimSpace(row.slice(5)) !== '') problems.add('text-behind', file, line, row);
      else if (open.length === 0) problems.add('endif-without-if', file, line, row);
      else {
        open.pop()!.closed = true;
        lines.pop();
      }
      return;
    }
    const [, signs, rest] = /^([!\s]*)([\s\S]*)$/.exec(opening ? row.slice(2) : row)!;
    const not = signs!.split('!').length % 2 === 0;
    const space = opening ? -1 : rest!.search(/[ \t\n\v\f\r]/);
    const written = space < 0 ? trimEnd(rest!) : rest!.slice(0, space);
    const pattern = parseCidr(written);
    if ('wrong' in pattern) {
      problems.add('bad-pattern', file, line, `${written} (${pattern.wrong})`);
      return;
    }
    if (opening) {
      const node: Node = { is: 'if', pattern, not, inside: [], closed: false };
      inside.push(node);
      open.push(node);
      lines.push(line);
      return;
    }
    const value = space < 0 ? '' : trimSpace(rest!.slice(space + 1));
    if (value === '') {
      problems.add('no-result', file, line, row);
      return;
    }
    if (not) {
      inside.push({ is: 'not', pattern, answer: { found: value } });
      return;
    }
    let last = inside.at(-1);
    if (last?.is !== 'block') {
      last = { is: 'block', block: new Block() };
      inside.push(last);
    }
    last.block.add(pattern, { found: value }, rules++);
  });
  for (const line of lines) problems.add('if-without-endif', file, line, '');
  return top;
}

interface Ranked {
  readonly rank: number;
  readonly answer: Answer;
}

/** Rules of which the first that matches counts; each network length has its own index. */
class Block {
  readonly #four = new Map<number, Map<number, Ranked>>();
  readonly #six = new Map<number, Map<string, Ranked>>();

  add({ family, words, prefix }: CidrPattern, answer: Answer, rank: number): void {
    const ranked = { rank, answer };
    if (family === 4) put(this.#four, prefix, words[0]!, ranked);
    else put(this.#six, prefix, words.join(), ranked);
  }

  find({ family, words }: Ip): Answer | undefined {
    let best: Ranked | undefined;
    if (family === 4)
      for (const [prefix, index] of this.#four) best = first(best, index.get(masked(words[0]!, prefix)));
    else
      for (const [prefix, index] of this.#six)
        best = first(best, index.get(words.map((word, i) => masked(word, prefix - 32 * i)).join()));
    return best?.answer;
  }
}

function put<K>(indexes: Map<number, Map<K, Ranked>>, prefix: number, key: K, ranked: Ranked): void {
  let index = indexes.get(prefix);
  if (index === undefined) {
    index = new Map();
    indexes.set(prefix, index);
  }
  if (!index.has(key)) index.set(key, ranked);
}

function first(a: Ranked | undefined, b: Ranked | undefined): Ranked | undefined {
  return a === undefined || (b !== undefined && b.rank < a.rank) ? b : a;
}
