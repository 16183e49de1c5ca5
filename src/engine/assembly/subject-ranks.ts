/** The names of a group that count most: a heap of its whole list, the best on top. */
import { at } from './bytes';
import { giveBack, take } from './memory';
import { ENTRY, gather, Group, nameFrom, nameLength, Subjects } from './subjects';

let heap: usize = 0;
let found: usize = 0;
let size: usize = 0;
/** How many were found, how many names the group has. */
const HEAD: usize = 8;

/** @returns where they are, until the next call: their number, that of all, their entries (subjects.ts), the best first */
export function groupTop(place: usize, most: u32): usize {
  const group = changetype<Group>(place);
  gather(changetype<Subjects>(group.subjects));
  if (found != 0) giveBack(found, size);
  const wanted = min<u32>(most, group.size);
  size = HEAD + <usize>wanted * ENTRY;
  found = take(size);
  store<u32>(found, wanted);
  store<u32>(found, group.size, 4);
  heap = group.list;
  let left = group.size;
  for (let i = left >>> 1; i > 0; ) sink(--i, left);
  for (let i: u32 = 0; i < wanted; i++) {
    memory.copy(found + HEAD + <usize>i * ENTRY, heap, ENTRY);
    // The best goes behind the others: the list holds all of them for another time.
    swap(0, --left);
    sink(0, left);
  }
  return found;
}

@inline
function entry(i: u32): usize {
  return heap + <usize>i * ENTRY;
}

function swap(a: u32, b: u32): void {
  const first = load<u64>(entry(a));
  const last = load<u32>(entry(a), 8);
  store<u64>(entry(a), load<u64>(entry(b)));
  store<u32>(entry(a), load<u32>(entry(b), 8), 8);
  store<u64>(entry(b), first);
  store<u32>(entry(b), last, 8);
}

function sink(from: u32, end: u32): void {
  let i = from;
  while (true) {
    let below = i * 2 + 1;
    if (below >= end) return;
    if (below + 1 < end && isBetter(entry(below + 1), entry(below))) below++;
    if (!isBetter(entry(below), entry(i))) return;
    swap(i, below);
    i = below;
  }
}

/** Counts more, or as much with a name that comes first; IPv4 addresses by number, before all others. */
function isBetter(a: usize, b: usize): bool {
  const count = load<u32>(a);
  if (count != load<u32>(b)) return count > load<u32>(b);
  const rowA = <usize>load<u32>(a, 4);
  const rowB = <usize>load<u32>(b, 4);
  if (rowA == 0 || rowB == 0) return rowA == rowB ? load<u32>(a, 8) < load<u32>(b, 8) : rowA == 0;
  const lengthA = nameLength(rowA);
  const lengthB = nameLength(rowB);
  const both = min(lengthA, lengthB);
  for (let i: usize = 0; i < both; i++) {
    const difference = <i32>at(nameFrom(rowA) + i) - <i32>at(nameFrom(rowB) + i);
    if (difference != 0) return difference < 0;
  }
  return lengthA < lengthB;
}
