/**
 * Messages of logged-in accounts. The program is told of the first ones, which are wanted as evidence, and of the first
 * of a day. Others are added up here, and which clients and senders they had is noted, until the program is told of the
 * account again or asks.
 */
import {
  addAmount,
  addCount,
  clear,
  find,
  getAmount,
  getCount,
  Ledger,
  newLedger,
  raiseAmount,
  rowOf,
  setAmount,
  setCount,
} from './ledger';
import { settled, submitted } from './host';
import { at, COLON, DOT, has, isDigit, isHexadecimal } from './bytes';
import { hashOf } from './hash';
import { keepBytes, Message } from './messages';
import { take } from './memory';

/** Numbers of accounts; when there are too many they are given anew. */
const MOST: u32 = 5000;
/** What is told of a message: the number meant another account before, or none; no name in DNS; there is a sender. */
const ANEW: i32 = 1;
const NAMELESS: i32 = 2;
const SENDER: i32 = 4;
/** The client is outside this server's own networks. */
const OUTSIDE: i32 = 8;
const STRANGER: i32 = NAMELESS | OUTSIDE;
/** Whether the program wants to be told of messages of clients without a name. */
const ALL_NAMELESS: i32 = 1;

/**
 * Columns of accounts: the number, which of its likenesses hold, which are wanted, the first and last news, lines given
 * as evidence; what is added up, inside and outside.
 */
const NUMBER: u32 = 0;
const GENERATION: u32 = 1;
const WANTED: u32 = 2;
const NEWS: u32 = 3;
const LAST_NEWS: u32 = 4;
const LINES: u32 = 5;
const MESSAGES: u32 = 6;
const RECIPIENTS: u32 = 7;
const WITHOUT_NAME: u32 = 8;
/** After the counts of both places: recipients refused, of those the ones of clients outside, deferrals. */
const BOUNCED: u32 = 12;
const BOUNCED_OUTSIDE: u32 = 13;
const DEFERRALS: u32 = 14;
/** The counts of one place. */
const COUNTS: u32 = 3;
/** Columns of amounts: days since the Epoch; bytes; epoch milliseconds of the first and last. */
const DAY: u32 = 0;
const BYTES: u32 = 1;
const FIRST: u32 = 2;
const LAST: u32 = 3;

let accounts: Ledger = changetype<Ledger>(newLedger(15, 4, 0, MOST + 1, 0));
/** Rows by number. */
const rows: usize = memory.data(5000 * 4, 4);

/** Messages that others may be like; a newer one takes the place of an older. */
@unmanaged
class Known {
  generation: u32;
  client: u32;
  sender: u32;
  /** NAMELESS, SENDER, OUTSIDE. */
  what: i32;
}
const PLACES: u32 = 4096;
const KNOWN_SIZE: u32 = 16;
const known: usize = memory.data(4096 * 16, 4);
let generations: u32 = 0;
/** Likenesses up to this one hold no more. */
let gone: u32 = 0;

/** Clients and senders of an account that may be new, in a list of the account's. */
@unmanaged
class News {
  next: usize;
  client: u32;
  sender: u32;
  /** The hash of what one provider gives to one customer after another, of clients without a name. */
  network: u32;
  what: i32;
  /** Its line, as one of the first; 0: none. */
  line: usize;
}
const MOST_NEWS: u32 = 16384;
const NEWS_SIZE: u32 = 24;
const news: usize = memory.data(16384 * 24, 4);
let newsCount: u32 = 0;

/** Lines of an account that are kept as evidence; for good. */
const MOST_LINES: u32 = 5;
@unmanaged
class Line {
  file: i32;
  line: u32;
  text: usize;
  length: i32;
}

function keepLine(message: Message): usize {
  const line = changetype<Line>(take(offsetof<Line>()));
  line.file = message.file;
  line.line = message.line;
  line.text = keepBytes(message.text, <usize>message.textLength);
  line.length = message.textLength;
  return changetype<usize>(line);
}

const A_DAY: f64 = 86400000;

