/**
 * Who stands behind each of many reasons, and how often: the clients that were refused, the domains that put off mail.
 * All of them share one table, in which a name counts under its group; src/tally/subjects.ts tells what is lost where
 * that is full. IPv4 addresses lie in a table of their own (quads.ts), other names in a ledger under the group's place and
 * the name.
 */
import { addDistinct, Distinct, dropDistinct, newDistinct } from './distinct';
import { hashOf } from './hash';
import { spellSubject } from './host';
import { addCount, clear, find, firstRow, getCount, isSpelled, Ledger, newLedger, nextRow, rowOf, setCount } from './ledger';
import { copy, giveBack, take, takeClean } from './memory';
import { addQuad, emptyQuads, findQuad, newQuads, quad, Quads, readQuad, SLOT, writeQuad } from './quads';

/** What the names of a group are. */
export const CLIENT: u32 = 0;
export const SENDER: u32 = 1;
export const RECIPIENT: u32 = 2;
export const DOMAIN: u32 = 3;
/** `Ledger.spelling` of domains. */
const LOWER_CASE: i32 = 1;

@unmanaged
export class Group {
  /** How many names it has here. */
  size: u32;
  /** By how much a count may be too low. */
  floor: u32;
  kind: u32;
  /** Nobody asks for it any more. */
  dropped: u32;
  /** Which names there were, by their hashes, once some were let go. */
  different: usize;
  next: usize;
  subjects: usize;
  /** Its names, once they are gathered (`ENTRY` bytes each), and for how many there is room. */
  list: usize;
  room: u32;
}

@unmanaged
export class Subjects {
  ledger: usize;
  /** Empty but while names are let go. */
  spare: usize;
  quads: usize;
  bound: u32;
  /** Which addresses are surely spelled as they count (ledger.ts). */
  addresses: i32;
  groups: usize;
  /** All groups' lists hold what is here. */
  gathered: u32;
}

export function newSubjects(bound: u32, addresses: i32): usize {
  const made = changetype<Subjects>(takeClean(offsetof<Subjects>()));
  made.ledger = newLedger(1, 0, 0, u32.MAX_VALUE, 0);
  made.spare = newLedger(1, 0, 0, u32.MAX_VALUE, 0);
  made.quads = newQuads();
  made.bound = bound;
  made.addresses = addresses;
  return changetype<usize>(made);
}

export function newGroup(place: usize, kind: u32): usize {
  const subjects = changetype<Subjects>(place);
  const group = changetype<Group>(takeClean(offsetof<Group>()));
  group.kind = kind;
  group.subjects = place;
  group.next = subjects.groups;
  subjects.groups = changetype<usize>(group);
  return subjects.groups;
}

/** Its names go when names are let go. */
export function dropGroup(group: usize): void {
  changetype<Group>(group).dropped = 1;
}

let key: usize = take(1024);
let keyRoom: usize = 1024;
/** Behind a key, for hashes, comparisons and copies. */
const SLACK: usize = 16;
/** The group, before a name. */
const PREFIX: usize = 4;
/** Of a key's record in a ledger. */
const RECORD: usize = 8;

/** Another spelling of a name, which the program laid down. */
let spelled: usize = 0;
let spelledLength: usize = 0;
export function setSpelled(from: usize, length: usize): void {
  spelled = from;
  spelledLength = length;
}

