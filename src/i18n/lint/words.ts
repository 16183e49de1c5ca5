/** What `sekisho lint` says, in a language: of each problem why it matters, and what to do. */
import type { Language } from '../language.ts';
import { put, type Values } from '../put.ts';
import * as backscatter from './backscatter.ts';
import { en, ja, type LintCommandWords } from './command.ts';
import * as dnsLists from './dns-lists.ts';
import * as files from './files.ts';
import * as identity from './identity.ts';
import * as login from './login.ts';
import * as master from './master.ts';
import * as names from './names.ts';
import * as order from './order.ts';
import * as pipe from './pipe.ts';
import * as policy from './policy.ts';
import * as postscreen from './postscreen.ts';
import * as refusers from './refusers.ts';
import * as relay from './relay.ts';
import * as tables from './tables.ts';

/** By what they are about, in the order of docs/lint.md. */
export const FAMILIES = {
  refusers,
  relay,
  dnsLists,
  files,
  names,
  order,
  policy,
  backscatter,
  login,
  postscreen,
  tables,
  pipe,
  identity,
  master,
};

type Said = Readonly<Record<string, readonly [message: string, fix: string]>>;

const LANGUAGES: Readonly<Record<Language, Said>> = {
  en: Object.assign({}, ...Object.values(FAMILIES).map((family) => family.en)),
  ja: Object.assign({}, ...Object.values(FAMILIES).map((family) => family.ja)),
};

/** @param values `variant` picks the words of `id/variant`, where there are any */
export function sayProblem(
  language: Language,
  id: string,
  values: Readonly<Record<string, string>>,
): { readonly message: string; readonly fix: string } {
  const said = LANGUAGES[language];
  const [message, fix] = said[`${id}/${values.variant}`] ?? said[id] ?? [id, ''];
  return { message: put(message, values), fix: put(fix, values) };
}

const COMMAND: Readonly<Record<Language, LintCommandWords>> = { en, ja };

export function sayLint(language: Language, key: keyof LintCommandWords, values: Values = {}): string {
  return put(COMMAND[language][key], values);
}
