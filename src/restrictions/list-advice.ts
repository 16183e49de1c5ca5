/**
 * What is wrong with the way a configuration uses a DNS list, by what is known of the list; each with what to write
 * instead. Nothing is asked of DNS here.
 *
 *     reject_rbl_client list.dsbl.org              it ended in 2008 and has listed everybody since 2012: delete it
 *     reject_rbl_client zen.spamhaus.org           127.255.255.254 (no answer for you) would refuse all mail: filter
 *     reject_rbl_client dbl.spamhaus.org           a list of domains, asked about an address
 */
import { likeZones } from '../dnsbl/find.ts';
import { overlap, readPattern } from '../dnsbl/pattern.ts';
import { unfit } from '../dnsbl/question.ts';
import { type Named, namedZone } from '../dnsbl/stranger.ts';
import type { Zone } from '../dnsbl/zone.ts';
import type { Configuration } from '../postfix/configuration.ts';
import {
  hasReplyMap,
  inherits,
  type ListUse,
  postscreenIgnores,
  postscreenThreshold,
  runsPostscreen,
} from '../postfix/dns-lists.ts';

export type AdviceId =
  | 'list-ended'
  | 'list-listed-everybody'
  | 'list-deprecated'
  | 'list-unreliable'
  | 'list-never'
  | 'list-empty-sender-only'
  | 'list-watch-only'
  | 'list-score-only'
  | 'list-misspelled'
  | 'list-unknown'
  | 'no-filter'
  | 'filter-never-matches'
  | 'filter-matches-errors'
  | 'filter-unreadable'
  | 'asked-about-address'
  | 'asked-about-domain'
  | 'refuses-good-senders'
  | 'duplicate'
  | 'part-of-zen'
  | 'decides-alone'
  | 'key-shown'
  | 'key-missing'
  | 'needs-registration'
  | 'needs-subscription'
  | 'public-resolver'
  | 'refuses-users'
  | 'old-restriction'
  | 'postscreen-off'
  | 'postscreen-ignores';

export type AdviceSeverity = 'error' | 'warning' | 'info';

export interface Advice {
  readonly id: AdviceId;
  readonly severity: AdviceSeverity;
  /** What the words of i18n/zones want. */
  readonly values: Readonly<Record<string, string>>;
  /** What to write where the use stands; "": delete it; undefined: it stays. */
  readonly write: string | undefined;
}

export interface AdvisedUse extends ListUse {
  readonly list: Named;
  readonly advice: readonly Advice[];
}

export interface AdviceContext {
  /** postscreen_dnsbl_threshold */
  readonly threshold: number;
  /** false: postscreen is not switched on; undefined: not known. */
  readonly postscreen: boolean | undefined;
  /** postscreen_dnsbl_action is `ignore`, as it is by default. */
  readonly postscreenIgnores: boolean;
  readonly hasReplyMap: (use: ListUse) => boolean;
  /** Is this list of restrictions of main.cf that of a service for users (587, 465), too? */
  readonly meetsUsers: (parameter: string) => boolean;
  /** Addresses of resolvers that serve the whole world, if such are asked; `""`: one that lists take for such. */
  readonly publicResolver: string | undefined;
}

/** @param configuration undefined: the lists were named by themselves, in no configuration */
export function contextOf(
  configuration: Configuration | undefined,
  publicResolver: string | undefined,
): AdviceContext {
  return {
    threshold: configuration === undefined ? Number.POSITIVE_INFINITY : postscreenThreshold(configuration),
    postscreen: configuration === undefined ? undefined : runsPostscreen(configuration),
    postscreenIgnores: configuration !== undefined && postscreenIgnores(configuration),
    hasReplyMap: (use) => configuration === undefined || hasReplyMap(configuration, use),
    meetsUsers: (parameter) => configuration !== undefined && inherits(configuration, parameter, SUBMISSION),
    publicResolver,
  };
}

export function adviseOn(uses: readonly ListUse[], context: AdviceContext): readonly AdvisedUse[] {
  const beside = new Beside(uses);
  return uses.map((use) => {
    const list = namedZone(use.zone);
    return { ...use, list, advice: [...adviceOn(use, list, beside, context)] };
  });
}

/** What is asked, as it is written: `reject_rbl_client zen.spamhaus.org=127.0.0.[2..11]`, `list*3`. */
export function writtenUse(use: ListUse, zone = use.zone, filter = use.filter): string {
  const site = filter === undefined ? zone : `${zone}=${filter}`;
  if (use.does === 'score') return use.weight === 1 ? site : `${site}*${use.weight}`;
  return use.restriction === 'reject_maps_rbl' ? zone : `${use.restriction} ${site}`;
}

