/** What a message tells of the account that sent it. */
import { hashOf } from '../../tally/hash.ts';
import { type Message, type Moment, momentOf } from './message.ts';

export interface Submission {
  readonly account: string;
  /** Epoch milliseconds. */
  readonly time: number;
  /** Bytes. */
  readonly size: number;
  readonly recipients: number;
  /** A hash of the client's address (tally/hash.ts), and the address. */
  readonly client: number;
  address(): string;
  /** A hash of the envelope sender, undefined where the queue manager never told it. */
  readonly sender: number | undefined;
  /** The client has no name in DNS. */
  readonly nameless: boolean;
  /** The line that took the message. */
  moment(): Moment | undefined;
}

/** Messages of an account that are like ones before: from a client and a sender that it had on the same day. */
export interface Repeats {
  /** Epoch milliseconds. */
  readonly first: number;
  readonly last: number;
  readonly bytes: number;
  /** Of clients inside, and of those outside this server's own networks. */
  readonly inside: RepeatCounts;
  readonly outside: RepeatCounts;
}

export interface RepeatCounts {
  readonly messages: number;
  readonly recipients: number;
  readonly nameless: number;
}

/**
 * What an account's message tells who counts it: `different`, the next one like it may tell something new too; else
 * it counts with others as one of a client inside or outside.
 */
export type Likeness = 'different' | 'inside' | 'outside';

export function submissionOf(message: Message): Submission {
  const { account, time, size, recipients, clientAddress, clientName, sender, receipt } = message;
  return {
    account,
    time,
    size,
    recipients,
    client: hashOf(clientAddress),
    address: () => clientAddress,
    sender: sender === undefined ? undefined : hashOf(sender),
    nameless: clientName === 'unknown',
    moment: () => (receipt === undefined ? undefined : momentOf(receipt)),
  };
}
