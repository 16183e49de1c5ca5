/**
 * Whole journeys of messages, for who asks what became of one: from the first line about it to its last, through
 * content filters and requeues, with each attempt for each recipient.
 *
 *   4A1  client=..  message-id=<x>  from=<a>      -> hop into the filter, queued as 4B2
 *   4B2  client=localhost                         -> to=<b> deferred, to=<b> sent, removed
 *
 * is one journey with the queue ids 4A1 and 4B2, one hop and two attempts. It is told when its last queue id is done
 * with. What is kept is bounded by what is in flight. The express lane must be off, but for one that records what
 * it hears of messages (express/attempts.ts): those are adopted.
 */
import type { Entry } from '../entry.ts';
import type { Active, Delivery, Event, Expired, MessageId, Notification, Reject, Removed } from '../event.ts';
import { type KeptMoment, keep, type Message, type Moment, type Origin, type Session } from './message.ts';
import type { Observer } from './observer.ts';

/** Lines kept of one journey; a message for thousands of recipients has thousands. */
const MOST_LINES = 10_000;

/** One attempt for one recipient, or one hop. */
export interface Attempt {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly queueId: string;
  readonly event: Delivery;
}

export interface Journey {
  readonly host: string;
  /** The first one, then those that filters and requeues gave it. */
  readonly queueIds: readonly string[];
  readonly origin: Origin;
  /** Of the first line about it: epoch milliseconds, and the line's own clock. */
  readonly time: number;
  readonly wall: number;
  /** "" where there is none, or no line tells it. */
  readonly messageId: string;
  /** undefined where the queue manager never had it. */
  readonly sender: string | undefined;
  /** Bytes as it came in. */
  readonly size: number;
  readonly clientName: string;
  readonly clientAddress: string;
  readonly account: string;
  /** It came into the queue; refused or broken off before; thrown away by a check. */
  readonly received: boolean;
  readonly abandoned: boolean;
  readonly discarded: boolean;
  readonly expired: boolean;
  readonly attempts: readonly Attempt[];
  /** Deliveries into content filters. */
  readonly hops: readonly Attempt[];
  /** What restrictions, milters and checks said of it. */
  readonly rejects: readonly Reject[];
  /** Queue id of the message that it is a notification about, that an alias sent on as this one; "" none. */
  readonly notificationOf: string;
  readonly forwardOf: string;
  /** Notifications that it caused. */
  readonly notifications: readonly Notification[];
  /** Each line about it, and how many more there were. */
  readonly lines: readonly KeptMoment[];
  readonly more: number;
}

interface Draft {
  readonly members: Set<Message>;
  /** Of these more may be heard. */
  readonly open: Set<Message>;
  messageId: string;
  expired: boolean;
  readonly attempts: Attempt[];
  readonly hops: Attempt[];
  readonly rejects: Reject[];
  readonly notifications: Notification[];
  readonly lines: KeptMoment[];
  more: number;
}

export class Journeys implements Observer {
  readonly #tell: (journey: Journey) => void;
  readonly #drafts = new Map<Message, Draft>();
  readonly #mostLines: number;

  /** @param lines false: who does not show them spares their texts */
  constructor(tell: (journey: Journey) => void, { lines = true } = {}) {
    this.#tell = tell;
    this.#mostLines = lines ? MOST_LINES : 0;
  }

  /**
   * A journey of which something was heard elsewhere goes on here.
   * @param root its first message
   * @param open those of which more may be heard
   */
  adopt(root: Message, open: readonly Message[], attempts: readonly Attempt[]): void {
    const draft = newDraft(root);
    draft.open.clear();
    this.#drafts.set(root, draft);
    for (const message of open) {
      draft.members.add(message);
      draft.open.add(message);
      this.#drafts.set(message, draft);
    }
    draft.attempts.push(...attempts);
  }

  received(_message: Message): void {}

  session(_session: Session, _moment: Moment): void {}

  delivery(message: Message, moment: Moment, event: Delivery): void {
    this.#heard(message, moment).attempts.push({ time: moment.time, queueId: message.queueId, event });
  }

