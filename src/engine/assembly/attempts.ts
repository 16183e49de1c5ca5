/**
 * Attempts for `replay`, off for a report: what smtpd refused, what it took and what became of that, failed logins. They are
 * laid down one after another, and the program takes them when the place is full, and before each line that goes the
 * long way. Texts stand there by their numbers (texts.ts).
 *
 * What was taken is told when nothing more is heard of it, by any of the queue ids that filters gave it, as
 * src/maillog/correlate/journey.ts does.
 */
import { at, isPrintable, same, until } from './bytes';
import {
  addressFrom,
  addressTo,
  nameFrom,
  nameTo,
  recipientFrom,
  recipientTo,
  senderFrom,
  senderTo,
  time,
  wall,
  zoneFrom,
  zoneTo,
} from './frame';
import { attemptsAreMany } from './host';
import { firstOfKin } from './kin';
import { copy, giveBack, take } from './memory';
import { Message, NETWORK, next, walk } from './messages';
import { numberOf, textsAreFull } from './texts';

export let records: bool = false;

/** What a record tells: src/maillog/express/attempts.ts. */
const REFUSED: u32 = 0;
const WARNED: u32 = 1;
const GUESSED: u32 = 2;
const TAKEN: u32 = 3;

@unmanaged
class Record {
  /** Epoch milliseconds, and the log's own clock. */
  time: f64;
  wall: f64;
  kind: u32;
  clientName: u32;
  clientAddress: u32;
  helo: u32;
  sender: u32;
  recipient: u32;
  account: u32;
  zone: u32;
  /** The reply, with placeholders for the names. */
  shape: u32;
  /** Of a refusal: whether only for now. Of mail: whether it is an attempt by a client. */
  mark: u32;
  /** The first delivery. */
  heard: u32;
  unused: u32;
}
const SIZE: usize = offsetof<Record>();
const MOST: u32 = 2048;
let place: usize = 0;
let count: u32 = 0;

/** What became of a message for one recipient, by one delivery. */
@unmanaged
class Heard {
  next: usize;
  time: f64;
  recipient: u32;
  /** What the client named; an alias leads elsewhere. */
  named: u32;
  /** 0 sent, 1 bounced, 2 deferred. */
  status: u32;
}
const HEARD: usize = offsetof<Heard>();

/** Of all messages that are one journey. */
@unmanaged
class Draft {
  root: usize;
  /** Of how many of them more may be heard. */
  open: i32;
  first: usize;
  last: usize;
}

export function recordAttempts(): void {
  place = take(SIZE * MOST);
  records = true;
}
export function attemptsAt(): usize {
  return place;
}
export function attemptCount(): u32 {
  return count;
}

/** The program has taken all. */
export function forgetAttempts(): void {
  for (let i: u32 = 0; i < count; i++) {
    const record = changetype<Record>(place + <usize>i * SIZE);
    if (record.kind == TAKEN) giveBackHeard(record.heard);
  }
  count = 0;
}

function giveBackHeard(first: usize): void {
  for (let heard = first; heard != 0; ) {
    const after = changetype<Heard>(heard).next;
    giveBack(heard, HEARD);
    heard = after;
  }
}

function record(kind: u32, atTime: f64, atWall: f64): Record {
  if (count == MOST) attemptsAreMany();
  const record = changetype<Record>(place + <usize>count * SIZE);
  count++;
  record.time = atTime;
  record.wall = atWall;
  record.kind = kind;
  return record;
}

/**
 * The refusal in the frame; false where its line must go the long way.
 * @param code where the reply begins @param end where it ends
 */
export function recordRefusal(warning: bool, code: usize, end: usize, heloFrom: usize, heloTo: usize): bool {
  const first = at(code);
  // A reply that is none, or no refusal.
  if (first < 52) return true;
  if (textsAreFull() || !readShape(code, end, heloFrom, heloTo)) return false;
  const refusal = record(warning ? WARNED : REFUSED, time, wall);
  refusal.clientName = numberOf(nameFrom, nameTo - nameFrom);
  refusal.clientAddress = numberOf(addressFrom, addressTo - addressFrom);
  refusal.helo = numberOf(heloFrom, heloTo - heloFrom);
  refusal.sender = numberOf(senderFrom, senderTo - senderFrom);
  refusal.recipient = numberOf(recipientFrom, recipientTo - recipientFrom);
  refusal.account = 1;
  refusal.zone = numberOf(zoneFrom, zoneTo - zoneFrom);
  refusal.shape = numberOf(shape, shapeEnd - shape);
  refusal.mark = first == 52 ? 1 : 0;
  return true;
}

/** A login of the client in the frame failed. */
export function recordGuess(): bool {
  if (textsAreFull()) return false;
  record(GUESSED, time, wall).clientAddress = numberOf(addressFrom, addressTo - addressFrom);
  return true;
}

/** Longer replies are no ordinary ones. */
const LONGEST: usize = 1024;
const shape: usize = memory.data(1056, 16);
let shapeEnd: usize = 0;

/** Lays down a reply with placeholders for names, as src/restrictions/replay/masked.ts does. */
function readShape(from: usize, end: usize, heloFrom: usize, heloTo: usize): bool {
  if (end - from > LONGEST) return false;
  copy(shape, from, end - from);
  shapeEnd = shape + (end - from);
  for (let p = shape; p < shapeEnd; p++) if (!isPrintable(at(p))) return false;
  // A line feed ends the search for a name.
  store<u8>(shapeEnd, 10);
  mask(recipientFrom, recipientTo, 1);
  mask(senderFrom, senderTo, 2);
  mask(addressFrom, addressTo, 3);
  if (nameTo - nameFrom != 7 || !isUnknown(nameFrom)) mask(nameFrom, nameTo, 4);
  mask(heloFrom, heloTo, 5);
  return true;
}

