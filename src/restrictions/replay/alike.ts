/**
 * Attempts that the rules cannot tell apart, so that one evaluation stands for all of them: their clients, senders, recipients
 * are alike in what each restriction makes of them (probe.ts), and they ended alike, as far as the log proves something by
 * it (proven.ts). A hundred thousand attempts are some hundred kinds.
 */
import type { Rules } from '../rules.ts';
import { type Attempts, COLUMNS, OUTCOMES } from './attempts.ts';
import type { Gathered } from './gathered.ts';
import { ListOutcomes } from './list-outcomes.ts';
import { attemptOf, type LoggedAttempt } from './logged.ts';
import { isVerbatim, namesOf } from './masked.ts';
import { Numbers, Pairs, Rows } from './numbers.ts';
import { NESTED, outcomes, type Probe, probesOf } from './probe.ts';
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
const NONE = new Uint32Array(0);

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
  /** Where it only asks lists about clients. */
  readonly lists?: ListOutcomes;
  /** Numbers of what it looks at, where that is not one text. */
  readonly pairs: Pairs;
}

/** Groups about the same part, and what they make of each value of it, by its number. */
interface PartGroups {
  readonly column: number;
  readonly groups: readonly Group[];
  /** Places in `all`, from 1. */
  made: Uint32Array;
  readonly all: Made[];
}

/** What a group makes of clients, by the numbers of their addresses. */
interface Clients {
  readonly group: Group;
  /** Whether it is a matter of what the log proves of lists. */
  readonly byLists: boolean;
  /** Places in `all`, from 1. */
  made: Uint32Array;
  readonly all: ClientMade[];
}

interface ClientMade {
  readonly name: number;
  readonly lists: number;
  readonly made: Made;
  /** Of the same address; 0: none. */
  readonly next: number;
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
  readonly #both = new Rows();
  readonly #bothAsking = new Rows();
  readonly #patterns = new Numbers();
  readonly #zones = new Numbers();
  readonly #joined = new Rows();
  readonly #domains = new Numbers();
  /** By the number of an address: that of its domain. */
  #domainOf = NONE;
  /** By the number of a list's name. */
  readonly #zoneOf = new Map<number, number>();
  /** By the number of a reply: that among replies, -1 where it can be compared with no other. */
  readonly #ends = new Map<number, number>();
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
      made: NONE,
      all: [],
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
    this.#domainOf = new Uint32Array(size);
    for (const each of [...this.#clients, ...this.#parts]) {
      // An array of so many is slow.
      each.made = new Uint32Array(size);
      each.all.length = 0;
    }
    for (const part of this.#parts) {
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
      let number = this.#zoneOf.get(zone);
      if (number === undefined) {
        number = MOST_BOUNDS + this.#zones.of(attempts.texts.textOf(zone));
        this.#zoneOf.set(zone, number);
      }
      return number;
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
    let end = this.#ends.get(shape);
    if (end === undefined) {
      end = isVerbatim(this.#attempts.texts.textOf(shape)) ? -1 : this.#ends.size + 1;
      this.#ends.set(shape, end);
    }
    return end;
  }

  #ofClient({ group, byLists, made, all }: Clients, i: number, lists: number): Made {
    const attempts = this.#attempts;
    const address = attempts.number(i, COLUMNS.clientAddress);
    const name = attempts.number(i, COLUMNS.clientName);
    const proven = byLists ? lists : 0;
    const first = made[address]!;
    for (let place = first; place > 0; place = all[place - 1]!.next) {
      const known = all[place - 1]!;
      if (known.lists === proven && known.name === name) return known.made;
    }
    const of = this.#probe(group, i);
    made[address] = all.push({ name, lists: proven, made: of, next: first });
    return of;
  }

  #ofPart({ groups, made, all, column }: PartGroups, i: number): Made {
    const number = this.#attempts.number(i, column);
    const place = made[number]!;
    if (place > 0) return all[place - 1]!;
    const of = groups.length === 1 ? this.#ofGroup(groups[0]!, i) : this.#ofBoth(groups, i);
    made[number] = all.push(of);
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
    let domain = this.#domainOf[number]!;
    if (domain === 0) {
      domain = this.#domains.of(domainPart(this.#attempts.texts.textOf(number)));
      this.#domainOf[number] = domain;
    }
    return domain;
  }

  #probe({ subjects, probes, lists }: Group, i: number): Made {
    const part = this.#partOf(subjects, i);
    // What lists said is of clients alone, and of those who have logged in they say nothing.
    const account = this.#attempts.text(i, COLUMNS.account);
    if (!subjects.includes('C')) this.#proven.look(NOBODY);
    else this.#proven.look(account === '' ? part : { ...part, account });
    const ofLists = lists?.of(part, this.#proven);
    if (ofLists !== undefined) return this.#made(ofLists, NO_NAMES);
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
        if (part.zone !== '') part.reply = attempts.reply(i);
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
  const onlyLists = probes.every(({ zone }) => zone !== undefined);
  const lists = onlyLists && { lists: new ListOutcomes(probes, ANYBODY) };
  const group = { subjects: 'C', probes, made: [], pairs: new Pairs(), ...lists };
  return [{ group, byLists: probes.some(({ asksLists }) => asksLists), made: NONE, all: [] }];
}

const MOST_BOUNDS = 1_000;
