/**
 * Stamps that few logs have; stamp.ts reads the ordinary ones.
 *
 *   11月 05 10:11:12            journalctl in a Japanese locale; other languages' months likewise
 *   Thu 2026-11-05 10:11:12 JST journalctl -o short-full; 木 for Thu in Japanese
 *   1763600000.123456           journalctl -o short-unix
 *   Nov  5 2026 10:11:12        templates of syslog daemons
 *   2026/11/05 10:11:12
 */

export interface Stamp {
  /** undefined: the stamp has none. */
  readonly year: number | undefined;
  /** From 0. */
  readonly month: number;
  readonly day: number;
  /** Milliseconds of the day. */
  readonly clock: number;
  /** Minutes east of UTC; undefined: the machine's own zone. */
  readonly zone: number | undefined;
  /** Seconds since 1970 instead of a clock. */
  readonly unix: boolean;
  /** Characters that it takes. */
  readonly length: number;
}

/** Abbreviations as the C library has them, each language from January on; a dot behind them does not matter. */
const LANGUAGES = [
  'jan feb mar apr may jun jul aug sep oct nov dec',
  'jan feb mär apr mai jun jul aug sep okt nov dez',
  'janv févr mars avril mai juin juil août sept oct nov déc',
  'ene feb mar abr may jun jul ago sep oct nov dic',
  'gen feb mar apr mag giu lug ago set ott nov dic',
  'jan fev mar abr mai jun jul ago set out nov dez',
  'jan feb mrt apr mei jun jul aug sep okt nov dec',
  'jan feb mars apr maj juni juli aug sep okt nov dec',
  'styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień',
  'sty lut mar kwi maj cze lip sie wrz paź lis gru',
  'янв фев мар апр мая июн июл авг сен окт ноя дек',
];

const MONTHS = new Map(
  LANGUAGES.flatMap((names) => names.split(' ').map((name, month) => [name, month] as const)),
);

/** Names of zones that are one zone's alone (CST and IST are of several), minutes east of UTC. */
const ZONES = new Map(
  Object.entries({
    UTC: 0,
    GMT: 0,
    WET: 0,
    WEST: 60,
    CET: 60,
    CEST: 120,
    EET: 120,
    EEST: 180,
    MSK: 180,
    JST: 540,
    KST: 540,
    HKT: 480,
    AEST: 600,
    AEDT: 660,
    NZST: 720,
    NZDT: 780,
    EST: -300,
    EDT: -240,
    MST: -420,
    MDT: -360,
    PST: -480,
    PDT: -420,
  }),
);

const CLOCK = '(\\d{2}):(\\d{2}):(\\d{2})(?:[.,](\\d{1,9}))?';
const NAMED = new RegExp(
  `^ ?([^\\s\\d.]{2,9}|1?\\d[月월])\\.? +(\\d{1,2}) +(?:(\\d{4}) +)?${CLOCK}(?= )`,
  'u',
);
const NUMBERED = new RegExp(
  `^(?:([^\\s\\d]{1,9})[.,]? +)?(\\d{4})[-/](\\d{2})[-/](\\d{2})[T ]${CLOCK}(?: ([A-Z]{2,5}))?(?= )`,
  'u',
);
const UNIX = /^(\d{10})(?:\.(\d{1,9}))?(?= )/;

/** Longer than any of them. */
const LONGEST = 64;

/** Reads the stamp at `from`; the date is not looked at for whether it exists. */
export function readStampForm(text: string, from: number, end: number): Stamp | undefined {
  const head = text.slice(from, Math.min(end, from + LONGEST));
  return readNamed(head) ?? readNumbered(head) ?? readUnix(head);
}

function readNamed(head: string): Stamp | undefined {
  const found = NAMED.exec(head);
  if (found === null) return undefined;
  const [all, name = '', day, year, hours, minutes, seconds, fraction] = found;
  const month = monthOf(name);
  if (month === undefined) return undefined;
  const clock = clockOf(hours, minutes, seconds, fraction);
  return clock < 0
    ? undefined
    : {
        year: year === undefined ? undefined : Number(year),
        month,
        day: Number(day),
        clock,
        zone: undefined,
        unix: false,
        length: all.length,
      };
}

/** The name of a zone is read only behind a weekday: elsewhere it is a host. */
function readNumbered(head: string): Stamp | undefined {
  const found = NUMBERED.exec(head);
  if (found === null) return undefined;
  const [all, weekday, year, month, day, hours, minutes, seconds, fraction, zone] = found;
  const clock = clockOf(hours, minutes, seconds, fraction);
  if (clock < 0) return undefined;
  const named = weekday !== undefined && zone !== undefined;
  return {
    year: Number(year),
    month: Number(month) - 1,
    day: Number(day),
    clock,
    zone: named ? ZONES.get(zone) : undefined,
    unix: false,
    length: zone === undefined || named ? all.length : all.length - zone.length - 1,
  };
}

function readUnix(head: string): Stamp | undefined {
  const found = UNIX.exec(head);
  if (found === null) return undefined;
  const [all, seconds, fraction] = found;
  const time = new Date(Number(seconds) * 1000 + millisecondsOf(fraction));
  return {
    year: time.getUTCFullYear(),
    month: time.getUTCMonth(),
    day: time.getUTCDate(),
    clock: time.getTime() % 86_400_000,
    zone: 0,
    unix: true,
    length: all.length,
  };
}

function monthOf(name: string): number | undefined {
  const number = /^(1?\d)[月월]$/u.exec(name);
  if (number === null) return MONTHS.get(name.toLowerCase());
  const month = Number(number[1]) - 1;
  return month >= 0 && month < 12 ? month : undefined;
}

/** A leap second counts as the second before it; -1 where no such time exists. */
function clockOf(hours = '', minutes = '', seconds = '', fraction?: string): number {
  const [h, m, s] = [Number(hours), Number(minutes), Number(seconds)];
  return h > 23 || m > 59 || s > 60
    ? -1
    : (h * 3600 + m * 60 + Math.min(s, 59)) * 1000 + millisecondsOf(fraction);
}

function millisecondsOf(fraction = ''): number {
  return Math.floor(Number(fraction.slice(0, 3).padEnd(3, '0')));
}
