/** smtpd's connections: how many, how long, from where (pflogsumm's --smtpd-stats). */
import type { Moment, Session } from '../../maillog/correlate/message.ts';
import { type Row, Tally } from '../../tally/tally.ts';
import { clientDomain } from './address.ts';

export interface ConnectionTally extends Row {
  /** Seconds. */
  total: number;
  maximum: number;
}

export class ConnectionTimes {
  readonly hours = new Tally<ConnectionTally>(newRow);
  readonly days = new Tally<ConnectionTally>(newRow, undefined, 5000);
  readonly hosts = new Tally<ConnectionTally>(newRow, undefined, 50_000);

  ended(session: Session, end: Moment, day: string): void {
    const seconds = Math.max(0, end.time - session.time) / 1000;
    const hour = Math.floor(end.wall / 3_600_000) % 24;
    add(this.hours.row(String(hour)), seconds);
    add(this.days.row(day), seconds);
    add(this.hosts.row(clientDomain(session.name, session.address)), seconds);
  }
}

function newRow(key: string): ConnectionTally {
  return { key, count: 0, total: 0, maximum: 0 };
}

function add(row: ConnectionTally, seconds: number): void {
  row.count++;
  row.total += seconds;
  if (seconds > row.maximum) row.maximum = seconds;
}
