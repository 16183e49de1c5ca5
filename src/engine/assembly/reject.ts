/**
 * Ordinary refusals of recipients:
 *
 *   NOQUEUE: reject: RCPT from NAME[ADDRESS]: 554 5.7.1 Service unavailable; Client host [ADDRESS] blocked using
 *     ZONE; REASON; from=<SENDER> to=<RECIPIENT> proto=ESMTP helo=<NAME>
 *
 * Only what cannot be read in two ways: the first `; ` that a field follows begins an envelope which fits to the
 * last character (src/maillog/postfix/envelope.ts reads the others).
 */
import { recordRefusal, records } from './attempts';
import {
  after,
  at,
  AT_SIGN,
  COLON,
  COMMA,
  DOT,
  find,
  GREATER,
  has,
  isDigit,
  isGraphic,
  isPrintable,
  LEFT_BRACKET,
  LESS,
  number,
  QUOTE,
  RIGHT_BRACKET,
  SEMICOLON,
  SLASH,
  SPACE,
} from './bytes';
import { CURRENT, periodAt, REJECT_WARNINGS, REJECTED, sum } from './counts';
import {
  addressFrom,
  addressTo,
  host,
  layDown,
  lineTo,
  pid,
  recipientFrom,
  recipientTo,
  replyFrom,
  replyTo,
  setRecipient,
  senderFrom,
  senderTo,
  setReply,
  setSender,
  setZone,
  time,
  wall,
  zoneFrom,
  zoneTo,
} from './frame';
import { hashOf } from './hash';
import { reason, refused, zoneSays } from './host';
import { clear, find as findKey, getCount, Ledger, newLedger, rowOf, setCount } from './ledger';
import { countClient, countReason, countSubject, forgetReasonsOf, groupOf, Reason, REFUSALS, WARNINGS } from './reasons';
import { findSession } from './sessions';
import { readPeer } from './smtpd';
import { CLIENT, Group, RECIPIENT } from './subjects';
import { refuse } from './traffic';

const LONGEST_IPV4: usize = 15;
/** Zones, and texts in which nothing varies but the client's address; the column is the reason's number. */
const MOST_TEXTS: u32 = 4000;
let zones: Ledger = changetype<Ledger>(newLedger(1, 0, 0, MOST_TEXTS + 1, 0));
let texts: Ledger = changetype<Ledger>(newLedger(1, 0, 0, MOST_TEXTS + 1, 0));
/** What zones say when nothing is wrong with them. */
let innocent: Ledger = changetype<Ledger>(newLedger(0, 0, 0, MOST_TEXTS + 1, 0));

/** The program numbers reasons anew. */
export function forgetReasons(): void {
  clear(zones);
  clear(texts);
  forgetReasonsOf(REFUSALS);
  forgetReasonsOf(WARNINGS);
}

/** Whether it is only a warning (postconf(5) warn_if_reject). */
let warning: bool = false;
/** Where the reply's code stands, and the HELO name. */
let codes: usize = 0;
let heloFrom: usize = 0;
let heloTo: usize = 0;

/** @param from after the queue id */
export function readOrdinaryReject(from: usize): bool {
  warning = has(from, 'reject_warning: RCPT from ');
  if (!warning && !has(from, 'reject: RCPT from ')) return false;
  let p = readPeer(from + (warning ? 26 : 18));
  if (p == 0 || at(p) != COLON || at(p + 1) != SPACE) return false;
  codes = p + 2;
  p = afterCodes(codes);
  if (p == 0) return false;
  const reply = p;
  setZone(0, 0);
  // A refused address stands before the server's words, which begin after `<..>: `.
  if (at(p) == LESS) {
    if (at(p + 1) == QUOTE) return false;
    p = find(GREATER, p + 1);
    if (p == 0 || at(p + 1) != COLON || at(p + 2) != SPACE) return false;
    p++;
  }
  while (true) {
    const code = at(p);
    if (!isPrintable(code) || code == GREATER || code == QUOTE) return false;
    if (code == SPACE) {
      const next = at(p + 1);
      if (next == 98 && zoneTo == 0 && has(p, ' blocked using ')) readZone(p + 15);
      else if (next == 114 && has(p, ' rbl_domain=')) return false;
    } else if (code == SEMICOLON && at(p + 1) == SPACE) {
      if (has(p + 2, 'from=<')) {
        setReply(reply, p);
        return readOrdinaryEnvelope(p + 8);
      }
      // Perhaps an envelope without a sender.
      if (has(p + 2, 'to=<') || has(p + 2, 'proto=') || has(p + 2, 'helo=<')) return false;
    }
    p++;
  }
}

/** After `554 5.7.1 `; 0 where these do not stand there. */
function afterCodes(from: usize): usize {
  number(from);
  if (after != from + 3 || at(after) != SPACE) return 0;
  let p = from + 4;
  // Enhanced status codes (RFC 3463 §2) are of these classes.
  if (at(p) != 50 && at(p) != 52 && at(p) != 53) return 0;
  if (at(p + 1) != DOT) return 0;
  for (let part = 0; part < 3; part++) {
    number(p);
    if (after == p || at(after) != (part < 2 ? DOT : SPACE)) return 0;
    p = after + 1;
  }
  return at(p) == SPACE ? 0 : p;
}

