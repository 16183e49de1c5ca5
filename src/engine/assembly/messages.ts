/**
 * Messages in flight that are ordinary so far: they came by SMTP, or an alias sent them on, or nothing is known of their
 * coming; and the engine has read each of their lines. Whoever stops being ordinary is handed over to the correlator
 * (src/maillog/correlate) for good: the program takes what is known of it, and its queue id is marked as the program's,
 * so that its lines go the long way.
 */
import { same } from './bytes';
import { keyHash } from './hash';
import { clean, copy, giveBack, take, takeClean } from './memory';
import { doubledSlots, putSlot } from './slots';

/** Milliseconds of log time that an ended message is still known: syslog may bring its last lines late. */
export const AFTERLIFE: f64 = 3000;
export const LONGEST_ID: usize = 28;

/** Who follows the message. */
export const FREE: i32 = 0;
export const ENGINE: i32 = 1;
export const PROGRAM: i32 = 2;
/** Nothing more is heard of it, but it is what another one carries on (hops.ts). */
const BURIED: i32 = 3;

/** How a message came to be: src/maillog/correlate/message.ts. */
export const UNKNOWN: i32 = 0;
export const NETWORK: i32 = 1;
export const FORWARD: i32 = 2;
export const NOTIFICATION: i32 = 3;

@unmanaged
export class Message {
  owner: i32;
  host: i32;
  hash: u32;
  idLength: i32;
  /** The queue id's bytes, and room for a comparison of sixteen. */
  id0: u64;
  id1: u64;
  id2: u64;
  id3: u64;
  id4: u64;
  id5: u64;
  /** Epoch milliseconds and the line's own clock of its first line, milliseconds of its end, 0 while in flight. */
  time: f64;
  wall: f64;
  ended: f64;
  size: f64;
  recipients: i32;
  /** In the order of beginnings. */
  serial: i32;
  file: i32;
  line: u32;
  /** What stood in the line that took it: its client; with an account the whole line. */
  text: usize;
  textLength: i32;
  nameFrom: i32;
  nameTo: i32;
  addressFrom: i32;
  addressTo: i32;
  accountFrom: i32;
  accountTo: i32;
  sender: usize;
  /** -1 until the queue manager told it. */
  senderLength: i32;
  /** A hash of its message-id. */
  nameLow: u32;
  nameHigh: u32;
  /** The last recipient that was refused for good. */
  failed: usize;
  failedLength: i32;
  origin: i32;
  /** Of the program's observers. */
  marks: u32;
  /** The queue id of the message that a notification is about. */
  about: usize;
  aboutLength: i32;
  named: bool;
  active: bool;
  abandoned: bool;
  received: bool;
  /** Its client is this host: perhaps a content filter, which gives a message back. */
  inside: bool;
  /** Whether it carries another one on is still to be told. */
  undecided: bool;
  /** Another one carries it on. */
  carried: bool;
  /** The message that it carries on, or may; how many carry it on. */
  hopOf: usize;
  heirs: i32;
  /** Those that have its message-id, and its place among them (kin.ts). */
  kin: usize;
  kinBefore: usize;
  kinAfter: usize;
  /** In its text: who brought it, where smtpd tells another client. */
  peerFrom: i32;
  peerTo: i32;
  /** What was heard of its journey (attempts.ts). */
  draft: usize;
}

const SIZE: usize = offsetof<Message>();
@inline
export function idOf(message: Message): usize {
  return changetype<usize>(message) + offsetof<Message>('id0');
}

/** Queue ids: the hash and the message. */
let slots: usize = takeClean(1024 * 8);
let slotCount: u32 = 1024;
let used: u32 = 0;
let serials: i32 = 0;
export let inFlight: u32 = 0;

export function nextSerial(): i32 {
  return serials++;
}

@inline
function hashOfId(host: i32, from: usize, length: usize): u32 {
  return keyHash(from, length) + <u32>host * 0x9e3779b9;
}

export function findMessage(host: i32, from: usize, length: usize): Message | null {
  const hash = hashOfId(host, from, length);
  const mask = slotCount - 1;
  let slot = hash & mask;
  while (true) {
    const place = slots + ((<usize>slot) << 3);
    const held = <usize>load<u32>(place, 4);
    if (held == 0) return null;
    const message = changetype<Message>(held);
    if (
      load<u32>(place) == hash &&
      message.host == host &&
      <usize>message.idLength == length &&
      same(from, idOf(message), length)
    )
      return message;
    slot = (slot + 1) & mask;
  }
}

