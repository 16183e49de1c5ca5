/** Ordinary lines of smtpd(8). */
import { recordGuess, records } from './attempts';
import { at, COLON, COMMA, find, has, isDigit, LEFT_BRACKET, RIGHT_BRACKET, SPACE, until } from './bytes';
import { CONNECTIONS, CURRENT, NEITHER, periodAt, SASL_FAILURES, sum } from './counts';
import * as columns from './traffic';
import {
  accountFrom,
  accountTo,
  addressFrom,
  addressTo,
  file,
  host,
  layDown,
  lineFrom,
  lines,
  lineTo,
  nameFrom,
  nameTo,
  pid,
  replyFrom,
  replyTo,
  setAccount,
  setPeer,
  setReply,
  start,
  time,
  wall,
} from './frame';
import { complain, MISMATCH, NO_SMTP } from './complaints';
import { loginFailed as tellLogin } from './host';
import { hashOf } from './hash';
import { followOriginal, originalOf } from './hops';
import { addCount, Ledger, rowOf } from './ledger';
import { begin, replace } from './lives';
import { AFTERLIFE, ENGINE, findMessage, FREE, keepBytes, LONGEST_ID, Message, NETWORK, PROGRAM, UNKNOWN } from './messages';
import { readOrdinaryReject, takeReject } from './reject';
import { findSession, isPrograms, leave, sessionOf } from './sessions';
import { clientInFrame, connectClient, receive } from './traffic';

let guessers: Ledger = changetype<Ledger>(0);
let protocols: Ledger = changetype<Ledger>(0);
/** Failed logins in the period, and of those not told to the program. */
export let guesses: u32 = 0;
export let guessFirst: f64 = Infinity;
export let guessLast: f64 = 0;
/** The program still wants lines as evidence. */
let wantsEvidence: bool = true;

export function setSmtpd(guesserLedger: usize, protocolLedger: usize): void {
  guessers = changetype<Ledger>(guesserLedger);
  protocols = changetype<Ledger>(protocolLedger);
}
export function wantEvidence(wanted: bool): void {
  wantsEvidence = wanted;
}

export function takeSmtpd(): bool {
  switch (at(start)) {
    case 99:
      return connect();
    case 100:
      return disconnect();
    case 78:
      return has(start, 'NOQUEUE: ') && readOrdinaryReject(start + 9) && takeReject();
    case 119:
      return warned();
    case 108:
      return lost();
    case 65:
      // Also a queue id's first digit.
      return at(start + 1) == 110 ? encrypted() : ofMessage();
    default:
      return ofMessage();
  }
}

/** What begins with a queue id. A refusal of one recipient does not change the message. */
function ofMessage(): bool {
  const idEnd = queueIdEnd(start);
  if (idEnd == 0 || !isQueueId(start, idEnd)) return false;
  const p = idEnd + 2;
  if (at(p) == 99) return has(p, 'client=') && accept(idEnd);
  return readOrdinaryReject(p) && takeReject();
}

/** Reads `NAME[ADDRESS]` into the frame: the position after it, 0 where none stands there. */
export function readPeer(from: usize): usize {
  const open = until(LEFT_BRACKET, from);
  if (at(open) != LEFT_BRACKET) return 0;
  const close = until(RIGHT_BRACKET, open + 1);
  if (at(close) != RIGHT_BRACKET) return 0;
  setPeer(from, open, close);
  // Names hold no blank.
  return until(SPACE, from) < open ? 0 : close + 1;
}

function connect(): bool {
  if (!has(start, 'connect from ') || readPeer(start + 13) != lineTo) return false;
  const session = sessionOf(host, pid);
  if (isPrograms(session)) return false;
  leave(session);
  session.owner = ENGINE;
  session.message = 0;
  session.taken = 0;
  const period = periodAt(time, wall);
  if (period == NEITHER) return true;
  sum(period, CONNECTIONS, 1);
  session.client = 0;
  if (period == CURRENT) connectClient(session);
  return true;
}

function disconnect(): bool {
  if (!has(start, 'disconnect from ') || readPeer(start + 16) == 0) return false;
  const session = findSession(host, pid);
  if (session != null) {
    if (isPrograms(session)) return false;
    leave(session);
    session.owner = FREE;
  }
  periodAt(time, wall);
  return true;
}

