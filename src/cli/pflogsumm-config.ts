/**
 * pflogsumm's own `--config FILE` (1.1.12 and later): its options without hyphens, one a line, as
 * `problems-first = 1` or `d = yesterday`. Such a file is told from Sekisho's settings by its names, and read as
 * if its options stood on the command line, before the others.
 */
import { readFileSync } from 'node:fs';

/** A name and perhaps a value, with `=`, `:` or a blank between them (Config::Simple). */
const LINE = /^([A-Za-z][\w-]*)(?:\s*[=:]\s*|\s+|$)(.*)$/;
const YES = /^(?:1|true|yes|on|)$/i;
const NO = /^(?:0|false|no|off)$/i;

export interface Names {
  /** Without hyphens before it. */
  isKnown(name: string): boolean;
  takesValue(name: string): boolean;
}

/** @param argv spelled as commander knows it */
export function withPflogsummConfig(argv: readonly string[], names: Names): string[] {
  const end = argv.indexOf('--');
  const at = (end < 0 ? argv : argv.slice(0, end)).lastIndexOf('--config');
  const options = at < 0 ? undefined : optionsIn(argv[at + 1] ?? '', names);
  return options === undefined ? [...argv] : [...options, ...argv.slice(0, at), ...argv.slice(at + 2)];
}

/** undefined where it is no file of pflogsumm's */
function optionsIn(file: string, names: Names): string[] | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const options: string[] = [];
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const told = lines.filter((line) => line !== '' && !/^[#;[]/.test(line));
  for (const line of told) {
    const [, given = '', rest = ''] = LINE.exec(line) ?? [];
    const name = given.replaceAll('_', '-').toLowerCase();
    if (!names.isKnown(name)) return undefined;
    const value = rest.replace(/^(["'])(.*)\1$/, '$2');
    const flag = name.length === 1 ? `-${name}` : `--${name}`;
    if (names.takesValue(name)) options.push(flag, value);
    else if (YES.test(value)) options.push(flag);
    else if (!NO.test(value)) return undefined;
  }
  return told.length === 0 ? undefined : options;
}
