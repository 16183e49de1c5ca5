/** Messages in a row: the first that came is the first to go. Who has its place by then is told by the serial. */
import { Message } from './messages';
import { giveBack, take } from './memory';

@unmanaged
export class Ring {
  places: usize;
  size: u32;
  head: u32;
  tail: u32;
}

export function newRing(): Ring {
  const ring = changetype<Ring>(take(offsetof<Ring>()));
  ring.size = 1024;
  ring.places = take(1024 * 8);
  ring.head = 0;
  ring.tail = 0;
  return ring;
}

@inline
function placeOf(ring: Ring, i: u32): usize {
  return ring.places + ((<usize>(i & (ring.size - 1))) << 3);
}

export function append(ring: Ring, message: Message): void {
  if (ring.tail - ring.head == ring.size) {
    const larger = take((<usize>ring.size) << 4);
    for (let i: u32 = 0; i < ring.size; i++)
      store<u64>(larger + ((<usize>i) << 3), load<u64>(placeOf(ring, ring.head + i)));
    giveBack(ring.places, (<usize>ring.size) << 3);
    ring.places = larger;
    ring.tail = ring.size;
    ring.head = 0;
    ring.size *= 2;
  }
  const place = placeOf(ring, ring.tail++);
  store<u32>(place, <u32>changetype<usize>(message));
  store<i32>(place, message.serial, 4);
}

export function isEmpty(ring: Ring): bool {
  return ring.head == ring.tail;
}

/** The first one, null where another one has its place by now. */
export function first(ring: Ring): Message | null {
  const place = placeOf(ring, ring.head);
  const message = changetype<Message>(<usize>load<u32>(place));
  return message.serial == load<i32>(place, 4) ? message : null;
}

export function dropFirst(ring: Ring): void {
  ring.head++;
}