/**
 * `4D2F1: client=NAME[ADDRESS]`, `4D2F1: client=NAME[ADDRESS], sasl_method=PLAIN, sasl_username=ann`; of a content filter
 * also `5A3B2: client=localhost[127.0.0.1], orig_queue_id=4D2F1, orig_client=NAME[ADDRESS]`
 */
function accept(idEnd: usize): bool {
  const next = readPeer(idEnd + 9);
  if (next == 0) return false;
  const inside = isLoopback();
  setAccount(0, 0);
  let original: Message | null = null;
  const peer = nameFrom;
  const peerFrom = addressFrom;
  const peerTo = addressTo;
  if (next != lineTo && inside) {
    original = readOriginal(next);
    if (original == null) return false;
  } else if (next != lineTo) {
    if (!has(next, ', sasl_method=')) return false;
    const method = find(COMMA, next + 14);
    if (method == 0 || !has(method, ', sasl_username=')) return false;
    const user = method + 16;
    if (until(COMMA, user) != lineTo || user == lineTo) return false;
    setAccount(user, lineTo);
  }
  const length = idEnd - start;
  const known = findMessage(host, start, length);
  if (known != null && (known.owner == PROGRAM || known.undecided || known == original)) return false;
  const session = findSession(host, pid);
  if (session != null && isPrograms(session)) return false;
  // Its other lines came first.
  const late =
    known != null &&
    known.origin == UNKNOWN &&
    Math.abs(time - known.time) <= AFTERLIFE;
  if (known != null && (late || known.ended == 0) && (inside || known.kin != 0)) return false;
  if (known != null && !late) replace(known);
  if (session != null) leave(session);
  const serial = original != null ? original.serial : 0;
  const message = known != null && late ? known : begin(start, length, NETWORK);
  message.inside = inside;
  message.origin = NETWORK;
  message.file = file;
  message.line = lines;
  // The whole line where it may be evidence of what an account did.
  const from = accountTo > accountFrom ? lineFrom : original != null ? peer : nameFrom;
  const to = accountTo > accountFrom ? lineTo : addressTo;
  message.text = keepBytes(from, to - from);
  message.textLength = <i32>(to - from);
  message.nameFrom = <i32>(nameFrom - from);
  message.nameTo = <i32>(nameTo - from);
  message.addressFrom = <i32>(addressFrom - from);
  message.addressTo = <i32>(addressTo - from);
  if (accountTo > accountFrom) {
    message.accountFrom = <i32>(accountFrom - from);
    message.accountTo = <i32>(accountTo - from);
  }
  if (original != null) {
    message.peerFrom = <i32>(peerFrom - from);
    message.peerTo = <i32>(peerTo - from);
  }
  if (session != null && session.owner == ENGINE) {
    session.message = changetype<usize>(message);
    session.serial = message.serial;
  }
  periodAt(time, wall);
  if (original != null && original.serial == serial) followOriginal(message, original);
  else if (message.active) receive(message);
  return true;
}

/** The message that `, orig_queue_id=4D2F1, orig_client=NAME[ADDRESS]` names; its client is in the frame then. */
function readOriginal(from: usize): Message | null {
  if (!has(from, ', orig_queue_id=')) return null;
  const id = from + 16;
  const idEnd = find(COMMA, id);
  if (idEnd == 0 || idEnd - id > LONGEST_ID || !has(idEnd, ', orig_client=')) return null;
  if (readPeer(idEnd + 14) != lineTo) return null;
  return originalOf(id, idEnd - id);
}

/** The client in the frame is this host: perhaps a content filter. */
function isLoopback(): bool {
  return has(addressFrom, '127.') || (addressTo - addressFrom == 3 && has(addressFrom, '::1'));
}

/** The colon after a queue id at `p`, 0 where none stands there with a blank behind it. */
export function queueIdEnd(p: usize): usize {
  const from = p;
  let code = at(p);
  while (code != COLON) {
    if (code < 48) return 0;
    code = at(++p);
  }
  return at(p + 1) == SPACE && p - from <= LONGEST_ID ? p : 0;
}