function readZone(from: usize): void {
  let p = from;
  while (at(p) > SPACE && at(p) != SEMICOLON && at(p) != COMMA) p++;
  while (p > from && at(p - 1) == DOT) p--;
  setZone(from, p);
}

/** `SENDER> to=<RECIPIENT> proto=ESMTP helo=<NAME>` up to the end of the line. */
function readOrdinaryEnvelope(from: usize): bool {
  let p = plainEnd(from);
  if (p == 0 || !has(p + 1, ' to=<')) return false;
  setSender(from, p);
  const recipient = p + 6;
  p = plainEnd(recipient);
  if (p == 0 || !has(p + 1, ' proto=')) return false;
  setRecipient(recipient, p);
  p = find(SPACE, p + 8);
  if (p == 0 || !has(p, ' helo=<')) return false;
  heloFrom = p + 7;
  heloTo = plainEnd(heloFrom);
  return heloTo != 0 && heloTo + 1 == lineTo;
}

/** The `>` after a value without blanks, quotes and brackets; 0 where it has some. */
function plainEnd(p: usize): usize {
  for (let code = at(p); code != GREATER; code = at(++p))
    if (!isGraphic(code) || code == QUOTE || code == LESS) return 0;
  return p;
}

/** Counts the refusal that was read; false where its words differ from line to line and must be folded. */
export function takeReject(): bool {
  if (records) return recordRefusal(warning, codes, replyTo, heloFrom, heloTo);
  const number = reasonNumber();
  if (number < 0) return false;
  const period = periodAt(time, wall);
  sum(period, warning ? REJECT_WARNINGS : REJECTED, 1);
  if (period == CURRENT) {
    if (!warning) refuse(findSession(host, pid));
    const what = warning ? WARNINGS : REFUSALS;
    const counted = countReason(number, what);
    if (counted.shown == 0) {
      layDown();
      counted.shown = refused(number, warning ? 1 : 0);
    }
    countWho(counted, groupOf(number, what));
  }
  if (zoneTo > zoneFrom && !warning) hearZone();
  return true;
}

/** As src/report/collect/refusals.ts. */
function countWho(counted: Reason, group: usize): void {
  const named = addressTo > addressFrom;
  const kind = changetype<Group>(group).kind;
  if (kind == CLIENT) {
    if (named) countSubject(group, addressFrom, addressTo);
    return;
  }
  if (named) countClient(counted, hashOf(addressFrom, addressTo));
  if (kind == RECIPIENT) countSubject(group, recipientFrom, recipientTo);
  else countSubject(group, senderFrom, senderTo);
}

function reasonNumber(): i32 {
  const blocked = zoneTo > zoneFrom;
  const from = blocked ? zoneFrom : wordsFrom();
  const end = blocked ? zoneTo : replyTo;
  const address = blocked ? end : addressAtEnd();
  const to = min<usize>(end, address);
  let known = findKey(blocked ? zones : texts, from, to - from);
  if (known >= 0) return <i32>getCount(known, 0);
  layDown();
  const number = reason(blocked ? 1 : 0, from, end, address);
  if (number < 0) return number;
  const ledger = blocked ? zones : texts;
  setCount(rowOf(ledger, from, to - from), 0, <u32>number);
  return number;
}

/** The same few zones refuse thousands of clients with the same words. */
function hearZone(): void {
  // Where the words begin to speak of one client: at the first digit (src/findings/zones.ts).
  let to = zoneTo;
  while (to < replyTo && !isDigit(at(to))) to++;
  if (findKey(innocent, zoneFrom, to - zoneFrom) >= 0) return;
  layDown();
  if (zoneSays() == 0) return;
  if (innocent.size >= MOST_TEXTS) clear(innocent);
  rowOf(innocent, zoneFrom, to - zoneFrom);
}

/**
 * After the bracket of the client's own address, where the text ends with it (`cannot find your hostname,
 * [192.0.2.1]`): all such texts are folded alike. The text's end where it does not, or holds what may vary.
 */
function addressAtEnd(): usize {
  const length = addressTo - addressFrom;
  if (length == 0 || length > LONGEST_IPV4 || length + 2 > replyTo - replyFrom) return replyTo;
  const from = replyTo - 1 - length;
  if (at(replyTo - 1) != RIGHT_BRACKET || at(from - 1) != LEFT_BRACKET) return replyTo;
  for (let i: usize = 0; i < length; i++) {
    const code = at(addressFrom + i);
    // IPv4 only: digits and dots are folded in one way.
    if (code != at(from + i) || code < DOT || code > 57 || code == SLASH) return replyTo;
  }
  for (let p = wordsFrom(); p < from; p++) {
    const code = at(p);
    if (isDigit(code) || code == AT_SIGN || code == LESS) return replyTo;
  }
  return from;
}

/** Where the server's words begin, after the address that it refuses (`<..>: `). */
function wordsFrom(): usize {
  if (at(replyFrom) != LESS) return replyFrom;
  let p = replyFrom;
  while (at(p) != GREATER) p++;
  return p + 3;
}
