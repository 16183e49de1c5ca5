/** `exp=` (RFC 7208 §6.2): what the domain says to those whom it refuses. Written by strangers. */
import type { Decided, Evaluation } from './evaluate.ts';
import { escaped } from './evaluate.ts';
import { expandText, isTargetName, readMacros } from './macro.ts';
import type { Questions } from './questions.ts';

/** An SMTP reply line has room for 512 (RFC 5321 §4.5.3.1.5), its code and words of ours included. */
const LONGEST = 450;

/** undefined: there is none, or anything at all is wrong with it (§6.2). Else printable ASCII. */
export async function explanationOf(
  { record, domain }: Decided,
  evaluation: Evaluation,
  questions: Questions,
): Promise<string | undefined> {
  const { exp } = record;
  if (exp === undefined) return undefined;
  const place = { domain, term: exp.text };
  const name = await evaluation.target(exp.target, place, false);
  if (typeof name !== 'string' || !isTargetName(name)) return undefined;
  const answer = await questions.ask(escaped(name), 'TXT', exp.text);
  if (answer.status !== 'found' || answer.records.length !== 1) return undefined;
  const read = readMacros(answer.records[0]!, 'text');
  if ('fault' in read) return undefined;
  const values = await evaluation.values(read, place, false);
  if (typeof values !== 'function') return undefined;
  // The text was ASCII; what macros brought need not be.
  const text = expandText(read, values, LONGEST).replace(/[^\x20-\x7e]/g, '');
  return text.trim() === '' ? undefined : text;
}
