/**
 * Errors that a person can cause, with a stable code, a message, and what to do next. A programming error is
 * not one of these: it throws and is a bug. docs/errors.md lists the codes; a test holds it to this table.
 */
export const ERRORS = {
  'log-not-found': 3,
  'log-unreadable': 3,
  'log-is-directory': 3,
  'log-damaged': 3,
  'no-log': 3,
  'decompressor-missing': 3,
  'journal-failed': 3,
  'mail-failed': 3,
  'output-failed': 3,
  'resolver-failed': 3,
  'postfix-config': 3,
  'postfix-write': 3,
  'not-built': 3,
  'bad-date': 2,
  'bad-argument': 2,
  'bad-settings': 2,
} as const;

export type ErrorCode = keyof typeof ERRORS;

export interface ErrorDetails extends ErrorOptions {
  /** What stands for each `{name}` in the sentences. */
  readonly values?: Readonly<Record<string, string>>;
}

export class SekishoError extends Error {
  readonly code: ErrorCode;
  /** What the person can do about it. */
  readonly next: string;
  /** Message and advice as written, with `{name}` for each value: by these i18n/errors knows its translations. */
  readonly sentence: string;
  readonly advice: string;
  readonly values: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, sentence: string, advice: string, details: ErrorDetails = {}) {
    const { values = {}, ...options } = details;
    const filled = (text: string): string =>
      text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
    super(filled(sentence), options);
    this.name = 'SekishoError';
    this.code = code;
    this.next = filled(advice);
    this.sentence = sentence;
    this.advice = advice;
    this.values = values;
  }

  /** 2: arguments or settings; 3: the environment (docs/contract: exit codes). */
  get exitCode(): number {
    return ERRORS[this.code];
  }
}
