/**
 * Options as Getopt::Long lets people write them (Perl's, which pflogsumm uses), so that a cron line made for
 * pflogsumm needs only the name changed: underscores for hyphens, one hyphen for two, any beginning of a name that
 * only one option has, either case, `-h=5`. What follows an option that takes a value is never touched, nor is
 * what follows `--`.
 */
import type { Option } from 'commander';
import { SekishoError } from '../config/error.ts';

export interface Spellings {
  readonly options: readonly Option[];
  /** Options whose value may be left out, and the value meant then: what follows may be the first log. */
  readonly optional: Readonly<Record<string, string>>;
  /** Old names, and what stands for them now. */
  readonly replaced: Readonly<Record<string, string>>;
  /** Of several options that begin so, one of these is meant where it is the only one. */
  readonly preferred: readonly string[];
}

export function respell(argv: readonly string[], spellings: Spellings): string[] {
  const words: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!;
    if (word === '--') return [...words, ...argv.slice(i)];
    const match = /^(--?)([a-z][\w-]*)(?:=(.*))?$/is.exec(word);
    const flag = match === null ? undefined : flagOf(match[1]!, match[2]!, spellings);
    if (flag === undefined) {
      words.push(word);
      continue;
    }
    const option = spellings.options.find(({ short, long }) => short === flag || long === flag);
    const value = match![3];
    if (spellings.optional[flag] !== undefined) {
      const next = /^\d+$/.test(argv[i + 1] ?? '') ? argv[++i] : undefined;
      words.push(`${flag}=${value ?? next ?? spellings.optional[flag]}`);
    } else if (option?.required === true) {
      words.push(flag);
      if (value !== undefined) words.push(value);
      else if (i + 1 < argv.length) words.push(argv[++i]!);
    } else words.push(value === undefined ? flag : `${flag}=${value}`);
  }
  return words;
}

/** The option that is meant as commander knows it; undefined where there is none of that name. */
function flagOf(hyphens: string, given: string, spellings: Spellings): string | undefined {
  const { options, replaced, preferred } = spellings;
  const name = given.replaceAll('_', '-');
  const shorts = options.flatMap(({ short }) => (short === undefined ? [] : [short]));
  if (name.length === 1)
    return [name, name.toLowerCase()].map((letter) => `-${letter}`).find((flag) => shorts.includes(flag));
  // `-eq` is -e -q, `-h5` is -h 5: commander's to take apart.
  if (hyphens === '-' && [...name].every((letter) => isSwitch(`-${letter}`, options))) return undefined;
  const names = [
    ...options.flatMap(({ long }) => (long === undefined ? [] : [long])),
    ...Object.keys(replaced),
  ];
  const exact = [`--${name}`, `--${name.toLowerCase()}`].find((flag) => names.includes(flag));
  if (exact !== undefined) return replaced[exact] ?? exact;
  const like = [...new Set(names)].filter((each) => each.startsWith(`--${name.toLowerCase()}`));
  const liked = like.filter((each) => preferred.includes(each));
  const meant = like.length === 1 ? like : liked;
  if (meant.length === 1) return replaced[meant[0]!] ?? meant[0];
  if (like.length === 0) return undefined;
  throw new SekishoError('bad-argument', '{option} may be {choices}', 'write the one that is meant', {
    values: { option: hyphens + given, choices: like.join(', ') },
  });
}

/** An option of one letter that takes no value. */
function isSwitch(flag: string, options: readonly Option[]): boolean {
  return options.some(({ short, required, optional }) => short === flag && !required && !optional);
}
