/**
 * Message by message (pflogsumm's -e): the largest ones, with their recipients and what became of each. Of a log with
 * millions of messages no more is kept than is shown.
 */
import type { Message } from '../../maillog/correlate/message.ts';
import { own } from '../../maillog/scan.ts';
import type { MessageEnd } from '../model.ts';

export interface MessageDetail {
  readonly queueId: string;
  /** Epoch milliseconds of its first line. */
  readonly time: number;
  readonly sender: string | undefined;
  readonly client: string;
  readonly account: string;
  readonly size: number;
  /** Recipients as the queue manager counted them; 0 where it is not in the log. */
  readonly recipients: number;
  /** What became of each recipient at last, in the order of the log. */
  readonly ends: Map<string, MessageEnd>;
}

/** Recipients that are kept of a message. */
const MOST_RECIPIENTS = 100;

export class MessageDetails {
  /** Messages of which something was counted. */
  seen = 0;
  readonly #most: number;
  /** The largest so far: a heap, the least of them first. */
  readonly #heap: MessageDetail[] = [];
  readonly #of = new WeakMap<Message, MessageDetail>();

  /** @param most messages kept */
  constructor(most: number) {
    this.#most = most;
  }

  /** @param message the root: as it first came in */
  received(message: Message): void {
    if (!this.#of.has(message)) this.#begin(message);
  }

  /** @param message the root: as it first came in */
  delivery(message: Message, recipient: string, end: MessageEnd): void {
    const { ends } = this.#of.get(message) ?? this.#begin(message);
    if (ends.has(recipient) || ends.size < MOST_RECIPIENTS) ends.set(own(recipient), end);
  }

  /** The largest first; of equal ones the first. */
  sorted(): MessageDetail[] {
    return [...this.#heap].sort((a, b) => -compare(a, b));
  }

  #begin(message: Message): MessageDetail {
    this.seen++;
    const { queueId, time, sender, clientAddress, account, size, recipients } = message;
    const detail: MessageDetail = {
      queueId: own(queueId),
      time,
      sender: sender === undefined ? undefined : own(sender),
      client: own(clientAddress),
      account: own(account),
      size,
      recipients,
      ends: new Map(),
    };
    this.#of.set(message, detail);
    this.#keep(detail);
    return detail;
  }

  #keep(detail: MessageDetail): void {
    const heap = this.#heap;
    if (heap.length < this.#most) {
      heap.push(detail);
      for (let at = heap.length - 1; at > 0; ) {
        const above = (at - 1) >> 1;
        if (compare(heap[above]!, heap[at]!) <= 0) break;
        [heap[above], heap[at]] = [heap[at]!, heap[above]!];
        at = above;
      }
      return;
    }
    if (heap.length === 0 || compare(detail, heap[0]!) <= 0) return;
    heap[0] = detail;
    for (let at = 0; ; ) {
      let least = at;
      for (const below of [2 * at + 1, 2 * at + 2])
        if (below < heap.length && compare(heap[below]!, heap[least]!) < 0) least = below;
      if (least === at) break;
      [heap[least], heap[at]] = [heap[at]!, heap[least]!];
      at = least;
    }
  }
}

/** Less is what is let go first. */
function compare(a: MessageDetail, b: MessageDetail): number {
  return a.size - b.size || b.time - a.time || (a.queueId < b.queueId ? 1 : a.queueId > b.queueId ? -1 : 0);
}
