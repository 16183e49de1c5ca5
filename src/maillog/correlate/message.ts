/** One message in one queue, and what is known of it while it is in flight. */

import type { Entry } from '../entry.ts';

/** When something happened, and the line that says so. An entry is one; use it only during the call. */
export type Moment = Pick<Entry, 'time' | 'wall' | 'file' | 'line' | 'raw'>;

/** A moment that may be kept, and sent to another thread: its line as text. */
export type KeptMoment = Omit<Moment, 'raw'> & { readonly text: string };

export function keep(moment: Moment): KeptMoment {
  const { time, wall, file, line } = moment;
  return { time, wall, file, line, text: moment.raw() };
}

export function momentOf(kept: KeptMoment): Moment {
  return { ...kept, raw: () => kept.text };
}

/** How a message came to be: SMTP, a local program (pickup), a notification, an alias; unknown: before the log. */
export type Origin = 'network' | 'local' | 'notification' | 'forward' | 'unknown';

/** Not a hash of any message-id. */
export const UNNAMED = -0.5;

export interface Message {
  readonly host: string;
  queueId: string;
  origin: Origin;
  /** Of the first line about it: epoch milliseconds, and the line's own clock. */
  time: number;
  wall: number;
  clientName: string;
  clientAddress: string;
  /** Who brought it, where XFORWARD tells another client; else "". */
  peerAddress: string;
  account: string;
  /** It came from this host: a local program, or a client on a loopback address. */
  inside: boolean;
  /** Who sent it by sendmail(1); -1 where nobody did. */
  uid: number;
  /** undefined until the queue manager told it. */
  sender: string | undefined;
  /** Bytes; 0 until the queue manager told it. */
  size: number;
  /** Recipients as the queue manager counted them first. */
  recipients: number;
  /** A hash of its message-id (tally/hash.ts), UNNAMED until cleanup told it: who needs the text keeps the event. */
  messageId: number;
  /** Another message has its message-id, or it has none: what it carries on, or what carries it on, must be told. */
  shared: boolean;
  /** In the order of beginnings on the host. */
  serial: number;
  /** The queue manager has seen it: it is in the queue for good. */
  active: boolean;
  /** Refused or broken off before it was in the queue. */
  abandoned: boolean;
  discarded: boolean;
  /** A filter's own line says that it did not pass it on, or not to everybody. */
  blocked: boolean;
  /** Told to the observer as received. */
  received: boolean;
  /** Epoch milliseconds of its end, 0 while it is in flight. */
  ended: number;
  /** It ended, and is kept until it is known whose its last deliveries are. */
  parked: boolean;
  /** Out of all tables. */
  forgotten: boolean;
  /** The message that this one carries on behind a content filter, or after a requeue. */
  hopOf: Message | undefined;
  /** The relay of the filter that is taken to have given it back without a word of its queue id; else "". */
  via: string;
  /** Whether it carries another one on is still to be told. */
  undecided: boolean;
  /** Its deliveries came before its first lines: they wait for these, or have waited long enough. */
  late: 'no' | 'waits' | 'over';
  /** What it may be one of several copies of, that a filter made of a message for several recipients. */
  splitOf: Message | undefined;
  /** Another message carries it on: the last one that was proven to. */
  carriedOn: Message | undefined;
  /** `postsuper -r` sent it through pickup again. */
  requeued: boolean;
  /** The line that took it, kept for messages of logged-in accounts. */
  receipt: KeptMoment | undefined;
  /** The last recipient that was refused for good, "" where none was. */
  failed: string;
  /** Queue ids: the message that this notification is about, the last notification that this message caused. */
  notificationOf: string;
  notifiedBy: string;
  /** Queue id of the message that an alias or .forward file sent on as this one. */
  forwardOf: string;
  /** Deliveries of it that wait for proof of being hops (hops.ts). */
  pending: number;
  /** Free for observers: one bit each. */
  marks: number;
}

export function newMessage(
  host: string,
  queueId: string,
  origin: Origin,
  time: number,
  wall: number,
  serial: number,
): Message {
  return {
    host,
    queueId,
    origin,
    time,
    wall,
    clientName: '',
    clientAddress: '',
    peerAddress: '',
    account: '',
    inside: origin === 'local',
    uid: -1,
    sender: undefined,
    size: 0,
    recipients: 0,
    messageId: UNNAMED,
    shared: false,
    serial,
    active: false,
    abandoned: false,
    discarded: false,
    blocked: false,
    received: false,
    ended: 0,
    parked: false,
    forgotten: false,
    hopOf: undefined,
    via: '',
    undecided: false,
    splitOf: undefined,
    late: 'no',
    carriedOn: undefined,
    requeued: false,
    receipt: undefined,
    failed: '',
    notificationOf: '',
    notifiedBy: '',
    forwardOf: '',
    pending: 0,
    marks: 0,
  };
}

/** The message as it first came in, before content filters gave it other queue ids. */
export function rootOf(message: Message): Message {
  let root = message;
  for (let depth = 0; root.hopOf !== undefined && depth < 8; depth++) root = root.hopOf;
  return root;
}

export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

/** A command or a message that smtpd refused. */
export interface Refusal {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly stage: string;
  readonly code: number;
  readonly text: string;
  readonly sender: string;
  readonly recipient: string | undefined;
}

/**
 * One connection to smtpd, from connect to disconnect. The object is used again for the process' next connection:
 * who keeps a session copies it. Without the express lane all fields are told.
 */
export interface Session {
  readonly pid: number;
  open: boolean;
  service: string;
  name: string;
  address: string;
  time: number;
  wall: number;
  /** The account that logged in, as the first message's line tells it. */
  account: string;
  /** Queue ids given in it; not all of them came into the queue. */
  messages: number;
  /** Commands and messages refused, and the first of them; failed logins. */
  rejects: number;
  readonly refusals: Refusal[];
  loginFailures: number;
  /** `lost connection after DATA`, `timeout after RCPT`; "" where the client took leave. */
  lost: string;
  /** TLS version, "" without TLS. */
  tls: string;
  /** Commands by the `disconnect` line, `ehlo=1 mail=1 rcpt=0/1 quit=1`; "" before Postfix 3.0: `commandCounts`. */
  counters: string;
  /** The last message begun in it. */
  message: Message | undefined;
  /** An access rule said DISCARD before the message had a queue id. */
  discard: boolean;
  /** Messages under such a rule of which it is not yet known whether their text came. */
  readonly discarded: Message[];
  /** Messages before the last one whose text came. */
  taken: number;
}

export function newSession(pid: number): Session {
  return {
    pid,
    open: false,
    service: '',
    name: '',
    address: '',
    time: 0,
    wall: 0,
    account: '',
    messages: 0,
    rejects: 0,
    refusals: [],
    loginFailures: 0,
    lost: '',
    tls: '',
    counters: '',
    message: undefined,
    discard: false,
    discarded: [],
    taken: 0,
  };
}