/** Whether it is a queue id (src/maillog/scan.ts tells what these look like). */
export function isQueueId(from: usize, to: usize): bool {
  if (to - from < 5) return false;
  let hexadecimal = true;
  let vowels = false;
  let separator = false;
  for (let p = from; p < to; p++) {
    const code = at(p);
    if (isDigit(code)) continue;
    const letter = code | 32;
    if (letter < 97 || letter > 122) return false;
    if (code > 70) hexadecimal = false;
    if (letter == 97 || letter == 101 || letter == 105 || letter == 111 || letter == 117) vowels = true;
    if (code == 122 && p - from >= 9) separator = true;
  }
  return hexadecimal || (separator && !vowels);
}

/** `lost connection after RCPT from NAME[ADDRESS]`: no message had begun to come. */
function lost(): bool {
  if (!has(start, 'lost connection after ')) return false;
  const after = start + 22;
  const from = find(SPACE, after);
  if (from == 0 || !has(from, ' from ')) return false;
  // DATA and BDAT: what was being received is broken off.
  if (at(after) == 68 || at(after) == 66) return false;
  if (readPeer(from + 6) == 0) return false;
  periodAt(time, wall);
  return true;
}

function warned(): bool {
  if (!has(start, 'warning: ')) return false;
  const from = start + 9;
  if (has(from, 'hostname ')) return mismatched(from + 9);
  return has(from, 'non-SMTP command from ') ? noSmtp(from + 22) : loginFailed(from);
}

/** `warning: hostname NAME does not resolve to address ADDRESS: Name or service not known` */
function mismatched(from: usize): bool {
  const space = find(SPACE, from);
  if (space == 0 || !has(space, ' does not resolve to address ')) return false;
  complain(MISMATCH);
  return true;
}

/** `warning: non-SMTP command from NAME[ADDRESS]: GET / HTTP/1.1` */
function noSmtp(from: usize): bool {
  if (readPeer(from) == 0) return false;
  complain(NO_SMTP);
  return true;
}

/** `warning: NAME[ADDRESS]: SASL LOGIN authentication failed: REASON, sasl_username=ann` */
function loginFailed(from: usize): bool {
  const next = readPeer(from);
  if (next == 0 || addressTo == addressFrom || !has(next, ': SASL ')) return false;
  const mechanism = find(SPACE, next + 7);
  if (mechanism == 0 || !has(mechanism, ' authentication failed: ')) return false;
  // The server of logins does not work: no guess.
  const reason = mechanism + 24;
  if (has(reason, 'Connection lost') || has(reason, 'generic failure') || has(reason, 'no mechanism')) return false;
  setAccount(0, 0);
  const comma = until(COMMA, mechanism + 24);
  if (comma != lineTo) {
    if (!has(comma, ', sasl_username=')) return false;
    setAccount(comma + 16, lineTo);
    if (until(COMMA, accountFrom) != lineTo) return false;
  }
  if (records) return recordGuess();
  const period = periodAt(time, wall);
  if (period == NEITHER) return true;
  sum(period, SASL_FAILURES, 1);
  if (period != CURRENT) return true;
  clientInFrame(columns.SASL_FAILURES);
  guesses++;
  if (time < guessFirst) guessFirst = time;
  if (time > guessLast) guessLast = time;
  addCount(rowOf(guessers, addressFrom, addressTo - addressFrom), 0, 1);
  if (accountTo > accountFrom || wantsEvidence) {
    layDown();
    tellLogin(hashOf(addressFrom, addressTo));
  }
  return true;
}

/** `Anonymous TLS connection established from NAME[ADDRESS]: TLSv1.3 with cipher ...` */
function encrypted(): bool {
  if (!has(start, 'Anonymous TLS connection established from ')) return false;
  const next = readPeer(start + 42);
  if (next == 0 || at(next) != COLON || at(next + 1) != SPACE) return false;
  setReply(next + 2, find(SPACE, next + 2));
  if (replyTo == 0 || !has(replyTo, ' with cipher ')) return false;
  if (periodAt(time, wall) == CURRENT) addCount(rowOf(protocols, replyFrom, replyTo - replyFrom), 0, 1);
  return true;
}
