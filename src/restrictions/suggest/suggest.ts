/**
 * A whole recommended set for one server, as settings of main.cf: what it has of its own stays, lists that cannot be trusted
 * go, the order is mended, and checks that every server for strangers' mail can have are added. What may refuse more than
 * today is told (`newRules`), and warns only where `tried` wants it so.
 */

import { hideKeys } from '../../dnsbl/secret.ts';
import { namedZone } from '../../dnsbl/stranger.ts';
import { listUses } from '../../postfix/dns-lists.ts';
import { readMainCf } from '../../postfix/main-cf.ts';
import type { Reading } from '../lint/family.ts';
import { readingOf } from '../lint/reading.ts';
import { wordsOf } from '../lint/said.ts';
import { type AdviceContext, contextOf } from '../list-advice.ts';
import { LIST_PARAMETERS, type ListName } from '../rules.ts';
import { addToData, addToRecipients, ZEN } from './additions.ts';
import { changeLists, illnessOf } from './asked-lists.ts';
import { asValue, type Item, itemFrom, readItems, spell } from './items.ts';
import { renew } from './old-names.ts';
import { inOrder, isOfStrangers, refusesAll } from './order.ts';
import { permitsBefore } from './permits.ts';
import { canScore, postscreenSites } from './postscreen-sites.ts';
import { relayList } from './relay.ts';
import { type Server, serverOf } from './server.ts';
import type { NewRule, Reason, Suggested, SuggestedSetting, SuggestInput } from './suggestion.ts';
import { switches } from './switches.ts';

/** One change may make room for another; then there is nothing more to say. */
const ROUNDS = 5;

export function suggest(input: SuggestInput): Suggested {
  const settings = new Map<string, SuggestedSetting>();
  const newRules: NewRule[] = [];
  let { reading } = input;
  for (let round = 0; round < ROUNDS; round++) {
    const more = new Draft({ ...input, reading }).all();
    if (more.settings.length === 0) break;
    newRules.push(...more.newRules);
    for (const setting of more.settings) {
      const { before, reasons } = settings.get(setting.parameter) ?? { before: setting.before, reasons: [] };
      settings.set(setting.parameter, {
        ...{ ...setting, before },
        reasons: unique([...reasons, ...setting.reasons]),
      });
    }
    reading = readingWith(reading, more.settings);
  }
  return { settings: [...settings.values()], newRules };
}

/** As if it were applied. */
function readingWith(reading: Reading, settings: readonly SuggestedSetting[]): Reading {
  const { main } = reading.configuration;
  const byName = new Map(main.byName);
  for (const { parameter, value } of settings)
    for (const setting of readMainCf(`${parameter} = ${value}\n`, main.file).settings)
      byName.set(parameter, setting);
  return readingOf({ ...reading.configuration, main: { ...main, byName } }, reading.world);
}

const LISTS: readonly ListName[] = [
  ...(['client', 'helo', 'sender', 'relay', 'recipient', 'data', 'end_of_data'] as const),
];

const ZEN_ZONE = 'zen.spamhaus.org';
/** A zone of Spamhaus with a key. */
const WITH_KEY = /\.dq\.spamhaus\.net$/;
const PART_OF_ZEN = /^(?:(?:sbl|css|xbl|pbl|sbl-xbl)\.spamhaus\.org|cbl\.abuseat\.org)$/;

class Draft {
  readonly #input: SuggestInput;
  readonly #server: Server;
  readonly #relay: SuggestedSetting | undefined;
  readonly #context: AdviceContext;
  readonly #lists: ReadonlyMap<string, readonly Item[]>;
  readonly #settings: SuggestedSetting[] = [];
  readonly #newRules: NewRule[] = [];
  readonly #scored: string[] = [];

