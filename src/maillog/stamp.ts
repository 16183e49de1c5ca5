/**
 * Time stamps of log lines: RFC 3164 (`Nov  5 10:11:12`, no year, no zone), RFC 3339 / ISO 8601
 * (`2026-11-05T10:11:12.345678+09:00`, also with a blank for the T), ctime (`Thu Nov  5 10:11:12 2026`); rarer
 * ones are in stamp-forms.ts.
 *
 * Two clocks come out: `time`, epoch milliseconds, and `wall`, the same moment as the line's own clock shows
 * it (milliseconds since 1970-01-01T00:00 of that clock). Days and hours of a report are those of the line's
 * own clock: who reads "yesterday" means the server's yesterday.
 *
 * RFC 3164 carries no year. The first line's year is the last one that does not lie after `reference` (the
 * file's modification time); from there on each stamp takes the year that brings it nearest to the line
 * before it, so the count neither sticks in December nor jumps back when a line of 31 December follows one
 * of 1 January. A stamp that still comes to lie after the reference is of the year before: of a clock that was not
 * set, or of a log that is longer than a year, which source/peek.ts sees before (`yearsBack`).
 */
import { codeAt, isDigit, own } from './scan.ts';
import { readStampForm } from './stamp-forms.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const HALF_YEAR = 183 * DAY;
/** Clocks run apart and file times are coarse: a stamp may lie this far after its file's time. */
const TOLERANCE = 36 * 3_600_000;

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Minutes east of UTC of the zone that year-less stamps are in, at a wall clock time. */
export type ZoneOffset = (wall: number) => number;

/** The offset of this machine's zone (the TZ variable), daylight saving included. */
export function localOffset(wall: number): number {
  const utc = new Date(wall);
  const local = new Date(
    utc.getUTCFullYear(),
    utc.getUTCMonth(),
    utc.getUTCDate(),
    utc.getUTCHours(),
    utc.getUTCMinutes(),
  );
  return -local.getTimezoneOffset();
}

export class StampReader {
  /** Epoch milliseconds of the last stamp read. */
  time = 0;
  /** The same moment on the line's own clock. */
  wall = 0;
  /** Position after the stamp. */
  next = 0;
  /** The stamp had no year of its own. */
  yearless = false;
  /** The stamp had no fraction of a second, so the next line's is likely the same. */
  whole = true;
  /** A year-less stamp came to lie after the reference. */
  wrapped = false;

  /** The last stamp up to its clock: `Nov 20 `, `2026-11-20T`; and midnight of that day on the line's own clock. */
  day = '';
  dayWall = 0;
  dayIsIso = false;
  /** The zone of the last ISO stamp, `+09:00` or `Z`, "" where it named none; and its minutes east of UTC. */
  zone = '';
  zoneOffset = 0;
  #previous = Number.NaN;
  #offsetHour = Number.NaN;
  #offset = 0;
  readonly #reference: number;
  readonly #yearsBack: number;
  readonly #localZone: ZoneOffset;

  /**
   * @param reference epoch milliseconds that no line is later than: the file's modification time, or now
   * @param yearsBack years to take off the first stamp's year (see `wrapped`)
   */
  constructor(reference: number, yearsBack = 0, zone: ZoneOffset = localOffset) {
    this.#reference = reference;
    this.#yearsBack = yearsBack;
    this.#localZone = zone;
  }

  /** Reads the stamp at `from`; false where none stands there or its date does not exist (31 February). */
  read(text: string, from: number, end: number): boolean {
    const day = this.day;
    // The day of the stamp before, as nearly always: only the clock is new.
    if (day !== '' && text.startsWith(day, from)) {
      const seconds = clock(text, from + day.length, end);
      if (seconds >= 0) {
        const wall = this.dayWall + seconds * 1000;
        const next = from + day.length + 8;
        return this.dayIsIso
          ? this.#finishIso(text, next, end, wall)
          : this.#finishTraditional(text, wall, next, end);
      }
    }
    return this.readOrdinary(text, from, end) || this.#readForm(text, from, end);
  }

  /** As `read`, without the forms that few logs have. */
  readOrdinary(text: string, from: number, end: number): boolean {
    if (isDigit(codeAt(text, from, end))) return this.#readIso(text, from, end);
    return this.#readTraditional(text, from, end) || this.#readCtime(text, from, end);
  }

