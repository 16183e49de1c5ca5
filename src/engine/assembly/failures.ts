/**
 * Deliveries to other hosts that did not succeed, of messages of accounts:
 *
 *   ..., dsn=5.1.1, status=bounced (host NAME[ADDRESS] said: 550 5.1.1 <b@example.com>: User unknown)
 *
 * The program is told of each until it has lines enough of a reason; then texts that differ in nothing but the host and
 * the recipient are counted here.
 */
import { bounce, defer, rowOfAccount } from './accounts';
import { at, AT_SIGN, COLON, DOT, has, isAlphanumeric, isDigit, LEFT_BRACKET, RIGHT_BRACKET, RIGHT_PARENTHESIS, same, SPACE } from './bytes';
import { BOUNCED, calendar, CURRENT, DEFERRALS, DEFERRED, NEITHER, periodAt, sum } from './counts';
import { layDown, lineTo, recipientFrom, recipientTo, time, wall } from './frame';
import { delivery as tellDelivery } from './host';
import { clear, find, getCount, Ledger, newLedger, rowOf, setCount } from './ledger';
import { giveBack } from './memory';
import { keepBytes, Message } from './messages';
import { countReason, countSubject, FAILURES, forgetReasonsOf, groupOf } from './reasons';
import { failed, recipientDomain } from './traffic';

/** The program wants to be told of each: mail of accounts may be what somebody's rules sent on. */
export let tellsFailures: bool = false;

export function tellFailures(): void {
  tellsFailures = true;
}

/** Texts without their hosts and recipients; the column is the reason's number. */
const MOST_TEXTS: u32 = 4000;
let texts: Ledger = changetype<Ledger>(newLedger(1, 0, 0, MOST_TEXTS + 1, 0));

/** The program numbers reasons anew. */
export function forgetFailures(): void {
  clear(texts);
  forgetReasonsOf(FAILURES);
}

/** What observers mark at a message that was deferred, in the period and before (src/report/collect/collector.ts). */
const MARK: u32 = 1;
const MARK_BEFORE: u32 = 2;
/** What the program says of one that it was told: not taken; counted; numbers from 2 on: so are others with its text. */
const NOT_TAKEN: i32 = 0;
const NUMBERED: i32 = 2;

/** @param status where `status=` stands @param far whether it went to another host */
export function takeFailure(message: Message, delay: f64, status: usize, far: bool): bool {
  const length = far && !tellsFailures && message.accountTo > message.accountFrom ? shapeOf(status) : 0;
  if (length > 0) {
    const row = find(texts, shape, length);
    const account = row < 0 ? -1 : rowOfAccount(message);
    if (account >= 0) {
      count(message, account, delay, at(shape) == 98, getCount(row, 0));
      return true;
    }
  }
  layDown();
  const said = tellDelivery(changetype<usize>(message));
  if (said >= NUMBERED && length > 0) {
    if (texts.size >= MOST_TEXTS) clear(texts);
    setCount(rowOf(texts, shape, length), 0, <u32>(said - NUMBERED));
  }
  return said != NOT_TAKEN;
}

function count(message: Message, account: i32, delay: f64, bounced: bool, number: u32): void {
  if (bounced) noteRecipient(message, recipientFrom, recipientTo - recipientFrom);
  const period = periodAt(time, wall);
  if (period == NEITHER) return;
  sum(period, bounced ? BOUNCED : DEFERRALS, 1);
  const mark = period == CURRENT ? MARK : MARK_BEFORE;
  if (!bounced && (message.marks & mark) == 0) {
    message.marks |= mark;
    sum(period, DEFERRED, 1);
  }
  if (period != CURRENT) return;
  calendar(wall, bounced ? 4 : 3);
  failed(bounced, delay);
  if (bounced) bounce(account, message);
  else defer(account);
  const domain = recipientDomain();
  countReason(number, FAILURES);
  countSubject(groupOf(number, FAILURES), domain, recipientTo);
}

/** The last recipient of a message that was refused for good. */
export function noteRecipient(message: Message, from: usize, length: usize): void {
  if (message.failed != 0) giveBack(message.failed, <usize>message.failedLength + 16);
  message.failed = keepBytes(from, length);
  message.failedLength = <i32>length;
}