function* adviceOn(use: ListUse, list: Named, beside: Beside, context: AdviceContext): Generator<Advice> {
  const { record } = list;
  const make = (
    id: AdviceId,
    severity: AdviceSeverity,
    write?: string,
    values: Readonly<Record<string, string>> = {},
  ): Advice => ({ id, severity, write, values: { zone: use.zone, ...values } });
  const instead = record.replacements[0];
  const ended = endOf(record);
  if (ended !== undefined) {
    yield make(ended, ended === 'list-ended' ? 'warning' : 'error', '', {
      dates: record.life.listedAll.join(', '),
    });
    return;
  }
  if (list.by === 'nothing') {
    const [like] = likeZones(use.zone);
    if (like === undefined) yield make('list-unknown', 'info');
    else
      yield make('list-misspelled', 'warning', writtenUse(use, like.zone, use.filter ?? like.filter), {
        like: like.zone,
      });
    return;
  }
  if (use.does === 'score' && context.postscreen === false) yield make('postscreen-off', 'info');
  else if (use.does === 'score' && context.postscreenIgnores) yield make('postscreen-ignores', 'info');
  const refuses = use.does === 'reject' || (use.does === 'score' && use.weight > 0);
  if (record.life.status === 'deprecated')
    yield make('list-deprecated', 'warning', instead && writtenUse(use, instead, undefined), {
      instead: instead ?? '',
    });
  else if (record.life.status === 'degraded') yield make('list-unreliable', 'warning', '');
  const wrong = unfit(record, use.about === 'client' ? 'ip4' : 'domain');
  if (wrong === 'domains-only' || wrong === 'addresses-only') {
    yield make(wrong === 'domains-only' ? 'asked-about-address' : 'asked-about-domain', 'error', '');
    return;
  }
  if (refuses && use.filter === undefined && record.kind !== 'block')
    yield make('refuses-good-senders', 'error', record.filter && writtenUse(use, use.zone, record.filter));
  else if (use.does === 'reject' && !use.warnsOnly) {
    if (record.use === 'never') {
      yield make('list-never', 'error', '');
      return;
    }
    if (record.use === 'watch') {
      yield make('list-watch-only', 'warning', '');
      return;
    }
    if (record.use === 'empty-sender') yield make('list-empty-sender-only', 'warning', '');
    else if (record.use === 'score') yield make('list-score-only', 'info');
  }
  yield* filterAdvice(use, record, make);
  yield* sameAs(use, beside, make);
  if (use.does === 'score' && use.weight >= context.threshold && use.weight > 0)
    yield make('decides-alone', 'info', undefined, {
      weight: String(use.weight),
      threshold: String(context.threshold),
    });
  if (list.by === 'key' && refuses && !context.hasReplyMap(use)) yield make('key-shown', 'warning');
  if (record.registration === 'key' && list.by !== 'key') yield make('key-missing', 'warning', '');
  else if (record.registration === 'resolver') yield make('needs-registration', 'info');
  else if (record.registration === 'subscription') yield make('needs-subscription', 'info');
  if (context.publicResolver !== undefined && record.publicResolvers === 'no')
    yield make('public-resolver', 'warning', undefined, { resolver: context.publicResolver });
  if (use.does === 'reject' && !use.warnsOnly && use.about === 'client' && HOMES.has(record.zone))
    if (meetsUsers(use, context)) yield make('refuses-users', 'warning');
  if (
    use.restriction === 'reject_maps_rbl' ||
    use.restriction === 'reject_rbl' ||
    use.restriction === 'reject_rhsbl'
  )
    yield make(
      'old-restriction',
      'warning',
      use.restriction === 'reject_rhsbl'
        ? `reject_rhsbl_sender ${use.zone}`
        : `reject_rbl_client ${use.zone}`,
      { restriction: use.restriction },
    );
}

type Make = (
  id: AdviceId,
  severity: AdviceSeverity,
  write?: string,
  values?: Readonly<Record<string, string>>,
) => Advice;

function endOf({ life }: Zone): 'list-ended' | 'list-listed-everybody' | undefined {
  if (life.status === 'parked') return 'list-listed-everybody';
  if (life.status !== 'shut-down') return undefined;
  return life.listedAll.length > 0 ? 'list-listed-everybody' : 'list-ended';
}

/** Answers that are no listing anywhere (Spamhaus made them up, others have them too). */
const NO_LISTING = '127.255.255.[252..255]';

