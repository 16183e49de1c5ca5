/**
 * Messages of logged-in accounts. The program is told of each that may be something new: a client, a sender, a day, a
 * line that is wanted as evidence. Those that are like one before are added up here, until the program is told of the
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
import { has } from './bytes';
import { hashOf } from './hash';
import { Message } from './messages';

/** Numbers of accounts; when there are too many they are given anew. */
const MOST: u32 = 5000;
/** What is told of a message: the number meant another account before, or none; no name in DNS; there is a sender. */
const ANEW: i32 = 1;
const NAMELESS: i32 = 2;
const SENDER: i32 = 4;
/** What the program says of it: tell of the next; the next one like it counts, from inside or outside. */
const INSIDE: i32 = 1;

/** Columns of accounts: the number, which of its likenesses hold, then what is added up, inside and outside. */
const NUMBER: u32 = 0;
const GENERATION: u32 = 1;
const MESSAGES: u32 = 2;
const RECIPIENTS: u32 = 3;
const WITHOUT_NAME: u32 = 4;
const OUTSIDE: u32 = 3;
/** Columns of amounts: days since the Epoch; bytes; epoch milliseconds of the first and last. */
const DAY: u32 = 0;
const BYTES: u32 = 1;
const FIRST: u32 = 2;
const LAST: u32 = 3;

let accounts: Ledger = changetype<Ledger>(newLedger(8, 4, 0, MOST + 1, 0));
/** Rows by number. */
const rows: usize = memory.data(5000 * 4, 4);

/** Messages that others may be like; a newer one takes the place of an older. */
@unmanaged
class Known {
  generation: u32;
  client: u32;
  sender: u32;
  /** NAMELESS and SENDER. */
  what: i32;
  how: i32;
}
const PLACES: u32 = 4096;
const KNOWN_SIZE: u32 = 20;
const known: usize = memory.data(4096 * 20, 4);
let generations: u32 = 0;
/** Likenesses up to this one hold no more. */
let gone: u32 = 0;

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
  if (day != getAmount(accounts, row, DAY) || getCount(row, GENERATION) <= gone) {
    setCount(row, GENERATION, ++generations);
    setAmount(accounts, row, DAY, day);
  }
  const place = (client ^ (sender * 0x9e3779b9) ^ <u32>row) & (PLACES - 1);
  const like = changetype<Known>(known + <usize>(place * KNOWN_SIZE));
  const alike =
    like.generation == getCount(row, GENERATION) &&
    like.client == client &&
    like.sender == sender &&
    like.what == what;
  if (alike) {
    add(row, message, like.how == INSIDE ? 0 : OUTSIDE, what);
    return;
  }
  settle(row);
  if (isNew) what |= ANEW;
  const how = submitted(changetype<usize>(message), getCount(row, NUMBER), what, client, sender);
  if (how == 0) return;
  like.generation = getCount(row, GENERATION);
  like.client = client;
  like.sender = sender;
  like.what = what & ~ANEW;
  like.how = how;
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

/** What was added up, for the program: counts inside and outside, as above; bytes, first and last. */
const told: usize = memory.data(48, 8);

/** Tells what was added up. */
function settle(row: i32): void {
  if (getCount(row, MESSAGES) == 0 && getCount(row, MESSAGES + OUTSIDE) == 0) return;
  for (let i: u32 = 0; i < OUTSIDE * 2; i++) {
    store<u32>(told + (<usize>i << 2), getCount(row, MESSAGES + i));
    setCount(row, MESSAGES + i, 0);
  }
  for (let i: u32 = 0; i < 3; i++) {
    store<f64>(told + 24 + (<usize>i << 3), getAmount(accounts, row, BYTES + i));
    setAmount(accounts, row, BYTES + i, i == FIRST - BYTES ? Infinity : 0);
  }
  settled(getCount(row, NUMBER), told);
}

/** Tells all that was added up; what comes next is like nothing before it. */
export function settleAccounts(): void {
  gone = generations;
  const count = accounts.size;
  for (let i: u32 = 0; i < count; i++) settle(<i32>load<u32>(rows + ((<usize>i) << 2)));
}

/** Tells what was added up of one account, of which the program itself will count a message. */
export function settleAccount(from: usize, length: usize): void {
  const row = find(accounts, from, length);
  if (row < 0) return;
  setCount(row, GENERATION, 0);
  settle(row);
}
