/**
 * The moment that no line of a file is later than, for stamps without a year: when it was last written to. A copy
 * (`cp`, `scp` without -p, a restored backup) has the time of the copying; its name may still tell when it was
 * rotated, and gzip(1) keeps the time of the file that it compressed. Which of them holds, the last line tells: it
 * was written shortly before.
 *
 *   maillog-20261101, mail.log-20261101.gz, maillog.2026-11-01, maillog-2026110103, mail.log-1793458800
 */
const DAY = 86_400_000;
/** logrotate's `dateyesterday` names the day before; clocks and zones differ. */
const SLACK = 2 * DAY;

const DATE = /[-._](20\d\d)([-.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?:\d{2})?(?![\d])/;
const SECONDS = /[-._](1\d{9})(?!\d)/;

/**
 * What name and content say of the file's time, epoch milliseconds; Infinity where they say nothing.
 * @param name the file's name without its folder
 * @param head its first bytes
 */
export function toldTime(name: string, head: Uint8Array): number {
  return Math.min(rotated(name), compressed(head));
}

/** The latest time at or before the reference (and a day) with a wall clock's month, day and clock. */
export function inYear(wall: number, reference: number): number {
  const date = new Date(wall);
  const put = (year: number): number =>
    Date.UTC(year, date.getUTCMonth(), date.getUTCDate(), date.getUTCHours());
  const year = new Date(reference).getUTCFullYear();
  return put(year) <= reference + 36 * 3_600_000 ? put(year) : put(year - 1);
}

/** The one of two references that the last line is nearer to. */
export function nearer(last: number, written: number, told: number): number {
  return told - inYear(last, told) < written - inYear(last, written) ? told : written;
}

function rotated(name: string): number {
  const date = DATE.exec(name);
  if (date !== null) {
    const [, year, , month, day] = date;
    return Date.UTC(Number(year), Number(month) - 1, Number(day)) + SLACK;
  }
  const seconds = SECONDS.exec(name);
  return seconds === null ? Number.POSITIVE_INFINITY : Number(seconds[1]) * 1000 + SLACK;
}

/** RFC 1952 §2.3.1: MTIME, 0 where it is not known. */
function compressed(head: Uint8Array): number {
  if (head.length < 10 || head[0] !== 0x1f || head[1] !== 0x8b) return Number.POSITIVE_INFINITY;
  const seconds = head[4]! + head[5]! * 2 ** 8 + head[6]! * 2 ** 16 + head[7]! * 2 ** 24;
  // Before 2000: a clock that was not set, or a program that writes something else there.
  return seconds < 946_684_800 ? Number.POSITIVE_INFINITY : seconds * 1000 + SLACK;
}
