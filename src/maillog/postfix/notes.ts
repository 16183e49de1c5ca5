/**
 * What any of Postfix's daemons may write about itself, at the level of information (msg_info() calls in
 * util/ and global/):
 *
 *   table hash:/etc/postfix/virtual(0,lock|fold_fix) has changed -- restarting
 *   using backwards-compatible default setting smtputf8_enable=no to accept non-ASCII sender address ...
 *   4D2F1: status=deferred (bounce failed)
 *   database lmdb:/var/lib/postfix/x: using size limit 33554432 after MDB_MAP_FULL
 */
import type { Event } from '../event.ts';
import { at, find, queueIdEnd } from '../scan.ts';
import { beginsWith, quiet } from '../words.ts';

const TABLE = quiet('a table changed');
const COMPATIBLE = quiet('a default of an older version is in use');
const LOOKUP = quiet('work with tables and names');

const SECRETS = quiet('work with random numbers and kept TLS sessions');

const LOOKUPS = [
  'skipping address family ',
  'skipping SRV lookup ',
  'ignoring DNS RR: ',
  'mapping DSN status ',
  'using Berkeley DB',
  'Run-time linked against Berkeley DB',
  'close database ',
  'cache ',
];

/** tlsmgr(8) */
const ENTROPY = [
  'cannot read ',
  'cannot seek entropy file ',
  'cannot write to EGD server ',
  'lost connection to EGD server ',
  'EGD server ',
  'exiting to reopen external entropy source ',
];

export function readNote(text: string, from: number, end: number): Event | undefined {
  const colon = queueIdEnd(text, from, end);
  if (colon > 0) return readUnsent(text, colon + 2, end, text.slice(from, colon));
  if (at(text, 'table ', from, end) && find(text, ' has changed', from, end) > from) return TABLE;
  if (at(text, 'database ', from, end))
    return find(text, ' using size limit ', from, end) > from ||
      find(text, ' pausing after ', from, end) > from
      ? TABLE
      : undefined;
  if (at(text, 'TLS support is not compiled in', from, end))
    return { kind: 'complaint', level: 'warning', text: text.slice(from, end), queueId: '' };
  if (find(text, 'using backwards-compatible default setting ', from, end) >= 0) return COMPATIBLE;
  if (beginsWith(text, ENTROPY, from, end) || find(text, ' TLS cache ', from, end) > from) return SECRETS;
  return beginsWith(text, LOOKUPS, from, end) ? LOOKUP : undefined;
}

/** A notification could not be made; the message stays in the queue (bounce.c, abounce.c): `status=deferred (bounce failed)`. */
function readUnsent(text: string, from: number, end: number, queueId: string): Event | undefined {
  return at(text, 'status=deferred (', from, end)
    ? { kind: 'complaint', level: 'warning', text: text.slice(from, end), queueId }
    : undefined;
}
