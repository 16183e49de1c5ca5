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
