/**
 * Who stands behind each of many reasons, and how often: the clients that were refused, the domains that put off mail.
 * All of them share one ledger, in which a name counts under its group; src/tally/subjects.ts tells what is lost where
 * that is full.
 *
 * A key is the group's place, then the name. Rows of a group form a chain, the newest first.
 */
import { addDistinct, Distinct, dropDistinct, newDistinct } from './distinct';
import { keyHash } from './hash';
import { spellSubject } from './host';
import { addCount, clear, find, getCount, isSpelled, Ledger, newLedger, rowOf, setCount } from './ledger';
import { copy, giveBack, take, takeClean } from './memory';

/** Columns. */
const COUNT: u32 = 0;
const NEXT: u32 = 1;

/** What the names of a group are. */
export const CLIENT: u32 = 0;
export const SENDER: u32 = 1;
export const RECIPIENT: u32 = 2;
export const DOMAIN: u32 = 3;
/** `Ledger.spelling` of domains. */
const LOWER_CASE: i32 = 1;

@unmanaged
export class Group {
  /** The newest row. */
  first: usize;
  rows: u32;
  /** By how much a count may be too low. */
  floor: u32;
  kind: u32;
  /** Nobody asks for it any more. */
  dropped: u32;
  /** How many different names there were, once rows were let go. */
  different: usize;
  next: usize;
}

@unmanaged
class Subjects {
  ledger: usize;
  /** Empty but while rows are let go. */
  spare: usize;
  bound: u32;
  /** Which addresses are surely spelled as they count (ledger.ts). */
  addresses: i32;
  groups: usize;
}

export function newSubjects(bound: u32, addresses: i32): usize {
  const made = changetype<Subjects>(takeClean(offsetof<Subjects>()));
  made.ledger = newLedger(2, 0, 0, u32.MAX_VALUE, 0);
  made.spare = newLedger(2, 0, 0, u32.MAX_VALUE, 0);
  made.bound = bound;
  made.addresses = addresses;
  return changetype<usize>(made);
}

export function newGroup(place: usize, kind: u32): usize {
  const subjects = changetype<Subjects>(place);
  const group = changetype<Group>(takeClean(offsetof<Group>()));
  group.kind = kind;
  group.next = subjects.groups;
  subjects.groups = changetype<usize>(group);
  return subjects.groups;
}

/** Its rows go when rows are let go. */
export function dropGroup(group: usize): void {
  changetype<Group>(group).dropped = 1;
}

let key: usize = take(1024);
let keyRoom: usize = 1024;
/** Behind a key, for hashes, comparisons and copies. */
const SLACK: usize = 16;
const PREFIX: usize = 4;

/** Another spelling of a name, which the program laid down. */
let spelled: usize = 0;
let spelledLength: usize = 0;
export function setSpelled(from: usize, length: usize): void {
  spelled = from;
  spelledLength = length;
}

/** Counts a name once more. */
export function addSubject(place: usize, ofGroup: usize, from: usize, length: usize): void {
  const subjects = changetype<Subjects>(place);
  const group = changetype<Group>(ofGroup);
  if (group.kind != CLIENT) {
    const spelling = group.kind == DOMAIN ? LOWER_CASE : subjects.addresses;
    if (!isSpelled(spelling, from, length) && spellSubject(place, group.kind, from, length)) {
      from = spelled;
      length = spelledLength;
    }
  }
  const size = PREFIX + length;
  if (size + SLACK > keyRoom) {
    giveBack(key, keyRoom);
    keyRoom = size * 2 + SLACK;
    key = take(keyRoom);
  }
  store<u32>(key, <u32>ofGroup);
  copy(key + PREFIX, from, length);
  let ledger = changetype<Ledger>(subjects.ledger);
  if (ledger.size >= subjects.bound && find(ledger, key, size) < 0) {
    letGo(subjects);
    ledger = changetype<Ledger>(subjects.ledger);
  }
  const before = ledger.size;
  const row = rowOf(ledger, key, size);
  addCount(row, COUNT, 1);
  if (ledger.size == before) return;
  chain(group, row);
  if (group.different != 0) see(group, key + PREFIX, length);
}

