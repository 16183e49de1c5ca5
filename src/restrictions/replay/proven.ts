/**
 * What the log itself proves of lists at the time of an attempt, before anybody is asked today:
 *
 *     blocked using zen.example.org           this client was listed there then
 *     taken, while the list refused others    it was not listed, or the list came behind what decided
 *
 *     any end                                 what the restrictions in force must have found for it to end so
 *     refused before a policy service         it was not asked; taken to let the mail pass, as it does most mail
 *
 * The first holds for the same list with whatever filter, since the filter let it through then; the second is taken only
 * for lists that are known to have refused others before and after.
 */

import type { Answer, RecordType } from '../../dns/resolver.ts';
import { parseAddress } from '../../net/address.ts';
import { reverseName } from '../../net/reverse.ts';
import type { Answer as Looked, Table } from '../../postfix/tables/table.ts';
import type { Attempt } from '../attempt.ts';
import { type Way, waysOf } from '../evaluate.ts';
import { type Facts, type Listing, type Need, needText, type Verification } from '../facts.ts';
import { asksList, type Step } from '../parse.ts';
import type { Rules } from '../rules.ts';
import { DUNNO, REJECT } from '../run.ts';
import { COLUMNS } from './attempts.ts';
import type { Gathered } from './gathered.ts';
import { attemptOf, type LoggedAttempt, wasTaken } from './logged.ts';
import { EMPTY } from './texts.ts';

const NOTHING: ReadonlyMap<string, number> = new Map();

export class ProvenFacts implements Facts {
  readonly #known: Facts;
  readonly #gathered: Gathered;
  readonly #policies: ReadonlySet<string>;
  /** By zone and address: the last attempt that the list refused. */
  readonly #listed = new Map<string, Map<string, number>>();
  /** Zones as they are written, and in lower case. */
  readonly #zones = new Map<string, string>();
  /** The list that refused the attempt, in lower case; "": none. */
  #refusedBy = '';
  #now: LoggedAttempt | undefined;
  /** By need and restriction, by need alone: which way it went. */
  #chosen = NOTHING;
  #policyPasses = false;
  #leansOn = '';
  #reversed = '';

  /**
   * @param known what is known beside the log
   * @param policies services that were asked when the log was written
   */
  constructor(gathered: Gathered, known: Facts, policies: ReadonlySet<string> = new Set()) {
    this.#gathered = gathered;
    this.#known = known;
    this.#policies = policies;
    const { attempts } = gathered;
    for (let i = 0; i < attempts.length; i++) {
      if (attempts.number(i, COLUMNS.zone) === EMPTY) continue;
      const lower = this.#lower(attempts.text(i, COLUMNS.zone));
      let listed = this.#listed.get(lower);
      if (listed === undefined) {
        listed = new Map();
        this.#listed.set(lower, listed);
      }
      listed.set(attempts.text(i, COLUMNS.clientAddress), i);
    }
  }

  /**
   * The attempt that is evaluated next. What became of it then shows which way the restrictions went that were in force:
   * where all ways that end so have a choice in common, it was made.
   */
  about(attempt: LoggedAttempt, inForce: Rules): void {
    this.look(attempt);
    const ways = waysOf(inForce, attemptOf(attempt), this)?.filter((way) => endsAs(way, attempt)) ?? [];
    const [first] = ways;
    if (first === undefined) return;
    this.#policyPasses = !ways.some(({ decisions }) => decisions.some(isPolicyRefusal));
    const chosen = new Map<string, number>();
    for (const { need, step, taken } of first.decisions) {
      const same = ways.every(({ decisions }) =>
        decisions.some(
          (each) => each.taken === taken && each.step === step && needText(each.need) === needText(need),
        ),
      );
      if (!same) continue;
      chosen.set(`${needText(need)}\n${step.written}`, taken);
      // Not on a list at all: nor with any filter.
      if (
        taken === 0 &&
        need.kind === 'dns' &&
        asksList(step.lower) &&
        step.argument?.includes('=') === false
      )
        chosen.set(needText(need), 0);
    }
    this.#chosen = chosen;
  }

  /** The attempt that is evaluated next; nothing is proven by how it ended but what lists said. */
  look(attempt: LoggedAttempt): void {
    this.#now = attempt;
    this.#refusedBy = this.#lower(attempt.zone);
    this.#chosen = NOTHING;
    this.#policyPasses = false;
    this.#leansOn = '';
    const address = parseAddress(attempt.clientAddress);
    this.#reversed = address === undefined ? '' : reverseName(address);
  }

  /** The client's address as lists are asked, without the zone; "": it is none. */
  get prefix(): string {
    return this.#reversed;
  }

  choice(need: Need, step: Step): number | undefined {
    if (this.#chosen.size > 0) {
      const text = needText(need);
      const chosen = this.#chosen.get(`${text}\n${step.written}`) ?? this.#chosen.get(text);
      if (chosen !== undefined) return chosen;
    }
    if (need.kind !== 'policy' || !this.#policyPasses || !this.#policies.has(need.service)) return undefined;
    this.#leansOn = need.service;
    return DUNNO;
  }

  /** A policy service that is taken to let the attempt of `about()` pass, where it was asked since; "": none. */
  get leansOn(): string {
    return this.#leansOn;
  }

  listing(prefix: string, zone: string): Listing | undefined {
    const now = this.#now;
    if (now === undefined || prefix !== this.#reversed) return undefined;
    const lower = this.#lower(zone);
    if (lower !== '' && this.#refusedBy === lower) return { text: reasonIn(now.reply) };
    if (wasTaken(now) && now.account === '') {
      const span = this.#gathered.refusals.get(lower);
      if (span !== undefined && span.first <= now.time && now.time <= span.last) return 'clear';
      return undefined;
    }
    // Refused for another reason: what the list said of this client at other times.
    const then = this.#listed.get(lower)?.get(now.clientAddress);
    return then === undefined ? undefined : { text: reasonIn(this.#gathered.attempts.at(then).reply) };
  }

  #lower(zone: string): string {
    let lower = this.#zones.get(zone);
    if (lower === undefined) {
      lower = zone.toLowerCase();
      this.#zones.set(zone, lower);
    }
    return lower;
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

/** `check_policy_service` chooses from DUNNO, OK and REJECT (checks/policy.ts). */
function isPolicyRefusal({ need, taken }: Way['decisions'][number]): boolean {
  return need.kind === 'policy' && taken === REJECT;
}

function endsAs({ refused, reply }: Way, attempt: LoggedAttempt): boolean {
  if (wasTaken(attempt)) return !refused;
  return refused && reply !== undefined && attempt.reply === `${reply.code} ${reply.dsn} ${reply.text}`;
}

/** `... blocked using ZONE; REASON` */
function reasonIn(reply: string): string {
  const at = reply.indexOf('blocked using ');
  const semicolon = at < 0 ? -1 : reply.indexOf('; ', at);
  return semicolon < 0 ? '' : reply.slice(semicolon + 2);
}
