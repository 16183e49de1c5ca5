/**
 * Attempts that the rules cannot tell apart, so that one evaluation stands for all of them: their clients, senders, recipients
 * are alike in what each restriction makes of them (probe.ts), and they ended alike, as far as the log proves something by
 * it (proven.ts). A hundred thousand attempts are some hundred kinds.
 */
import type { Rules } from '../rules.ts';
import type { Gathered } from './gathered.ts';
import { attemptOf, type LoggedAttempt, wasTaken } from './logged.ts';
import { masked, NESTED, outcomes, type Probe, probesOf } from './probe.ts';
import type { ProvenFacts } from './proven.ts';
import { clientZones } from './rules-in.ts';
import { domainPart } from './subjects.ts';

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
  /** By what it looks at. */
  readonly made: Map<string, Made>;
}

/** Groups about the same part, and what they make of each value of it. */
interface Part {
  readonly groups: readonly Group[];
  readonly made: Map<string, Made>;
}

interface ClientMade {
  readonly name: string;
  readonly lists: number;
  readonly made: Made;
  readonly next: ClientMade | undefined;
}

const UNLIKE: Made = { kind: -1, asked: [] };
const NOTHING: Made = { kind: 0, asked: [] };

export class Alike {
  /** undefined: a restriction may look at everything. */
  readonly #client: Group | undefined;
  readonly #helo: Part;
  readonly #sender: Part;
  readonly #recipient: Part;
  readonly #account: Part;
  /** About several parts at once. */
  readonly #several: readonly Group[];
  readonly #clients = new Map<string, ClientMade>();
  readonly #proven: ProvenFacts;
  readonly #known: boolean;
  readonly #outcomes = new Numbers();
  /** By number: those that asked for nothing. */
  readonly #plain: Made[] = [];
  readonly #patterns = new Numbers();
  readonly #replies = new Numbers();
  readonly #zones = new Numbers();
  readonly #joined: Map<number, number>[] = [];
  #size = 0;
  /** Where the log begins or ends to prove something of a list that is asked. */
  readonly #bounds: readonly number[];