  /** The next stamp without a year is near to a time on the line's own clock; as `read` has it, near to the last one. */
  near(wall: number): void {
    if (Math.abs(wall - this.#previous) < 30 * DAY) return;
    this.#previous = wall;
    this.day = '';
  }

  /** Takes a moment that comes without text, as journald's microseconds do. */
  set(time: number): void {
    this.time = time;
    this.wall = this.#wallAt(time);
  }

  #readIso(text: string, from: number, end: number): boolean {
    if (end < from + 19 || text.charCodeAt(from + 4) !== 45 || text.charCodeAt(from + 7) !== 45) return false;
    const separator = text.charCodeAt(from + 10);
    if (separator !== 84 && separator !== 32 && separator !== 116) return false;
    const year = digits(text, from, 4);
    const month = digits(text, from + 5, 2);
    const day = digits(text, from + 8, 2);
    const seconds = clock(text, from + 11, end);
    if (year < 1970 || seconds < 0 || !isDate(year, month - 1, day)) return false;
    this.dayWall = Date.UTC(year, month - 1, day);
    this.day = own(text.slice(from, from + 11));
    this.dayIsIso = true;
    return this.#finishIso(text, from + 19, end, this.dayWall + seconds * 1000);
  }

  /** Fraction and zone after the seconds. */
  #finishIso(text: string, from: number, end: number, whole: number): boolean {
    this.yearless = false;
    this.whole = codeAt(text, from, end) !== 46 && codeAt(text, from, end) !== 44;
    let i = from;
    let wall = whole;
    let code = codeAt(text, i, end);
    if (code === 46 || code === 44) {
      let scale = 100;
      for (i++; i < end && isDigit(text.charCodeAt(i)); i++) {
        wall += (text.charCodeAt(i) - 48) * scale;
        scale = scale >= 1 ? Math.floor(scale / 10) : 0;
      }
      code = codeAt(text, i, end);
    }
    const zone = i;
    let offset: number;
    if (code === 90 || code === 122) {
      offset = 0;
      i++;
    } else if (code === 43 || code === 45) {
      const colon = codeAt(text, i + 3, end) === 58 ? 1 : 0;
      if (i + 5 + colon > end) return false;
      const hours = digits(text, i + 1, 2);
      const minutes = digits(text, i + 3 + colon, 2);
      if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return false;
      offset = (hours * 60 + minutes) * (code === 45 ? -1 : 1);
      i += 5 + colon;
    } else {
      const blank = zoneAfterBlank(text, i, end);
      if (Number.isNaN(blank)) offset = this.offsetAt(wall);
      else {
        offset = blank;
        i += 6;
      }
    }
    this.wall = wall;
    this.time = wall - offset * MINUTE;
    this.next = i;
    if (this.zone.length !== i - zone || !text.startsWith(this.zone, zone))
      this.zone = own(text.slice(zone, i));
    this.zoneOffset = offset;
    return true;
  }

