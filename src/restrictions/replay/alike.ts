/**
 * Attempts that the rules cannot tell apart, so that one evaluation stands for all of them: their clients, senders, recipients
 * are alike in what each restriction makes of them (probe.ts), and they ended alike, as far as the log proves something by
 * it (proven.ts). A hundred thousand attempts are some hundred kinds.
 */
import type { Rules } from '../rules.ts';
import { type Attempts, COLUMNS, OUTCOMES } from './attempts.ts';
import type { Gathered } from './gathered.ts';
import { attemptOf, type LoggedAttempt } from './logged.ts';
import { isVerbatim, namesOf } from './masked.ts';
import { isUnknownToAll, NESTED, outcomes, type Probe, probesOf } from './probe.ts';
import type { ProvenFacts } from './proven.ts';
import { clientZones } from './rules-in.ts';
import { domainPart } from './subjects.ts';
import { EMPTY, UNSAID } from './texts.ts';

type Part = { -readonly [K in keyof LoggedAttempt]: LoggedAttempt[K] };

/** What an attempt has where a group of probes is not about it. */
const ANYBODY: Part = {
  time: 0,
  wall: 0,
  clientAddress: '192.0.2.1',
  clientName: 'client.invalid',
  helo: 'helo.invalid',
  sender: 'sender@sender.invalid',
  recipient: 'recipient@recipient.invalid',
  account: '',
  outcome: 'delivered',
  zone: '',
  reply: '',
};
/** Of whom no list says anything. */
const NOBODY: LoggedAttempt = { ...ANYBODY, clientAddress: '' };
const NO_NAMES: readonly string[] = [];

/** What a group of restrictions makes of one value. */
interface Made {
  /** The number of its outcomes. */
  readonly kind: number;
  /** Names that were asked for and are not known. */
  readonly asked: readonly string[];
}

/** Restrictions that look at the same. */
interface Group {
  readonly subjects: string;
  readonly probes: readonly Probe[];
  /** By the number of what it looks at. */
  made: (Made | undefined)[];
  /** Numbers of what it looks at, where that is not one text. */
  readonly pairs: Pairs;
}

/** Groups about the same part, and what they make of each value of it, by its number. */
interface PartGroups {
  readonly column: number;
  readonly groups: readonly Group[];
  made: (Made | undefined)[];
}

/** What a group makes of clients, by the numbers of their addresses. */
interface Clients {
  readonly group: Group;
  /** Whether it is a matter of what the log proves of lists. */
  readonly byLists: boolean;
  made: (ClientMade | undefined)[];
}

interface ClientMade {
  readonly name: number;
  readonly lists: number;
  readonly made: Made;
  readonly next: ClientMade | undefined;
}

const UNLIKE: Made = { kind: -1, asked: [] };
/** The column that each letter of subjects.ts is about; domains have numbers of their own. */
const COLUMN_OF: Readonly<Record<string, number>> = {
  H: COLUMNS.helo,
  S: COLUMNS.sender,
  D: COLUMNS.sender,
  R: COLUMNS.recipient,
  E: COLUMNS.recipient,
  A: COLUMNS.account,
};

export class Alike {
  /** Restrictions that ask lists; the others about clients. */
  readonly #clients: readonly Clients[];
  readonly #parts: readonly PartGroups[];
  /** About several parts at once. */
  readonly #several: readonly Group[];
  readonly #attempts: Attempts;
  readonly #proven: ProvenFacts;
  readonly #known: boolean;
  readonly #outcomes = new Numbers();
  /** By number: those that asked for nothing. */
  readonly #plain: Made[] = [];
  /** The same of two groups about one part, and numbers for two outcomes. */
  readonly #plainBoth: Made[] = [];
  readonly #both = new Pairs();
  readonly #bothAsking = new Pairs();
  readonly #patterns = new Numbers();
  readonly #zones = new Numbers();
  readonly #joined = new Pairs();
  readonly #domains = new Numbers();
  /** By the number of an address: that of its domain. */
  readonly #domainOf: number[] = [];
  /** By the number of a list's name. */
  readonly #zoneOf: number[] = [];
  /** By the number of a reply: whether it cannot be compared. */
  readonly #verbatim: boolean[] = [];
  /** Where the log begins or ends to prove something of a list that is asked. */
  readonly #bounds: readonly number[];

