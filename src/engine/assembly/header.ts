/**
 * The header of an ordinary line: the day of the line before, a zone, host and program that are known, a process
 * id.
 *
 *   Nov 20 10:11:12 mx1 postfix/smtpd[1234]: ...
 *   2026-11-20T10:11:12.123456+09:00 mx1 postfix/qmgr[99]: ...
 *
 * What is new in a header comes the long way (src/maillog/entry.ts), and is learnt from there.
 */
import {
  after,
  at,
  COLON,
  COMMA,
  DOT,
  has,
  LEFT_BRACKET,
  number,
  RETURN,
  RIGHT_BRACKET,
  same,
  SPACE,
  until,
} from './bytes';
import { lineFrom, lineTo, setClock, setHeader } from './frame';
import { giveBack, take } from './memory';
import { keyHash } from './hash';

/** Longer ones are not learnt; a block has room for them behind its end. */
const LONGEST: usize = 128;
const DAY_TEXT: usize = memory.data(160, 16);
let dayLength: usize = 0;
let dayWall: f64 = 0;
let iso: bool = false;
/** Minutes east of UTC, by quarters of an hour of the day: for stamps that name no zone. */
const QUARTERS: usize = memory.data(96 * 8, 8);

/** What stands between clock and tag: zone and host. */
const PLACES: i32 = 64;
const PLACE_SIZE: usize = 192;
const places: usize = memory.data(64 * 192, 16);
let placeCount: i32 = 0;
let currentPlace: usize = 0;

/** Programs by a hash of their tag with its bracket. */
const SLOTS: u32 = 256;
const programs: usize = memory.data(256 * 4, 4);

@unmanaged
class Place {
  length: i32;
  host: i32;
  /** Minutes; NaN where the quarters tell. */
  offset: f64;
}
const PLACE_TEXT: usize = 16;

@unmanaged
class Program {
  length: i32;
  number: i32;
  kind: i32;
  unused: i32;
}
const PROGRAM_TEXT: usize = 16;

/** Which of the lanes the line's program has. */
export let kind: i32 = 0;

export function dayText(): usize {
  return DAY_TEXT;
}
export function quarters(): usize {
  return QUARTERS;
}

/** The day's text is laid down by the caller, and the offsets of its quarters where its stamps name no zone. */
export function learnDay(length: usize, ofWall: f64, isIso: bool): void {
  dayLength = length <= LONGEST ? length : 0;
  dayWall = ofWall;
  iso = isIso;
}

/** @param text zone and host with the blanks around them @param offset of that zone, NaN: the quarters tell */
export function learnPlace(text: usize, length: usize, host: i32, offset: f64): void {
  if (length > LONGEST) return;
  for (let i = 0; i < placeCount; i++) {
    const known = places + <usize>i * PLACE_SIZE;
    const place = changetype<Place>(known);
    if (<usize>place.length != length || !same(text, known + PLACE_TEXT, length)) continue;
    place.host = host;
    place.offset = offset;
    currentPlace = known;
    return;
  }
  if (placeCount == PLACES) placeCount = 0;
  currentPlace = places + <usize>placeCount * PLACE_SIZE;
  placeCount++;
  const place = changetype<Place>(currentPlace);
  place.length = <i32>length;
  place.host = host;
  place.offset = offset;
  memory.copy(currentPlace + PLACE_TEXT, text, length);
}

/** A line without a place of the kind goes before the next. */
export function forgetPlace(): void {
  currentPlace = 0;
}

/** @param text the tag and the bracket after it */
export function learnProgram(text: usize, length: usize, number: i32, kind: i32): void {
  if (length > LONGEST) return;
  const slot = programs + ((<usize>(keyHash(text, length - 1) & (SLOTS - 1))) << 2);
  const before = <usize>load<u32>(slot);
  if (before != 0) giveBack(before, PROGRAM_TEXT + LONGEST + 16);
  const block = take(PROGRAM_TEXT + LONGEST + 16);
  const program = changetype<Program>(block);
  program.length = <i32>length;
  program.number = number;
  program.kind = kind;
  memory.copy(block + PROGRAM_TEXT, text, length);
  store<u32>(slot, <u32>block);
}

/** Reads the header of the line in the frame; false where there is something new in it. */
export function readHeader(): bool {
  if (currentPlace == 0 || dayLength == 0) return false;
  const last = at(lineTo - 1);
  if (last == RETURN || last == COMMA) return false;
  let p = lineFrom;
  if (!same(p, DAY_TEXT, dayLength)) return false;
  p += dayLength;
  if (at(p + 2) != COLON || at(p + 5) != COLON) return false;
  const hours = pair(p);
  const minutes = pair(p + 3);
  const secs = pair(p + 6);
  if (hours > 23 || minutes > 59 || secs > 59) return false;
  let wall = dayWall + <f64>((hours * 3600 + minutes * 60 + secs) * 1000);
  p += 8;
  if (iso && at(p) == DOT) {
    let scale: f64 = 100;
    for (let digit = at(++p) - 48; digit < 10; digit = at(++p) - 48) {
      wall += <f64>digit * scale;
      scale = scale == 100 ? 10 : scale == 10 ? 1 : 0;
    }
  }
  let place = changetype<Place>(currentPlace);
  if (!same(p, currentPlace + PLACE_TEXT, <usize>place.length)) {
    if (!findPlace(p)) return false;
    place = changetype<Place>(currentPlace);
  }
  let offset = place.offset;
  if (isNaN(offset)) offset = load<f64>(QUARTERS + ((<usize>(hours * 4 + minutes / 15)) << 3));
  p += <usize>place.length;
  const open = until(LEFT_BRACKET, p);
  const block = <usize>load<u32>(programs + ((<usize>(keyHash(p, open - p) & (SLOTS - 1))) << 2));
  if (block == 0) return false;
  const program = changetype<Program>(block);
  const length = <usize>program.length;
  if (open + 1 - p != length || !same(p, block + PROGRAM_TEXT, length)) return false;
  const pid = <i32>number(p + length);
  p = after;
  if (at(p) != RIGHT_BRACKET || at(p + 1) != COLON || at(p + 2) != SPACE) return false;
  const first = at(p + 3);
  if (first == SPACE || first == LEFT_BRACKET) return false;
  // What the syslog daemon left out.
  if (has(p + 3, 'message repeated ') || has(p + 3, 'last message repeated ')) return false;
  setClock(wall - offset * 60000, wall);
  setHeader(p + 3, place.host, program.number, pid);
  kind = program.kind;
  return true;
}

function findPlace(p: usize): bool {
  for (let i = 0; i < placeCount; i++) {
    const known = places + <usize>i * PLACE_SIZE;
    if (!same(p, known + PLACE_TEXT, <usize>changetype<Place>(known).length)) continue;
    currentPlace = known;
    return true;
  }
  return false;
}

/** The number of two digits; over 99 where these are none. */
@inline
function pair(p: usize): u32 {
  const tens = at(p) - 48;
  const ones = at(p + 1) - 48;
  return tens < 10 && ones < 10 ? tens * 10 + ones : 100;
}