/** Longer replies are folded as far as this (src/tally/fold.ts). */
const LONGEST: usize = 400;
const shape: usize = memory.data(440, 16);
/** Stands where the recipient stood. */
const PLACE: u8 = 1;

/**
 * Lays down the status and what varies in its reply with neither the host nor the recipient, as src/tally/fold.ts
 * folds it; returns its length, 0 where it is not certain.
 */
function shapeOf(status: usize): usize {
  const bounced = has(status, 'status=bounced (');
  if (!bounced && !has(status, 'status=deferred (')) return 0;
  const end = lineTo - 1;
  let p = status + (bounced ? 16 : 17);
  if (end <= p || at(end) != RIGHT_PARENTHESIS) return 0;
  store<u8>(shape, bounced ? <u8>98 : <u8>100);
  let before: u8 = 45;
  if (has(p, 'connect to ')) {
    before = 99;
    p += 11;
    while (p < end && at(p) != RIGHT_BRACKET) p++;
    while (p < end && !(at(p) == COLON && at(p + 1) == SPACE)) p++;
    p += 2;
  } else if (has(p, 'host ')) {
    before = 104;
    p += 5;
    while (p < end && !(at(p) == RIGHT_BRACKET && at(p + 1) == SPACE)) p++;
    p += 2;
  }
  if (p > end || end - p > LONGEST) return 0;
  store<u8>(shape, before, 1);
  let to = shape + 2;
  const length = recipientTo - recipientFrom;
  const first = at(recipientFrom);
  let plain = false;
  while (p < end) {
    const code = at(p);
    if (code < 32 || code > 126) return 0;
    if (length > 0 && code == first && p + length <= end && same(p, recipientFrom, length)) {
      if (!plain && !isPlainAddress(recipientFrom, recipientTo)) return 0;
      plain = true;
      store<u8>(to++, PLACE);
      p += length;
    } else {
      store<u8>(to++, <u8>code);
      p++;
    }
  }
  return fold(shape + 2, to) - shape;
}

/** Stands where a word stood that is surely a gap (src/tally/fold.ts): ids, numbers, `NAME[ADDRESS]`. */
const GAP: u8 = 2;

/** @returns the new end */
function fold(from: usize, end: usize): usize {
  let to = from;
  for (let p = from; p < end; ) {
    let next = p;
    while (next < end && at(next) != SPACE) next++;
    if (isId(p, next) || isNamed(p, next)) store<u8>(to++, GAP);
    else for (let i = p; i < next; i++) store<u8>(to++, load<u8>(i));
    if (next < end) store<u8>(to++, <u8>SPACE);
    p = next + 1;
  }
  return to;
}

/** Letters and digits only. Three digits may be a reply code. */
function isId(from: usize, to: usize): bool {
  let digits: usize = 0;
  for (let p = from; p < to; p++) {
    if (isDigit(at(p))) digits++;
    else if (!isAlphanumeric(at(p))) return false;
  }
  const length = to - from;
  return digits == length ? length > 0 && length != 3 : length >= 8 && digits >= 3;
}

function isNamed(from: usize, to: usize): bool {
  if (to - from < 4 || at(to - 1) != RIGHT_BRACKET || !isAlphanumeric(at(from)) || !isAlphanumeric(at(to - 2))) return false;
  let p = from;
  while (isAlphanumeric(at(p)) || at(p) == DOT || at(p) == 45) p++;
  if (at(p++) != LEFT_BRACKET) return false;
  while (isAlphanumeric(at(p)) || at(p) == DOT || at(p) == COLON) p++;
  return p + 1 == to;
}

/** As PLAIN_ADDRESS of src/tally/fold.ts. */
function isPlainAddress(from: usize, to: usize): bool {
  let sign: usize = 0;
  for (let p = from; p < to; p++) {
    const code = at(p);
    if (code == AT_SIGN) {
      if (sign != 0) return false;
      sign = p;
    } else if (!isAlphanumeric(code) && code != DOT && code != 45) {
      // `_`, `+`, `=` in the local part.
      if (sign != 0 || (code != 95 && code != 43 && code != 61)) return false;
    }
  }
  return sign > from && sign + 1 < to && isAlphanumeric(at(from)) && isAlphanumeric(at(to - 1));
}
