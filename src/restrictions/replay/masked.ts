/**
 * Replies without the names of the attempt that they answer: thousands of replies are few when placeholders stand for the
 * client, the sender and the recipient. Nothing is lost: with the names they are whole again.
 */
import type { LoggedAttempt } from './logged.ts';

const PLACEHOLDERS = ['\x01', '\x02', '\x03', '\x04', '\x05', '\x06'];
/** Stands before a reply that is kept as it is. */
const VERBATIM = '\0';
const SPECIAL = /[\0-\x06]/;
const PLACEHOLDER = /[\x01-\x06]/g;

export type Named = Pick<
  LoggedAttempt,
  'recipient' | 'sender' | 'clientAddress' | 'clientName' | 'helo' | 'account'
>;

/** In the order in which placeholders stand for them. */
export function namesOf(attempt: Named): readonly string[] {
  const { recipient, sender, clientAddress, clientName, helo, account } = attempt;
  // It is a word of many replies.
  return [recipient, sender, clientAddress, clientName === 'unknown' ? '' : clientName, helo ?? '', account];
}

/** A text with placeholders for names; two texts with other names are the same where their masked ones are. */
export function masked(text: string, names: readonly string[]): string {
  let out = text;
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    if (name !== '' && out.includes(name)) out = out.replaceAll(name, PLACEHOLDERS[i]!);
  }
  return out;
}

/** The same of a reply in a log, which can be made whole again: one that holds such characters itself is kept as it is. */
export function shapeOf(reply: string, names: readonly string[]): string {
  if (SPECIAL.test(reply) || names.some((name) => SPECIAL.test(name))) return VERBATIM + reply;
  return masked(reply, names);
}

/** The reply of a shape. */
export function replyOf(shape: string, names: readonly string[]): string {
  if (isVerbatim(shape)) return shape.slice(1);
  return shape.replace(PLACEHOLDER, (placeholder) => names[placeholder.charCodeAt(0) - 1]!);
}

export function isVerbatim(shape: string): boolean {
  return shape.startsWith(VERBATIM);
}

/** Whether the reply of a shape says that nobody has the address; undefined: only the whole reply tells. */
export function saysUnknownUser(shape: string): boolean | undefined {
  if (shape.includes('User unknown')) return true;
  return /[r\x01-\x06] [u\x01-\x06]/.test(shape) ? undefined : false;
}