/**
 * The places of messages gone by, each with the next in its `text`. They are kept for messages alone: sessions and the
 * ring of ended ones still point to them, and see by the serial that theirs is gone.
 */
let vacant: usize = 0;

function newMessage(): Message {
  if (vacant == 0) return changetype<Message>(takeClean(SIZE));
  const message = changetype<Message>(vacant);
  vacant = message.text;
  clean(changetype<usize>(message), SIZE);
  return message;
}

/** A new life of a queue id, which must not be in use. */
export function addMessage(host: i32, from: usize, length: usize, owner: i32): Message {
  const message = newMessage();
  message.owner = owner;
  message.host = host;
  message.hash = hashOfId(host, from, length);
  message.idLength = <i32>length;
  copy(idOf(message), from, length);
  message.serial = serials++;
  message.senderLength = -1;
  if (++used * 2 > slotCount) spread();
  putSlot(slots, slotCount, message.hash, <u32>changetype<usize>(message));
  if (owner == ENGINE) inFlight++;
  return message;
}

function spread(): void {
  slots = doubledSlots(slots, slotCount);
  slotCount *= 2;
}

/** Forgets a message, whoever follows it; what others carry on keeps its place until they are gone. */
export function dropMessage(message: Message): void {
  const mask = slotCount - 1;
  const wanted = <u32>changetype<usize>(message);
  let hole = message.hash & mask;
  while (load<u32>(slots + ((<usize>hole) << 3), 4) != wanted) hole = (hole + 1) & mask;
  // What follows closes up, so that no search ends early at the hole (Knuth, TAOCP 6.4, algorithm R).
  for (let slot = (hole + 1) & mask; ; slot = (slot + 1) & mask) {
    const held = slots + ((<usize>slot) << 3);
    if (load<u32>(held, 4) == 0) break;
    if (((slot - (load<u32>(held) & mask)) & mask) < ((slot - hole) & mask)) continue;
    store<u64>(slots + ((<usize>hole) << 3), load<u64>(held));
    hole = slot;
  }
  store<u64>(slots + ((<usize>hole) << 3), 0);
  used--;
  if (message.owner == ENGINE) inFlight--;
  message.owner = BURIED;
  message.serial = -1;
  if (message.heirs == 0) free(message);
}

function free(message: Message): void {
  carryOn(message, null);
  dropTexts(message);
  message.owner = FREE;
  message.text = vacant;
  vacant = changetype<usize>(message);
}

/** The message carries the first one on, or may; null: none any more. */
export function carryOn(message: Message, first: Message | null): void {
  const before = message.hopOf;
  message.hopOf = changetype<usize>(first);
  if (first != null) first.heirs++;
  if (before == 0) return;
  const left = changetype<Message>(before);
  left.heirs--;
  if (left.heirs == 0 && left.owner == BURIED) free(left);
}

/** The message as it first came in. */
export function rootOf(message: Message): Message {
  let root = message;
  // As far as src/maillog/correlate/message.ts goes.
  for (let depth = 0; root.hopOf != 0 && depth < 8; depth++) root = changetype<Message>(root.hopOf);
  return root;
}

function dropTexts(message: Message): void {
  if (message.text != 0) giveBack(message.text, <usize>message.textLength + 16);
  if (message.sender != 0) giveBack(message.sender, <usize>message.senderLength + 16);
  if (message.failed != 0) giveBack(message.failed, <usize>message.failedLength + 16);
  if (message.about != 0) giveBack(message.about, <usize>message.aboutLength + 16);
  message.text = 0;
  message.sender = 0;
  message.failed = 0;
  message.about = 0;
}

/** The program follows the message from now on. */
export function handOver(message: Message): void {
  if (message.owner == ENGINE) inFlight--;
  carryOn(message, null);
  dropTexts(message);
  message.owner = PROGRAM;
  message.undecided = false;
}

/** A copy of bytes, with room for comparisons behind it. */
export function keepBytes(from: usize, length: usize): usize {
  const block = take(length + 16);
  copy(block, from, length);
  return block;
}

/** Goes over all in the table, from a position on: the next message of the engine, null at the end. */
let walking: u32 = 0;
export function walk(from: u32): void {
  walking = from;
}
export function next(): Message | null {
  while (walking < slotCount) {
    const held = <usize>load<u32>(slots + ((<usize>walking) << 3), 4);
    walking++;
    if (held != 0 && changetype<Message>(held).owner == ENGINE) return changetype<Message>(held);
  }
  return null;
}
export function eldestSerial(): i32 {
  let eldest = serials;
  walk(0);
  for (let message = next(); message != null; message = next())
    if (message.serial < eldest) eldest = message.serial;
  return eldest;
}
