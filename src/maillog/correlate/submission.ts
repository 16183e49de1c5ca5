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

/** Messages of an account on the day of the one before it, added up. */
export interface Repeats {
  /** Epoch milliseconds; Infinity and 0 where there are none. */
  readonly first: number;
  readonly last: number;
  readonly bytes: number;
  /** Of clients inside, and of those outside this server's own networks. */
  readonly inside: RepeatCounts;
  readonly outside: RepeatCounts;
  /** Recipients of any of its messages that were refused, of those the ones of clients outside, and deferrals. */
  readonly bounced: number;
  readonly bouncedOutside: number;
  readonly deferrals: number;
  readonly account: () => string;
  /** Goes over those whose client or sender may be new to the account. */
  news(tell: (news: RepeatNews) => void): void;
}

export interface RepeatCounts {
  readonly messages: number;
  readonly recipients: number;
  readonly nameless: number;
}

/** Good only during the call. */
export interface RepeatNews {
  readonly outside: boolean;
  readonly nameless: boolean;
  /** A hash of the client's IPv4 address, and of its first two numbers where it is outside and has no name. */
  readonly client: number;
  readonly network: number;
  /** A hash; undefined as in a submission. */
  readonly sender: number | undefined;
  /** Of the first messages; its text is made when it is asked for. */
  readonly line: RepeatLine | undefined;
}

export interface RepeatLine {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

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
