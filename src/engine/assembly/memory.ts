/**
 * Memory in blocks of powers of two. What is given back is used again for the next block of its size; nothing
 * else is ever freed, so that memory is as large as what is in flight and what is counted ask for.
 */

/** From 16 bytes on. */
const SMALLEST: u32 = 4;
const CLASSES: u32 = 32;
/** The first free block of each size. */
const heads: usize = memory.data(CLASSES * 4, 4);
/** More memory is asked for in steps of a quarter of a megabyte. */
const STEP: usize = 4;

let top: usize = (__heap_base + 63) & ~63;
let limit: usize = <usize>memory.size() << 16;

/** A block of at least so many bytes; what was in it before is still there. */
export function take(bytes: usize): usize {
  const size = sizeClass(bytes);
  // A larger one does too: what is left of it is kept in halves.
  for (let from = size; from < CLASSES; from++) {
    const head = heads + ((<usize>from) << 2);
    const free = <usize>load<u32>(head);
    if (free == 0) continue;
    store<u32>(head, load<u32>(free));
    while (from > size) {
      from--;
      giveBack(free + ((<usize>1) << from), (<usize>1) << from);
    }
    return free;
  }
  const block = top;
  top += (<usize>1) << size;
  if (top > limit) grow();
  return block;
}

/** A block of zeros. */
export function takeClean(bytes: usize): usize {
  const block = take(bytes);
  clean(block, bytes);
  return block;
}

/** Makes zeros; small stretches sixteen bytes at a time, which is faster than a call. Blocks have room for that. */
export function clean(block: usize, bytes: usize): void {
  if (bytes > 1024) memory.fill(block, 0, bytes);
  else for (let i: usize = 0; i < bytes; i += 16) v128.store(block + i, i64x2.splat(0));
}

/** Copies small stretches; up to fifteen bytes more may be read and written. */
@inline
export function copy(to: usize, from: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, v128.load(from + i));
}

/** @param bytes as of `take` */
export function giveBack(block: usize, bytes: usize): void {
  const head = heads + ((<usize>sizeClass(bytes)) << 2);
  store<u32>(block, load<u32>(head));
  store<u32>(head, <u32>block);
}

@inline
function sizeClass(bytes: usize): u32 {
  return bytes <= 16 ? SMALLEST : 32 - <u32>clz<u32>(<u32>bytes - 1);
}

function grow(): void {
  const pages = (top - limit + 0xffff) >>> 16;
  if (memory.grow(<i32>max<usize>(pages, STEP)) < 0) unreachable();
  limit = <usize>memory.size() << 16;
}
