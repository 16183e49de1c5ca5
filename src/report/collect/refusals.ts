/** What was not taken: rejects by stage and reason, DNSBL zones, failed logins. */

import type { Moment } from '../../maillog/correlate/message.ts';
import type { Delivery, LoginFailure, Reject } from '../../maillog/event.ts';
import { own } from '../../maillog/scan.ts';
import { Distinct } from '../../tally/distinct.ts';
import { Folder } from '../../tally/fold.ts';
import { hashOf } from '../../tally/hash.ts';
import { Tally } from '../../tally/tally.ts';
import { newFolded, newSubject, type RejectTally, type SubjectTally, witness } from './rows.ts';

export type RefusalKind = 'reject' | 'reject_warning' | 'hold' | 'discard';

export interface RefusalReason {
  /** Of the tally. */
  readonly key: string;
  readonly stage: string;
  readonly by: string;
  readonly reason: string;
  /** "" where no DNSBL refused. */
  readonly zone: string;
}

export class Refusals {
  readonly rejects: Readonly<Record<RefusalKind, Tally<RejectTally>>> = {
    reject: new Tally(newReject, undefined, 5000),
    reject_warning: new Tally(newReject, undefined, 5000),
    hold: new Tally(newReject, undefined, 5000),
    discard: new Tally(newReject, undefined, 5000),
  };
  readonly zones = new Tally<SubjectTally>(newSubject, undefined, 1000);
  readonly saslByClient = new Tally<SubjectTally>(newSubject, undefined, 20_000);
  readonly saslByAccount = new Tally<SubjectTally>(newSubject, undefined, 20_000);
  readonly loginsByClient = new Tally<SubjectTally>(newSubject, undefined, 20_000);
  readonly #folder = new Folder();

  /** @param client the hash of the client's address */
  refused(kind: RefusalKind, moment: Moment, event: Reject, client: number): void {
    const { stage, by, zone, text } = event;
    const reason = this.reason(zone, text);
    const why = { key: `${stage}\t${by}\t${reason}`, stage, by, reason, zone };
    const row = this.count(kind, moment, why, client, event.address !== '');
    if (row.example === '') row.example = own(text);
  }

  /**
   * discard(8), or a filter of this host, threw a message away.
   * @param client the address that the message came from, "" where it was none
   */
  discarded(moment: Moment, { agent, reply }: Delivery, client: string): void {
    const reason = this.#folder.fold(reply) || '(no text)';
    const why = { key: `DELIVERY\t${agent}\t${reason}`, stage: 'DELIVERY', by: own(agent), reason, zone: '' };
    const row = this.count('discard', moment, why, hashOf(client), client !== '');
    if (row.example === '') row.example = own(reply);
  }

  /**
   * Counts a refusal whose reason is known.
   * @param named whether the line names a client
   * @returns its row, whose example the caller sets when it is the first
   */
  count(kind: RefusalKind, moment: Moment, why: RefusalReason, client: number, named: boolean): RejectTally {
    const row = this.row(kind, why);
    witness(row, moment);
    if (named) row.clients.add(client);
    if (kind === 'reject' && why.zone !== '') {
      const zone = this.zones.row(why.zone);
      zone.count++;
      zone.others.add(client);
    }
    return row;
  }

  row(kind: RefusalKind, why: RefusalReason): RejectTally {
    const row = this.rejects[kind].row(why.key);
    if (row.reason === '') {
      row.stage = own(why.stage);
      row.by = why.by;
      row.reason = why.reason;
      row.zone = own(why.zone);
    }
    return row;
  }

  /** A zone's refusals are one reason, whatever its text says of each client. */
  reason(zone: string, reply: string): string {
    if (zone !== '') return `blocked using ${zone}`;
    let text = reply;
    // `<b@example.com>: Recipient address rejected: ...`: the address is not the reason.
    if (text.charCodeAt(0) === 60) {
      const end = text.indexOf('>: ');
      if (end > 0) text = text.slice(end + 3);
    }
    const folded = this.#folder.fold(text);
    return folded === '' ? '(no text)' : folded;
  }

  /** Which accounts are tried, where Postfix tells them (3.7 and later, or with a note of the SASL library). */
  saslFailed(address: string, account: string, client: number): void {
    if (account === '') return;
    this.saslByClient.row(address).others.add(hashOf(account));
    const tried = this.saslByAccount.row(account);
    tried.count++;
    tried.others.add(client);
  }

  loginFailed(event: LoginFailure): void {
    if (event.attempts === 0) return;
    const client = this.loginsByClient.row(event.address === '' ? '?' : event.address);
    client.count += event.attempts;
    if (event.account !== '') client.others.add(hashOf(event.account));
  }
}

function newReject(key: string): RejectTally {
  return { ...newFolded(key), stage: '', by: '', zone: '', reason: '', clients: new Distinct() };
}
