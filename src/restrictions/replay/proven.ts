/**
 * What the log itself proves of lists at the time of an attempt, before anybody is asked today:
 *
 *     blocked using zen.example.org           this client was listed there then
 *     taken, while the list refused others    it was not listed, or the list came behind what decided
 *
 * The first holds for the same list with whatever filter, since the filter let it through then; the second is taken only
 * for lists that are known to have refused others before and after.
 */

import type { Answer, RecordType } from '../../dns/resolver.ts';
import { parseAddress } from '../../net/address.ts';
import { reverseName } from '../../net/reverse.ts';
import type { Answer as Looked, Table } from '../../postfix/tables/table.ts';
import type { Attempt } from '../attempt.ts';
import type { Facts, Listing, Verification } from '../facts.ts';
import type { Gathered } from './gathered.ts';
import { type LoggedAttempt, wasTaken } from './logged.ts';

export class ProvenFacts implements Facts {
  readonly #known: Facts;
  readonly #gathered: Gathered;
  /** `zone address`: what the list said of it when it refused. */
  readonly #listed = new Map<string, string>();
  #now: LoggedAttempt | undefined;
  #reversed = '';

  /** @param known what is known beside the log */
  constructor(gathered: Gathered, known: Facts) {
    this.#gathered = gathered;
    this.#known = known;
    for (const attempt of gathered.attempts)
      if (attempt.zone !== '')
        this.#listed.set(`${attempt.zone} ${attempt.clientAddress}`, reasonIn(attempt.reply));
  }

  /** The attempt that is evaluated next. */
  about(attempt: LoggedAttempt): void {
    this.#now = attempt;
    const address = parseAddress(attempt.clientAddress);
    this.#reversed = address === undefined ? '' : reverseName(address);
  }

  listing(prefix: string, zone: string): Listing | undefined {
    const now = this.#now;
    if (now === undefined || prefix !== this.#reversed) return undefined;
    const lower = zone.toLowerCase();
    if (now.zone.toLowerCase() === lower) return { text: reasonIn(now.reply) };
    if (wasTaken(now) && now.account === '') {
      const span = this.#gathered.refusals.get(lower);
      if (span !== undefined && span.first <= now.time && now.time <= span.last) return 'clear';
      return undefined;
    }
    // Refused for another reason: what the list said of this client at other times.
    const reason = this.#listed.get(`${lower} ${now.clientAddress}`);
    return reason === undefined ? undefined : { text: reason };
  }

  dns<T extends RecordType>(name: string, type: T): Answer<T> | undefined {
    return this.#known.dns(name, type);
  }

  table(table: Table, key: string): Looked | undefined {
    return this.#known.table(table, key);
  }

  policy(service: string, attempt: Attempt): string | 'failed' | undefined {
    return this.#known.policy(service, attempt);
  }

  verification(address: string): Verification | undefined {
    return this.#known.verification(address);
  }
}

/** `... blocked using ZONE; REASON` */
function reasonIn(reply: string): string {
  const at = reply.indexOf('blocked using ');
  const semicolon = at < 0 ? -1 : reply.indexOf('; ', at);
  return semicolon < 0 ? '' : reply.slice(semicolon + 2);
}
