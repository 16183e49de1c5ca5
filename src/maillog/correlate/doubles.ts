/**
 * Failed logins that two lines tell of. vsftpd writes `FAIL LOGIN` where it is told to log (vsftpd.conf(5)
 * syslog_enable, or a log of its own), and PAM writes `authentication failure` of the same try, a few seconds
 * before; either may be all that there is. The second of a pair is no attempt of its own.
 */
import type { LoginFailure } from '../event.ts';

/** Milliseconds between the two lines: PAM's delay after a failure, and what the clocks of two files differ. */
const APART = 10_000;
const MOST_CLIENTS = 5_000;
const MOST_TRIES = 100;

interface Told {
  readonly time: number;
  readonly reason: string;
}

export class Doubles {
  /** Tries that one line told of, by client. */
  readonly #told = new Map<string, Told[]>();

  /** The event as it counts: without attempts, where a line before it told of the same try. */
  once(time: number, event: LoginFailure): LoginFailure {
    if (event.service !== 'vsftpd' || event.attempts !== 1 || event.address === '') return event;
    const told = this.#told.get(event.address) ?? [];
    const other = told.findIndex((one) => one.reason !== event.reason && Math.abs(one.time - time) <= APART);
    if (other >= 0) {
      told.splice(other, 1);
      return { ...event, attempts: 0 };
    }
    if (told.length >= MOST_TRIES) told.shift();
    told.push({ time, reason: event.reason });
    if (this.#told.size >= MOST_CLIENTS) this.#told.clear();
    this.#told.set(event.address, told);
    return event;
  }
}
