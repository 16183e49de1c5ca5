/**
 * What main.cf and master.cf are to say, so that problems are gone: the edits of all problems of one parameter together,
 * over what is written there (`$name` in it stays as it is).
 */
import type { Configuration } from '../../postfix/configuration.ts';
import { activeServices, type Service, titleOf } from '../../postfix/master-cf.ts';
import { LIST, type Word, words } from '../../postfix/split.ts';
import { builtIn, placeIn, type Value } from '../../postfix/value.ts';
import type { LintProblem, Replaced } from './family.ts';

export interface Fix {
  readonly parameter: string;
  /** Whose `-o` it is; undefined: main.cf. */
  readonly service: Service | undefined;
  /** On one line. */
  readonly value: string;
  readonly problems: readonly LintProblem[];
}

export interface Fixes {
  readonly fixes: readonly Fix[];
  /** What somebody must do or decide. */
  readonly byHand: readonly LintProblem[];
}

export function fixesOf(configuration: Configuration, problems: readonly LintProblem[]): Fixes {
  const drafts = new Map<string, Draft>();
  // What goes need not be written anew.
  const [goes, rest] = [problems.filter(deletes), problems.filter((problem) => !deletes(problem))];
  const taken = new Set([...goes, ...rest].filter((problem) => take(configuration, problem, drafts)));
  const byHand = problems.filter((problem) => !taken.has(problem) && !isGone(problem, taken));
  const fixes = [...drafts.values()]
    .filter(({ problems }) => problems.length > 0)
    .map((draft): Fix => {
      const { parameter, service } = draft;
      return { parameter, service, problems: draft.problems, value: draft.set ?? rewritten(draft) };
    });
  return { fixes, byHand };
}

function deletes({ edit }: LintProblem): boolean {
  return edit?.kind === 'replace' && edit.words.every(({ write }) => write === '');
}

/** Its words go for another reason. */
function isGone({ edit }: LintProblem, taken: ReadonlySet<LintProblem>): boolean {
  if (edit?.kind !== 'replace') return false;
  const gone = [...taken].filter(deletes).flatMap(wordsIn);
  return edit.words.every(({ place, was }) =>
    gone.some((each) => each.was === was && each.place.file === place.file && each.place.line === place.line),
  );
}

function wordsIn({ edit }: LintProblem): readonly Replaced[] {
  return edit?.kind === 'replace' ? edit.words : [];
}

interface Draft {
  readonly parameter: string;
  readonly service: Service | undefined;
  readonly value: Value;
  set: string | undefined;
  readonly cuts: Cut[];
  readonly problems: LintProblem[];
}

interface Cut {
  readonly from: number;
  readonly to: number;
  readonly write: string;
}

/** false: it cannot be done by writing, or something else is written there already. */
function take(configuration: Configuration, problem: LintProblem, drafts: Map<string, Draft>): boolean {
  const { edit } = problem;
  if (edit === undefined) return false;
  if (edit.kind === 'set') {
    const draft = draftOf(drafts, { parameter: edit.parameter, service: undefined, value: builtIn('') });
    if (draft.cuts.length > 0 || (draft.set !== undefined && draft.set !== edit.value)) return false;
    draft.set = edit.value;
    draft.problems.push(problem);
    return true;
  }
  const placed: Placed[] = [];
  for (const replaced of edit.words) {
    const each = place(configuration, replaced, drafts);
    if (each === undefined) {
      for (const { draft, cut } of placed) draft.cuts.splice(draft.cuts.indexOf(cut), 1);
      return false;
    }
    each.draft.cuts.push(each.cut);
    placed.push(each);
  }
  for (const draft of new Set(placed.map((each) => each.draft))) draft.problems.push(problem);
  return true;
}

type Owner = Pick<Draft, 'parameter' | 'service' | 'value'>;

function draftOf(drafts: Map<string, Draft>, owner: Owner): Draft {
  const { parameter, service } = owner;
  const key = service === undefined ? parameter : `${titleOf(service)}/${parameter}`;
  const draft = drafts.get(key) ?? { ...owner, set: undefined, cuts: [], problems: [] };
  drafts.set(key, draft);
  return draft;
}

interface Placed {
  readonly draft: Draft;
  readonly cut: Cut;
}

function place(
  configuration: Configuration,
  { place: { file, line }, was, write }: Replaced,
  drafts: Map<string, Draft>,
): Placed | undefined {
  const wanted = words(was, LIST).map(({ text }) => text.toLowerCase());
  for (const owner of ownersOf(configuration, file, line)) {
    const draft = draftOf(drafts, owner);
    if (draft.set !== undefined) continue;
    const list = words(owner.value.text, LIST);
    // Of what stands twice in one line the second goes.
    for (let i = list.length - wanted.length; i >= 0; i--) {
      const found = list.slice(i, i + wanted.length);
      if (found.some(({ text }, j) => text.toLowerCase() !== wanted[j])) continue;
      if (placeIn(owner.value, found[0]!.at)?.line !== line) continue;
      const cut = cutOf(list, i, found, write);
      if (!draft.cuts.some(({ from, to }) => from < cut.to && cut.from < to)) return { draft, cut };
    }
  }
  return undefined;
}

/** What is deleted takes the `warn_if_reject` before it along, which would speak of the next restriction. */
function cutOf(list: readonly Word[], at: number, found: readonly Word[], write: string): Cut {
  const last = found.at(-1)!;
  const before = list[at - 1];
  const first = write === '' && before?.text.toLowerCase() === 'warn_if_reject' ? before : found[0]!;
  return { from: first.at, to: last.at + last.text.length, write };
}

function* ownersOf({ main, master }: Configuration, file: string, line: number): Generator<Owner> {
  for (const { name, value, first, last } of main.byName.values())
    if (value.file === file && first <= line && line <= last)
      yield { parameter: name, service: undefined, value };
  for (const service of activeServices(master))
    for (const [parameter, value] of service.overrides)
      if (value.file === file && value.pieces.some((piece) => piece.line === line))
        yield { parameter, service, value };
}

function rewritten({ value, cuts }: Draft): string {
  let { text } = value;
  for (const { from, to, write } of cuts.toSorted((a, b) => b.from - a.from)) {
    let [begin, end] = [from, to];
    if (write === '') {
      while (end < text.length && LIST.includes(text[end]!)) end++;
      if (end === text.length) while (begin > 0 && LIST.includes(text[begin - 1]!)) begin--;
    }
    text = text.slice(0, begin) + write + text.slice(end);
  }
  return text.replace(/\s+/g, ' ').trim();
}
