/**
 * What the express lane tells of ordinary lines. Most of them are counted in the engine's ledgers without a word:
 * here is what needs more than a number.
 */
import type { Message, Moment } from '../correlate/message.ts';
import type { Repeats } from '../correlate/submission.ts';
import type { Delivery, Notification } from '../event.ts';
import type { Program } from '../program.ts';
import type { ExpressEntry } from './entry.ts';
import type { ExpressSubmission } from './submission.ts';

export interface ExpressObserver {
  /**
   * A message of a logged-in account counts as received, in the period: one of the first, or the first of a day.
   * @returns whether all of clients without a name are wanted
   */
  submitted?(submission: ExpressSubmission): boolean;
  /** More messages of an account. @param account its number */
  repeated?(account: number, repeats: Repeats): void;
  /**
   * Before the log.
   * @param settle tells what is added up of all accounts
   * @param programs by the numbers that they will have
   */
  begin?(settle: () => void, programs: readonly Program[]): void;
  /**
   * As the correlator tells it: a delivery that did not succeed.
   * @returns the number of its reason, where others of accounts with its text may be counted by that alone; else -1
   */
  delivery?(message: Message, moment: Moment, event: Delivery): number;
  /** As the correlator tells it: a notification. */
  notification?(message: Message, moment: Moment, event: Notification): void;
  /** The row in the ledger of sending domains of a message whose sender has none. */
  nullDomain?(message: Message): number;
  /**
   * smtpd refuses with words that were not heard before: a blocklist zone, or the text `from`..`end`, of which what
   * stands before `address` is the same for all clients.
   * @returns the reason's number, from 0; -1 where its line must go the long way
   */
  reason?(entry: ExpressEntry, blocked: boolean, from: number, end: number, address: number): number;
  /**
   * smtpd refused a recipient, in the period. The engine counts it; this is for evidence.
   * @param warning it would have, but for warn_if_reject
   * @returns whether more lines of it are wanted
   */
  refused?(entry: ExpressEntry, reason: number, warning: boolean): boolean;
  /** A zone's words that were not heard before. @returns whether nothing is wrong with them */
  zoneSays?(entry: ExpressEntry): boolean;
  /** A login for sending failed, in the period. */
  loginFailed?(entry: ExpressEntry, client: number): void;
  /** smtpd warned of a client, in the period. @returns whether more lines of the kind are wanted */
  complained?(entry: ExpressEntry, kind: ExpressComplaint): boolean;
}

/** Warnings of smtpd as the engine numbers them (assembly/complaints.ts). */
export const COMPLAINTS = ['hostname mismatch', 'non-SMTP command'] as const;
export type ExpressComplaint = (typeof COMPLAINTS)[number];
