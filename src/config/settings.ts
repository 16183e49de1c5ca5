/**
 * The settings file, TOML, `/etc/sekisho/sekisho.toml` unless `--config` names another. Everything has a
 * default; a file that is absent is no error, one that is wrong is named with its line and key.
 */
import { readFileSync } from 'node:fs';
import { parse, TomlError } from 'smol-toml';
import * as v from 'valibot';
import { SekishoError } from './error.ts';
import { lineOf } from './line-of.ts';

export const SETTINGS_FILE = '/etc/sekisho/sekisho.toml';

const Schema = v.strictObject({
  /** `en` or `ja`; the environment's locale where absent. */
  language: v.optional(v.picklist(['en', 'ja'])),
  report: v.optional(
    v.strictObject({
      /** Rows a list. */
      top: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
      /** The sender of a report that is mailed. */
      mail_from: v.optional(v.string()),
      /** Logs to read where none is named. */
      logs: v.optional(v.array(v.string())),
    }),
  ),
  mail: v.optional(v.strictObject({ sendmail: v.optional(v.string()) })),
});

export type Settings = v.InferOutput<typeof Schema>;

/** @param path undefined: the usual place, where absence is no error */
export function readSettings(path: string | undefined): Settings {
  let text: string;
  try {
    text = readFileSync(path ?? SETTINGS_FILE, 'utf8');
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (path === undefined && (code === 'ENOENT' || code === 'EACCES' || code === 'ENOTDIR')) return {};
    throw new SekishoError(
      'bad-settings',
      'cannot read {file}: {reason}',
      'name a TOML file that you may read',
      {
        values: { file: path ?? SETTINGS_FILE, reason: code },
      },
    );
  }
  return checkSettings(text, path ?? SETTINGS_FILE);
}

/** What each kind of a wrong value should have been, by valibot's name for the check. */
const WANTED: Readonly<Record<string, string>> = {
  number: '{place}: {key} must be a whole number, not {given}',
  integer: '{place}: {key} must be a whole number, not {given}',
  min_value: '{place}: {key} must be 0 or more, not {given}',
  string: '{place}: {key} must be a text in quotes, not {given}',
  array: '{place}: {key} must be a list in brackets, not {given}',
  picklist: '{place}: {key} must be one of {choices}, not {given}',
};

/** @param file its name, for the error */
export function checkSettings(text: string, file: string): Settings {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new SekishoError(
      'bad-settings',
      '{place}: {reason}',
      'mend the line; docs/settings.md has examples',
      {
        values: { place: `${file}:${error.line}`, reason: error.message.split('\n')[0]! },
      },
    );
  }
  const result = v.safeParse(Schema, document);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const path = issue.path?.map((part) => String(part.key)) ?? [];
  const line = lineOf(text, path);
  const sentence =
    issue.type === 'strict_object' && issue.expected === 'never'
      ? '{place}: {key}: no such setting'
      : (WANTED[issue.type] ?? '{place}: {key} must be a table, not {given}');
  throw new SekishoError('bad-settings', sentence, 'docs/settings.md lists every setting', {
    values: {
      place: line === undefined ? file : `${file}:${line}`,
      key: path.join('.'),
      given: issue.received,
      choices: (issue.expected ?? '').replace(/[()]/g, '').replaceAll(' | ', ', '),
    },
  });
}
