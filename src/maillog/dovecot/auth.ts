/**
 * Dovecot's auth and auth-worker processes: why a password was refused.
 *
 *   sql(ann@example.com,192.0.2.1,<x>): Password mismatch                    (auth, until 2.3)
 *   conn unix:auth-worker (pid=1,uid=2): auth-worker<3>: pam(ann,192.0.2.1): pam_authenticate() failed: ...
 *   passwd-file(ann): unknown user (SHA1 of given password: 1a2b)
 *   auth(ann,192.0.2.1,sasl:plain)<x>: passwd-file: unknown user             (2.4, the name is read before)
 *
 * The same try stands in the line of the login process (session.ts), or in Postfix's where Postfix asked;
 * that one counts, so these have 0 attempts. Passwords that auth_verbose_passwords writes are left out.
 */
import type { Event } from '../event.ts';
import { looksLikeAddress, plainAddress } from '../login/address.ts';
import { at, COMMA, find, findChar, findLastChar, LESS } from '../scan.ts';
import { atWord, beginsWith, quiet } from '../words.ts';

/** How a refusal begins, in lower case at the first letter. */
const REFUSALS = [
  'unknown user',
  'password mismatch',
  'pam_',
  'authentication fail',
  'invalid credentials',
  'invalid password',
  'invalid response',
  'invalid base64',
  'invalid input',
  'user not found',
  'user is ',
  'user disabled',
  'user login not',
  'username character',
  'username contains',
  'username too long',
  'empty username',
  'empty user',
  'account ',
  'login not permitted',
  'allow_nets check failed',
  'allow_real_nets check failed',
  'disallowed',
  'passwords did',
  'password expired',
  'policy server refusal',
  'token is not valid',
  'oauth2 failed',
  'no password',
  'attempted ',
  'login attempt with empty',
  'user found from deny',
  'invalid username',
  'username not known',
  'invalid challenge',
  'malformed data',
  'no initial response',
  'nopassword given',
];

/** `fingerprint check failed: ..`, `allow_nets check failed: IP 192.0.2.1 not in allowed networks` */
const CHECK = ' check failed: ';

const CHATTER = quiet('an auth process at work');

/** What an auth process says of a request that is no refusal. */
const NO_REFUSAL = [
  'Master ',
  'Request ',
  'Requested ',
  'Credentials',
  'Policy check action',
  'Falling back to expired data',
  'Cached NULL',
  'Failed to normalize',
  'missing passwd file',
  'User query returned',
  'login user: ',
  'anonymous login',
  'Connected to ',
];

/** Where `(... given password: ..)` begins, else `end`: nothing from there on is kept. */
export function passwordStart(text: string, from: number, end: number): number {
  const given = find(text, 'given password', from, end);
  if (given < 0) return end;
  const bracket = findLastChar(text, 40, from, given);
  if (bracket < 0) return given;
  return text.charCodeAt(bracket - 1) === 32 && bracket > from ? bracket - 1 : bracket;
}

/** @param identity what stood in the brackets after the process's name: since 2.4 user, address and mechanism */
export function readAuth(text: string, from: number, end: number, identity: string): Event | undefined {
  let p = from;
  if (at(text, 'conn unix:', p, end)) {
    const worker = find(text, ': auth-worker', p, end);
    const next = worker < 0 ? -1 : find(text, '>: ', worker, end);
    if (next < 0) return CHATTER;
    p = next + 3;
  }
  if (at(text, 'request [', p, end)) {
    const close = find(text, ']: ', p, end);
    if (close >= 0) p = close + 3;
  }
  const comma = identity.indexOf(',');
  if (comma > 0) return readIdentified(text, p, end, identity, comma);
  const open = findChar(text, 40, p, end);
  const space = findChar(text, 32, p, end);
  if (open > p && (space < 0 || open < space)) return readDatabase(text, p, open, end);
  if (beginsWith(text, ['client ', 'master ', 'new auth connection'], p, end)) return CHATTER;
  if (beginsWith(text, NO_REFUSAL, p, end)) return CHATTER;
  // `sql: unknown user`, without a name
  const colon = find(text, ': ', p, end);
  return colon < 0 ? undefined : refusal(text, colon + 2, end, '', '');
}

/** 2.4: `request [1]: sql: Password mismatch` after `auth(ann,192.0.2.1,sasl:plain)<x>: `. */
function readIdentified(
  text: string,
  from: number,
  end: number,
  identity: string,
  comma: number,
): Event | undefined {
  const p = from;
  let next = identity.indexOf(',', comma + 1);
  if (next < 0) next = identity.length;
  const known = looksLikeAddress(identity, comma + 1, next);
  const account = identity.slice(0, comma);
  const address = known ? plainAddress(identity, comma + 1, next) : '';
  const colon = find(text, ': ', p, end);
  return (
    refusal(text, p, end, account, address) ??
    (colon >= 0 ? refusal(text, colon + 2, end, account, address) : undefined) ??
    (beginsWith(text, NO_REFUSAL, p, end) || (colon >= 0 && beginsWith(text, NO_REFUSAL, colon + 2, end))
      ? CHATTER
      : undefined)
  );
}

/** `sql(ann@example.com,192.0.2.1,<x>): Password mismatch`: the database stands in `from`..`open`. */
function readDatabase(text: string, from: number, open: number, end: number): Event | undefined {
  let close = find(text, '): ', open, end);
  // A name may hold brackets; a line of nothing else must not cost the square of its length.
  for (let tries = 0; close >= 0 && tries < 4; tries++) {
    let stop = close;
    // `,<session>`, and `,master` for a master user
    for (;;) {
      const last = findLastChar(text, COMMA, open, stop);
      if (last < 0) break;
      if (looksLikeAddress(text, last + 1, stop)) {
        return judge(
          text,
          from,
          close + 3,
          end,
          text.slice(open + 1, last),
          plainAddress(text, last + 1, stop),
        );
      }
      if (text.charCodeAt(last + 1) !== LESS && !at(text, 'master', last + 1, stop)) break;
      stop = last;
    }
    const event = judge(text, from, close + 3, end, text.slice(open + 1, stop), '');
    if (event !== undefined) return event;
    close = find(text, '): ', close + 1, end);
  }
  return undefined;
}

function judge(
  text: string,
  from: number,
  reason: number,
  end: number,
  account: string,
  address: string,
): Event | undefined {
  const event = refusal(text, reason, end, account, address);
  if (event !== undefined) return event;
  if (at(text, 'client(', from, end)) return CHATTER;
  return beginsWith(text, NO_REFUSAL, reason, end) ? CHATTER : undefined;
}

function refusal(
  text: string,
  from: number,
  end: number,
  account: string,
  address: string,
): Event | undefined {
  for (const beginning of REFUSALS) {
    if (!atWord(text, beginning, from, end) && find(text, CHECK, from, Math.min(end, from + 60)) < 0)
      continue;
    return {
      kind: 'loginFailure',
      service: 'dovecot',
      account: account === '?' ? '' : account,
      address,
      attempts: 0,
      reason: text.slice(from, passwordStart(text, from, end)),
    };
  }
  return undefined;
}
