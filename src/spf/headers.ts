/**
 * A verdict as header values, for mail that is let in: one line each, without the field's name. What strangers wrote is in
 * quoted strings or left out; nothing but printable ASCII comes out, and no line is longer than RFC 5322 §2.1.1 allows.
 *
 *     Received-SPF: pass (mx.example.net: 192.0.2.25 may send mail for example.com.) client-ip=192.0.2.25;
 *       envelope-from="ann@example.com"; helo=mail.example.com; receiver=mx.example.net; identity=mailfrom; mechanism=mx
 *     Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=example.com
 */
import { saySpf } from '../i18n/spf/words.ts';
import { problemText } from './problem-text.ts';
import type { Request, Verdict } from './verdict.ts';

/** A line has 998 octets (RFC 5322 §2.1.1), the field's name included. */
const LONGEST = 998 - 'Authentication-Results: '.length;
/** Of one value: no name or address in use is that long. */
const LONGEST_VALUE = 320;

/**
 * RFC 7208 §9.1.
 * @param receiver this server's name
 */
export function receivedSpf(verdict: Verdict, { ip, sender, helo }: Request, receiver: string): string {
  const { result, identity, domain, matched, problem } = verdict;
  const words = saySpf('en', `verdict.${result}`, { ip, domain });
  const pairs: readonly (readonly [key: string, value: string | undefined])[] = [
    ['client-ip', ip],
    ['envelope-from', sender],
    ['helo', helo],
    ['receiver', receiver],
    ['identity', identity],
    ['mechanism', problem === undefined ? (matched[0]?.term ?? 'default') : undefined],
    [
      'problem',
      problem === undefined ? undefined : plain(problemText(problem, 'en')).slice(0, LONGEST_VALUE),
    ],
  ];
  let line = `${result} (${comment(`${receiver}: ${words}`)})`;
  let gap = ' ';
  for (const [key, value] of pairs) {
    if (value === undefined || !isWritable(value)) continue;
    const pair = `${gap}${key}=${DOT_ATOM.test(value) ? value : quoted(value)}`;
    if (line.length + pair.length > LONGEST) break;
    line += pair;
    gap = '; ';
  }
  return line;
}

/**
 * RFC 8601 §2.2, §2.7.2: without the local part, which is nobody else's.
 * @param server the authserv-id: this server's name, or that of all servers of the house
 */
export function authenticationResults(verdict: Verdict, server: string): string {
  const { result, identity, domain, problem } = verdict;
  let line = `${value(isWritable(server) ? server : 'unknown')}; spf=${result}`;
  if (problem !== undefined)
    line += ` reason=${quoted(plain(problemText(problem, 'en')).slice(0, LONGEST_VALUE))}`;
  if (isWritable(domain)) line += ` smtp.${identity === 'helo' ? 'helo' : 'mailfrom'}=${value(domain)}`;
  return line;
}

const DOT_ATOM = /^[\w!#$%&'*+\-/=?^`{|}~]+(?:\.[\w!#$%&'*+\-/=?^`{|}~]+)*$/;
/** RFC 2045 §5.1: no tspecials. */
const TOKEN = /^[\w!#$%&'*+\-.^`{|}~]+$/;

function value(text: string): string {
  return TOKEN.test(text) ? text : quoted(text);
}

/** RFC 5322 §3.2.4. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** RFC 5322 §3.2.2: without the parentheses of strangers. */
function comment(text: string): string {
  return plain(text)
    .replace(/[()\\]/g, '')
    .slice(0, LONGEST_VALUE);
}

function isWritable(text: string): boolean {
  return text !== '' && text.length <= LONGEST_VALUE && !/[^\x20-\x7e]/.test(text);
}

/** Our own signs as ASCII has them; of strangers', what is printable. */
function plain(text: string): string {
  return text
    .replaceAll('§', 'section ')
    .replaceAll('→', '->')
    .replace(/[^\x20-\x7e]/g, '');
}
