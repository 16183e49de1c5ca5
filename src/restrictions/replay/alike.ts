/**
 * Attempts that the rules cannot tell apart, so that one evaluation stands for all of them: their clients, senders, recipients
 * are alike in what each restriction makes of them (probe.ts), and they ended alike, as far as the log proves something by
 * it (proven.ts). A hundred thousand attempts are some hundred kinds.
 */
import type { Rules } from '../rules.ts';
import { type Attempts, COLUMNS } from './attempts.ts';
import type { Gathered } from './gathered.ts';
import { attemptOf, type LoggedAttempt } from './logged.ts';
import { isVerbatim, namesOf } from './masked.ts';
import { NESTED, outcomes, type Probe, probesOf } from './probe.ts';
import type { ProvenFacts } from './proven.ts';
import { clientZones } from './rules-in.ts';
import { domainPart } from './subjects.ts';
import { EMPTY } from './texts.ts';

/** What an attempt has where a group of probes is not about it. */
const ANYBODY = {
  clientAddress: '192.0.2.1',
  clientName: 'client.invalid',
  helo: 'helo.invalid',
  sender: 'sender@sender.invalid',
  recipient: 'recipient@recipient.invalid',
  account: '',
};

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
interface Part {
  readonly column: number;
  readonly groups: readonly Group[];
  made: (Made | undefined)[];
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
  /** undefined: a restriction may look at everything. */
  readonly #client: Group | undefined;
  readonly #parts: readonly Part[];
  /** About several parts at once. */
  readonly #several: readonly Group[];
  #clients: (ClientMade | undefined)[] = [];
  readonly #attempts: Attempts;
  readonly #proven: ProvenFacts;
  readonly #known: boolean;
  readonly #outcomes = new Numbers();
  /** By number: those that asked for nothing. */
  readonly #plain: Made[] = [];
  readonly #patterns = new Numbers();
  readonly #joined = new Pairs();
  readonly #domains = new Numbers();
  /** By the number of an address: that of its domain. */
  readonly #domainOf: number[] = [];
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
    const partOf = (subjects: readonly string[]): Part => ({
      column: COLUMN_OF[subjects[0]!]!,
      groups: subjects.flatMap(groupOf),
      made: [],
    });
    this.#client = groupOf('C')[0];
    this.#parts = [['H'], ['S', 'D'], ['R', 'E'], ['A']]
      .map(partOf)
      .filter(({ groups }) => groups.length > 0);
    this.#several = [...groups.keys()].flatMap(groupOf);
    this.forget();
  }

  /** Something has been found out: others may be alike. */
  forget(): void {
    const { size } = this.#attempts.texts;
    this.#clients = new Array(size);
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
    if (this.#client !== undefined) kind = this.#with(kind, this.#ofClient(this.#client, i, lists));
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
    if (!attempts.wasTaken(i)) return MOST_BOUNDS + attempts.number(i, COLUMNS.zone);
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

  #ofClient(group: Group, i: number, lists: number): Made {
    const attempts = this.#attempts;
    const address = attempts.number(i, COLUMNS.clientAddress);
    const name = attempts.number(i, COLUMNS.clientName);
    const first = this.#clients[address];
    for (let known = first; known !== undefined; known = known.next)
      if (known.lists === lists && known.name === name) return known.made;
    const made = this.#probe(group, attempts.at(i));
    this.#clients[address] = { name, lists, made, next: first };
    return made;
  }

  #ofPart({ groups, made, column }: Part, i: number): Made {
    const number = this.#attempts.number(i, column);
    let of = made[number];
    if (of === undefined) {
      of = groups.length === 1 ? this.#ofGroup(groups[0]!, i) : this.#ofBoth(groups, i);
      made[number] = of;
    }
    return of;
  }

  #ofBoth(groups: readonly Group[], i: number): Made {
    const of = groups.map((group) => this.#ofGroup(group, i));
    if (of.includes(UNLIKE)) return UNLIKE;
    const asked = of.flatMap((each) => each.asked);
    const pattern = asked.length === 0 ? 0 : this.#patternOf(of);
    return this.#made([...of.map(({ kind }) => kind), pattern].join(' '), asked);
  }

  #ofGroup(group: Group, i: number): Made {
    // Of one attempt for each value, but for domains.
    if (group.subjects !== 'D' && group.subjects !== 'E') return this.#probe(group, this.#attempts.at(i));
    const number = this.#numberOf(group.subjects, i);
    const known = group.made[number];
    if (known !== undefined) return known;
    const made = this.#probe(group, this.#attempts.at(i));
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
      made = this.#probe(group, this.#attempts.at(i));
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

  #probe({ subjects, probes }: Group, attempt: LoggedAttempt): Made {
    const part = partOf(subjects, attempt);
    const asked = new Map<string, number>();
    this.#proven.look(attempt);
    try {
      const told = outcomes(probes, attemptOf(part), this.#proven, namesOf(part), asked);
      return this.#made(told, asked.size === 0 ? [] : [...asked.keys()]);
    } catch (error) {
      if (error !== NESTED) throw error;
      return UNLIKE;
    }
  }

  #made(told: string, asked: readonly string[]): Made {
    const kind = this.#outcomes.of(told);
    if (asked.length > 0) return { kind, asked };
    this.#plain[kind] ??= { kind, asked };
    return this.#plain[kind];
  }
}

/** The attempt as far as a group of restrictions is about it. */
function partOf(subjects: string, attempt: LoggedAttempt): LoggedAttempt {
  const has = (letter: string): boolean => subjects.includes(letter);
  const client = has('C') ? attempt : ANYBODY;
  return {
    time: attempt.time,
    wall: attempt.wall,
    outcome: attempt.outcome,
    zone: attempt.zone,
    reply: attempt.reply,
    clientAddress: client.clientAddress,
    clientName: client.clientName,
    helo: has('H') ? attempt.helo : ANYBODY.helo,
    sender: has('S') || has('D') ? attempt.sender : ANYBODY.sender,
    recipient: has('R') || has('E') ? attempt.recipient : ANYBODY.recipient,
    account: has('A') ? attempt.account : ANYBODY.account,
  };
}

const MOST_BOUNDS = 1_000;

/** A number for each pair of numbers. */
class Pairs {
  readonly #rows: (Map<number, number> | undefined)[] = [];
  #size = 0;

  of(a: number, b: number): number {
    this.#rows[a] ??= new Map();
    const row = this.#rows[a];
    let number = row.get(b);
    if (number === undefined) {
      number = ++this.#size;
      row.set(b, number);
    }
    return number;
  }
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
