/**
 * journald's export as JSON, one object a line (`journalctl -o json`; systemd.journal-fields(7)). MESSAGE is a
 * string, or an array of byte values where it is not UTF-8, or null where it is too long.
 *
 *   {"MESSAGE":"4D2F1: removed","SYSLOG_IDENTIFIER":"postfix/qmgr","_PID":"99","_HOSTNAME":"mx1",
 *    "__REALTIME_TIMESTAMP":"1763600000123456"}
 *
 * Docker's json-file driver writes whole lines, and when it got them:
 *
 *   {"log":"Nov 20 10:11:12 mx1 postfix/qmgr[99]: 4D2F1: removed\n","stream":"stdout","time":"2026-11-20T01:11:12.5Z"}
 */
import { EntryReader } from '../entry.ts';

export interface JournalLine {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly host: string;
  readonly tag: string;
  readonly pid: number;
  readonly message: string;
}

/** syslog's facility "mail" (RFC 5424 §6.2.1), which Postfix and Dovecot log to. */
const MAIL = 'SYSLOG_FACILITY=2';
/** FTP servers log to "ftp", saslauthd to "auth": they tell of the same accounts. `+` is "or" (journalctl(1)). */
const LOGINS = ['+', 'SYSLOG_FACILITY=11', '+', 'SYSLOG_IDENTIFIER=saslauthd'];

export function journalArguments(): string[] {
  const fields = 'MESSAGE,SYSLOG_IDENTIFIER,SYSLOG_PID,_COMM,_PID,_HOSTNAME,__REALTIME_TIMESTAMP';
  return ['-o', 'json', '--no-pager', '--quiet', `--output-fields=${fields}`, MAIL, ...LOGINS];
}

/** Reads the line `from`..`end`; undefined where it is no such object. */
export function readJournalLine(text: string, from: number, end: number): JournalLine | undefined {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(text.slice(from, end)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  if (typeof entry !== 'object' || entry === null) return undefined;
  if (typeof entry.log === 'string') return readContained(entry.log, Date.parse(textOf(entry.time)));
  const message = messageOf(entry.MESSAGE);
  const time = Number(entry.__REALTIME_TIMESTAMP ?? entry._SOURCE_REALTIME_TIMESTAMP);
  const tag = textOf(entry.SYSLOG_IDENTIFIER) || textOf(entry._COMM);
  if (message === undefined || !Number.isFinite(time) || time <= 0 || tag === '') return undefined;
  return {
    time: Math.floor(time / 1000),
    host: textOf(entry._HOSTNAME),
    tag,
    pid: Number.parseInt(textOf(entry.SYSLOG_PID) || textOf(entry._PID), 10) || 0,
    message,
  };
}

/** @param received when the line was written; NaN where the container engine does not tell */
function readContained(line: string, received: number): JournalLine | undefined {
  const entry = new EntryReader(Number.isNaN(received) ? Date.now() : received);
  const text = line.trimEnd();
  if (!entry.read(text, 0, text.length)) return undefined;
  const { time, host, program, pid, start, end } = entry;
  return { time, host, tag: program.tag, pid, message: text.slice(start, end) };
}

function messageOf(field: unknown): string | undefined {
  if (typeof field === 'string') return field.replaceAll('\n', ' ');
  if (Array.isArray(field) && field.every((byte) => typeof byte === 'number'))
    return Buffer.from(field).toString('utf8').replaceAll('\n', ' ');
  return undefined;
}

/** A field is a string, a number in some exporters, or an array where it was given more than once. */
function textOf(field: unknown): string {
  if (typeof field === 'string') return field;
  if (typeof field === 'number') return String(field);
  return Array.isArray(field) && typeof field[0] === 'string' ? field[0] : '';
}
