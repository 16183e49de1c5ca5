/** Postfix policy services: SPF (policy/spf.ts), greylisting (policy/greylist.ts), postfwd and kin (policy/rules.ts). */
import type { Event } from './event.ts';
import { readGld, readMilterGreylist, readPostgrey, readSqlgrey } from './policy/greylist.ts';
import { readCbpolicyd, readIredapd, readPolicydWeight, readPostfwd } from './policy/rules.ts';
import { readSpf } from './policy/spf.ts';
import { readLevel } from './words.ts';

export function parsePolicy(program: string, text: string, from: number, end: number): Event | undefined {
  return readLevel(text, from, end) ?? readPolicy(program, text, from, end);
}

function readPolicy(program: string, text: string, from: number, end: number): Event | undefined {
  switch (program) {
    case 'policyd-spf':
    case 'policy-spf':
    case 'python-policyd-spf':
      return readSpf(text, from, end);
    case 'postgrey':
      return readPostgrey(text, from, end);
    case 'sqlgrey':
      return readSqlgrey(text, from, end);
    case 'milter-greylist':
      return readMilterGreylist(text, from, end);
    case 'gld':
      return readGld(text, from, end);
    case 'postfwd':
    case 'postfwd2':
    case 'postfwd3':
      return readPostfwd(program, text, from, end);
    case 'policyd-weight':
      return readPolicydWeight(text, from, end);
    case 'cbpolicyd':
      return readCbpolicyd(text, from, end);
    case 'iredapd':
      return readIredapd(text, from, end);
    default:
      return undefined;
  }
}