function chain(group: Group, row: i32): void {
  setCount(row, NEXT, <u32>group.first);
  group.first = <usize>row;
  group.rows++;
}

function see(group: Group, from: usize, length: usize): void {
  addDistinct(changetype<Distinct>(group.different), keyHash(from, length));
}

@inline
export function nextOf(row: usize): usize {
  return <usize>getCount(<i32>row, NEXT);
}

/**
 * Lets half of the rows go, or more. Each group may keep as many as any other: those that count most. So reasons with
 * few names lose none, and those of a flood stay among the others.
 */
function letGo(subjects: Subjects): void {
  forgetDropped(subjects);
  const share = fairShare(subjects, subjects.bound >>> 1);
  const old = changetype<Ledger>(subjects.ledger);
  subjects.ledger = subjects.spare;
  subjects.spare = changetype<usize>(old);
  const ledger = changetype<Ledger>(subjects.ledger);
  for (let at = subjects.groups; at != 0; at = changetype<Group>(at).next) {
    const group = changetype<Group>(at);
    const least = group.rows > share ? leastKept(group, share) : 0;
    let alike = group.rows > share ? share - above(group, least) : group.rows;
    if (group.rows > share && group.different == 0) {
      group.different = changetype<usize>(newDistinct());
      for (let row = group.first; row != 0; row = nextOf(row)) {
        const name = <usize>load<u32>(row) + 8 + PREFIX;
        see(group, name, <usize>load<u32>(<usize>load<u32>(row), 4) - PREFIX);
      }
    }
    let highest: u32 = 0;
    let row = group.first;
    group.first = 0;
    group.rows = 0;
    while (row != 0) {
      const count = getCount(<i32>row, COUNT);
      if (count < least || (count == least && alike == 0)) {
        if (count > highest) highest = count;
      } else {
        if (count == least) alike--;
        const record = <usize>load<u32>(row);
        const kept = rowOf(ledger, record + 8, <usize>load<u32>(record, 4));
        setCount(kept, COUNT, count);
        chain(group, kept);
      }
      row = nextOf(row);
    }
    group.floor += highest;
  }
  clear(old);
}

function forgetDropped(subjects: Subjects): void {
  let last: usize = 0;
  for (let at = subjects.groups; at != 0; ) {
    const group = changetype<Group>(at);
    const next = group.next;
    if (group.dropped != 0) {
      if (last == 0) subjects.groups = next;
      else changetype<Group>(last).next = next;
      if (group.different != 0) dropDistinct(changetype<Distinct>(group.different));
      giveBack(at, offsetof<Group>());
    } else last = at;
    at = next;
  }
}

/** The most rows that each group may keep so that all together keep no more than `most`. */
function fairShare(subjects: Subjects, most: u32): u32 {
  let share: u32 = 0;
  let beyond = most + 1;
  while (beyond - share > 1) {
    const middle = (share + beyond) >>> 1;
    let kept: u64 = 0;
    for (let at = subjects.groups; at != 0; at = changetype<Group>(at).next)
      kept += <u64>min<u32>(changetype<Group>(at).rows, middle);
    if (kept <= <u64>most) share = middle;
    else beyond = middle;
  }
  return share;
}

/** The least count of which not all rows are let go where so many are kept, by bits from the highest on. */
function leastKept(group: Group, keep: u32): u32 {
  let highest: u32 = 0;
  for (let row = group.first; row != 0; row = nextOf(row)) highest = max(highest, getCount(<i32>row, COUNT));
  let least: u32 = 0;
  for (let bit: u32 = 0x80000000 >>> <u32>clz<u32>(highest); bit != 0; bit >>>= 1) {
    let enough: u32 = 0;
    for (let row = group.first; row != 0; row = nextOf(row))
      if (getCount(<i32>row, COUNT) >= (least | bit)) enough++;
    if (enough >= keep) least |= bit;
  }
  return least;
}

function above(group: Group, least: u32): u32 {
  let rows: u32 = 0;
  for (let row = group.first; row != 0; row = nextOf(row)) if (getCount(<i32>row, COUNT) > least) rows++;
  return rows;
}