/** A message of an account counts as received, in the period. */
export function receiveFrom(message: Message): void {
  const text = message.text;
  const row = accountOf(text + <usize>message.accountFrom, <usize>(message.accountTo - message.accountFrom));
  let what = 0;
  if (message.nameTo - message.nameFrom == 7 && has(text + <usize>message.nameFrom, 'unknown')) what |= NAMELESS;
  if (message.senderLength >= 0) what |= SENDER;
  const client = hashOf(text + <usize>message.addressFrom, text + <usize>message.addressTo);
  const sender =
    message.senderLength < 0 ? 0 : hashOf(message.sender, message.sender + <usize>message.senderLength);
  const day = Math.floor(message.time / A_DAY);
  const goesOn = day == getAmount(accounts, row, DAY) && getCount(row, GENERATION) > gone;
  if (!goesOn) {
    setCount(row, GENERATION, ++generations);
    setAmount(accounts, row, DAY, day);
  }
  const place = (client ^ (sender * 0x9e3779b9) ^ <u32>row) & (PLACES - 1);
  const like = changetype<Known>(known + <usize>(place * KNOWN_SIZE));
  const alike =
    getCount(row, LINES) >= MOST_LINES &&
    like.generation == getCount(row, GENERATION) &&
    like.client == client &&
    like.sender == sender &&
    (like.what & ~OUTSIDE) == what;
  if (!alike) {
    const from = text + <usize>message.addressFrom;
    const to = text + <usize>message.addressTo;
    const wanted = getCount(row, WANTED);
    if (isOutside(from, to)) what |= OUTSIDE;
    const dot = secondDot(from, to);
    const isNews = goesOn && dot != 0 && (wanted != ALL_NAMELESS || (what & NAMELESS) == 0);
    if (isNews) hear(row, message, client, sender, (what & STRANGER) == STRANGER ? hashOf(from, dot) : 0, what);
    else {
      settle(row);
      if (isNew) what |= ANEW;
      addCount(row, LINES, 1);
      setCount(row, WANTED, submitted(changetype<usize>(message), getCount(row, NUMBER), what, client, sender));
    }
    like.generation = getCount(row, GENERATION);
    like.client = client;
    like.sender = sender;
    like.what = what & ~ANEW;
    if (!isNews) return;
  }
  add(row, message, (like.what & OUTSIDE) == 0 ? 0 : COUNTS, what);
}

/** Where the first two numbers of an IPv4 address end; 0 where it is none. */
function secondDot(from: usize, to: usize): usize {
  let second: usize = 0;
  let dots = 0;
  for (let p = from; p < to; p++) {
    const code = at(p);
    if (code == DOT) {
      if (++dots == 2) second = p;
    } else if (!isDigit(code)) return 0;
  }
  return dots == 3 ? second : 0;
}

/** Not of this host or its own networks, as src/findings/private.ts has them. */
function isOutside(p: usize, to: usize): bool {
  if (p == to || has(p, '10.') || has(p, '127.') || has(p, '192.168.') || has(p, '169.254.')) return false;
  const first = at(p) | 32;
  const second = at(p + 1) | 32;
  if (first == 102 && (second == 99 || second == 100))
    return !(isHexadecimal(at(p + 2)) && isHexadecimal(at(p + 3)) && at(p + 4) == COLON);
  if (first == 102 && second == 101) return !(has(p + 2, '80:'));
  if (to - p == 3 && has(p, '::1')) return false;
  if (!has(p, '172.') || at(p + 6) != DOT) return true;
  const tens = at(p + 4) - 48;
  const ones = at(p + 5) - 48;
  return !((tens == 1 && ones >= 6 && ones < 10) || (tens == 2 && ones < 10) || (tens == 3 && ones < 2));
}

function hear(row: i32, message: Message, client: u32, sender: u32, network: u32, what: i32): void {
  if (newsCount == MOST_NEWS) {
    settleAll();
    newsCount = 0;
  }
  const place = news + <usize>(newsCount++ * NEWS_SIZE);
  const heard = changetype<News>(place);
  heard.next = 0;
  heard.client = client;
  heard.sender = sender;
  heard.network = network;
  heard.what = what;
  heard.line = 0;
  if (getCount(row, LINES) < MOST_LINES) {
    addCount(row, LINES, 1);
    heard.line = keepLine(message);
  }
  const before = <usize>getCount(row, LAST_NEWS);
  if (before == 0) setCount(row, NEWS, <u32>place);
  else changetype<News>(before).next = place;
  setCount(row, LAST_NEWS, <u32>place);
}

