/**
 * What a filter says in lines of its own that it did with recipients, before it answers Postfix: Proxmox' takes each
 * message with the same words, and names its own number of it.
 *
 *   pmg-smtp-filter: 381C4E5DFA31DF9E90F: moved mail for <b@example.com> to spam quarantine - ... (rule: ...)
 *   postfix/lmtp: 4D2F1: to=<b@example.com>, relay=127.0.0.1[127.0.0.1]:10024, ... (250 2.5.0 OK (381C4E5DFA31DF9E90F))
 *   postfix/smtpd: proxy-accept: END-OF-MESSAGE: 250 2.5.0 OK (381C4E5DFA31DF9E90F); ...            (before the queue)
 *
 * Amavis' reply says what it did; its own line says whose Amavis it is, where it runs on another host: one that names a
 * queue id of this log is ours.
 *
 *   amavis: (01234-05) Blocked SPAM {DiscardedInbound,Quarantined}, ... Queue-ID: 4D2F1, ...
 *   postfix/smtp: 4D2F1: to=<b@example.com>, relay=amavis.example.com[192.0.2.5]:10024, ... (250 2.7.0 Ok, discarded, ...)
 */
import { own } from '../../tally/own.ts';
import type { Delivery, FilterVerdict, Reject } from '../event.ts';
import { filterIdOf, isGivenBack, isThisHost, throwsAway } from './hops.ts';
import type { Message } from './message.ts';

/** Messages that wait for the filter's answer, and recipients of one. */
const MOST = 10_000;

/** The first words of what a filter says of a recipient who will not get the message. */
const AWAY = new Set(['block', 'moved']);

interface Kept {
  readonly recipient: string;
  /** What the filter says of it. */
  readonly why: string;
}

export class Fates {
  /** Of one host, by the filter's number of the message. In the order of the log. */
  readonly #kept = new Map<string, Kept[]>();

  note(event: FilterVerdict): void {
    const { filterId, recipient, verdict, detail } = event;
    if (filterId === '' || recipient === '' || !AWAY.has(verdict)) return;
    const kept = { recipient: own(recipient), why: own(detail) };
    const list = this.#kept.get(filterId);
    if (list !== undefined) {
      if (list.length < MOST) list.push(kept);
      return;
    }
    if (this.#kept.size >= MOST)
      for (const eldest of this.#kept.keys()) {
        this.#kept.delete(eldest);
        break;
      }
    this.#kept.set(own(filterId), [kept]);
  }

  /** The delivery as it was: one to a filter that keeps the message, or gives it back to its sender, goes nowhere. */
  of(event: Delivery, message: Message): Delivery {
    if (event.status !== 'sent') return event;
    if (isGivenBack(event.reply) && (message.blocked || isThisHost(event.relay)))
      return { ...event, status: 'bounced' };
    if (message.blocked && throwsAway(event.reply)) return { ...event, fate: 'discarded' };
    const list = this.#kept.size === 0 ? undefined : this.#kept.get(filterIdOf(event.reply));
    const recipient = event.recipient.toLowerCase();
    const at = list?.findIndex((kept) => kept.recipient.toLowerCase() === recipient) ?? -1;
    if (list === undefined || at < 0) return event;
    list.splice(at, 1);
    return { ...event, fate: 'discarded' };
  }

  /** What a filter before the queue took and keeps: for each recipient an event of its own. */
  before(event: Reject): Reject[] {
    if (event.action !== 'permit' || this.#kept.size === 0) return [];
    const id = filterIdOf(event.text);
    const list = this.#kept.get(id) ?? [];
    this.#kept.delete(id);
    return list.map(({ recipient, why }) => ({ ...event, action: 'discard', text: why, recipient }));
  }
}
