/**
 * Where a configuration asks DNS lists, and how:
 *
 *     smtpd_recipient_restrictions = ..., reject_rbl_client bl.spamcop.net=127.0.0.2, ...
 *     postscreen_dnsbl_sites = zen.spamhaus.org=127.0.0.[2..11]*3, list.dnswl.org=127.0.[0..255].[1..3]*-4
 *
 * in main.cf, in restriction classes, in what master.cf sets for one service by `-o`, and in the access tables that
 * these name (access-text.ts).
 */
import { actionsOf, isRestrictions, type ReadText } from './access-text.ts';
import { type Configuration, effective, written } from './configuration.ts';
import { type Expanded, ExpansionError } from './expand.ts';
import { activeServices, type Service } from './master-cf.ts';
import { LIST, type Word, words } from './split.ts';
import { type Piece, type Place, placeIn, type Value } from './value.ts';

/** What is looked up in the list. */
export type AskedAbout = 'client' | 'client-name' | 'helo' | 'sender' | 'recipient';

export interface ListUse {
  /** As it is written, in lower case; `$name` in it is expanded. */
  readonly zone: string;
  /** Where it stands; undefined: it is built in. */
  readonly place: Place | undefined;
  /** `smtpd_recipient_restrictions`, the name of a class, `postscreen_dnsbl_sites`. */
  readonly parameter: string;
  /** The service for which master.cf sets it; undefined: main.cf, for all. */
  readonly service: Service | undefined;
  /** `reject_rbl_client`; of postscreen undefined. */
  readonly restriction: string | undefined;
  readonly about: AskedAbout;
  /** `permit`: who is on it is let through; `score`: postscreen adds `weight`. */
  readonly does: 'reject' | 'permit' | 'score';
  /** What stands after `=`; undefined: any answer counts. */
  readonly filter: string | undefined;
  readonly weight: number;
  /** After `warn_if_reject`: it refuses nobody. */
  readonly warnsOnly: boolean;
  /** Restrictions before it in the same list, in lower case: `permit_sasl_authenticated`. */
  readonly after: readonly string[];
  /** `permit_sasl_authenticated` stands behind it in the same list. */
  readonly beforeLogin: boolean;
}

export interface ListUses {
  readonly uses: readonly ListUse[];
  /** Parameters that could not be read. */
  readonly errors: readonly { readonly parameter: string; readonly error: ExpansionError }[];
}

/** Restrictions that ask a list (postconf(5)); the last three are old names. */
const RESTRICTIONS: Readonly<Record<string, AskedAbout>> = {
  reject_rbl_client: 'client',
  permit_dnswl_client: 'client',
  permit_rhswl_client: 'client-name',
  reject_rhsbl_client: 'client-name',
  reject_rhsbl_reverse_client: 'client-name',
  reject_rhsbl_helo: 'helo',
  reject_rhsbl_sender: 'sender',
  reject_rhsbl_recipient: 'recipient',
  reject_rbl: 'client',
  reject_rhsbl: 'sender',
};

/** What this restriction, in lower case, asks a list about; undefined: it asks none. */
export function askedBy(restriction: string): AskedAbout | undefined {
  return Object.hasOwn(RESTRICTIONS, restriction) ? RESTRICTIONS[restriction] : undefined;
}

const LISTS = [
  ...['smtpd_client_restrictions', 'smtpd_helo_restrictions', 'smtpd_sender_restrictions'],
  ...['smtpd_relay_restrictions', 'smtpd_recipient_restrictions', 'smtpd_data_restrictions'],
  ...['smtpd_end_of_data_restrictions', 'smtpd_etrn_restrictions'],
];

