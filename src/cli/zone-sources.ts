/** What `zones` is given: names and restrictions as words, and pieces of main.cf as files or on standard input. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { SekishoError } from '../config/error.ts';
import type { Configuration } from '../postfix/configuration.ts';
import { type ListUse, listUses } from '../postfix/dns-lists.ts';
import { readMainCf } from '../postfix/main-cf.ts';
import { readMasterCf } from '../postfix/master-cf.ts';
import { USUAL } from '../postfix/usual.ts';
import { textOfStdin } from './stdin.ts';
import { usesIn } from './zone-words.ts';

export interface Given {
  readonly named: readonly ListUse[];
  /** Pieces of main.cf, each with the lists that it asks. */
  readonly pieces: readonly Piece[];
}

export interface Piece {
  readonly configuration: Configuration;
  readonly uses: readonly ListUse[];
}

/** Bytes. */
const LARGEST = 8 << 20;

/** @param args words; `-` is standard input, a path the file */
export async function readGiven(args: readonly string[]): Promise<Given> {
  const named: ListUse[] = [];
  const pieces: Piece[] = [];
  const rest: string[] = [];
  for (const arg of args) {
    const text = arg === '-' ? await textOfStdin() : textOfFile(arg);
    if (text === undefined) {
      rest.push(arg);
      continue;
    }
    const piece = pieceOf(text, arg);
    if (piece === undefined) named.push(...usesIn([withoutComments(text)], arg));
    else pieces.push(piece);
  }
  return { named: [...named, ...usesIn(rest)], pieces };
}

/** undefined: it is no file. A name of a list may well be that of a file: then the list is meant. */
function textOfFile(arg: string): string | undefined {
  if (!arg.includes('/') && !/\.(?:cf|conf|txt)$/.test(arg)) return undefined;
  if (!existsSync(arg) || !statSync(arg).isFile()) return undefined;
  try {
    if (statSync(arg).size > LARGEST) throw Object.assign(new Error(), { code: 'EFBIG' });
    return readFileSync(arg, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new SekishoError('postfix-config', 'cannot read {file}: {reason}', 'name another file', {
      values: { file: arg, reason },
    });
  }
}

/** undefined: it is not written as main.cf is, or asks no list; as words it may still name some. */
function pieceOf(text: string, file: string): Piece | undefined {
  const main = readMainCf(text, file);
  if (main.problems.some(({ kind }) => kind !== 'orphan-line' || main.settings.length === 0))
    return undefined;
  const configuration = { main, master: readMasterCf('', file), defaults: USUAL };
  const { uses } = listUses(configuration);
  return uses.length === 0 ? undefined : { configuration, uses };
}

function withoutComments(text: string): string {
  return text.replace(/^(?:\s*>)+|#.*$/gm, '');
}