  constructor(input: SuggestInput) {
    const { reading } = input;
    this.#input = input;
    this.#context = contextOf(reading.configuration, reading.world.publicResolver);
    const lists = LISTS.map((kind): [string, readonly Item[] | undefined] => {
      const parameter = LIST_PARAMETERS[kind];
      const items = readItems(reading, parameter);
      // Nobody sets it, and it is empty by itself.
      const isEmpty = items === undefined && reading.value(parameter)?.text.trim() === '';
      return [parameter, isEmpty ? [] : items];
    });
    this.#lists = new Map(lists.filter((each): each is [string, readonly Item[]] => each[1] !== undefined));
    const relay = relayList(reading, this.#emptied(LIST_PARAMETERS.relay));
    this.#server = serverOf(reading, relay !== undefined);
    this.#relay = this.#server.meetsStrangers ? relay : undefined;
  }

  all(): Suggested {
    const { reading, health } = this.#input;
    const zen = this.#zenPlace();
    for (const [parameter, items] of this.#lists) this.#list(parameter, items, zen);
    for (const name of this.#fragments()) {
      const items = readItems(reading, name);
      if (items !== undefined) this.#fragment(name, items);
    }
    if (this.#relay !== undefined) this.#relayed(this.#relay);
    const sites = postscreenSites(reading, this.#context, health, this.#scored);
    if (sites !== undefined) this.#settings.push(sites);
    if (this.#server.meetsStrangers) this.#settings.push(...switches(reading, this.#server.service));
    return { settings: this.#settings, newRules: this.#newRules };
  }

  /** What goes of a list that nothing is left of is told with what comes. */
  #relayed(relay: SuggestedSetting): void {
    const at = this.#settings.findIndex(({ parameter }) => parameter === relay.parameter);
    const reasons = at < 0 ? [] : this.#settings.splice(at, 1)[0]!.reasons;
    this.#settings.push({ ...relay, reasons: [...reasons, ...relay.reasons] });
  }

  /** All that stands there goes. */
  #emptied(parameter: string): boolean {
    const items = this.#lists.get(parameter) ?? [];
    const { reading, health } = this.#input;
    const renewed = renew(items, wordsOf(reading, 'maps_rbl_domains')).items;
    const asked = { parameter, items: renewed, health, context: this.#context, canScore: canScore(reading) };
    return items.length > 0 && changeLists(asked).items.length === 0;
  }

  #list(parameter: string, given: readonly Item[], zen: string | undefined): void {
    const { reading } = this.#input;
    const server = this.#server;
    const reasons: Reason[] = [];
    const renewed = renew(given, wordsOf(reading, 'maps_rbl_domains'));
    reasons.push(...renewed.reasons);
    let items = renewed.items;
    const part = items.findIndex((item) => this.#isPartOfZen(item));
    if (zen === parameter && part >= 0) {
      const [rule] = this.#settled(parameter, [itemFrom(ZEN, { isNew: true })], reasons);
      items = [...items.slice(0, part), rule!, ...items.slice(part)];
      reasons.push({ id: 'add-zen', values: {} });
    }
    items = this.#changedLists(parameter, items, reasons);
    const ordered = inOrder(parameter, items, reading.world.readTable);
    reasons.push(...ordered.reasons);
    items = this.#spared(parameter, ordered.items, reasons);
    if (server.meetsStrangers && server.isMain(parameter) && !this.#refusesAll()) {
      const adding = parameter === zen && part < 0;
      const added =
        parameter === LIST_PARAMETERS.recipient
          ? addToRecipients(parameter, items, server, reading, adding)
          : parameter === LIST_PARAMETERS.data
            ? addToData(parameter, items, server, reading)
            : undefined;
      if (added !== undefined && added.reasons.length > 0) {
        // A service that asks for what is new, too, waits until that is done.
        const again = inOrder(parameter, added.items, reading.world.readTable);
        items = again.items;
        reasons.push(...added.reasons, ...again.reasons);
      }
    }
    this.#set(parameter, given, this.#settled(parameter, items, reasons), reasons);
  }

  /** Restrictions that stand elsewhere under a name: what is wrong goes, the order is the server's own. */
  #fragment(parameter: string, given: readonly Item[]): void {
    const reasons: Reason[] = [];
    const renewed = renew(given, wordsOf(this.#input.reading, 'maps_rbl_domains'));
    reasons.push(...renewed.reasons);
    const items = this.#changedLists(parameter, renewed.items, reasons);
    this.#set(parameter, given, this.#settled(parameter, items, reasons), reasons);
  }

  #changedLists(parameter: string, items: readonly Item[], reasons: Reason[]): readonly Item[] {
    const { reading, health } = this.#input;
    const changes = changeLists({
      ...{ parameter, items, health, context: this.#context, canScore: canScore(reading) },
    });
    reasons.push(...changes.reasons);
    this.#scored.push(...changes.scored);
    return changes.items;
  }

  /** Users are let through before strangers are looked at. */
  #spared(parameter: string, items: readonly Item[], reasons: Reason[]): readonly Item[] {
    if (!items.some((item) => isOfStrangers(item) && !item.warns)) return items;
    const spared = permitsBefore(parameter, items, items.findIndex(isOfStrangers), this.#server);
    if (spared === undefined || spared.added.length === 0) return items;
    reasons.push({ id: 'permits-missing', values: { parameter, rules: spared.added.join(', ') } });
    return spared.items;
  }

  /** New rules refuse, or warn only. */
  #settled(parameter: string, items: readonly Item[], reasons: Reason[]): readonly Item[] {
    return items.map((item) => {
      if (!item.isNew || item.step === undefined || item.warns) return item;
      const rule = { parameter, step: item.step };
      const known = this.#newRules.some(
        (each) => each.parameter === parameter && each.step.written === item.step!.written,
      );
      if (!known) this.#newRules.push(rule);
      const reason = this.#input.tried(rule);
      if (reason === undefined) return item;
      if (!known) reasons.push({ ...reason, values: { ...reason.values, rule: hideKeys(item.written) } });
      return { ...item, warns: true };
    });
  }

  #set(parameter: string, before: readonly Item[], after: readonly Item[], reasons: Reason[]): void {
    if (before.map(spell).join('\n') === after.map(spell).join('\n')) return;
    const raw = this.#input.reading.configuration.main.byName.get(parameter);
    this.#settings.push({
      parameter,
      before: raw?.value.text ?? null,
      value: asValue(parameter, after, raw?.value),
      reasons: unique(reasons),
    });
  }

  /** Strangers are refused altogether: they are not to be looked at more closely. */
  #refusesAll(): boolean {
    return ['client', 'helo', 'sender', 'recipient'].some((kind) =>
      refusesAll(this.#lists.get(LIST_PARAMETERS[kind as ListName]) ?? []),
    );
  }

  /** The list that is to ask zen.spamhaus.org, where it is healthy and nothing of the kind is asked; undefined: none. */
  #zenPlace(): string | undefined {
    const { reading, health } = this.#input;
    if (health?.get(ZEN_ZONE) !== 'healthy' || reading.world.publicResolver !== undefined) return undefined;
    const { uses } = listUses(reading.configuration, reading.world.readTable);
    // What goes, since it is ill, is no reason against it.
    const stays = (zone: string): boolean => illnessOf({ zone, list: namedZone(zone) }, health) === undefined;
    const isAsked = uses.some(
      ({ zone, about }) => (zone === ZEN_ZONE ? about === 'client' : WITH_KEY.test(zone)) && stays(zone),
    );
    if (isAsked) return undefined;
    const holder = ['client', 'sender', 'recipient'].map((kind) => LIST_PARAMETERS[kind as ListName]);
    const place = holder.find((name) =>
      (this.#lists.get(name) ?? []).some((item) => this.#isPartOfZen(item)),
    );
    const parameter = place ?? LIST_PARAMETERS.recipient;
    return this.#server.isMain(parameter) && this.#server.meetsStrangers ? parameter : undefined;
  }

  #isPartOfZen({ step, warns }: Item): boolean {
    if ((step?.lower !== 'reject_rbl_client' && step?.lower !== 'reject_rbl') || warns) return false;
    return PART_OF_ZEN.test(step.argument!.split('=', 1)[0]!.toLowerCase());
  }

