/** Which logs to read: what the user named, or the usual places; in the order of their time. */
import { accessSync, constants, globSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SekishoError } from '../../config/error.ts';
import { isInstalled } from './command.ts';
import { identityOf } from './opened.ts';
import { firstOf, peek, wallOf } from './peek.ts';
import type { LogSource } from './source.ts';
import { guessYears, knownYears } from './years.ts';

export interface Failure {
  readonly name: string;
  readonly error: SekishoError;
}

export interface Discovery {
  readonly sources: LogSource[];
  readonly failed: Failure[];
}

export interface DiscoverOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  /** The years of large compressed logs may be guesses: who reads them is ready for `Misdated` (years.ts). */
  readonly mayGuess?: boolean;
  /** Patterns to look at where nothing is named; each list only where the ones before hold nothing. */
  readonly places?: readonly string[];
  /** Where programs are; for journalctl. */
  readonly path?: string;
}

/**
 * Red Hat's place, Debian's, SUSE's, docker-mailserver's, and postconf(5) maillog_file's example. `[-.]*` takes the
 * rotated ones and no `mail.err`.
 */
const PLACES = [
  '/var/log/maillog{,-*,.[0-9]*}',
  '/var/log/mail.log{,-*,.[0-9]*}',
  '/var/log/mail{,-[0-9]*,.[0-9]*}',
  '/var/log/mail/mail.log{,-*,.[0-9]*}',
  '/var/log/postfix.log{,-*,.[0-9]*}',
];
/** Characters that tell two logs apart: some lines, with their stamps. */
const BEGINNING = 1000;
/** What lies beside logs and is none. */
const NO_LOG = /\.(?:swp|swo|bak|md5|sha256|totals\.json|json|pos|offset)$|~$/;