/** Whether the account that was asked for last has its number since then. */
let isNew: bool = false;

/** @returns the row, which holds until numbers are given anew */
function accountOf(from: usize, length: usize): i32 {
  const found = find(accounts, from, length);
  isNew = found < 0;
  if (found >= 0) return found;
  if (accounts.size == MOST) {
    settleAccounts();
    clear(accounts);
  }
  const number = accounts.size;
  const row = rowOf(accounts, from, length);
  setCount(row, NUMBER, number);
  setAmount(accounts, row, DAY, NaN);
  setAmount(accounts, row, FIRST, Infinity);
  store<u32>(rows + ((<usize>number) << 2), <u32>row);
  return row;
}

function add(row: i32, message: Message, where: u32, what: i32): void {
  addCount(row, MESSAGES + where, 1);
  addCount(row, RECIPIENTS + where, <u32>message.recipients);
  if ((what & NAMELESS) != 0) addCount(row, WITHOUT_NAME + where, 1);
  addAmount(accounts, row, BYTES, message.size);
  raiseAmount(accounts, row, LAST, message.time);
  if (message.time < getAmount(accounts, row, FIRST)) setAmount(accounts, row, FIRST, message.time);
}

/** What was added up, for the program: the counts from MESSAGES on; bytes, first and last; the news; the row. */
const told: usize = memory.data(72, 8);

/** Tells what was added up. */
function settle(row: i32): void {
  let some: u32 = 0;
  for (let i: u32 = MESSAGES; i <= DEFERRALS; i++) some |= getCount(row, i);
  if (some == 0) return;
  for (let i: u32 = 0; i <= DEFERRALS - MESSAGES; i++) {
    store<u32>(told + (<usize>i << 2), getCount(row, MESSAGES + i));
    setCount(row, MESSAGES + i, 0);
  }
  for (let i: u32 = 0; i < 3; i++) {
    store<f64>(told + 40 + (<usize>i << 3), getAmount(accounts, row, BYTES + i));
    setAmount(accounts, row, BYTES + i, i == FIRST - BYTES ? Infinity : 0);
  }
  store<u32>(told, getCount(row, NEWS), 64);
  store<u32>(told, <u32>row, 68);
  setCount(row, NEWS, 0);
  setCount(row, LAST_NEWS, 0);
  settled(getCount(row, NUMBER), told);
}

/** Tells all that was added up. */
function settleAll(): void {
  const count = accounts.size;
  for (let i: u32 = 0; i < count; i++) settle(rowAt(i));
}

/** The same; what comes next is like nothing before it, and lines are wanted again. */
export function settleAccounts(): void {
  gone = generations;
  const count = accounts.size;
  for (let i: u32 = 0; i < count; i++) setCount(rowAt(i), LINES, 0);
  settleAll();
}

@inline
function rowAt(number: u32): i32 {
  return <i32>load<u32>(rows + ((<usize>number) << 2));
}

/** Tells what was added up of one account, of which the program itself will count a message. */
export function settleAccount(from: usize, length: usize): void {
  const row = find(accounts, from, length);
  if (row < 0) return;
  setCount(row, GENERATION, 0);
  settle(row);
}

/** The row of a message's account, -1 where it has no number. */
export function rowOfAccount(message: Message): i32 {
  return find(
    accounts,
    message.text + <usize>message.accountFrom,
    <usize>(message.accountTo - message.accountFrom),
  );
}

/** A recipient of the account's message was refused. */
export function bounce(row: i32, message: Message): void {
  addCount(row, BOUNCED, 1);
  const text = message.text;
  if (isOutside(text + <usize>message.addressFrom, text + <usize>message.addressTo)) addCount(row, BOUNCED_OUTSIDE, 1);
}

/** A message of the account was deferred. */
export function defer(row: i32): void {
  addCount(row, DEFERRALS, 1);
}