  constructor(sets: readonly Rules[], gathered: Gathered, proven: ProvenFacts) {
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
      return group === undefined ? [] : [{ subjects, probes: group, made: new Map() }];
    };
    const partOf = (subjects: readonly string[]): Part => ({
      groups: subjects.flatMap(groupOf),
      made: new Map(),
    });
    this.#client = groupOf('C')[0];
    this.#helo = partOf(['H']);
    this.#sender = partOf(['S', 'D']);
    this.#recipient = partOf(['R', 'E']);
    this.#account = partOf(['A']);
    this.#several = [...groups.keys()].flatMap(groupOf);
  }

  /** Something has been found out: others may be alike. */
  forget(): void {
    this.#clients.clear();
    for (const { made, groups } of [this.#helo, this.#sender, this.#recipient, this.#account]) {
      made.clear();
      for (const group of groups) group.made.clear();
    }
    for (const { made } of this.#several) made.clear();
  }

  /** The number of its kind; undefined: it is like no other. */
  of(attempt: LoggedAttempt): number | undefined {
    if (!this.#known) return undefined;
    const { helo, sender, recipient, account } = attempt;
    const lists = this.#provenOfLists(attempt);
    const parts = [
      this.#ofClient(attempt, lists),
      this.#ofPart(this.#helo, helo ?? UNSAID, attempt),
      this.#ofPart(this.#sender, sender, attempt),
      this.#ofPart(this.#recipient, recipient, attempt),
      this.#ofPart(this.#account, account, attempt),
    ];
    for (const group of this.#several)
      parts.push(this.#ofGroup(group, attempt, `${lists}\n${keyOf(group.subjects, attempt)}`));
    let kind = this.#join(lists, this.#endOf(attempt));
    let asking = 0;
    for (const made of parts) {
      if (made === UNLIKE) return undefined;
      if (made.asked.length > 0) asking++;
      kind = this.#join(kind, made.kind);
    }
    return this.#join(kind, asking < 2 ? 0 : this.#patternOf(parts));
  }

  /** Which of the parts ask for the same name: what is not known of the one is not known of the other. */
  #patternOf(parts: readonly Made[]): number {
    const names = parts.flatMap(({ asked }) => asked);
    return this.#patterns.of(names.map((name) => names.indexOf(name)).join());
  }

  /** Taken: between which bounds; refused: by which list. */
  #provenOfLists({ outcome, account, zone, time }: LoggedAttempt): number {
    if (outcome === 'refused' || outcome === 'deferred') return MOST_BOUNDS + this.#zones.of(zone);
    if (account !== '') return 0;
    let bound = 0;
    while (bound < this.#bounds.length && this.#bounds[bound]! <= time) bound++;
    return bound + 1;
  }

  #endOf(attempt: LoggedAttempt): number {
    return wasTaken(attempt) ? 0 : this.#replies.of(masked(attempt.reply, namesOf(attempt)));
  }

  #ofClient(attempt: LoggedAttempt, lists: number): Made {
    if (this.#client === undefined) return NOTHING;
    const { clientAddress, clientName } = attempt;
    const first = this.#clients.get(clientAddress);
    for (let known = first; known !== undefined; known = known.next)
      if (known.lists === lists && known.name === clientName) return known.made;
    const made = this.#probe(this.#client, attempt);
    this.#clients.set(clientAddress, { name: clientName, lists, made, next: first });
    return made;
  }

  #ofPart({ groups, made }: Part, value: string, attempt: LoggedAttempt): Made {
    if (groups.length === 0) return NOTHING;
    let of = made.get(value);
    if (of === undefined) {
      of = groups.length === 1 ? this.#ofGroup(groups[0]!, attempt) : this.#ofBoth(groups, attempt);
      made.set(value, of);
    }
    return of;
  }

  #ofBoth(groups: readonly Group[], attempt: LoggedAttempt): Made {
    const of = groups.map((group) => this.#ofGroup(group, attempt));
    if (of.includes(UNLIKE)) return UNLIKE;
    const asked = of.flatMap((each) => each.asked);
    const pattern = asked.length === 0 ? 0 : this.#patternOf(of);
    return this.#made([...of.map(({ kind }) => kind), pattern].join(' '), asked);
  }

  #ofGroup(group: Group, attempt: LoggedAttempt, key = keyOf(group.subjects, attempt)): Made {
    let of = group.made.get(key);
    if (of === undefined) {
      of = this.#probe(group, attempt);
      group.made.set(key, of);
    }
    return of;
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

  /** A number for each pair of numbers. */
  #join(a: number, b: number): number {
    this.#joined[a] ??= new Map();
    const row = this.#joined[a];
    let number = row.get(b);
    if (number === undefined) {
      number = ++this.#size;
      row.set(b, number);
    }
    return number;
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

function keyOf(subjects: string, attempt: LoggedAttempt): string {
  const { clientName, clientAddress, helo, sender, recipient, account } = attempt;
  switch (subjects) {
    case 'D':
      return domainPart(sender);
    case 'E':
      return domainPart(recipient);
    case 'S':
      return sender;
    case 'R':
      return recipient;
    case 'A':
      return account;
    case 'H':
      return helo ?? UNSAID;
    case 'C':
      return `${clientAddress} ${clientName}`;
    default:
      return [...subjects].map((letter) => keyOf(letter, attempt)).join('\n');
  }
}

const UNSAID = '\0';
const MOST_BOUNDS = 1_000;

/** In the order in which placeholders stand for them. */
function namesOf(attempt: LoggedAttempt): string[] {
  const { recipient, sender, clientAddress, clientName, helo, account } = attempt;
  // It is a word of many replies.
  return [recipient, sender, clientAddress, clientName === 'unknown' ? '' : clientName, helo ?? '', account];
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
