/**
 * What the correlator tells. A report, a store, a finding listens here; each call carries its own moment,
 * because some things are known only after later lines.
 */
import type { Entry } from '../entry.ts';
import type { Active, Delivery, Event, Expired, MessageId, Notification, Removed } from '../event.ts';
import type { Message, Moment, Session } from './message.ts';

export interface Observer {
  /** The message is in the queue; its moment is the message's own. Told once, never for hops and notifications. */
  received(message: Message): void;
  /** One attempt for one recipient. Hops into a content filter are told apart: `hop`. */
  delivery(message: Message, moment: Moment, event: Delivery): void;
  expired(message: Message, moment: Moment, event: Expired): void;
  notification(message: Message, moment: Moment, event: Notification): void;
  /** A connection ended; `moment` is its end. Of one whose beginning is not in the log nothing is told. */
  session(session: Session, moment: Moment): void;
  /** Every event that has no call of its own above. */
  other(entry: Entry, event: Event, message: Message | undefined): void;
  /** A content filter of this server took the message and gave it back as `second`. */
  hop?(message: Message, moment: Moment, event: Delivery, second: Message): void;
  /** The message comes through the queue: its message-id, the queue manager has it (again), it is gone. */
  passed?(message: Message, entry: Entry, event: MessageId | Active | Removed): void;
  /** Nothing more will be heard of the message; told of each, once, the log's end included. */
  ended?(message: Message): void;
}

/** Two that listen to one correlator. */
export function both(first: Observer, second: Observer): Observer {
  return {
    received(message) {
      first.received(message);
      second.received(message);
    },
    delivery(message, moment, event) {
      first.delivery(message, moment, event);
      second.delivery(message, moment, event);
    },
    expired(message, moment, event) {
      first.expired(message, moment, event);
      second.expired(message, moment, event);
    },
    notification(message, moment, event) {
      first.notification(message, moment, event);
      second.notification(message, moment, event);
    },
    session(session, moment) {
      first.session(session, moment);
      second.session(session, moment);
    },
    other(entry, event, message) {
      first.other(entry, event, message);
      second.other(entry, event, message);
    },
    hop(message, moment, event, next) {
      first.hop?.(message, moment, event, next);
      second.hop?.(message, moment, event, next);
    },
    passed(message, entry, event) {
      first.passed?.(message, entry, event);
      second.passed?.(message, entry, event);
    },
    ended(message) {
      first.ended?.(message);
      second.ended?.(message);
    },
  };
}