  #readTraditional(text: string, from: number, end: number): boolean {
    if (end < from + 14) return false;
    const month = monthAt(text, from);
    if (month < 0 || text.charCodeAt(from + 3) !== 32) return false;
    let i = from + 4;
    if (text.charCodeAt(i) === 32) i++;
    let day = text.charCodeAt(i) - 48;
    if (day < 0 || day > 9) return false;
    i++;
    if (isDigit(text.charCodeAt(i))) day = day * 10 + text.charCodeAt(i++) - 48;
    if (text.charCodeAt(i) !== 32) return false;
    const seconds = clock(text, i + 1, end);
    // 2000 is a leap year: 29 February is sorted out below, where the year is known.
    if (seconds < 0 || !isDate(2000, month, day)) return false;
    const wall = this.#inferYear(month, day, seconds);
    if (Number.isNaN(wall)) return false;
    this.dayWall = wall - seconds * 1000;
    this.day = own(text.slice(from, i + 1));
    this.dayIsIso = false;
    return this.#finishTraditional(text, wall, i + 9, end);
  }

  /** @param next after the seconds; journalctl -o short-precise and some syslog daemons write a fraction there */
  #finishTraditional(text: string, whole: number, next: number, end: number): boolean {
    let wall = whole;
    let i = next;
    this.whole = codeAt(text, i, end) !== 46;
    if (!this.whole) {
      let scale = 100;
      for (i++; i < end && isDigit(text.charCodeAt(i)); i++) {
        wall += (text.charCodeAt(i) - 48) * scale;
        scale = scale > 1 ? scale / 10 : 0;
      }
    }
    this.wall = wall;
    this.time = wall - this.offsetAt(wall) * MINUTE;
    this.yearless = true;
    this.next = i;
    return true;
  }

  #readForm(text: string, from: number, end: number): boolean {
    const stamp = readStampForm(text, from, end);
    if (stamp === undefined) return false;
    const { year, month, day, clock, zone, unix } = stamp;
    if (!isDate(year ?? 2000, month, day)) return false;
    const whole = Math.floor(clock / 1000);
    const wall =
      year === undefined
        ? this.#inferYear(month, day, whole) + clock - whole * 1000
        : Date.UTC(year, month, day) + clock;
    if (Number.isNaN(wall) || wall < 0) return false;
    this.yearless = year === undefined;
    this.whole = clock === whole * 1000;
    this.time = wall - (zone ?? this.offsetAt(wall)) * MINUTE;
    this.wall = unix ? this.#wallAt(this.time) : wall;
    this.next = from + stamp.length;
    return true;
  }

  /** `Mon Jun  8 12:08:53 2020`, as vsftpd's own log has it. */
  #readCtime(text: string, from: number, end: number): boolean {
    if (end < from + 23 || text.charCodeAt(from + 3) !== 32) return false;
    const month = monthAt(text, from + 4);
    if (month < 0) return false;
    let i = from + 8;
    while (i < end && text.charCodeAt(i) === 32) i++;
    let day = 0;
    while (i < end && isDigit(text.charCodeAt(i))) day = day * 10 + text.charCodeAt(i++) - 48;
    const seconds = clock(text, i + 1, end);
    const year = i + 14 <= end ? digits(text, i + 10, 4) : -1;
    if (seconds < 0 || year < 1970 || !isDate(year, month, day)) return false;
    this.wall = Date.UTC(year, month, day) + seconds * 1000;
    this.time = this.wall - this.offsetAt(this.wall) * MINUTE;
    this.next = i + 14;
    return true;
  }

  #inferYear(month: number, day: number, seconds: number): number {
    const first = Number.isNaN(this.#previous);
    const anchor = first ? this.#wallAt(this.#reference) : this.#previous;
    let year = new Date(anchor).getUTCFullYear();
    let wall = Date.UTC(year, month, day) + seconds * 1000;
    if (first) {
      if (wall > anchor + TOLERANCE) year--;
      year -= this.#yearsBack;
      // 29 February was in the last leap year.
      while (!isDate(year, month, day)) year--;
      wall = Date.UTC(year, month, day) + seconds * 1000;
    } else if (wall - anchor > HALF_YEAR) {
      wall = Date.UTC(year - 1, month, day) + seconds * 1000;
    } else if (anchor - wall > HALF_YEAR) {
      wall = Date.UTC(year + 1, month, day) + seconds * 1000;
      if (wall > this.#reference + DAY + TOLERANCE) {
        // A clock that was not set yet (1 January, after a boot), or a log of more than a year: no line is of the future.
        this.wrapped = true;
        return isDate(year, month, day) ? Date.UTC(year, month, day) + seconds * 1000 : Number.NaN;
      }
    }
    if (month === 1 && day === 29 && new Date(wall).getUTCDate() !== 29) return Number.NaN;
    this.#previous = wall;
    return wall;
  }

  /** The line's own clock at a moment: the zone is asked by that clock. */
  #wallAt(time: number): number {
    const guess = time + this.offsetAt(time) * MINUTE;
    return time + this.offsetAt(guess) * MINUTE;
  }

  /** Minutes east of UTC of year-less stamps and of those that name no zone. */
  offsetAt(wall: number): number {
    const hour = Math.floor(wall / 900_000);
    if (hour !== this.#offsetHour) {
      this.#offsetHour = hour;
      this.#offset = this.#localZone(wall);
    }
    return this.#offset;
  }
}

function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let i = from; i < from + count; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Seconds of the day of `HH:MM:SS`, or -1. A leap second counts as the second before it. */
function clock(text: string, from: number, end: number): number {
  if (from + 8 > end) return -1;
  if (text.charCodeAt(from + 2) !== 58 || text.charCodeAt(from + 5) !== 58) return -1;
  const hours = digits(text, from, 2);
  const minutes = digits(text, from + 3, 2);
  const seconds = digits(text, from + 6, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60) return -1;
  return hours * 3600 + minutes * 60 + Math.min(seconds, 59);
}

/** `2026-11-05 10:11:12 +0900 mx1`: minutes east of UTC after the clock, NaN where none stand there. */
function zoneAfterBlank(text: string, from: number, end: number): number {
  if (from + 7 > end || text.charCodeAt(from) !== 32 || text.charCodeAt(from + 6) !== 32) return Number.NaN;
  const sign = text.charCodeAt(from + 1);
  const hours = digits(text, from + 2, 2);
  const minutes = digits(text, from + 4, 2);
  if ((sign !== 43 && sign !== 45) || hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
    return Number.NaN;
  return (hours * 60 + minutes) * (sign === 45 ? -1 : 1);
}

function monthAt(text: string, from: number): number {
  const index = MONTHS.indexOf(text.slice(from, from + 3));
  return index >= 0 && index % 3 === 0 && from + 3 <= text.length ? index / 3 : -1;
}

function isDate(year: number, month: number, day: number): boolean {
  const days = MONTH_DAYS[month];
  if (days === undefined || day < 1 || day > days) return false;
  return month !== 1 || day < 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
}
