/** What went wrong: deferrals and bounces by reason, warnings to panics, what the mail system says of itself. */

import type { Moment } from '../../maillog/correlate/message.ts';
import type { Entry } from '../../maillog/entry.ts';
import type { Complaint, Delivery } from '../../maillog/event.ts';
import { own } from '../../maillog/scan.ts';
import { Distinct } from '../../tally/distinct.ts';
import { Folder } from '../../tally/fold.ts';
import { hashOfName } from '../../tally/hash.ts';
import { Tally } from '../../tally/tally.ts';
import { domainOf } from './address.ts';
import { type ComplaintTally, type DeliveryTally, type FoldedTally, newFolded, witness } from './rows.ts';

const LEVELS = ['panic', 'fatal', 'error', 'warning'] as const;

export class Troubles {
  readonly deferrals = new Tally<DeliveryTally>(newDelivery, undefined, 5000);
  readonly bounces = new Tally<DeliveryTally>(newDelivery, undefined, 5000);
  readonly complaints = new Tally<ComplaintTally>(newComplaint, undefined, 5000);
  readonly services = new Tally<FoldedTally>(newFolded, undefined, 1000);
  readonly #folder = new Folder();

  delivery(moment: Moment, event: Delivery): void {
    // soft_bounce puts off what would bounce.
    const tally = event.status === 'bounced' ? this.bounces : this.deferrals;
    const reason = this.#folder.foldReply(event.reply, event.recipient) || '(no text)';
    const row = tally.row(`${event.agent === 'smtp' ? '' : event.agent}\t${reason}`);
    if (row.count === 0) {
      row.reason = reason;
      row.agent = own(event.agent);
      row.relay = own(event.relay);
      row.example = own(event.reply);
    }
    witness(row, moment);
    row.domains.add(hashOfName(domainOf(event.recipient)));
  }

  complained(entry: Entry, event: Complaint): ComplaintTally {
    const row = this.complaint(event, entry.program.tag);
    witness(row, entry);
    return row;
  }

  /** The row of a program's complaint. */
  complaint(event: Complaint, program: string): ComplaintTally {
    const reason = this.#folder.fold(event.text);
    const row = this.complaints.row(`${event.level}\t${program}\t${reason}`);
    if (row.count === 0) {
      row.level = event.level;
      row.program = program;
      row.reason = reason;
      row.example = own(event.text);
    }
    return row;
  }

  served(entry: Entry, text: string): void {
    const row = this.services.row(this.#folder.fold(text));
    if (row.count === 0) row.example = own(text);
    witness(row, entry);
  }
}

/** The worst first. */
export function severityOf(level: ComplaintTally['level']): number {
  return LEVELS.indexOf(level);
}

function newDelivery(key: string): DeliveryTally {
  return {
    ...newFolded(key),
    relay: '',
    agent: '',
    reason: '',
    domains: new Distinct(),
  };
}

function newComplaint(key: string): ComplaintTally {
  return { ...newFolded(key), level: 'warning', program: '', reason: '' };
}