/** @param readText reads what access tables are made of; not given: they are passed over */
export function listUses(configuration: Configuration, readText: ReadText = () => undefined): ListUses {
  const uses: ListUse[] = [];
  const errors: ListUses['errors'][number][] = [];
  const value = (parameter: string, service?: Service): Expanded | undefined => {
    try {
      return effective(configuration, parameter, service);
    } catch (error) {
      if (!(error instanceof ExpansionError)) throw error;
      if (!errors.some((each) => each.parameter === parameter)) errors.push({ parameter, error });
      return undefined;
    }
  };
  const services = [undefined, ...activeServices(configuration.master)];
  for (const service of services) {
    if (service !== undefined && service.overrides.size === 0) continue;
    const classes = words(value('smtpd_restriction_classes', service)?.text ?? '', LIST);
    const parameters = [
      ...LISTS,
      ...classes.map(({ text }) => text),
      'postscreen_dnsbl_sites',
      'maps_rbl_domains',
    ];
    for (const parameter of new Set(parameters)) {
      if (service !== undefined && !appliesTo(parameter, service)) continue;
      const text = value(parameter, service);
      // What a service does not set itself was read with main.cf.
      if (text === undefined || (service !== undefined && text.text === value(parameter)?.text)) continue;
      const where = { parameter, service };
      if (parameter === 'postscreen_dnsbl_sites') uses.push(...sites(text, where));
      else if (parameter === 'maps_rbl_domains') uses.push(...oldDomains(text, where));
      else uses.push(...new Restrictions(where, readText).read(text.text, (at) => text.placeAt(at)));
    }
  }
  return { uses, errors };
}

/** Whether postscreen(8) is switched on in master.cf; undefined: nothing is known of services. */
export function runsPostscreen({ master }: Configuration): boolean | undefined {
  const services = activeServices(master);
  return services.length === 0 ? undefined : services.some(({ command }) => command === 'postscreen');
}

/** The threshold of postscreen_dnsbl_sites. */
export function postscreenThreshold(configuration: Configuration): number {
  try {
    return Number(effective(configuration, 'postscreen_dnsbl_threshold')?.text.trim() || 1) || 1;
  } catch {
    return 1;
  }
}

/** Does postscreen log what lists say, and let everybody pass? */
export function postscreenIgnores(configuration: Configuration): boolean {
  try {
    return (
      (effective(configuration, 'postscreen_dnsbl_action')?.text.trim().toLowerCase() ?? '') === 'ignore'
    );
  } catch {
    return false;
  }
}

/** Services of this name that take a list of restrictions from main.cf. */
export function inherits({ master }: Configuration, parameter: string, name: RegExp): boolean {
  return (
    LISTS.includes(parameter) &&
    activeServices(master).some(
      (service) =>
        service.command === 'smtpd' && name.test(service.name) && !service.overrides.has(parameter),
    )
  );
}

/** Is what a list asks hidden from who is refused? */
export function hasReplyMap(configuration: Configuration, { does }: ListUse): boolean {
  const name = does === 'score' ? 'postscreen_dnsbl_reply_map' : 'rbl_reply_maps';
  return (written(configuration, name)?.text ?? '') !== '';
}

function appliesTo(parameter: string, { command }: Service): boolean {
  return command === (parameter.startsWith('postscreen_') ? 'postscreen' : 'smtpd');
}

type Where = Pick<ListUse, 'parameter' | 'service'>;

type PlaceAt = (offset: number) => Place | undefined;

/** Tables in tables, as in smtpd_check.c; of one list this many tables are read. */
const DEEPEST = 10;
const MOST_TABLES = 200;
const LOOKS_UP = /^check_\w*access$/;

/** One list of restrictions, and the access tables that it names. */
class Restrictions {
  readonly #where: Where;
  readonly #readText: ReadText;
  readonly #seen = new Set<string>();

  constructor(where: Where, readText: ReadText) {
    this.#where = where;
    this.#readText = readText;
  }

