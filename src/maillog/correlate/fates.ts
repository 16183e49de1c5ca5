/**
 * What a filter says in lines of its own that it did with recipients, before it answers Postfix: Proxmox' takes each
 * message with the same words, and names its own number of it.
 *
 *   pmg-smtp-filter: 381C4E5DFA31DF9E90F: moved mail for <b@example.com> to spam quarantine - ... (rule: ...)
 *   postfix/lmtp: 4D2F1: to=<b@example.com>, relay=127.0.0.1[127.0.0.1]:10024, ... (250 2.5.0 OK (381C4E5DFA31DF9E90F))
 */
import { own } from '../../tally/own.ts';
import type { Delivery, FilterVerdict } from '../event.ts';
import { filterIdOf, isGivenBack } from './hops.ts';

/** Recipients that wait for the filter's answer. */
const MOST = 10_000;

/** The first words of what a filter says of a recipient who will not get the message. */
const AWAY = new Set(['block', 'moved']);

export class Fates {
  /** Of one host: filter's number, space, recipient. In the order of the log. */
  readonly #away = new Set<string>();

  note(event: FilterVerdict): void {
    const { filterId, recipient, verdict } = event;
    if (filterId === '' || recipient === '' || !AWAY.has(verdict)) return;
    if (this.#away.size >= MOST)
      for (const eldest of this.#away) {
        this.#away.delete(eldest);
        break;
      }
    this.#away.add(own(key(filterId, recipient)));
  }

  /** The delivery as it was: one to a filter that keeps the message, or gives it back to its sender, goes nowhere. */
  of(event: Delivery): Delivery {
    if (event.status !== 'sent') return event;
    if (isGivenBack(event)) return { ...event, status: 'bounced' };
    if (this.#away.size === 0) return event;
    const id = filterIdOf(event.reply);
    if (id === '' || !this.#away.delete(key(id, event.recipient))) return event;
    return { ...event, fate: 'discarded' };
  }
}

function key(filterId: string, recipient: string): string {
  return `${filterId} ${recipient.toLowerCase()}`;
}
