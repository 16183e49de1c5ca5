/** The plain counts of a period: totals, and traffic by day and hour. */
import type { Totals, Traffic } from '../model.ts';

export function newTotals(): Totals {
  return {
    received: 0,
    delivered: 0,
    forwarded: 0,
    deferred: 0,
    deferrals: 0,
    bounced: 0,
    expired: 0,
    rejected: 0,
    rejectWarnings: 0,
    held: 0,
    discarded: 0,
    bytesReceived: 0,
    bytesDelivered: 0,
    senders: 0,
    recipients: 0,
    sendingDomains: 0,
    recipientDomains: 0,
    saslFailures: 0,
    loginFailures: 0,
    connections: 0,
    notifications: 0,
  };
}

export function newTraffic(): Traffic {
  return { received: 0, delivered: 0, deferrals: 0, bounced: 0, rejected: 0 };
}

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Traffic by hour of the day and by day, of the lines' own clock. */
export class Calendar {
  readonly hours: Traffic[] = Array.from({ length: 24 }, newTraffic);
  /** By days since 1970-01-01. */
  readonly days = new Map<number, Traffic>();
  #day = Number.NaN;
  #current: Traffic = newTraffic();

  count(wall: number, what: keyof Traffic): void {
    const day = Math.floor(wall / DAY);
    this.add(day, Math.floor((wall - day * DAY) / HOUR), what, 1);
  }

  /** @param day days since 1970-01-01 */
  add(day: number, hour: number, what: keyof Traffic, by: number): void {
    if (day !== this.#day) {
      let row = this.days.get(day);
      if (row === undefined) {
        row = newTraffic();
        this.days.set(day, row);
      }
      this.#day = day;
      this.#current = row;
    }
    this.#current[what] += by;
    this.hours[hour]![what] += by;
  }
}
