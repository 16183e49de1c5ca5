/** What Postfix would not start with is told, with its place: half of a configuration would be half of the truth. */
import { SekishoError } from '../config/error.ts';
import { hideAnyKey } from '../dnsbl/secret.ts';
import type { Configuration } from '../postfix/configuration.ts';
import { ExpansionError } from '../postfix/expand.ts';

/** @throws SekishoError `postfix-config` */
export function refuseBroken({ main, master }: Configuration): void {
  const broken = [...main.problems, ...master.problems].find(({ fatal }) => fatal);
  if (broken !== undefined) refuse(broken.file, broken.line, broken.text);
}

/** Of a parameter that cannot be expanded. */
export function refuseExpansion(error: ExpansionError, { main }: Configuration, parameter?: string): never {
  const { file, line } = error.place ?? { file: main.file, line: 0 };
  if (error.wrong !== 'too-long') return refuse(file, line, error.text);
  // Postfix has no such bound: it would need all memory, or for ever.
  throw new SekishoError(
    'postfix-config',
    '{file}, line {line}: {parameter} grows beyond 16 million letters or 200,000 names in it',
    'look for names that are made of each other, twice in each step',
    { values: { file, line: String(line), parameter: parameter ?? error.text } },
  );
}

/** Does what reads parameters; what Postfix would not start with is told. */
export async function orRefuse<T>(configuration: Configuration, read: () => T | Promise<T>): Promise<T> {
  refuseBroken(configuration);
  try {
    return await read();
  } catch (error) {
    if (error instanceof ExpansionError) refuseExpansion(error, configuration);
    throw error;
  }
}

function refuse(file: string, line: number, text: string): never {
  throw new SekishoError(
    'postfix-config',
    '{file}, line {line}: Postfix cannot read "{text}"',
    'mend it; `postfix check` says more',
    { values: { file, line: String(line), text: hideAnyKey(text) } },
  );
}