  constructor(sets: readonly Rules[], gathered: Gathered, proven: ProvenFacts) {
    this.#attempts = gathered.attempts;
    this.#proven = proven;
    const bounds = new Set<number>();
    for (const zone of sets.flatMap(clientZones)) {
      const span = gathered.refusals.get(zone);
      if (span !== undefined) bounds.add(span.first).add(span.last + 1);
    }
    this.#bounds = [...bounds].sort((a, b) => a - b);
    const probes = [...new Set(sets)].map(probesOf);
    this.#known = !probes.includes(undefined);
    const groups = Map.groupBy(
      probes.flatMap((each) => each ?? []),
      ({ subjects }) => subjects,
    );
    const groupOf = (subjects: string): Group[] => {
      const group = groups.get(subjects);
      groups.delete(subjects);
      return group === undefined ? [] : [{ subjects, probes: group, made: [], pairs: new Pairs() }];
    };
    const partOf = (subjects: readonly string[]): PartGroups => ({
      column: COLUMN_OF[subjects[0]!]!,
      groups: subjects.flatMap(groupOf),
      made: [],
    });
    this.#clients = groupOf('C').flatMap(({ probes }) => [
      ...clientsOf(probes.filter(({ zone }) => zone !== undefined)),
      ...clientsOf(probes.filter(({ zone }) => zone === undefined)),
    ]);
    this.#parts = [['H'], ['S', 'D'], ['R', 'E'], ['A']]
      .map(partOf)
      .filter(({ groups }) => groups.length > 0);
    this.#several = [...groups.keys()].flatMap(groupOf);
    this.forget();
  }

  /** Something has been found out: others may be alike. */
  forget(): void {
    const { size } = this.#attempts.texts;
    for (const each of this.#clients) each.made = new Array(size);
    for (const part of this.#parts) {
      part.made = new Array(size);
      for (const group of part.groups) group.made = [];
    }
    for (const group of this.#several) group.made = [];
  }

  /**
   * The number of its kind; undefined: it is like no other.
   * @param i the attempt's place
   */
  of(i: number): number | undefined {
    if (!this.#known) return undefined;
    const end = this.#endOf(i);
    if (end < 0) return undefined;
    const lists = this.#provenOfLists(i);
    let kind = this.#joined.of(lists, end);
    this.#asking.length = 0;
    for (let n = 0; n < this.#clients.length && kind >= 0; n++)
      kind = this.#with(kind, this.#ofClient(this.#clients[n]!, i, lists));
    for (let n = 0; n < this.#parts.length && kind >= 0; n++)
      kind = this.#with(kind, this.#ofPart(this.#parts[n]!, i));
    for (let n = 0; n < this.#several.length && kind >= 0; n++)
      kind = this.#with(kind, this.#ofSeveral(this.#several[n]!, i, lists));
    if (kind < 0) return undefined;
    return this.#asking.length < 2 ? kind : this.#joined.of(kind, this.#patternOf(this.#asking));
  }

  /** Those that ask for names. */
  readonly #asking: Made[] = [];

  /** @returns -1 where it is like no other */
  #with(kind: number, made: Made): number {
    if (made === UNLIKE) return -1;
    if (made.asked.length > 0) this.#asking.push(made);
    return this.#joined.of(kind, made.kind);
  }

  /** Which of the parts ask for the same name: what is not known of the one is not known of the other. */
  #patternOf(parts: readonly Made[]): number {
    const names = parts.flatMap(({ asked }) => asked);
    return this.#patterns.of(names.map((name) => names.indexOf(name)).join());
  }

  /** Taken: between which bounds; refused: by which list. */
  #provenOfLists(i: number): number {
    const attempts = this.#attempts;
    if (!attempts.wasTaken(i)) {
      const zone = attempts.number(i, COLUMNS.zone);
      this.#zoneOf[zone] ??= MOST_BOUNDS + this.#zones.of(attempts.texts.textOf(zone));
      return this.#zoneOf[zone];
    }
    if (attempts.number(i, COLUMNS.account) !== EMPTY) return 0;
    const time = attempts.time(i);
    let bound = 0;
    while (bound < this.#bounds.length && this.#bounds[bound]! <= time) bound++;
    return bound + 1;
  }

  /** The number of its reply without names; -1 where it can be compared with no other. */
  #endOf(i: number): number {
    if (this.#attempts.wasTaken(i)) return 0;
    const shape = this.#attempts.number(i, COLUMNS.shape);
    this.#verbatim[shape] ??= isVerbatim(this.#attempts.texts.textOf(shape));
    return this.#verbatim[shape] ? -1 : shape;
  }

  #ofClient({ group, byLists, made }: Clients, i: number, lists: number): Made {
    const attempts = this.#attempts;
    const address = attempts.number(i, COLUMNS.clientAddress);
    const name = attempts.number(i, COLUMNS.clientName);
    const proven = byLists ? lists : 0;
    const first = made[address];
    for (let known = first; known !== undefined; known = known.next)
      if (known.lists === proven && known.name === name) return known.made;
    const of = this.#probe(group, i);
    made[address] = { name, lists: proven, made: of, next: first };
    return of;
  }

  #ofPart({ groups, made, column }: PartGroups, i: number): Made {
    const number = this.#attempts.number(i, column);
    let of = made[number];
    if (of === undefined) {
      of = groups.length === 1 ? this.#ofGroup(groups[0]!, i) : this.#ofBoth(groups, i);
      made[number] = of;
    }
    return of;
  }

  #ofBoth(groups: readonly Group[], i: number): Made {
    const first = this.#ofGroup(groups[0]!, i);
    const second = this.#ofGroup(groups[1]!, i);
    if (first === UNLIKE || second === UNLIKE) return UNLIKE;
    const both = this.#both.of(first.kind, second.kind);
    if (first.asked.length + second.asked.length > 0) {
      const pattern = this.#patternOf([first, second]);
      return { kind: this.#bothAsking.of(both, pattern), asked: [...first.asked, ...second.asked] };
    }
    // Patterns are numbers from 1.
    this.#plainBoth[both] ??= { kind: this.#bothAsking.of(both, 0), asked: NO_NAMES };
    return this.#plainBoth[both];
  }

  #ofGroup(group: Group, i: number): Made {
    // Of one attempt for each value, but for domains.
    if (group.subjects !== 'D' && group.subjects !== 'E') return this.#probe(group, i);
    const number = this.#numberOf(group.subjects, i);
    const known = group.made[number];
    if (known !== undefined) return known;
    const made = this.#probe(group, i);
    group.made[number] = made;
    return made;
  }

  #ofSeveral(group: Group, i: number, lists: number): Made {
    let number = lists;
    for (const letter of group.subjects)
      if (letter === 'C') {
        number = group.pairs.of(number, this.#attempts.number(i, COLUMNS.clientAddress));
        number = group.pairs.of(number, this.#attempts.number(i, COLUMNS.clientName));
      } else number = group.pairs.of(number, this.#numberOf(letter, i));
    let made = group.made[number];
    if (made === undefined) {
      made = this.#probe(group, i);
      group.made[number] = made;
    }
    return made;
  }

  /** Of what a letter of subjects.ts is about. */
  #numberOf(letter: string, i: number): number {
    const number = this.#attempts.number(i, COLUMN_OF[letter]!);
    if (letter !== 'D' && letter !== 'E') return number;
    this.#domainOf[number] ??= this.#domains.of(domainPart(this.#attempts.texts.textOf(number)));
    return this.#domainOf[number];
  }

  #probe({ subjects, probes }: Group, i: number): Made {
    const part = this.#partOf(subjects, i);
    // What lists said is of clients alone, and of those who have logged in they say nothing.
    const account = this.#attempts.text(i, COLUMNS.account);
    if (!subjects.includes('C')) this.#proven.look(NOBODY);
    else this.#proven.look(account === '' ? part : { ...part, account });
    const isOfLists = probes[0]!.zone !== undefined;
    if (isOfLists && this.#proven.prefix !== '' && isUnknownToAll(probes, this.#proven.prefix, this.#proven))
      return this.#made('unknown', NO_NAMES);
    const asked = new Map<string, number>();
    try {
      const told = outcomes(probes, attemptOf(part), this.#proven, namesOf(part), asked);
      return this.#made(told, asked.size === 0 ? NO_NAMES : [...asked.keys()]);
    } catch (error) {
      if (error !== NESTED) throw error;
      return UNLIKE;
    }
  }

  /** The attempt as far as a group of restrictions is about it. */
  #partOf(subjects: string, i: number): LoggedAttempt {
    const attempts = this.#attempts;
    const part = { ...ANYBODY };
    for (const letter of subjects)
      if (letter === 'C') {
        part.time = attempts.time(i);
        part.outcome = OUTCOMES[attempts.number(i, COLUMNS.outcome)]!;
        part.clientName = attempts.text(i, COLUMNS.clientName);
        part.clientAddress = attempts.text(i, COLUMNS.clientAddress);
        part.zone = attempts.text(i, COLUMNS.zone);
        if (part.zone !== '') part.reply = attempts.at(i).reply;
      } else if (letter === 'H') {
        const helo = attempts.number(i, COLUMNS.helo);
        part.helo = helo === UNSAID ? undefined : attempts.texts.textOf(helo);
      } else if (letter === 'S' || letter === 'D') part.sender = attempts.text(i, COLUMNS.sender);
      else if (letter === 'R' || letter === 'E') part.recipient = attempts.text(i, COLUMNS.recipient);
      else part.account = attempts.text(i, COLUMNS.account);
    return part;
  }

  #made(told: string, asked: readonly string[]): Made {
    const kind = this.#outcomes.of(told);
    if (asked.length > 0) return { kind, asked };
    this.#plain[kind] ??= { kind, asked };
    return this.#plain[kind];
  }
}