  hop(message: Message, moment: Moment, event: Delivery, second: Message): void {
    this.#heard(message, moment).hops.push({ time: moment.time, queueId: message.queueId, event });
    this.#draft(second);
  }

  expired(message: Message, moment: Moment, _event: Expired): void {
    this.#heard(message, moment).expired = true;
  }

  notification(message: Message, moment: Moment, event: Notification): void {
    this.#heard(message, moment).notifications.push(event);
  }

  passed(message: Message, entry: Entry, event: MessageId | Active | Removed): void {
    const draft = this.#heard(message, entry);
    if (event.kind === 'messageId' && !event.resent && draft.messageId === '')
      draft.messageId = event.messageId;
  }

  other(entry: Entry, event: Event, message: Message | undefined): void {
    if (message === undefined) return;
    const draft = this.#heard(message, entry);
    if (event.kind === 'reject') draft.rejects.push(event);
  }

  ended(message: Message): void {
    const draft = this.#draft(message);
    draft.open.delete(message);
    if (draft.open.size > 0) return;
    for (const member of draft.members) this.#drafts.delete(member);
    this.#tell(journeyOf(firstOf(message), draft));
  }

  #heard(message: Message, moment: Moment): Draft {
    const draft = this.#draft(message);
    if (draft.lines.length < this.#mostLines) draft.lines.push(keep(moment));
    else draft.more++;
    return draft;
  }

  /** The draft of the message's journey; joined with its first message's, once it is known which that is. */
  #draft(message: Message): Draft {
    const known = this.#drafts.get(message);
    const root = firstOf(message);
    const whole = root === message ? known : this.#drafts.get(root);
    if (known !== undefined && known === whole) return known;
    const draft = whole ?? newDraft(root);
    this.#drafts.set(root, draft);
    draft.members.add(message);
    draft.open.add(message);
    this.#drafts.set(message, draft);
    if (known !== undefined) this.#join(draft, known);
    return draft;
  }

  #join(draft: Draft, other: Draft): void {
    for (const member of other.members) {
      draft.members.add(member);
      this.#drafts.set(member, draft);
    }
    for (const member of other.open) draft.open.add(member);
    draft.messageId ||= other.messageId;
    draft.expired ||= other.expired;
    draft.attempts.push(...other.attempts);
    draft.hops.push(...other.hops);
    draft.rejects.push(...other.rejects);
    draft.notifications.push(...other.notifications);
    draft.lines.push(...other.lines);
    draft.more += other.more;
  }
}

/** The message as it first came in; what one only may carry on is not yet its first. */
function firstOf(message: Message): Message {
  let first = message;
  // As far as rootOf() goes.
  for (let depth = 0; first.hopOf !== undefined && !first.undecided && depth < 8; depth++)
    first = first.hopOf;
  return first;
}

function newDraft(root: Message): Draft {
  return {
    members: new Set([root]),
    open: new Set([root]),
    messageId: '',
    expired: false,
    attempts: [],
    hops: [],
    rejects: [],
    notifications: [],
    lines: [],
    more: 0,
  };
}

function journeyOf(root: Message, draft: Draft): Journey {
  const { host, origin, time, wall, sender, size, clientName, clientAddress, account } = root;
  const { received, abandoned, discarded, notificationOf, forwardOf } = root;
  const { messageId, expired, attempts, hops, rejects, notifications, lines, more } = draft;
  const others = [...draft.members].filter((member) => member !== root).sort((a, b) => a.serial - b.serial);
  const byTime = (a: { time: number }, b: { time: number }): number => a.time - b.time;
  return {
    host,
    queueIds: [root, ...others].map(({ queueId }) => queueId),
    origin,
    time,
    wall,
    messageId,
    sender,
    size,
    clientName,
    clientAddress,
    account,
    received,
    abandoned,
    discarded,
    expired,
    attempts: attempts.sort(byTime),
    hops: hops.sort(byTime),
    rejects,
    notificationOf,
    forwardOf,
    notifications,
    lines: lines.sort(byTime),
    more,
  };
}
