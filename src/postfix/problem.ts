/** What is wrong with a configuration file. */
import type { Place } from './value.ts';

export type ProblemKind =
  /** Text that begins with white space and continues nothing: Postfix ignores it. */
  | 'orphan-line'
  /** `= value` */
  | 'missing-name'
  /** `name value` */
  | 'missing-equals'
  /** Fewer than eight fields in master.cf. */
  | 'field-count'
  | 'bad-field'
  /** `-o {name=value}junk`, with which master(8) does not start, while postconf(1) reads it. */
  | 'after-brace'
  /** `-o {name=value` */
  | 'open-brace'
  /** `-o name`, with which the service does not start. */
  | 'override-without-value';

export interface Problem extends Place {
  readonly kind: ProblemKind;
  /** The text that is meant, bounded. */
  readonly text: string;
  /** Postfix does not start with it. */
  readonly fatal: boolean;
}

const LONGEST = 80;

export function problem(kind: ProblemKind, { file, line }: Place, text: string, fatal = false): Problem {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  return { kind, file, line, text: shown, fatal };
}
