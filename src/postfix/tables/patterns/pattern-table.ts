/** `regexp:` and `pcre:` tables: the first rule that matches answers; what stands between IF and ENDIF only where IF matches. */
import type { Answer, Problems, Table } from '../table.ts';
import { fromBytes, toBytes } from './bytes.ts';
import { Matcher, TooSlow } from './matcher.ts';
import { loadRe2, type Re2 } from './re2.ts';
import { fill } from './replacement.ts';
import { type Language, type Pattern, type Rule, readRules } from './rules.ts';
import { BeyondUs } from './syntax.ts';

export interface PatternSource {
  readonly name: string;
  readonly kind: Language;
  readonly file: string;
  readonly text: string;
  readonly problems: Problems;
  /** Asks Postfix, where a rule is beyond us; not given: nobody may be asked. */
  readonly ask: ((key: string) => Promise<Answer>) | undefined;
}

/** Keys as long as they come in practice: nothing is loaded for longer ones unless some pattern is dangerous. */
const USUAL_LENGTH = 320;

export async function openPatterns(source: PatternSource): Promise<Table> {
  const { kind, file, text, problems } = source;
  const rules = readRules(text, file, kind, problems);
  // Compiled with it at once where one has need of it, since lookups wait for nothing.
  const plain = rules.map((rule) => compile(rule, kind, undefined, problems, file));
  if (!plain.some(needsRe2)) return new PatternTable(source, plain);
  const re2 = await loadRe2();
  const quiet = { add: () => undefined };
  return new PatternTable(
    source,
    rules.map((rule) => compile(rule, kind, re2, quiet, file)),
  );
}

/** Answers that are kept, of keys of so many letters. */
const MOST_KEPT = 20_000;
const LONGEST_KEPT = 300;

interface Test {
  readonly not: boolean;
  /** A text: why we cannot evaluate it. */
  readonly matcher: Matcher | string;
}

type Step =
  | {
      readonly is: 'match';
      readonly line: number;
      readonly test: Test;
      readonly second: Test | undefined;
      readonly rule: Extract<Rule, { is: 'match' }>;
      /** Where it is the same for all keys. */
      readonly found: Answer | undefined;
    }
  | { readonly is: 'if'; readonly line: number; readonly test: Test; readonly end: number }
  | { readonly is: 'endif' };

function compile(
  rule: Rule,
  kind: Language,
  re2: Re2 | undefined,
  problems: Pick<Problems, 'add'>,
  file: string,
): Step {
  const test = ({ not, parsed }: Pattern, wanted: number): Test => {
    if (typeof parsed === 'string') return { not, matcher: parsed };
    try {
      return { not, matcher: new Matcher(parsed, kind === 'regexp', wanted, re2) };
    } catch (error) {
      if (!(error instanceof BeyondUs)) throw error;
      problems.add('beyond-us', file, rule.line, error.message);
      return { not, matcher: error.message };
    }
  };
  if (rule.is === 'endif') return { is: 'endif' };
  const { line } = rule;
  if (rule.is === 'if') return { is: 'if', line, test: test(rule.pattern, 0), end: rule.end };
  const { result } = rule;
  return {
    is: 'match',
    line,
    test: test(rule.pattern, result.highest),
    second: rule.second && test(rule.second, 0),
    rule,
    found: result.highest === 0 ? { found: fromBytes(fill(result, [])) } : undefined,
  };
}

function needsRe2(step: Step): boolean {
  if (step.is === 'endif') return false;
  const tests = step.is === 'match' && step.second !== undefined ? [step.test, step.second] : [step.test];
  return tests.some(({ matcher }) => typeof matcher !== 'string' && matcher.needsRe2(USUAL_LENGTH));
}

class PatternTable implements Table {
  readonly name: string;
  readonly kind: string;
  readonly partial = false;
  readonly problems: Table['problems'];
  readonly #steps: readonly Step[];
  readonly #file: string;
  readonly #ask: PatternSource['ask'];
  /** The same clients come again and again, and a table may have hundreds of rules. */
  readonly #answered = new Map<string, Answer | Promise<Answer>>();

  constructor({ name, kind, file, problems, ask }: PatternSource, steps: readonly Step[]) {
    this.name = name;
    this.kind = kind;
    this.problems = problems.list;
    this.#steps = steps;
    this.#file = file;
    this.#ask = ask;
  }

  lookup(key: string): Answer | Promise<Answer> {
    let answer = this.#answered.get(key);
    if (answer === undefined) {
      answer = this.#search(key);
      if (this.#answered.size >= MOST_KEPT) this.#answered.clear();
      if (key.length < LONGEST_KEPT) this.#answered.set(key, answer);
    }
    return answer;
  }

  #search(key: string): Answer | Promise<Answer> {
    // A string of C ends there.
    const zero = key.indexOf('\0');
    const bytes = toBytes(zero < 0 ? key : key.slice(0, zero));
    const steps = this.#steps;
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i]!;
      if (step.is === 'endif') continue;
      const matches = passes(step.test, bytes);
      if (typeof matches === 'string') return this.#beyond(key, step.line, matches);
      if (step.is === 'if') {
        if (!matches) i = step.end;
        continue;
      }
      if (!matches) continue;
      if (step.second !== undefined) {
        const second = passes(step.second, bytes);
        if (typeof second === 'string') return this.#beyond(key, step.line, second);
        if (!second) continue;
      }
      return step.found ?? this.#filled(step, key, bytes);
    }
    return 'absent';
  }

  #filled(step: Extract<Step, { is: 'match' }>, key: string, bytes: string): Answer | Promise<Answer> {
    try {
      const groups = (step.test.matcher as Matcher).groups(bytes);
      return groups === undefined
        ? this.#beyond(key, step.line, 'two engines disagree')
        : { found: fromBytes(fill(step.rule.result, groups)) };
    } catch (error) {
      return this.#beyond(key, step.line, reason(error));
    }
  }

  #beyond(key: string, line: number, why: string): Answer | Promise<Answer> {
    return this.#ask?.(key) ?? { unknown: `${this.#file}, line ${line}: ${why}` };
  }
}

/** A text: why nobody knows. */
function passes({ not, matcher }: Test, bytes: string): boolean | string {
  if (typeof matcher === 'string') return matcher;
  try {
    return matcher.test(bytes) !== not;
  } catch (error) {
    return reason(error);
  }
}

/** Also where the engine's own stack overflows. */
function reason(error: unknown): string {
  if (error instanceof TooSlow || error instanceof RangeError) return error.message;
  throw error;
}
