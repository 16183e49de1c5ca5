/**
 * The header of an ordinary line, read as bytes: the day, the zone and the host of the line before, a program
 * that is known, a process id.
 *
 *   Nov 20 10:11:12 mx1 postfix/smtpd[1234]: ...
 *   2026-11-20T10:11:12.123456+09:00 mx1 postfix/qmgr[99]: ...
 *
 * What is new in a header comes the long way (entry.ts), and is learnt from there.
 */

import type { Entry, EntryReader } from '../entry.ts';
import type { Program } from '../program.ts';
import { COLON, COMMA, DOT, LEFT_BRACKET, RIGHT_BRACKET, SPACE } from '../scan.ts';
import { findByte, LONGEST_PATTERN, Pattern } from './pattern.ts';

/** Programs whose ordinary lines the lane knows. */
export const SMTPD = 1;
export const QMGR = 2;
export const CLEANUP = 3;
/** Delivers to other hosts. */
export const REMOTE = 4;
/** Delivers to mailboxes and programs of this server. */
export const LOCAL = 5;

const LANES = new Map([
  ['smtpd', SMTPD],
  ['submission', SMTPD],
  ['smtps', SMTPD],
  ['submissions', SMTPD],
  ['qmgr', QMGR],
  ['nqmgr', QMGR],
  ['oqmgr', QMGR],
  ['cleanup', CLEANUP],
  ['smtp', REMOTE],
  ['lmtp', LOCAL],
  ['local', LOCAL],
  ['virtual', LOCAL],
]);

interface Known {
  /** The tag and the bracket after it. */
  readonly tag: Pattern;
  readonly program: Program;
  readonly lane: number;
}

const MINUTE = 60_000;
const SLOTS = 256;

export class Header implements Entry {
  time = 0;
  wall = 0;
  host = '';
  program: Program = { tag: '', family: 'foreign', daemon: '', service: '' };
  pid = 0;
  file = '';
  line = 0;
  /** Where the message begins. */
  start = 0;
  /** Which of the programs above wrote the line. */
  lane = 0;
  #bytes: Buffer = Buffer.alloc(0);
  #from = 0;
  #to = 0;

  #dayText = '';
  #day: Pattern | undefined;
  #dayWall = 0;
  #iso = false;
  /** Minutes; undefined where `#offsetAt` must tell. */
  #zoneOffset: number | undefined;
  #offsetAt: (wall: number) => number = () => 0;
  /** What stands between the clock and the tag: zone and host. */
  #restText = '';
  #rest: Pattern | undefined;
  readonly #tags = new Set<string>();
  readonly #known: (Known | undefined)[] = new Array(SLOTS).fill(undefined);

  /** What the long way has just read. */
  learn(entry: EntryReader): void {
    const { stamp, program } = entry;
    if (stamp.day !== this.#dayText || stamp.dayWall !== this.#dayWall) {
      this.#dayText = stamp.day;
      this.#day = patternOf(stamp.day);
      this.#dayWall = stamp.dayWall;
      this.#iso = stamp.dayIsIso;
      this.#offsetAt = (wall) => stamp.offsetAt(wall);
    }
    const zone = this.#iso ? stamp.zone : '';
    this.#zoneOffset = zone === '' ? undefined : stamp.zoneOffset;
    this.host = entry.host;
    const rest = `${zone} ${entry.host} `;
    if (rest !== this.#restText) {
      this.#restText = rest;
      this.#rest = entry.host === '' ? undefined : patternOf(rest);
    }
    if (program.family === 'postfix' && !this.#tags.has(program.tag)) this.#learnProgram(program);
  }

  #learnProgram(program: Program): void {
    // A hostile log may invent tags without end.
    if (this.#tags.size >= SLOTS) this.#tags.clear();
    this.#tags.add(program.tag);
    const lane = LANES.get(program.daemon);
    const tag = patternOf(`${program.tag}[`);
    if (lane === undefined || tag === undefined) return;
    this.#known[slotOf(Buffer.from(program.tag, 'latin1'), 0, program.tag.length)] = { tag, program, lane };
  }

  /** Reads the header of the line `from`..`to`; false where there is something new in it. */
  read(bytes: Buffer, view: DataView, from: number, to: number): boolean {
    const last = bytes[to - 1];
    if (last === 13 || last === COMMA) return false;
    const rest = this.#rest;
    if (rest === undefined || !this.#readStamp(bytes, view, from)) return false;
    if (!rest.at(view, this.start) || !this.#readTag(bytes, view, this.start + rest.length)) return false;
    this.#bytes = bytes;
    this.#from = from;
    this.#to = to;
    return true;
  }

  /** Leaves the position after the clock in `start`. */
  #readStamp(bytes: Uint8Array, view: DataView, from: number): boolean {
    const day = this.#day;
    if (day === undefined || !day.at(view, from)) return false;
    let p = from + day.length;
    if (bytes[p + 2] !== COLON || bytes[p + 5] !== COLON) return false;
    const hours = pair(bytes, p);
    const minutes = pair(bytes, p + 3);
    const seconds = pair(bytes, p + 6);
    if (hours > 23 || minutes > 59 || seconds > 59) return false;
    let wall = this.#dayWall + (hours * 3600 + minutes * 60 + seconds) * 1000;
    p += 8;
    if (this.#iso && bytes[p] === DOT) {
      let scale = 100;
      for (let digit = bytes[++p]! - 48; digit >= 0 && digit <= 9; digit = bytes[++p]! - 48) {
        wall += digit * scale;
        scale = scale === 100 ? 10 : scale === 10 ? 1 : 0;
      }
    }
    this.time = wall - (this.#zoneOffset ?? this.#offsetAt(wall)) * MINUTE;
    this.wall = wall;
    this.start = p;
    return true;
  }

  #readTag(bytes: Uint8Array, view: DataView, from: number): boolean {
    const open = findByte(view, LEFT_BRACKET, from);
    const known = this.#known[slotOf(bytes, from, open)];
    if (known === undefined || from + known.tag.length !== open + 1 || !known.tag.at(view, from))
      return false;
    let i = open + 1;
    let pid = 0;
    for (let digit = bytes[i]! - 48; digit >= 0 && digit <= 9; digit = bytes[++i]! - 48)
      pid = pid * 10 + digit;
    if (bytes[i] !== RIGHT_BRACKET || bytes[i + 1] !== COLON || bytes[i + 2] !== SPACE) return false;
    const first = bytes[i + 3];
    if (first === SPACE || first === LEFT_BRACKET) return false;
    this.program = known.program;
    this.lane = known.lane;
    this.pid = pid;
    this.start = i + 3;
    return true;
  }

  raw(): string {
    return this.#bytes.toString('utf8', this.#from, this.#to);
  }
}

/** The number of two digits; over 99 where these are none. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - 48;
  const ones = bytes[at + 1]! - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 100;
}

function slotOf(bytes: Uint8Array, from: number, to: number): number {
  return ((to - from) * 7 + bytes[to - 1]! * 3 + (to - 3 >= from ? bytes[to - 3]! : 0)) & (SLOTS - 1);
}

/** undefined where the text is none that a pattern can hold: such lines go the long way. */
function patternOf(text: string): Pattern | undefined {
  const fits = text.length >= 4 && text.length <= LONGEST_PATTERN && /^[\x20-\x7e]*$/.test(text);
  return fits ? new Pattern(text) : undefined;
}
