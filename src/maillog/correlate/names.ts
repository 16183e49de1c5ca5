/**
 * Who stands for a message-id on one host: the message that others with the same id may carry on, behind a
 * content filter or after `postsuper -r`. One without a message-id (cleanup(8) logs `message-id=<>`) is found by
 * its sender: the filter's copy may get an id (postconf(5) local_header_rewrite_clients), or stay without one.
 */
import { wideHashOf } from '../../tally/hash.ts';
import { Group } from './group.ts';
import { KeyTable } from './key-table.ts';
import { type Message, UNNAMED } from './message.ts';

/** Of a message without a message-id. */
export const NO_ID = wideHashOf('');

/** Milliseconds in which pickup(8) brings what was requeued: it looks once a minute (master.cf). */
const PICKUP = 120_000;

/** Requeued messages that wait to come through pickup(8) again. */
const MOST_REQUEUED = 200_000;

/** Messages with one message-id among which the copy of a filter is looked for. */
const MOST_NEWEST = 50;

/** Who follows ordinary messages on this host knows who of them stands for a message-id (handover.ts). */
export interface NameLane {
  /** Hands the one over that stands for it. */
  named(messageId: number): Message | undefined;
  claim(messageId: number): void;
  release(messageId: number): void;
}

export class Names {
  readonly #lane: NameLane | undefined;
  readonly #byId = new KeyTable<Message, number>((message, id) => message.messageId === id);
  /** All that are in flight with an id that more than one has had. */
  readonly #sharing = new Map<number, Group>();
  /** Messages without an id, by sender. */
  readonly #nameless = new Map<string, Group>();
  /** In the order of their requeueing, by message-id. */
  readonly #requeued = new Map<number, Message[]>();
  #waiting = 0;

  constructor(lane?: NameLane) {
    this.#lane = lane;
  }

  named(messageId: number): Message | undefined {
    return this.#byId.get(messageId, messageId >>> 0) ?? this.#lane?.named(messageId);
  }

  /** A message that stands for its message-id is handed over. */
  take(message: Message): void {
    this.#byId.set(message.messageId, message.messageId >>> 0, message);
  }

  /** The message gets its message-id; the first with an id stands for it. Who shares one, or has none, is marked. */
  identify(message: Message, messageId: number): void {
    // One that is handed over has its id, and is not yet known to share it.
    if (message.messageId === messageId && (message.shared || this.named(messageId) === message)) return;
    message.messageId = messageId;
    if (messageId === NO_ID) {
      message.shared = true;
      if (message.active) this.enlist(message);
      return;
    }
    const first = this.named(messageId);
    if (first === undefined) this.stand(message);
    else if (first !== message) {
      first.shared = true;
      message.shared = true;
      let sharing = this.#sharing.get(messageId);
      if (sharing === undefined) {
        sharing = new Group();
        sharing.add(first);
        this.#sharing.set(messageId, sharing);
      }
      sharing.add(message);
    }
  }

  /** Messages are handed over that have one message-id, those that have it yet, in the order in which they got it. */
  share(messages: readonly Message[]): void {
    const sharing = new Group();
    for (const message of messages) {
      message.shared = message.messageId !== UNNAMED;
      if (!message.shared) continue;
      sharing.add(message);
      this.#sharing.set(message.messageId, sharing);
    }
  }

  /** The sender of a message without an id is known. */
  enlist(message: Message): void {
    if (message.messageId !== NO_ID) return;
    const sender = message.sender ?? '';
    let nameless = this.#nameless.get(sender);
    if (nameless === undefined) {
      nameless = new Group();
      this.#nameless.set(sender, nameless);
    }
    nameless.add(message);
  }

  /** The message stands for its message-id from now on. */
  stand(message: Message): void {
    const { messageId } = message;
    if (messageId === UNNAMED || messageId === NO_ID) return;
    this.take(message);
    this.#lane?.claim(messageId);
  }

  /** What a message whose sender is known may carry on. */
  first(message: Message): Message | undefined {
    const first = message.messageId === UNNAMED ? undefined : this.named(message.messageId);
    if (first !== undefined && first !== message) return first;
    const other = message.shared ? this.#sharing.get(message.messageId)?.first(message) : undefined;
    return other ?? this.#nameless.get(message.sender ?? '')?.first(message);
  }

  /** The newest messages with its message-id, itself among them; the last one first. */
  newest(message: Message): Iterable<Message> {
    const sharing = message.shared ? this.#sharing.get(message.messageId) : undefined;
    return sharing?.newest(MOST_NEWEST) ?? [];
  }

  /** Nothing more is heard of it, it is marked as forgotten: its message-id is free, or another one's that has it too. */
  forget(message: Message): void {
    const { messageId } = message;
    if (messageId === UNNAMED) return;
    if (messageId === NO_ID) {
      // It has been enlisted with its sender.
      const sender = message.sender ?? '';
      const nameless = message.active ? this.#nameless.get(sender) : undefined;
      nameless?.leave();
      if (nameless?.size === 0) this.#nameless.delete(sender);
      return;
    }
    const sharing = message.shared ? this.#sharing.get(messageId) : undefined;
    sharing?.leave();
    if (sharing?.size === 0) this.#sharing.delete(messageId);
    if (this.#byId.get(messageId, messageId >>> 0) !== message) return;
    const next = sharing?.first();
    if (next !== undefined) {
      this.stand(next);
      return;
    }
    this.#byId.delete(messageId, messageId >>> 0);
    this.#lane?.release(messageId);
  }

  /** `postsuper -r`: it will come through pickup(8) under another queue id. */
  requeue(message: Message): void {
    const again = message.requeued;
    message.requeued = true;
    if (again || this.#waiting >= MOST_REQUEUED) return;
    const list = this.#requeued.get(message.messageId);
    if (list === undefined) this.#requeued.set(message.messageId, [message]);
    else list.push(message);
    this.#waiting++;
  }

  /**
   * The requeued message that comes again as this one: the same message-id and sender; of several the one that grew
   * least, by the Received: line of its way back. Of one that began before the log perhaps nothing is known but when
   * it was requeued.
   */
  requeuedAs(message: Message): Message | undefined {
    const may = (first: Message): boolean =>
      first !== message && (first.sender === undefined || first.sender === message.sender);
    let named: Message | undefined;
    for (const first of this.#requeued.get(message.messageId) ?? []) {
      if (!may(first)) continue;
      if (named === undefined || grownBy(message, first) < grownBy(message, named)) named = first;
    }
    if (named !== undefined || message.messageId === UNNAMED) return named;
    const unnamed = this.#requeued.get(UNNAMED);
    return (
      unnamed?.find((first) => first.sender !== undefined && may(first)) ??
      unnamed?.find((first) => may(first) && message.time - first.time < PICKUP)
    );
  }

  /** It came again. */
  returned(message: Message): void {
    const list = this.#requeued.get(message.messageId);
    const at = list === undefined ? -1 : list.indexOf(message);
    if (list === undefined || at < 0) return;
    list.splice(at, 1);
    this.#waiting--;
    if (list.length === 0) this.#requeued.delete(message.messageId);
  }

  clear(): void {
    this.#byId.clear();
    this.#sharing.clear();
    this.#nameless.clear();
    this.#requeued.clear();
    this.#waiting = 0;
  }
}

/** Bytes; of a smaller one, or one whose size is not known, more than any. */
function grownBy(message: Message, first: Message): number {
  return first.size === 0 || first.size > message.size ? Number.POSITIVE_INFINITY : message.size - first.size;
}
