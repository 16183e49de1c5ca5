/**
 * Plesk's mail filters and delivery programs (tags `spf filter`, `greylisting filter`, `psa-pc-remote`, `check-quota`,
 * `postfix-local`, ...). None of them names the message's queue id.
 *
 *   spf filter[1]: SPF result: softfail
 *   greylisting filter[1]: Starting greylisting filter...
 *   psa-pc-remote[1]: Message aborted.
 *   postfix-local[1]: cannot deliver mail to recipient 'ann@example.com': Mailbox is over quota
 */
import type { Event } from '../event.ts';
import { at } from '../scan.ts';
import { complaint, isTrouble, quiet } from '../words.ts';

const AT_WORK = quiet("one of Plesk's filters at work");
const SPF = 'SPF result: ';

export function readPlesk(text: string, from: number, end: number): Event {
  if (at(text, SPF, from, end))
    return { kind: 'spf', result: text.slice(from + SPF.length, end).toLowerCase(), client: '', sender: '' };
  return isTrouble(text, from, end) ? complaint('warning', text, from, end) : AT_WORK;
}