/** Counts a name once more. */
export function addSubject(ofGroup: usize, from: usize, length: usize): void {
  const group = changetype<Group>(ofGroup);
  const subjects = changetype<Subjects>(group.subjects);
  subjects.gathered = 0;
  if (group.kind != CLIENT) {
    const spelling = group.kind == DOMAIN ? LOWER_CASE : subjects.addresses;
    if (!isSpelled(spelling, from, length) && spellSubject(group.subjects, group.kind, from, length)) {
      from = spelled;
      length = spelledLength;
    }
  } else if (readQuad(from, length)) {
    const place = findQuad(changetype<Quads>(subjects.quads), ofGroup, quad);
    if (load<u32>(place) != 0) store<u32>(place, load<u32>(place, 8) + 1, 8);
    else {
      const moved = makeRoom(subjects);
      const quads = changetype<Quads>(subjects.quads);
      addQuad(quads, moved ? findQuad(quads, ofGroup, quad) : place, ofGroup, quad, 1);
      sawNew(group, from, length);
    }
    return;
  }
  const size = PREFIX + length;
  if (size + SLACK > keyRoom) {
    giveBack(key, keyRoom);
    keyRoom = size * 2 + SLACK;
    key = take(keyRoom);
  }
  store<u32>(key, <u32>ofGroup);
  copy(key + PREFIX, from, length);
  const row = find(changetype<Ledger>(subjects.ledger), key, size);
  if (row >= 0) {
    addCount(row, 0, 1);
    return;
  }
  makeRoom(subjects);
  addCount(rowOf(changetype<Ledger>(subjects.ledger), key, size), 0, 1);
  sawNew(group, from, length);
}

function sawNew(group: Group, from: usize, length: usize): void {
  group.size++;
  if (group.different != 0) addDistinct(changetype<Distinct>(group.different), hashOf(from, from + length));
}

/** Of a name in a list: how often it counts; its row in the ledger, 0 where it is an address; the address. */
export const ENTRY: usize = 12;

/** Lists the names of each group. */
export function gather(subjects: Subjects): void {
  if (subjects.gathered != 0) return;
  subjects.gathered = 1;
  for (let at = subjects.groups; at != 0; at = changetype<Group>(at).next) {
    const group = changetype<Group>(at);
    dropList(group);
    group.list = take(<usize>group.size * ENTRY);
    group.room = group.size;
    group.size = 0;
  }
  const quads = changetype<Quads>(subjects.quads);
  const end = quads.slots + <usize>quads.room * SLOT;
  for (let place = quads.slots; place < end; place += SLOT)
    if (load<u32>(place) != 0) list(<usize>load<u32>(place), load<u32>(place, 8), 0, load<u32>(place, 4));
  const ledger = changetype<Ledger>(subjects.ledger);
  for (let row = firstRow(ledger, ledger.firstPage); row != 0; row = nextRow())
    list(<usize>load<u32>(<usize>load<u32>(row), RECORD), getCount(<i32>row, 0), <u32>row, 0);
}

function list(place: usize, count: u32, row: u32, address: u32): void {
  const group = changetype<Group>(place);
  const entry = group.list + <usize>group.size * ENTRY;
  group.size++;
  store<u32>(entry, count);
  store<u32>(entry, row, 4);
  store<u32>(entry, address, 8);
}

function dropList(group: Group): void {
  if (group.list != 0) giveBack(group.list, <usize>group.room * ENTRY);
  group.list = 0;
}

/** Where a name of a list is that is no IPv4 address. */
@inline
export function nameFrom(row: usize): usize {
  return <usize>load<u32>(row) + RECORD + PREFIX;
}
@inline
export function nameLength(row: usize): usize {
  return <usize>load<u32>(<usize>load<u32>(row), 4) - PREFIX;
}

const text: usize = memory.data(32);

/** Which names a group has, by their hashes. @param group with its list */
function different(group: Group): usize {
  const made = changetype<usize>(newDistinct());
  for (let entry = group.list; entry < group.list + <usize>group.size * ENTRY; entry += ENTRY) {
    const row = <usize>load<u32>(entry, 4);
    const from = row == 0 ? text : nameFrom(row);
    const length = row == 0 ? writeQuad(load<u32>(entry, 8), text) : nameLength(row);
    addDistinct(changetype<Distinct>(made), hashOf(from, from + length));
  }
  return made;
}

