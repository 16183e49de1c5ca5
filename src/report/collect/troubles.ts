/** What went wrong: deferrals and bounces by reason, warnings to panics, what the mail system says of itself. */

import type { Moment } from '../../maillog/correlate/message.ts';
import type { Entry } from '../../maillog/entry.ts';
import type { Complaint, Delivery } from '../../maillog/event.ts';
import { own } from '../../maillog/scan.ts';
import { Distinct } from '../../tally/distinct.ts';
import { Folder } from '../../tally/fold.ts';
import { hashOfName } from '../../tally/hash.ts';
import type { Subjects } from '../../tally/subjects.ts';
import { Tally } from '../../tally/tally.ts';
import { domainOf, LOCAL_AGENTS } from './address.ts';
import { type ComplaintTally, type DeliveryTally, type FoldedTally, newFolded, witness } from './rows.ts';

const LEVELS = ['panic', 'fatal', 'error', 'warning'] as const;

export class Troubles {
  readonly deferrals = new Tally<DeliveryTally>(newDelivery, undefined, 5000);
  readonly bounces = new Tally<DeliveryTally>(newDelivery, undefined, 5000);
  readonly complaints = new Tally<ComplaintTally>(newComplaint, undefined, 5000);
  readonly services = new Tally<FoldedTally>(newFolded, undefined, 1000);
  readonly #folder = new Folder();
  readonly #subjects: Subjects;

  constructor(subjects: Subjects) {
    this.#subjects = subjects;
    for (const tally of [this.deferrals, this.bounces]) tally.gone = ({ behind }) => behind?.drop();
  }

  delivery(moment: Moment, event: Delivery): void {
    const reason = this.#reasonOf(event);
    const row = this.#deliveries(event).row(keyOf(event, reason));
    if (row.count === 0) {
      row.reason = reason;
      row.agent = own(event.agent);
      row.relay = own(event.relay);
      row.example = own(event.reply);
      row.behind ??= this.#subjects.group(LOCAL_AGENTS.has(event.agent) ? 'recipient' : 'domain');
    }
    witness(row, moment);
    const domain = domainOf(event.recipient);
    const { behind } = row;
    if (behind?.kind !== 'domain') row.domains.add(hashOfName(domain));
    behind?.add((behind.kind === 'domain' && domain) || event.recipient || '<>');
  }

  /** The row of a delivery that was counted. */
  known(event: Delivery): DeliveryTally | undefined {
    return this.#deliveries(event).find(keyOf(event, this.#reasonOf(event)));
  }

  /** soft_bounce puts off what would bounce. */
  #deliveries({ status }: Delivery): Tally<DeliveryTally> {
    return status === 'bounced' ? this.bounces : this.deferrals;
  }

  #reasonOf({ reply, recipient }: Delivery): string {
    return this.#folder.foldReply(reply, recipient) || '(no text)';
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

function keyOf({ agent }: Delivery, reason: string): string {
  return `${agent === 'smtp' ? '' : agent}\t${reason}`;
}

function newDelivery(key: string): DeliveryTally {
  return {
    ...newFolded(key),
    relay: '',
    agent: '',
    reason: '',
    domains: new Distinct(),
    behind: undefined,
  };
}

function newComplaint(key: string): ComplaintTally {
  return { ...newFolded(key), level: 'warning', program: '', reason: '' };
}