  read(text: string, placeAt: PlaceAt, before: readonly string[] = [], depth = 0): ListUse[] {
    const uses: ListUse[] = [];
    // Which restrictions stand before, each once; shared by the uses that have the same before them.
    let after = before;
    let warnsOnly = false;
    const list = words(text, LIST);
    const login = list.findLastIndex((word) => word.text.toLowerCase() === 'permit_sasl_authenticated');
    for (let i = 0; i < list.length; i++) {
      const restriction = list[i]!.text.toLowerCase();
      const about = askedBy(restriction);
      const next = list[i + 1];
      if (about !== undefined && next !== undefined) {
        i++;
        const { zone, filter } = siteOf(next.text);
        const does = restriction.startsWith('permit') ? 'permit' : 'reject';
        uses.push({
          ...{ zone, place: placeAt(next.at), ...this.#where, restriction, about, does, filter, weight: 1 },
          ...{ warnsOnly, after, beforeLogin: login > i },
        });
      } else if (list[i]!.text.includes(':')) uses.push(...this.#table(list[i]!, placeAt, after, depth));
      else if (LOOKS_UP.test(restriction) && next !== undefined) {
        i++;
        uses.push(...this.#table(next, placeAt, after, depth));
      }
      warnsOnly = restriction === 'warn_if_reject';
      if (!after.includes(restriction)) after = [...after, restriction];
    }
    return uses;
  }

  #table({ text, at }: Word, placeAt: PlaceAt, after: readonly string[], depth: number): ListUse[] {
    if (depth >= DEEPEST || this.#seen.has(text) || this.#seen.size >= MOST_TABLES) return [];
    this.#seen.add(text);
    return actionsOf(valueAt(text, at, placeAt), this.#readText)
      .filter(isRestrictions)
      .flatMap((action) => this.read(action.text, (offset) => placeIn(action, offset), after, depth + 1));
  }
}

/** A word of an expanded value, with the places of its lines. */
function valueAt(text: string, at: number, placeAt: PlaceAt): Value {
  const pieces: Piece[] = [];
  let file = '';
  for (let offset = 0; offset < text.length; offset++) {
    if (offset > 0 && !LIST.includes(text[offset - 1]!)) continue;
    const place = placeAt(at + offset);
    if (place === undefined || place.line === pieces.at(-1)?.line) continue;
    file = place.file;
    pieces.push({ at: offset, line: place.line });
  }
  return { text, file, pieces };
}

function sites(value: Expanded, where: Where): ListUse[] {
  return words(value.text, LIST).map((word) => scored(word, value, where));
}

/** postscreen_dnsbl.c: the weight stands after the last `*`, the filter after the first `=`. */
function scored({ text, at }: Word, value: Expanded, where: Where): ListUse {
  const star = text.lastIndexOf('*');
  const { zone, filter } = siteOf(star < 0 ? text : text.slice(0, star));
  const weight = star < 0 ? 1 : Number(text.slice(star + 1)) || 0;
  const place = value.placeAt(at);
  return {
    ...{ zone, place, ...where, restriction: undefined, about: 'client', does: 'score', filter, weight },
    warnsOnly: false,
    after: [],
    beforeLogin: false,
  };
}

/** `maps_rbl_domains`, of Postfix before 2.1, which `reject_maps_rbl` asks. */
function oldDomains(value: Expanded, where: Where): ListUse[] {
  return words(value.text, LIST).map(({ text, at }) => ({
    ...{ zone: siteOf(text).zone, place: value.placeAt(at), ...where, restriction: 'reject_maps_rbl' },
    ...{ about: 'client', does: 'reject', filter: undefined, weight: 1, warnsOnly: false, after: [] },
    beforeLogin: false,
  }));
}

/** `zone=filter` */
export function siteOf(text: string): { readonly zone: string; readonly filter: string | undefined } {
  const equals = text.indexOf('=');
  const zone = (equals < 0 ? text : text.slice(0, equals)).toLowerCase().replace(/\.$/, '');
  return { zone, filter: equals < 0 ? undefined : text.slice(equals + 1) };
}