  /** Classes, and parameters of one's own that stand for restrictions: `$my_lists`. */
  #fragments(): ReadonlySet<string> {
    const { reading } = this.#input;
    const { byName } = reading.configuration.main;
    const found = new Set(wordsOf(reading, 'smtpd_restriction_classes').filter((name) => byName.has(name)));
    const look = (items: readonly Item[]): void => {
      for (const { step, written } of items) {
        const name = step === undefined ? /^\$[{(]?(\w+)[})]?$/.exec(written)?.[1] : undefined;
        if (name !== undefined && byName.has(name) && !this.#lists.has(name)) found.add(name);
      }
    };
    for (const items of this.#lists.values()) look(items);
    // Names in what names stand for: the set grows while it is read.
    for (const name of found) look(readItems(reading, name) ?? []);
    return found;
  }
}

/** Each once; why rules are tried only is said once for all that have the same reason. */
function unique(reasons: readonly Reason[]): readonly Reason[] {
  const groups = Map.groupBy(reasons, ({ id, values: { rule, ...values } }) =>
    JSON.stringify(id.startsWith('tried-') ? [id, values] : [id, rule, values]),
  );
  return [...groups.values()].map((these): Reason => {
    const [first] = these;
    if (!first!.id.startsWith('tried-')) return first!;
    const rule = [...new Set(these.map(({ values }) => values.rule))].join(', ');
    return { id: first!.id, values: { ...first!.values, rule } };
  });
}
