/**
 * The lines of regexp_table(5) and pcre_table(5), taken apart (dict_regexp.c, dict_pcre.c):
 *
 *     /pattern/flags result          !/pattern/ result          /pattern/!/other/ result (regexp only)
 *     if /pattern/                   if !/pattern/              endif
 *
 * Any letter that is neither a letter of the alphabet nor a digit can stand for `/`.
 */
import { eachRow, trimEnd } from '../rows.ts';
import type { Problems } from '../table.ts';
import { fromBytes, toBytes } from './bytes.ts';
import { parsePerl } from './perl.ts';
import { parsePosix } from './posix.ts';
import { parseReplacement, type Replacement } from './replacement.ts';
import { BeyondUs, type Parsed, PatternError } from './syntax.ts';

export type Language = 'regexp' | 'pcre';

export interface Pattern {
  readonly not: boolean;
  /** A text: why we cannot evaluate it. */
  readonly parsed: Parsed | string;
}

export type Rule =
  | {
      readonly is: 'match';
      readonly line: number;
      readonly pattern: Pattern;
      readonly second: Pattern | undefined;
      readonly result: Replacement;
    }
  | {
      readonly is: 'if';
      readonly line: number;
      readonly pattern: Pattern /** Index of its ENDIF; of none: the end. */;
      end: number;
    }
  | { readonly is: 'endif'; readonly line: number };

export function readRules(
  text: string,
  file: string,
  language: Language,
  problems: Problems,
): readonly Rule[] {
  const rules: Rule[] = [];
  const open: Extract<Rule, { is: 'if' }>[] = [];
  eachRow(text, file, problems, (row, line) => {
    const trimmed = trimEnd(row);
    const rule = new Line(toBytes(trimmed), file, line, language, problems).rule(open.length);
    if (rule === undefined) return;
    if (rule.is === 'if') open.push(rule);
    if (rule.is === 'endif') open.pop()!.end = rules.length;
    rules.push(rule);
  });
  for (const { line } of open) problems.add('if-without-endif', file, line, '');
  return rules;
}

const SPACE = ' \t\n\v\f\r';

class Line {
  readonly #text: string;
  readonly #file: string;
  readonly #line: number;
  readonly #language: Language;
  readonly #problems: Problems;
  #at = 0;

  constructor(text: string, file: string, line: number, language: Language, problems: Problems) {
    this.#text = text;
    this.#file = file;
    this.#line = line;
    this.#language = language;
    this.#problems = problems;
  }

  /** undefined: Postfix ignores the line. */
  rule(nesting: number): Rule | undefined {
    const text = this.#text;
    if (!/^[0-9A-Za-z]/.test(text)) return this.#match();
    if (/^if(?![0-9A-Za-z])/i.test(text)) return this.#if();
    if (/^endif(?![0-9A-Za-z])/i.test(text)) {
      this.#at = 5;
      if (nesting === 0) return this.#wrong('endif-without-if', '');
      this.#textBehind();
      return { is: 'endif', line: this.#line };
    }
    return this.#wrong('no-rule', text);
  }

  #wrong(kind: Parameters<Problems['add']>[0], text: string): undefined {
    this.#problems.add(kind, this.#file, this.#line, fromBytes(text));
    return undefined;
  }

  #space(): void {
    while (this.#at < this.#text.length && SPACE.includes(this.#text[this.#at]!)) this.#at++;
  }

  #textBehind(): void {
    this.#space();
    if (this.#at < this.#text.length) this.#wrong('text-behind', this.#text.slice(this.#at));
  }

  #if(): Rule | undefined {
    this.#at = 2;
    this.#space();
    const raw = this.#raw();
    if (raw === undefined) return undefined;
    this.#textBehind();
    const pattern = this.#parse(raw);
    return pattern && { is: 'if', line: this.#line, pattern, end: Infinity };
  }

  #match(): Rule | undefined {
    const raw = this.#raw();
    if (raw === undefined) return undefined;
    let secondRaw: Raw | undefined;
    if (this.#language === 'regexp' && this.#text[this.#at] === '!') {
      secondRaw = this.#raw();
      if (secondRaw === undefined) return undefined;
    }
    this.#space();
    const text = this.#text.slice(this.#at);
    if (text === '') this.#wrong('no-result', '');
    const result = parseReplacement(text);
    if (result === undefined || (result.highest > 0 && raw.not)) return this.#wrong('bad-replacement', text);
    const pattern = this.#parse(raw);
    if (pattern === undefined) return undefined;
    if (typeof pattern.parsed !== 'string' && result.highest > pattern.parsed.groups)
      return this.#wrong('bad-replacement', text);
    const second = secondRaw && this.#parse(secondRaw);
    if (secondRaw !== undefined && second === undefined) return undefined;
    return { is: 'match', line: this.#line, pattern, second, result };
  }

  /** One pattern, as it stands between its delimiters, and its options. */
  #raw(): Raw | undefined {
    const text = this.#text;
    let not = false;
    for (; this.#at < text.length; this.#at++) {
      if (text[this.#at] === '!') not = !not;
      else if (!SPACE.includes(text[this.#at]!)) break;
    }
    const delimiter = text[this.#at];
    if (delimiter === undefined) return this.#wrong('bad-pattern', text);
    const begin = ++this.#at;
    while (this.#at < text.length && text[this.#at] !== delimiter)
      this.#at += text[this.#at] === '\\' ? 2 : 1;
    if (this.#at >= text.length) return this.#wrong('bad-pattern', text);
    const expression = text.slice(begin, this.#at++);
    const options = new Set<string>();
    const known = this.#language === 'regexp' ? 'imx' : 'imsxAEUX';
    for (; this.#at < text.length && !SPACE.includes(text[this.#at]!); this.#at++) {
      const option = text[this.#at]!;
      if (option === '!' && this.#language === 'regexp') break;
      if (!known.includes(option)) return this.#wrong('unknown-option', option);
      if (option === 'X') this.#wrong('obsolete-option', option);
      if (!options.delete(option)) options.add(option);
    }
    return { not, expression, options };
  }

  #parse({ not, expression, options }: Raw): Pattern | undefined {
    try {
      const parsed =
        this.#language === 'regexp'
          ? parsePosix(expression, {
              anyCase: !options.has('i'),
              lines: options.has('m'),
              extended: !options.has('x'),
            })
          : parsePerl(expression, {
              anyCase: !options.has('i'),
              lines: options.has('m'),
              dotAll: !options.has('s'),
              extended: options.has('x'),
              anchored: options.has('A'),
              endOnly: options.has('E'),
              ungreedy: options.has('U'),
            });
      return { not, parsed };
    } catch (error) {
      if (error instanceof PatternError) return this.#wrong('bad-pattern', `${error.message}: ${expression}`);
      if (!(error instanceof BeyondUs)) throw error;
      this.#wrong('beyond-us', `${error.message}: ${expression}`);
      return { not, parsed: error.message };
    }
  }
}

interface Raw {
  readonly not: boolean;
  readonly expression: string;
  readonly options: ReadonlySet<string>;
}
