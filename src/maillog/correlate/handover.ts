/**
 * Somebody else may follow messages and sessions as long as they are ordinary: the express lane. When something
 * happens to one that is not, it is handed over for good; what the correlator follows the lane must not.
 */
import type { Host } from './host.ts';
import type { Message, Session } from './message.ts';

/** The correlator. */
export interface Receiver {
  /** Whether something waits to be told there, which would come before what the lane tells. */
  waits(): boolean;
  hostOf(name: string): Host;
  /** A message was handed over of which it is not yet known whether it carries another one on. */
  undecided(message: Message): void;
}

export interface Handover {
  /** Set by the correlator. */
  receiver: Receiver;
  /** Epoch milliseconds of the newest line that the lane took. */
  readonly now: number;
  /** The lane's number of a host, -1 where it follows nothing there. */
  hostNumber(name: string): number;
  /** Hands the message of a queue id over, if the lane has it: `host.take` is told. */
  message(host: Host, queueId: string): Message | undefined;
  /** The same of the first message with a message-id. */
  named(host: Host, messageId: number): Message | undefined;
  /** Hands the open session of a process over, if the lane has it. */
  session(host: Host, pid: number): Session | undefined;
  /** The correlator follows a queue id. @returns the message's place in the order of beginnings */
  claimMessage(host: Host, queueId: string): number;
  releaseMessage(host: Host, queueId: string): void;
  claimName(host: Host, messageId: number): void;
  releaseName(host: Host, messageId: number): void;
  claimSession(host: Host, pid: number): void;
  releaseSession(host: Host, pid: number): void;
  /** A line of that time is read. */
  /** A message of the account counts as received here: what is added up of others there comes first. */
  settle(account: string): void;
  advance(now: number): void;
  /** A log of days gone by follows: what has ended is forgotten, the clock begins anew. */
  rewind(): void;
  /** Hands over the messages of which it is not yet known whether they carry another one on: nothing more will tell. */
  giveUndecided(): void;
  /** The log is at its end: hands over what was not yet told as received, so that all is told in one order. */
  finish(): void;
}
