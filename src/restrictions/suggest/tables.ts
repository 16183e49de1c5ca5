/** May an access table let mail through, before what follows it is asked? Told by its text, as lint reads tables. */
import { isRestrictions, type ReadText } from '../../postfix/access-text.ts';
import { builtIn } from '../../postfix/value.ts';
import { WITH_TABLE } from '../parse.ts';
import type { Item } from './items.ts';

const FILE = /^(?:proxy:)?(?:hash|btree|lmdb|dbm|sdbm|cdb|texthash|cidr|pcre|regexp):(\/.+)$/s;

/** Tables about who connects, which nobody outside can choose; and about recipients, whom only their owner can free. */
const ALLOWS = /^check_(?:client|reverse_client_hostname|recipient)_access$/;

/** A table that spares clients or recipients of one's own choice what stands behind it. */
export function isAllowTable({ step, warns }: Item, readText: ReadText): boolean {
  if (step === undefined || warns || !ALLOWS.test(step.lower)) return false;
  return mayPermit(step.argument ?? '', readText) === true;
}

export function isTable({ step }: Item): boolean {
  return step !== undefined && (step.lower === '' || WITH_TABLE.has(step.lower));
}

/** undefined: it cannot be read. */
export function mayPermit(table: string, readText: ReadText): boolean | undefined {
  const match = /^(inline|static):(.*)$/s.exec(table);
  // What stands in braces is taken for what lets through as soon as it holds such a word.
  if (match !== null) return PERMITS.test(match[2]!);
  const path = FILE.exec(table)?.[1];
  const read = path === undefined ? undefined : readText(path);
  if (read === undefined) return undefined;
  return read.text.split('\n').some((line) => permits(LINE.exec(line)?.[1]?.trim() ?? ''));
}

const PERMITS = /(?:^|[\s={])(?:ok|permit\w*|\d+)(?=\s*(?:$|[,}]))/i;
/** A key or an expression, and what is to be done. */
const LINE = /^(?!\s*#)(?:!?\/.*\/\w*|\S+)\s+(\S.*)$/;

/** access(5): `OK`, a number that is no code of a refusal, and restrictions that permit. */
function permits(action: string): boolean {
  if (/^(?:ok\b|(?![45]\d\d$)\d+$)/i.test(action)) return true;
  return isRestrictions(builtIn(action)) && /\bpermit/i.test(action);
}
