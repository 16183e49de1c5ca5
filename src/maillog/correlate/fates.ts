/**
 * What a filter says in lines of its own that it did with recipients, before it answers Postfix: Proxmox' takes each
 * message with the same words, and names its own number of it.
 *
 *   pmg-smtp-filter: 381C4E5DFA31DF9E90F: moved mail for <b@example.com> to spam quarantine - ... (rule: ...)
 *   postfix/lmtp: 4D2F1: to=<b@example.com>, relay=127.0.0.1[127.0.0.1]:10024, ... (250 2.5.0 OK (381C4E5DFA31DF9E90F))
 *
 * Amavis' reply says what it did; its own line says whose Amavis it is, where it runs on another host: one that names a
 * queue id of this log is ours.
 *
 *   amavis: (01234-05) Blocked SPAM {DiscardedInbound,Quarantined}, ... Queue-ID: 4D2F1, ...
 *   postfix/smtp: 4D2F1: to=<b@example.com>, relay=amavis.example.com[192.0.2.5]:10024, ... (250 2.7.0 Ok, discarded, ...)
 */
import { own } from '../../tally/own.ts';
import type { Delivery, FilterVerdict } from '../event.ts';
import { filterIdOf, isGivenBack, isThisHost, throwsAway } from './hops.ts';
import type { Message } from './message.ts';

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
  of(event: Delivery, message: Message): Delivery {
    if (event.status !== 'sent') return event;
    if (isGivenBack(event.reply) && (message.blocked || isThisHost(event.relay)))
      return { ...event, status: 'bounced' };
    if (message.blocked && throwsAway(event.reply)) return { ...event, fate: 'discarded' };
    if (this.#away.size === 0) return event;
    const id = filterIdOf(event.reply);
    if (id === '' || !this.#away.delete(key(id, event.recipient))) return event;
    return { ...event, fate: 'discarded' };
  }
}

function key(filterId: string, recipient: string): string {
  return `${filterId} ${recipient.toLowerCase()}`;
}