function clientsOf(probes: readonly Probe[]): Clients[] {
  if (probes.length === 0) return [];
  const group = { subjects: 'C', probes, made: [], pairs: new Pairs() };
  return [{ group, byLists: probes.some(({ asksLists }) => asksLists), made: [] }];
}

const MOST_BOUNDS = 1_000;

/** A number for each pair of numbers, from 1. */
class Pairs {
  /** Three words each: the pair and its number; open addressing. */
  #slots = new Int32Array(3 * 64);
  #size = 0;

  of(a: number, b: number): number {
    const slots = this.#slots;
    for (let slot = slotOf(a, b, slots.length); ; slot = slot + 3 === slots.length ? 0 : slot + 3) {
      const number = slots[slot + 2]!;
      if (number === 0) {
        slots[slot] = a;
        slots[slot + 1] = b;
        slots[slot + 2] = ++this.#size;
        if (this.#size * 6 > slots.length) this.#spread();
        return this.#size;
      }
      if (slots[slot] === a && slots[slot + 1] === b) return number;
    }
  }

  #spread(): void {
    const before = this.#slots;
    const slots = new Int32Array(before.length * 2);
    for (let i = 0; i < before.length; i += 3) {
      if (before[i + 2] === 0) continue;
      let slot = slotOf(before[i]!, before[i + 1]!, slots.length);
      while (slots[slot + 2] !== 0) slot = slot + 3 === slots.length ? 0 : slot + 3;
      slots.set(before.subarray(i, i + 3), slot);
    }
    this.#slots = slots;
  }
}

/** @param length three times a power of two */
function slotOf(a: number, b: number, length: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  hash ^= hash >>> 15;
  return ((hash >>> 0) & (length / 3 - 1)) * 3;
}

/** Texts, by numbers from 1. */
class Numbers {
  readonly #numbers = new Map<string, number>();

  of(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#numbers.size + 1;
      this.#numbers.set(text, number);
    }
    return number;
  }
}
