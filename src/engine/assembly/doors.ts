/** What the program sets, asks and tells. */
import { settleAccount, settleAccounts } from './accounts';
import { leaveAttempts, records } from './attempts';
import { complaintsAt } from './complaints';
import { first, last, lastOffset, daysAt, setPeriods, sumsAt } from './counts';
import { forgetFailures, noteRecipient, tellFailures } from './failures';
import { frameAt, setFile, setLines } from './frame';
import { setPostscreen } from './postscreen';
import { find, Ledger, newLedger, rowOf, setText } from './ledger';
import { firstOfKin, leaveKin } from './kin';
import { advance, nextUndecided, nextUntold, rewind } from './lives';
import {
  addMessage,
  dropMessage,
  ENGINE,
  findMessage,
  FREE,
  handOver,
  LONGEST_ID,
  Message,
  nextSerial,
  PROGRAM,
} from './messages';
import { take } from './memory';
import { fall, PROGRAMS, stand, standing } from './names';
import { ledgerTop } from './ranks';
import { reasonAt, setGroup } from './reasons';
import { forgetReasons } from './reject';
import { findSession, messageIn, sessionOf } from './sessions';
import { guesses, guessFirst, guessLast, setSmtpd, wantEvidence } from './smtpd';
import { groupTop } from './subject-ranks';
import { addSubject, dropGroup, groupDifferent, newGroup, newSubjects, setSpelled } from './subjects';
import { textCount } from './texts';
import { deliveredDomains, setLedgers } from './traffic';

export {
  addSubject,
  advance,
  complaintsAt,
  daysAt,
  dropGroup,
  rewind,
  forgetFailures,
  forgetReasons,
  frameAt,
  groupDifferent,
  groupTop,
  ledgerTop,
  newGroup,
  newLedger,
  newSubjects,
  nextSerial,
  nextUntold,
  reasonAt,
  setFile,
  setGroup,
  setLedgers,
  setLines,
  setPeriods,
  setPostscreen,
  setSmtpd,
  setSpelled,
  settleAccount,
  settleAccounts,
  sumsAt,
  take,
  tellFailures,
  wantEvidence,
};
export { numberOf, textPlaces } from './texts';
export { attemptCount, attemptsAt, draftAt, endAllAttempts, forgetAttempts, recordAttempts } from './attempts';
export { dayText, forgetPlace, learnDay, learnPlace, learnProgram, quarters } from './header';

export function ledgerRow(ledger: usize, from: usize, length: usize): i32 {
  return rowOf(changetype<Ledger>(ledger), from, length);
}
export function ledgerFind(ledger: usize, from: usize, length: usize): i32 {
  return find(changetype<Ledger>(ledger), from, length);
}

export function ledgerSetText(ledger: usize, row: i32, from: usize, length: usize): void {
  setText(changetype<Ledger>(ledger), row, from, length);
}

export function getFirst(): f64 {
  return first;
}
export function getLast(): f64 {
  return last;
}
export function getLastOffset(): f64 {
  return lastOffset;
}
export function getGuesses(): u32 {
  return guesses;
}
export function getGuessFirst(): f64 {
  return guessFirst;
}
export function getGuessLast(): f64 {
  return guessLast;
}
export function getDeliveredDomains(): u32 {
  return deliveredDomains;
}

/** What the program learnt of a message at a delivery that did not succeed. */
export function noteFailure(message: usize, marks: u32, failed: usize, length: i32): void {
  const known = changetype<Message>(message);
  known.marks = marks;
  if (length < 0) return;
  noteRecipient(known, failed, <usize>length);
}

/** The engine's message of a queue id, 0 where it has none. */
export function messageOf(host: i32, from: usize, length: usize): usize {
  const message = findMessage(host, from, length);
  return message != null && message.owner == ENGINE ? changetype<usize>(message) : 0;
}

/** The program follows the message from now on. @returns whether it stands for its message-id */
export function surrender(message: usize): bool {
  const given = changetype<Message>(message);
  leaveKin(given);
  if (records) leaveAttempts(given);
  handOver(given);
  if (!given.named || standing(given.host, given.nameLow, given.nameHigh) != message) return false;
  stand(given.host, given.nameLow, given.nameHigh, PROGRAMS);
  return true;
}

/** The first of those that are handed over with the message; 0: it is alone. */
export function kinOf(message: usize): usize {
  return firstOfKin(changetype<Message>(message));
}

/** A message of which it is not yet told whether it carries another one on; 0: none any more. */
export function undecidedOne(): usize {
  return changetype<usize>(nextUndecided(Infinity));
}

/** The program begins a message with a queue id. */
export function claim(host: i32, from: usize, length: usize): i32 {
  // No queue id is so long: what a reply calls one may be.
  if (length > LONGEST_ID) return nextSerial();
  const known = findMessage(host, from, length);
  return (known != null ? known : addMessage(host, from, length, PROGRAM)).serial;
}

/** The program forgets a message of its own. */
export function release(host: i32, from: usize, length: usize): void {
  const message = findMessage(host, from, length);
  if (message != null && message.owner == PROGRAM) dropMessage(message);
}

export function standingFor(host: i32, low: u32, high: u32): usize {
  return standing(host, low, high);
}
export function claimName(host: i32, low: u32, high: u32): void {
  stand(host, low, high, PROGRAMS);
}
export function releaseName(host: i32, low: u32, high: u32): void {
  if (standing(host, low, high) == PROGRAMS) fall(host, low, high);
}

/** Whether the engine has an open session of the process. */
export function hasSession(host: i32, pid: i32): bool {
  const session = findSession(host, pid);
  return session != null && session.owner == ENGINE;
}
/** Its last message, 0 where there is none any more. */
export function sessionMessage(host: i32, pid: i32): usize {
  const session = findSession(host, pid);
  return session == null ? 0 : changetype<usize>(messageIn(session));
}
export function sessionTaken(host: i32, pid: i32): i32 {
  const session = findSession(host, pid);
  return session == null ? 0 : session.taken;
}
/** The program follows the process' connection until it releases it. */
export function claimSession(host: i32, pid: i32): void {
  const session = sessionOf(host, pid);
  session.owner = PROGRAM;
  session.message = 0;
}
export function releaseSession(host: i32, pid: i32): void {
  const session = findSession(host, pid);
  if (session != null) session.owner = FREE;
}

/** How many numbers of texts there are. */
export function getTextCount(): u32 {
  return textCount;
}