function isUnknown(p: usize): bool {
  return load<u32>(p) == 0x6e6b6e75 && at(p + 4) == 111 && at(p + 5) == 119 && at(p + 6) == 110;
}

/** Puts a placeholder for each place of a name. */
function mask(from: usize, to: usize, placeholder: u8): void {
  const length = to - from;
  if (length == 0) return;
  const first = at(from);
  let left = shape;
  let written: usize = 0;
  for (let p = search(first, shape); p < shapeEnd; ) {
    if (p + length > shapeEnd || !same(p, from, length)) {
      p = search(first, p + 1);
      continue;
    }
    // What is before it moves up to what was written.
    const before = p - left;
    if (written != 0) memory.copy(written, left, before);
    written = (written == 0 ? p : written + before) + 1;
    store<u8>(written - 1, placeholder);
    left = p + length;
    p = search(first, left);
  }
  if (written == 0) return;
  memory.copy(written, left, shapeEnd - left);
  shapeEnd = written + (shapeEnd - left);
  store<u8>(shapeEnd, 10);
}

/** The next place of a character in the shape, its end where there is none. */
function search(character: u32, from: usize): usize {
  let p = from;
  while (p < shapeEnd) {
    p = until(character, p);
    if (at(p) == character) return min(p, shapeEnd);
    p++;
  }
  return shapeEnd;
}

/** A delivery of the message to the recipient in the frame; false where its line must go the long way. */
export function recordDelivery(message: Message, namedFrom: usize, namedTo: usize, status: u32): bool {
  if (textsAreFull()) return false;
  const draft = draftOf(message);
  const heard = changetype<Heard>(take(HEARD));
  heard.next = 0;
  heard.time = time;
  heard.recipient = numberOf(recipientFrom, recipientTo - recipientFrom);
  heard.named = namedTo > namedFrom ? numberOf(namedFrom, namedTo - namedFrom) : heard.recipient;
  heard.status = status;
  append(draft, changetype<usize>(heard), changetype<usize>(heard));
  return true;
}

function append(draft: Draft, first: usize, last: usize): void {
  if (first == 0) return;
  if (draft.first == 0) draft.first = first;
  else changetype<Heard>(draft.last).next = first;
  draft.last = last;
}

/** The message's own, made where there is none. */
function draftOf(message: Message): Draft {
  if (message.draft != 0) return changetype<Draft>(message.draft);
  const draft = changetype<Draft>(take(offsetof<Draft>()));
  draft.root = changetype<usize>(message);
  draft.open = 1;
  draft.first = 0;
  draft.last = 0;
  message.draft = changetype<usize>(draft);
  return draft;
}

/** It is known that the message carries another one on: from now on both are one journey. */
export function joinAttempts(message: Message, first: Message): void {
  if (!records) return;
  const whole = draftOf(first);
  if (message.draft == changetype<usize>(whole)) return;
  if (message.draft == 0) {
    message.draft = changetype<usize>(whole);
    whole.open++;
    return;
  }
  const part = changetype<Draft>(message.draft);
  append(whole, part.first, part.last);
  whole.open += part.open;
  // Also those that carry this one on.
  for (let place = firstOfKin(message); place != 0; place = changetype<Message>(place).kinAfter)
    if (changetype<Message>(place).draft == changetype<usize>(part))
      changetype<Message>(place).draft = changetype<usize>(whole);
  message.draft = changetype<usize>(whole);
  giveBack(changetype<usize>(part), offsetof<Draft>());
}

/** Nothing more is heard of the message. */
export function endAttempts(message: Message): void {
  const draft = changetype<Draft>(message.draft);
  if (message.draft == 0) return;
  message.draft = 0;
  if (--draft.open > 0) return;
  if (!tell(draft)) giveBackHeard(draft.first);
  giveBack(changetype<usize>(draft), offsetof<Draft>());
}

/** @returns false where it is no attempt, and nobody here wrote it */
function tell(draft: Draft): bool {
  const root = changetype<Message>(draft.root);
  if (!root.received || root.text == 0 || draft.first == 0) return false;
  const byClient = root.origin == NETWORK && root.senderLength >= 0 && root.addressTo > root.addressFrom;
  const account = root.accountTo - root.accountFrom;
  if (!byClient && account <= 0) return false;
  const mail = record(TAKEN, root.time, root.wall);
  mail.mark = byClient ? 1 : 0;
  mail.clientName = numberOf(root.text + <usize>root.nameFrom, <usize>(root.nameTo - root.nameFrom));
  mail.clientAddress = numberOf(root.text + <usize>root.addressFrom, <usize>(root.addressTo - root.addressFrom));
  mail.helo = 0;
  mail.sender = root.senderLength < 0 ? 1 : numberOf(root.sender, <usize>root.senderLength);
  mail.account = account <= 0 ? 1 : numberOf(root.text + <usize>root.accountFrom, <usize>account);
  mail.zone = 1;
  mail.shape = 1;
  mail.heard = <u32>draft.first;
  return true;
}

/** The program follows the message from now on, and has read what was heard of it (`draftAt`). */
export function leaveAttempts(message: Message): void {
  const draft = changetype<Draft>(message.draft);
  if (message.draft == 0) return;
  message.draft = 0;
  if (--draft.open > 0) return;
  giveBackHeard(draft.first);
  giveBack(changetype<usize>(draft), offsetof<Draft>());
}

/** What was heard of a message's journey: the first message, how many are open, the first delivery; 0: nothing. */
export function draftAt(message: usize): usize {
  return changetype<Message>(message).draft;
}

/** The log is at its end. */
export function endAllAttempts(): void {
  walk(0);
  for (let message = next(); message != null; message = next()) endAttempts(message);
}
