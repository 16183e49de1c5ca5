/** What was not taken: rejects by stage and reason, DNSBL zones, failed logins. */

import type { Moment } from '../../maillog/correlate/message.ts';
import type { Delivery, LoginFailure, Reject } from '../../maillog/event.ts';
import { own } from '../../maillog/scan.ts';
import { Distinct } from '../../tally/distinct.ts';
import { Folder } from '../../tally/fold.ts';
import { hashOf } from '../../tally/hash.ts';
import type { SubjectKind, Subjects } from '../../tally/subjects.ts';
import { type Row, Tally } from '../../tally/tally.ts';
import { clientsOf, newFolded, newSubject, type RejectTally, type SubjectTally, witness } from './rows.ts';

export type RefusalKind = 'reject' | 'reject_warning' | 'hold' | 'discard';

export interface RefusalReason {
  /** Of the tally. */
  readonly key: string;
  readonly stage: string;
  readonly by: string;
  readonly reason: string;
  /** "" where no DNSBL refused. */
  readonly zone: string;
  /** Who stands behind it. */
  readonly behind: SubjectKind;
}

/** The parties of a refusal, "" where the line names none. */
export type Parties = Pick<Reject, 'address' | 'sender' | 'recipient'>;

export class Refusals {
  readonly rejects: Readonly<Record<RefusalKind, Tally<RejectTally>>> = {
    reject: new Tally(newReject, undefined, 5000),
    reject_warning: new Tally(newReject, undefined, 5000),
    hold: new Tally(newReject, undefined, 5000),
    discard: new Tally(newReject, undefined, 5000),
  };
  readonly zones = new Tally<Row>((key) => ({ key, count: 0 }), undefined, 1000);
  readonly saslByClient = new Tally<SubjectTally>(newSubject, undefined, 20_000);
  readonly saslByAccount = new Tally<SubjectTally>(newSubject, undefined, 20_000);
  readonly loginsByClient = new Tally<SubjectTally>(newSubject, undefined, 20_000);
  readonly #folder = new Folder();
  readonly #subjects: Subjects;

  constructor(subjects: Subjects) {
    this.#subjects = subjects;
    for (const tally of Object.values(this.rejects)) tally.gone = ({ behind }) => behind?.drop();
  }

  /** @param client the hash of the client's address */
  refused(kind: RefusalKind, moment: Moment, event: Reject, client: number): void {
    const { stage, by, zone, text } = event;
    const reason = this.reason(zone, text);
    const why = { key: `${stage}\t${by}\t${reason}`, stage, by, reason, zone, behind: behind(reason, event) };
    const row = this.count(kind, moment, why, client, event);
    if (row.example === '') row.example = own(text);
  }

  /**
   * discard(8), or a filter of this host, threw a message away.
   * @param address that the message came from, "" where it was none
   */
  discarded(moment: Moment, { agent, reply, recipient }: Delivery, address: string, sender: string): void {
    const reason = this.#folder.fold(reply) || '(no text)';
    const why: RefusalReason = {
      key: `DELIVERY\t${agent}\t${reason}`,
      stage: 'DELIVERY',
      by: own(agent),
      reason,
      zone: '',
      behind: address === '' ? 'sender' : 'client',
    };
    const row = this.count('discard', moment, why, hashOf(address), { address, sender, recipient });
    if (row.example === '') row.example = own(reply);
  }

  /**
   * Counts a refusal whose reason is known.
   * @returns its row, whose example the caller sets when it is the first
   */
  count(
    kind: RefusalKind,
    moment: Moment,
    why: RefusalReason,
    client: number,
    parties: Parties,
  ): RejectTally {
    const row = this.row(kind, why);
    witness(row, moment);
    const { behind } = row;
    if (behind === undefined) return row;
    if (behind.kind !== 'client' && parties.address !== '') row.clients.add(client);
    const who = whoOf(parties, behind.kind);
    if (who !== '') behind.add(who);
    if (kind === 'reject' && why.zone !== '') this.zones.row(why.zone).count++;
    return row;
  }

  row(kind: RefusalKind, why: RefusalReason): RejectTally {
    const row = this.rejects[kind].row(why.key);
    if (row.reason === '') {
      row.stage = own(why.stage);
      row.by = why.by;
      row.reason = why.reason;
      row.zone = own(why.zone);
      row.behind = this.#subjects.group(why.behind);
    }
    return row;
  }

  /** How many different clients a zone refused. */
  zoneClients(zone: string): number {
    const rows = [...this.rejects.reject.values()].filter((row) => row.zone === zone);
    if (rows.length === 1) return clientsOf(rows[0]!);
    const distinct = new Distinct();
    for (const { behind } of rows) behind?.addTo(distinct);
    return distinct.size;
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

/**
 * Whom a refusal is about, by its reason: a refused sender or recipient, as pflogsumm has it; else the client. Mail of
 * this host's own programs has none: its sender stands for it.
 * @param reason without the address that it may begin with
 */
export function behind(reason: string, { address }: Pick<Parties, 'address'>): SubjectKind {
  if (address === '' || reason.startsWith('Sender address rejected:')) return 'sender';
  return /^(?:Recipient address rejected:|User unknown(?: |$))/.test(reason) ? 'recipient' : 'client';
}

function whoOf({ address, sender, recipient }: Parties, kind: SubjectKind): string {
  if (kind === 'client') return address;
  return (kind === 'sender' ? sender : recipient) || '<>';
}

function newReject(key: string): RejectTally {
  return {
    ...newFolded(key),
    stage: '',
    by: '',
    zone: '',
    reason: '',
    clients: new Distinct(),
    behind: undefined,
  };
}