export async function discoverLogs(args: readonly string[], options: DiscoverOptions): Promise<Discovery> {
  if (args.length > 0) return await open(args.flatMap(expand), options);
  for (const place of options.places ?? PLACES) {
    const found = globSync(place)
      .filter((path) => !NO_LOG.test(path) && !isFolder(path))
      .sort();
    if (found.length === 0) continue;
    const discovery = await open(found, options);
    if (discovery.sources.some((source) => source.size > 0) || discovery.failed.length > 0) return discovery;
  }
  if (isInstalled('journalctl', options.path)) {
    return {
      sources: [
        {
          name: 'journal',
          kind: 'journal',
          path: '',
          compression: 'none',
          size: 0,
          reference: options.now,
          yearsBack: 0,
        },
      ],
      failed: [],
    };
  }
  const looked = (options.places ?? PLACES).map((place) => place.replace(/\{.*$/, '*')).join(', ');
  const error = new SekishoError(
    'no-log',
    'no mail log was found (looked at {looked} and for journald)',
    'name one: sekisho report /path/to/mail.log',
    { values: { looked } },
  );
  return { sources: [], failed: [{ name: '', error }] };
}

/** A path that exists is itself; else a pattern; a pattern of nothing stays, to be told as missing. */
function expand(argument: string): string[] {
  if (argument === '-' || exists(argument) || !/[*?[{]/.test(argument)) return [argument];
  const found = globSync(argument).sort();
  return found.length > 0 ? found : [argument];
}

async function open(names: readonly string[], options: DiscoverOptions): Promise<Discovery> {
  const failed: Failure[] = [];
  const seen = new Set<string>();
  const opened: { source: LogSource; first: number; order: number; beginning: string }[] = [];
  for (const [order, name] of names.entries()) {
    try {
      if (name === '-') {
        if (!seen.has('-'))
          opened.push({ source: standardInput(options.now), first: Number.NaN, order, beginning: '' });
        seen.add('-');
        continue;
      }
      const { source, key, first, beginning } = await openFile(name, options);
      if (seen.has(key)) continue;
      seen.add(key);
      opened.push({ source, first, order, beginning });
    } catch (error) {
      if (!(error instanceof SekishoError)) throw error;
      failed.push({ name, error });
    }
  }
  // By the time of the first line; a log without any by its file's.
  const time = (each: { source: LogSource; first: number }): number =>
    Number.isNaN(each.first) ? each.source.reference : each.first;
  opened.sort((a, b) => time(a) - time(b) || a.source.reference - b.source.reference || a.order - b.order);
  const twice = (each: (typeof opened)[number]): boolean =>
    each.source.compression !== 'none' &&
    opened.some(
      (other) =>
        other.source.compression === 'none' &&
        other.beginning !== '' &&
        other.beginning === each.beginning &&
        other.source.path === bare(each.source.path),
    );
  return { sources: opened.filter((each) => !twice(each)).map((each) => each.source), failed };
}

/** `maillog.1` beside `maillog.1.gz`: a rotation that was broken off leaves both. */
function bare(path: string): string {
  return path.replace(/\.(?:gz|bz2|xz|zst)$/, '');
}

async function openFile(
  name: string,
  { now, mayGuess }: DiscoverOptions,
): Promise<{ source: LogSource; key: string; first: number; beginning: string }> {
  const stat = statOf(name);
  if (stat.isDirectory()) throw directory(name);
  try {
    accessSync(name, constants.R_OK);
  } catch {
    throw new SekishoError(
      'log-unreadable',
      '{file} may not be read by this user',
      'run it with sudo, or join the group that may (Debian: adm)',
      { values: { file: name } },
    );
  }
  if (!stat.isFile()) {
    // A pipe: `<(zcat maillog*)`. It can be read once only, so nothing is looked at before.
    const source: LogSource = {
      name,
      kind: 'file',
      path: name,
      compression: 'none',
      size: 0,
      reference: now,
      yearsBack: 0,
    };
    return { source, key: name, first: Number.NaN, beginning: '' };
  }
  const base: LogSource = {
    name,
    kind: 'file',
    path: realpathSync(name),
    identity: identityOf(stat),
    compression: 'none',
    size: stat.size,
    reference: Math.min(stat.mtimeMs, now),
    yearsBack: 0,
  };
  const peeked = await peek(base);
  const { compression, told, text } = peeked;
  const source: LogSource = { ...base, compression };
  const key = identityOf(stat).file;
  const beginning = text.slice(0, BEGINNING);
  const { first, yearless } = firstOf(text, base.reference);
  if (!yearless) return { source: { ...source, begins: first }, key, first, beginning };
  const guessed = mayGuess === true ? guessYears(source, told, wallOf(text) ?? Number.NaN) : undefined;
  if (guessed === undefined) {
    const dated = await knownYears(source, peeked);
    return { source: dated, key, first: dated.begins ?? Number.NaN, beginning };
  }
  const begins = firstOf(text, guessed.reference).first;
  return { source: { ...guessed, begins }, key, first: begins, beginning };
}

function statOf(name: string): Stats {
  try {
    return statSync(name);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES')
      throw new SekishoError('log-unreadable', '{file} may not be read by this user', 'run it with sudo', {
        values: { file: name },
      });
    throw notFound(name);
  }
}

function directory(file: string): SekishoError {
  const inside = readdirSync(file)
    .filter((each) => /mail/.test(each) && !NO_LOG.test(each))
    .slice(0, 3)
    .map((each) => join(file, each))
    .join(' ');
  return new SekishoError(
    'log-is-directory',
    '{file} is a directory',
    inside === '' ? 'name the files in it' : 'did you mean {inside}?',
    { values: { file, inside } },
  );
}

/** With what stands in the same folder under a like name. */
function notFound(file: string): SekishoError {
  let beside = '';
  try {
    beside = readdirSync(dirname(file))
      // A link to nowhere is itself there.
      .filter((each) => each !== basename(file) && each.startsWith(basename(file).slice(0, 4)))
      .slice(0, 3)
      .map((each) => join(dirname(file), each))
      .join(', ');
  } catch {
    // No such folder either.
  }
  return new SekishoError(
    'log-not-found',
    '{file} does not exist',
    beside === ''
      ? 'check the path: Red Hat has /var/log/maillog, Debian /var/log/mail.log'
      : 'there is {beside}',
    { values: { file, beside } },
  );
}

function standardInput(now: number): LogSource {
  return { name: '-', kind: 'stdin', path: '', compression: 'none', size: 0, reference: now, yearsBack: 0 };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function exists(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch {
    return false;
  }
}