function* filterAdvice(use: ListUse, record: Zone, make: Make): Generator<Advice> {
  const { filter } = use;
  // What only warns may ask for error codes: Spamhaus advises it.
  if (use.warnsOnly) return;
  if (filter === undefined) {
    const known = filterOf(record);
    if (known !== undefined && record.kind === 'block')
      yield make(
        'no-filter',
        record.filter === undefined ? 'info' : 'warning',
        writtenUse(use, use.zone, known),
        {
          filter: known,
        },
      );
    return;
  }
  const pattern = readPattern(filter);
  if (pattern === undefined) {
    yield make('filter-unreadable', 'error', undefined, { filter });
    return;
  }
  const meets = (answer: string): boolean => overlap(pattern, readPattern(answer)!);
  const better = record.filter && writtenUse(use, use.zone, record.filter);
  if (record.codes.length > 0 && !record.codes.some(({ answer, bit }) => bit !== undefined || meets(answer)))
    yield make('filter-never-matches', 'error', better, { filter });
  else if ([...record.errors.map(({ answer }) => answer), NO_LISTING].some(meets))
    if (record.errors.every(({ bit }) => bit === undefined))
      yield make('filter-matches-errors', 'error', better, { filter });
}

/** No answer of a list that is wrong lies in there: no code for errors, no address of who bought its name. */
const WIDE = '127.0.0.[2..254]';

/** Of lists whose codes all lie in 127.0.0.0/24, wide enough for codes that nobody told of. */
function filterOf({ filter, codes, errors }: Zone): string | undefined {
  if (filter !== undefined) return filter;
  const wide = readPattern(WIDE)!;
  const inside = codes.every(({ answer, bit }) => bit === undefined && answer.startsWith('127.0.0.'));
  const meetsErrors = errors.some(({ answer }) => overlap(wide, readPattern(answer)!));
  return codes.length > 0 && inside && !meetsErrors ? WIDE : undefined;
}

/** ZEN holds the lists that Spamhaus has of addresses; with a key as without. */
const IN_ZEN =
  /^(?:cbl\.abuseat\.org|(?:[^.]+\.)?(?:sbl|css|xbl|pbl|sbl-xbl)\.(?:spamhaus\.org|dq\.spamhaus\.net))$/;
const ZEN = /^(?:zen\.spamhaus\.org|(?:[^.]+\.)?zen\.dq\.spamhaus\.net)$/;

/** What is asked in one list of restrictions, about the same thing and to the same end. */
class Beside {
  readonly #first = new Map<string, ListUse>();
  /** The first ZEN of each list of restrictions. */
  readonly #zen = new Map<string, ListUse>();

  constructor(uses: readonly ListUse[]) {
    for (const use of uses) {
      if (use.warnsOnly) continue;
      const key = this.#asked(use);
      if (!this.#first.has(key)) this.#first.set(key, use);
      const zen = ZEN.test(use.zone) ? this.#list(use) : undefined;
      if (zen !== undefined && !this.#zen.has(zen)) this.#zen.set(zen, use);
    }
  }

  /** Another use, in the same list of restrictions, that asks all that this one asks. */
  hasZen(use: ListUse): boolean {
    const zen = this.#zen.get(this.#list(use));
    return !use.warnsOnly && zen !== undefined && zen.zone !== use.zone;
  }

  isRepeated(use: ListUse): boolean {
    return !use.warnsOnly && this.#first.get(this.#asked(use)) !== use;
  }

  #list({ parameter, service, about, does }: ListUse): string {
    return [parameter, service?.name, service?.type, about, does].join(' ');
  }

  #asked(use: ListUse): string {
    return `${this.#list(use)} ${use.zone}=${use.filter}`;
  }
}

function* sameAs(use: ListUse, beside: Beside, make: Make): Generator<Advice> {
  const part = IN_ZEN.test(use.zone) || ZEN.test(use.zone);
  if (part && beside.hasZen(use)) yield make('part-of-zen', 'warning', '');
  if (beside.isRepeated(use)) yield make('duplicate', 'warning', '');
}

/** Lists that have the homes of honest users. */
const HOMES: ReadonlySet<string> = new Set([
  ...[
    'zen.spamhaus.org',
    'zen.dq.spamhaus.net',
    'pbl.spamhaus.org',
    'xbl.spamhaus.org',
    'sbl-xbl.spamhaus.org',
  ],
  ...['cbl.abuseat.org', 'dyna.spamrats.com', 'all.spamrats.com', 'noptr.spamrats.com'],
]);
/** Services of master.cf for users, with or without an address before. */
export const SUBMISSION = /^(?:.*:)?(?:submissions?|smtps|ssmtp|465|587)$/;

/** Those who log in come here, and are not let through before. */
function meetsUsers({ service, after, beforeLogin, parameter }: ListUse, context: AdviceContext): boolean {
  if (after.includes('permit_sasl_authenticated')) return false;
  if (service !== undefined) return SUBMISSION.test(service.name);
  return beforeLogin || context.meetsUsers(parameter);
}
