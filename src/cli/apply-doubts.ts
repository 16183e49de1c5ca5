/**
 * What lint finds wrong with a configuration that is to be, and does not with the one in force. Neither `postfix check` nor a
 * greeting shows it: a restriction that is misspelled answers 451 to all mail, but only when smtpd gets there.
 */
import type { Language } from '../i18n/language.ts';
import type { Configuration } from '../postfix/configuration.ts';
import { ExpansionError } from '../postfix/expand.ts';
import type { LintProblem } from '../restrictions/lint/family.ts';
import { lint } from '../restrictions/lint/lint.ts';
import { toldOf } from './lint-told.ts';
import { lintWorld } from './lint-world.ts';

export interface Doubt {
  readonly id: string;
  readonly message: string;
  readonly fix: string;
  /** Mail would be put off or strangers let through: not to be done by mistake. */
  readonly grave: boolean;
}

/** smtpd would answer 451 4.3.5 or 4.3.0 to whoever gets there; or relay for everybody. */
const GRAVE: ReadonlySet<string> = new Set([
  ...['restriction-unknown', 'restriction-removed', 'class-undefined', 'class-recursion'],
  ...['argument-missing', 'table-without-type', 'table-without-check'],
  ...['table-missing', 'table-type-missing', 'table-broken', 'open-relay', 'mynetworks-world'],
]);

export async function doubtsOf(
  folder: string,
  before: Configuration,
  after: Configuration,
  language: Language,
): Promise<readonly Doubt[]> {
  const known = new Set((await errorsOf(folder, before)).map(keyOf));
  return (await errorsOf(folder, after))
    .filter((problem) => !known.has(keyOf(problem)))
    .map((problem) => ({ id: problem.id, ...toldOf(problem, language), grave: GRAVE.has(problem.id) }));
}

async function errorsOf(folder: string, configuration: Configuration): Promise<readonly LintProblem[]> {
  try {
    const problems = await lint(configuration, lintWorld(folder, configuration));
    return problems.filter(({ severity }) => severity === 'error');
  } catch (error) {
    // Postfix itself will say what cannot be read.
    if (error instanceof ExpansionError) return [];
    throw error;
  }
}

/** Without its line, which a change above it moves. */
function keyOf({ id, parameter, service, values }: LintProblem): string {
  return JSON.stringify([id, parameter, service?.name, service?.type, values]);
}