/** Where the hashes of all names of a group are (distinct.ts), until the next call. */
export function groupDifferent(place: usize): usize {
  const group = changetype<Group>(place);
  if (group.different != 0) return group.different;
  if (shown != 0) dropDistinct(changetype<Distinct>(shown));
  gather(changetype<Subjects>(group.subjects));
  shown = different(group);
  return shown;
}
let shown: usize = 0;

/**
 * Lets half of the names go, or more, where there is no room for another. Each group may keep as many as any other: those
 * that count most. So reasons with few names lose none, and those of a flood stay among the others.
 */
function makeRoom(subjects: Subjects): bool {
  const old = changetype<Ledger>(subjects.ledger);
  const quads = changetype<Quads>(subjects.quads);
  if (old.size + quads.used < subjects.bound) return false;
  gather(subjects);
  subjects.gathered = 0;
  forgetDropped(subjects);
  const share = fairShare(subjects, subjects.bound >>> 1);
  emptyQuads(quads);
  subjects.ledger = subjects.spare;
  subjects.spare = changetype<usize>(old);
  for (let at = subjects.groups; at != 0; at = changetype<Group>(at).next) {
    const group = changetype<Group>(at);
    if (group.size > share && group.different == 0) group.different = different(group);
    keep(subjects, group, share);
    dropList(group);
  }
  clear(old);
  return true;
}

function keep(subjects: Subjects, group: Group, most: u32): void {
  const ledger = changetype<Ledger>(subjects.ledger);
  const quads = changetype<Quads>(subjects.quads);
  const place = changetype<usize>(group);
  const end = group.list + <usize>group.size * ENTRY;
  const all = group.size <= most;
  const least: u32 = all ? 0 : leastKept(group.list, end, most);
  let alike: u32 = all ? 0 : most - above(group.list, end, least);
  let highest: u32 = 0;
  group.size = 0;
  for (let entry = group.list; entry < end; entry += ENTRY) {
    const count = load<u32>(entry);
    if (!all && (count < least || (count == least && alike == 0))) {
      if (count > highest) highest = count;
      continue;
    }
    if (count == least) alike--;
    group.size++;
    const row = <usize>load<u32>(entry, 4);
    const address = load<u32>(entry, 8);
    if (row == 0) addQuad(quads, findQuad(quads, place, address), place, address, count);
    else setCount(rowOf(ledger, nameFrom(row) - PREFIX, nameLength(row) + PREFIX), 0, count);
  }
  group.floor += highest;
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
      dropList(group);
      giveBack(at, offsetof<Group>());
    } else last = at;
    at = next;
  }
}

/** The most names that each group may keep so that all together keep no more than `most`. */
function fairShare(subjects: Subjects, most: u32): u32 {
  let share: u32 = 0;
  let beyond = most + 1;
  while (beyond - share > 1) {
    const middle = (share + beyond) >>> 1;
    let kept: u64 = 0;
    for (let at = subjects.groups; at != 0; at = changetype<Group>(at).next)
      kept += <u64>min<u32>(changetype<Group>(at).size, middle);
    if (kept <= <u64>most) share = middle;
    else beyond = middle;
  }
  return share;
}

/** The least count of which not all names are let go where so many are kept, by bits from the highest on. */
function leastKept(from: usize, end: usize, keep: u32): u32 {
  let highest: u32 = 0;
  for (let entry = from; entry < end; entry += ENTRY) highest = max(highest, load<u32>(entry));
  let least: u32 = 0;
  for (let bit: u32 = 0x80000000 >>> <u32>clz<u32>(highest); bit != 0; bit >>>= 1)
    if (above(from, end, (least | bit) - 1) >= keep) least |= bit;
  return least;
}

function above(from: usize, end: usize, count: u32): u32 {
  let names: u32 = 0;
  for (let entry = from; entry < end; entry += ENTRY) if (load<u32>(entry) > count) names++;
  return names;
}
