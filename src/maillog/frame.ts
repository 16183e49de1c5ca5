/**
 * What collectors, containers and tools put around a log line:
 *
 *   mailserver-1  | Nov  5 10:11:12 mx1 postfix/smtpd[1]: ...          docker compose logs
 *   2026-11-05T01:11:12.123456789Z Nov  5 10:11:12 mx1 postfix/...     docker logs -t
 *   2026-11-05T01:11:12.123456789Z stdout F Nov  5 10:11:12 mx1 ...    Kubernetes (CRI)
 *   maillog-20261101:Nov  1 10:11:12 mx1 postfix/smtpd[1]: ...         grep over several files
 *   Nov  5 10:11:12 dockerhost 0a1b2c3d4e5f[9]: Nov  5 10:11:12 mx1 postfix/smtpd[1]: ...   docker's syslog driver
 */
import {
  at,
  codeAt,
  find,
  findChar,
  GREATER,
  LEFT_BRACKET,
  LESS,
  QUOTE,
  RIGHT_BRACKET,
  SPACE,
} from './scan.ts';

const LONGEST = 200;
const BEFORE = /^(?:[\w.@-]+ +\| |[^\s:"]+:(?:\d{1,9}:)?(?=\S))/;

/** Position after the name of a container or file before the stamp; -1 where none stands there. */
export function afterName(text: string, from: number, end: number): number {
  const found = BEFORE.exec(text.slice(from, Math.min(end, from + LONGEST)));
  return found === null ? -1 : from + found[0].length;
}

/**
 * Position of the host behind a stamp and its blanks: after `stdout F ` (Kubernetes), and after the facility of
 * FreeBSD's `syslogd -v`, `<mail.info> `.
 */
export function afterStream(text: string, from: number, end: number): number {
  if (codeAt(text, from, end) === LESS) {
    const close = findChar(text, GREATER, from, Math.min(end, from + 24));
    return close > 0 && codeAt(text, close + 1, end) === SPACE ? close + 2 : from;
  }
  if (!at(text, 'stdout ', from, end) && !at(text, 'stderr ', from, end)) return from;
  const flag = codeAt(text, from + 7, end);
  // Full or partial.
  return (flag === 70 || flag === 80) && codeAt(text, from + 8, end) === SPACE ? from + 9 : from;
}

/** syslog-ng with chain_hostnames: `s_sys@mx1`, `s_net@mx1/relay`; addresses in brackets. */
export function plainHost(host: string): string {
  const sign = host.indexOf('@');
  if (sign >= 0) {
    const slash = host.indexOf('/', sign);
    return host.slice(sign + 1, slash < 0 ? host.length : slash);
  }
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}

const SEVERITIES = /^(?:debug|info|notice|warn|warning|err|error|crit|alert|emerg)$/i;

/** `INFO`, `mail.info`, AIX' `mail:info`: what some put where a host or tag is expected. */
export function isSeverity(text: string, from: number, end: number): boolean {
  const word = text.slice(from, Math.min(end, from + 20));
  return SEVERITIES.test(word) || (/^mail[.:]/.test(word) && SEVERITIES.test(word.slice(5)));
}

/**
 * Programs that pass another's whole line on as their message: container engines, by the container's id or a name.
 * Others are not looked into: what a web application logs is written by its visitors.
 */
const RELAYS = /^(?:docker|podman|conmon|crio|containerd|journal)(?:$|\W)|^[0-9a-f]{12}$|^[0-9a-f]{64}$/;

export function isRelay(tag: string): boolean {
  return RELAYS.test(tag);
}

/** `postfix/smtpd[1]: ` or `dovecot: ` at the beginning of what a relay passes on. */
export function hasTag(text: string, from: number, end: number): boolean {
  const colon = find(text, ': ', from, Math.min(end, from + 80));
  const space = findChar(text, SPACE, from, end);
  return (
    colon > from && space === colon + 1 && (text.charCodeAt(colon - 1) === RIGHT_BRACKET || colon - from < 30)
  );
}

/** Whether a container's name stands in `from`..`to`: what it wrote without a stamp is no log line of a mail program. */
export function isContainers(text: string, from: number, to: number): boolean {
  return to - from > 3 && text.charCodeAt(to - 1) === SPACE && text.charCodeAt(to - 2) === 124;
}

/** Position of the message after Rspamd's own `#77(normal) `, -1 where none stands there. */
export function afterRspamd(text: string, from: number, end: number): number {
  if (codeAt(text, from, end) !== 35) return -1;
  const found = /^#\d+\(\w+\) (?=<)/.exec(text.slice(from, Math.min(end, from + 60)));
  return found === null ? -1 : from + found[0].length;
}

/** Whether a tag of several words stands at `from`, and no mail program's that was cut. */
export function isForeignTag(text: string, from: number, end: number): boolean {
  const head = text.slice(from, Math.min(end, from + 60));
  return /^[\w./-]+(?: [\w./-]+){1,3}(?:\[\d+\])?: /.test(head) && !/^(?:postfix|dovecot)/.test(head);
}

/** What tools write between the lines of a log: `-- Reboot --`, `==> maillog <==`. */
export function isSeparator(text: string, from: number, end: number): boolean {
  return at(text, '-- ', from, end) || at(text, '==> ', from, end) || at(text, '--- ', from, end);
}

/** Structured data: `-`, or elements `[id name="value"]` in which `\]` and `\"` are escaped. */
export function skipData(text: string, from: number, end: number): number {
  if (codeAt(text, from, end) === 45) return from + 2;
  let p = from;
  let quoted = false;
  for (let inside = codeAt(text, p, end) === LEFT_BRACKET; inside; p++) {
    const code = codeAt(text, p, end);
    if (code < 0) return -1;
    if (code === 92) p++;
    else if (code === QUOTE) quoted = !quoted;
    else if (code === RIGHT_BRACKET && !quoted) inside = codeAt(text, p + 1, end) === LEFT_BRACKET;
  }
  return codeAt(text, p, end) === SPACE ? p + 1 : p;
}
