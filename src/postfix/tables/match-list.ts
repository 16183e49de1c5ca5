/**
 * Lists that something matches or not (match_list.c, match_ops.c): `mynetworks`, `mydestination`, `relay_domains` and the like.
 * Patterns stand one after the other, separated by commas or white space; the first that matches decides.
 *
 *     mynetworks = 127.0.0.0/8, [::1]/128, !192.0.2.1, 192.0.2.0/24, cidr:/etc/postfix/more, /etc/postfix/networks
 *     relay_domains = example.com, .example.net, !hash:/etc/postfix/not
 *
 * `!` turns a pattern round, `/file` stands for what is in the file, `type:table` matches what is found there, whatever stands
 * beside it. A table that fails, a network that is none: the list fails, and Postfix defers.
 */
import { LIST, words } from '../split.ts';
import { type CidrPattern, type Ip, isWithin, parseCidr, parseIp } from './cidr-pattern.ts';
import { fold } from './fold.ts';
import { openTable } from './open.ts';
import { type Answer, failingTable, Problems, type Table, tableProblem } from './table.ts';
import type { TableWorld } from './world.ts';

/**
 * What is compared: `string` a text as it is (`mydestination`), `domain` a name and those above it (`relay_domains`),
 * `address` an address (`postscreen_access_list`), `client` a name as `domain`, and an address (`mynetworks`).
 */
export type Matching = 'string' | 'domain' | 'address' | 'client';

export interface MatchOptions {
  readonly matching: Matching;
  /** `example.com` stands for its subdomains too (`parent_domain_matches_subdomains`); else only `.example.com` does. */
  readonly parents: boolean;
}

export type Matched = boolean | { readonly failed: string } | { readonly unknown: string };

/** Asks a table; of tables that cannot answer at once, what is known. */
export type Ask = (table: Table, key: string) => Answer;

export interface Subject {
  readonly name?: string;
  readonly address?: string;
}

type Item =
  | { readonly is: 'table'; readonly wanted: boolean; readonly table: Table }
  | {
      readonly is: 'texts';
      readonly wanted: boolean;
      readonly texts: Set<string>;
      readonly networks: CidrPattern[];
    }
  /** A network that is none; told only to addresses of its family. */
  | { readonly is: 'wrong'; readonly colon: boolean; readonly why: string };

/** Files in files. */
const DEEPEST = 20;

/** @param text the parameter's value, names of parameters already replaced */
export async function openMatchList(
  text: string,
  options: MatchOptions,
  world: TableWorld,
): Promise<MatchList> {
  const reader = new Reader(options, world);
  await reader.read(text, true, 0);
  return new MatchList(options, reader.items, reader.problems.list);
}

class Reader {
  readonly items: Item[] = [];
  readonly problems = new Problems();
  readonly #world: TableWorld;
  readonly #takesAddresses: boolean;

  constructor({ matching }: MatchOptions, world: TableWorld) {
    this.#world = world;
    this.#takesAddresses = matching === 'address' || matching === 'client';
  }

  async read(text: string, positive: boolean, depth: number): Promise<void> {
    for (const word of words(text, LIST)) {
      // What follows is not read; Postfix warns.
      if (word.text.startsWith('#')) {
        this.problems.add('text-behind', '', 0, word.text);
        return;
      }
      const pattern = word.text.replace(/^!+/, '');
      const wanted = (word.text.length - pattern.length) % 2 === 0 ? positive : !positive;
      if (pattern === '') this.#fail('', 'nothing stands behind !');
      else if (pattern.startsWith('/')) await this.#file(pattern, wanted, depth);
      else if (pattern.includes(':') && !pattern.startsWith('['))
        this.items.push({
          is: 'table',
          wanted,
          table: await openTable(pattern, this.#world, { fold: false }),
        });
      else this.#text(fold(pattern), wanted);
    }
  }

  #fail(file: string, why: string): void {
    const problem = tableProblem('cannot-open', file, 0, why);
    this.problems.list.push(problem);
    this.items.push({ is: 'table', wanted: true, table: failingTable(file, 'file', problem) });
  }

