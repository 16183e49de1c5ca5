/**
 * Teaches the engine what stands in headers: the day, zones and hosts, programs. What is new in a header comes the
 * long way (entry.ts), and is learnt from there.
 */
import type { Engine } from '../../engine/engine.ts';
import type { EntryReader } from '../entry.ts';
import type { Program } from '../program.ts';
import type { ExpressEntry } from './entry.ts';

/** Kinds of programs, as src/engine/assembly/index.ts numbers them. */
const SMTPD = 1;
const QMGR = 2;
const CLEANUP = 3;
/** Delivers to other hosts; to mailboxes and programs of this one. */
const REMOTE = 4;
const LOCAL = 5;
/** Writes statistics that say nothing of mail. */
const STATISTICS = 6;
/** No mail program. */
const FOREIGN = 7;
/** Delivers to mailboxes and programs, and sends on. */
const ALIASES = 8;
const POSTSCREEN = 9;
const DOVECOT = 10;
const BOUNCE = 11;
/** Delivers to mailboxes and content filters. */
const LMTP = 12;
const AMAVIS = 13;
/** Another mail program: the engine reads its headers. */
const OTHER = 0;

const KINDS = new Map([
  ['smtpd', SMTPD],
  ['submission', SMTPD],
  ['smtps', SMTPD],
  ['submissions', SMTPD],
  ['qmgr', QMGR],
  ['nqmgr', QMGR],
  ['oqmgr', QMGR],
  ['cleanup', CLEANUP],
  ['smtp', REMOTE],
  ['lmtp', LMTP],
  ['local', ALIASES],
  ['virtual', LOCAL],
  ['anvil', STATISTICS],
  ['scache', STATISTICS],
  ['postscreen', POSTSCREEN],
  ['bounce', BOUNCE],
]);

/** The engine compares no longer ones. */
const LONGEST = 128;
/** A hostile log may invent tags without end. */
const MOST_TAGS = 256;
const QUARTERS = 96;
const QUARTER = 900_000;

export class HeaderTeacher {
  readonly #engine: Engine;
  readonly #entry: ExpressEntry;
  readonly #hostNumber: (name: string) => number;
  readonly #tags = new Set<string>();
  #day = '';
  #dayWall = Number.NaN;
  #zone = '';
  #host: string | undefined;

  constructor(engine: Engine, entry: ExpressEntry, hostNumber: (name: string) => number) {
    this.#engine = engine;
    this.#entry = entry;
    this.#hostNumber = hostNumber;
  }

  /** Another file: its stamps may mean another year. */
  forgetDay(): void {
    this.#day = '';
    this.#dayWall = Number.NaN;
    this.#engine.doors.learnDay(0, 0, 0);
  }

  /** What the long way has just read. */
  learn(entry: EntryReader): void {
    const { stamp, program, host } = entry;
    if (stamp.day !== this.#day || stamp.dayWall !== this.#dayWall) this.#learnDay(entry);
    const zone = stamp.dayIsIso ? stamp.zone : '';
    if (zone !== this.#zone || host !== this.#host) this.#learnPlace(zone, host, stamp.zoneOffset);
    if (!this.#tags.has(program.tag)) {
      if (this.#tags.size >= MOST_TAGS) this.#tags.clear();
      this.#tags.add(program.tag);
      const tag = `${program.tag}[`;
      if (!fits(tag)) return;
      const { programs } = this.#entry;
      // Numbers are used again only when all tags are learnt anew.
      const known = programs.findIndex((each) => each.tag === program.tag);
      const number = known < 0 ? programs.push(program) - 1 : known;
      const length = this.#engine.lay(tag);
      this.#engine.doors.learnProgram(this.#engine.key, length, number, kindOf(program));
    }
  }

  #learnDay({ stamp }: EntryReader): void {
    this.#day = stamp.day;
    this.#dayWall = stamp.dayWall;
    const { doors, memory } = this.#engine;
    if (!fits(stamp.day)) {
      doors.learnDay(0, 0, 0);
      return;
    }
    memory.bytes.write(stamp.day, doors.dayText(), 'latin1');
    const { view } = memory;
    for (let i = 0; i < QUARTERS; i++)
      view.setFloat64(doors.quarters() + i * 8, stamp.offsetAt(stamp.dayWall + i * QUARTER), true);
    doors.learnDay(stamp.day.length, stamp.dayWall, stamp.dayIsIso ? 1 : 0);
  }

  #learnPlace(zone: string, host: string, offset: number): void {
    this.#zone = zone;
    this.#host = host;
    const { doors } = this.#engine;
    const text = `${zone} ${host} `;
    const number = host === '' || !fits(text) ? -1 : this.#hostNumber(host);
    if (number < 0) {
      doors.forgetPlace();
      return;
    }
    const length = this.#engine.lay(text);
    doors.learnPlace(this.#engine.key, length, number, zone === '' ? Number.NaN : offset);
  }
}

function kindOf({ family, daemon, tag }: Program): number {
  if (family === 'foreign') return FOREIGN;
  if (tag === 'dovecot') return DOVECOT;
  if (family === 'filter' && daemon.startsWith('amavis')) return AMAVIS;
  return family === 'postfix' ? (KINDS.get(daemon) ?? OTHER) : OTHER;
}

function fits(text: string): boolean {
  return text.length > 3 && text.length <= LONGEST && /^[\x20-\x7e]*$/.test(text);
}