  async #file(file: string, wanted: boolean, depth: number): Promise<void> {
    if (depth >= DEEPEST) {
      this.#fail(file, `${file}: files in files, too deeply`);
      return;
    }
    let text: string;
    try {
      text = await this.#world.readText(file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      this.#fail(
        file,
        `${file}: ${code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`}`,
      );
      return;
    }
    for (const line of text.split('\n')) if (!line.startsWith('#')) await this.read(line, wanted, depth + 1);
  }

  #text(pattern: string, wanted: boolean): void {
    let last = this.items.at(-1);
    if (last?.is !== 'texts' || last.wanted !== wanted) {
      last = { is: 'texts', wanted, texts: new Set(), networks: [] };
      this.items.push(last);
    }
    last.texts.add(pattern);
    if (!this.#takesAddresses || !isNetwork(pattern)) return;
    const network = parseCidr(pattern);
    if (!('wrong' in network)) last.networks.push(network);
    else {
      const why = `${pattern} is no network (${network.wrong})`;
      this.problems.add('bad-pattern', '', 0, why);
      this.items.push({ is: 'wrong', colon: pattern.includes(':'), why });
    }
  }
}

/** An address of IPv6 or a network: what is compared as numbers. Others are compared as text, and never wrong. */
function isNetwork(pattern: string): boolean {
  return /[:/]/.test(pattern) && /^[0-9a-f:.[\]/]+$/.test(pattern);
}

export class MatchList {
  readonly problems: Table['problems'];
  readonly #options: MatchOptions;
  readonly #items: readonly Item[];

  constructor(options: MatchOptions, items: readonly Item[], problems: Table['problems']) {
    this.#options = options;
    this.#items = items;
    this.problems = problems;
  }

  /** Tables that the list asks. */
  get tables(): readonly Table[] {
    return this.#items.flatMap((item) => (item.is === 'table' ? [item.table] : []));
  }

  /** @param ask not given: the tables themselves, as far as they answer at once */
  match(subject: Subject, ask: Ask = askNow): Matched {
    const { matching } = this.#options;
    const name = matching === 'address' || subject.name === undefined ? undefined : fold(subject.name);
    const address = this.#address(subject);
    return this.#from(0, name, address, address === undefined ? undefined : parseIp(address), ask);
  }

  /** The same, where tables are waited for. */
  async matchLater(subject: Subject): Promise<Matched> {
    const answers = new Map<Table, Map<string, Answer>>();
    for (;;) {
      const waits: (() => Promise<void>)[] = [];
      const matched = this.match(subject, (table, key) => {
        const known = answers.get(table)?.get(key);
        if (known !== undefined) return known;
        const answer = table.lookup(key);
        if (!(answer instanceof Promise)) return answer;
        waits.push(async () => {
          const of = answers.get(table) ?? new Map<string, Answer>();
          answers.set(table, of.set(key, await answer));
        });
        return { unknown: '' };
      });
      if (waits.length === 0) return matched;
      await Promise.all(waits.map((wait) => wait()));
    }
  }

  #address({ address }: Subject): string | undefined {
    const { matching } = this.#options;
    if (address === undefined || (matching !== 'address' && matching !== 'client')) return undefined;
    const folded = fold(address);
    return /^[0-9a-f.:]*$/.test(folded) ? folded : undefined;
  }

  #from(
    at: number,
    name: string | undefined,
    address: string | undefined,
    ip: Ip | undefined,
    ask: Ask,
  ): Matched {
    for (let i = at; i < this.#items.length; i++) {
      const item = this.#items[i]!;
      if (item.is === 'wrong') {
        if (address?.includes(':') === item.colon) return { failed: item.why };
        continue;
      }
      const matched =
        item.is === 'table'
          ? this.#inTable(item.table, name, address, ask)
          : this.#inTexts(item.texts, item.networks, name, address, ip);
      if (matched === true) return item.wanted;
      if (matched === false) continue;
      if ('failed' in matched) return matched;
      // Known all the same, where the patterns that follow say what this one would.
      const rest = this.#from(i + 1, name, address, ip, ask);
      return rest === item.wanted ? rest : matched;
    }
    return false;
  }

  #inTable(table: Table, name: string | undefined, address: string | undefined, ask: Ask): Matched {
    let unknown: { readonly unknown: string } | undefined;
    for (const key of this.#keys(table, name, address)) {
      const answer = ask(table, key);
      if (answer === 'absent') continue;
      if ('found' in answer) return true;
      if ('failed' in answer) return unknown ?? answer;
      unknown ??= answer;
    }
    return unknown ?? false;
  }

  *#keys(table: Table, name: string | undefined, address: string | undefined): Generator<string> {
    if (name !== undefined && name !== '') {
      yield name;
      if (this.#options.matching !== 'string' && table.partial) yield* this.#above(name);
    }
    if (address !== undefined) yield address;
  }

  /** The domains above a name: `example.com`, or `.example.com` where only that stands for subdomains. */
  *#above(name: string): Generator<string> {
    const behind = this.#options.parents ? 1 : 0;
    for (let dot = name.indexOf('.', 1); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      const parent = name.slice(dot + behind);
      if (parent === '') return;
      yield parent;
    }
  }

  #inTexts(
    texts: ReadonlySet<string>,
    networks: readonly CidrPattern[],
    name: string | undefined,
    address: string | undefined,
    ip: Ip | undefined,
  ): boolean {
    if (name !== undefined) {
      if (texts.has(name)) return true;
      if (this.#options.matching !== 'string')
        for (const above of this.#above(name)) if (texts.has(above)) return true;
    }
    if (address === undefined) return false;
    if (texts.has(address) || texts.has(`[${address}]`)) return true;
    return ip !== undefined && networks.some((network) => isWithin(ip, network));
  }
}

function askNow(table: Table, key: string): Answer {
  const answer = table.lookup(key);
  if (!(answer instanceof Promise)) return answer;
  answer.catch(() => undefined);
  return { unknown: `what ${table.name} answers for ${key}` };
}
