/**
 * Bytes of a log, sixteen at a time. Each line ends in a control character, and each block has room behind its
 * end, so that a look may go beyond it.
 */

export const LINE_FEED: u32 = 10;
export const RETURN: u32 = 13;
export const SPACE: u32 = 32;
export const QUOTE: u32 = 34;
export const RIGHT_PARENTHESIS: u32 = 41;
export const COMMA: u32 = 44;
export const DOT: u32 = 46;
export const SLASH: u32 = 47;
export const COLON: u32 = 58;
export const SEMICOLON: u32 = 59;
export const LESS: u32 = 60;
export const GREATER: u32 = 62;
export const AT_SIGN: u32 = 64;
export const LEFT_BRACKET: u32 = 91;
export const RIGHT_BRACKET: u32 = 93;

@inline
export function at(p: usize): u32 {
  return load<u8>(p);
}

/** The line feed at or after `p`; there is one. */
export function lineEnd(p: usize): usize {
  const wanted = i8x16.splat(10);
  while (true) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(p), wanted));
    if (found != 0) return p + ctz(found);
    p += 16;
  }
}

/** The first position from `p` on of a character, of a control character, or of a byte that is no ASCII. */
export function until(character: u32, p: usize): usize {
  const wanted = i8x16.splat(<i8>character);
  const least = i8x16.splat(32);
  while (true) {
    const bytes = v128.load(p);
    // Bytes over 127 are negative ones.
    const found = i8x16.bitmask(v128.or(i8x16.eq(bytes, wanted), i8x16.lt_s(bytes, least)));
    if (found != 0) return p + ctz(found);
    p += 16;
  }
}

/** The first position of a character that only printable ASCII comes before; 0 where there is none. */
@inline
export function find(character: u32, p: usize): usize {
  const found = until(character, p);
  return at(found) == character ? found : 0;
}

/** Whether an ASCII text stands at `p`. */
@inline
export function has(p: usize, text: string): bool {
  const length = <usize>text.length;
  const characters = changetype<usize>(text);
  if (length < 8) {
    for (let i: usize = 0; i < length; i++)
      if (<u32>load<u8>(p + i) != <u32>load<u16>(characters + (i << 1))) return false;
    return true;
  }
  // Eight characters of two bytes each; the last eight may overlap those before.
  const last = length - 8;
  for (let i: usize = 0; i < last; i += 8)
    if (!eightAre(p + i, characters + (i << 1))) return false;
  return eightAre(p + last, characters + (last << 1));
}

@inline
function eightAre(p: usize, characters: usize): bool {
  return i8x16.all_true(i8x16.eq(v128.load_ext<u8>(p), v128.load(characters)));
}

/** Whether two stretches are the same. Both must have room of sixteen bytes behind them. */
export function same(a: usize, b: usize, length: usize): bool {
  let i: usize = 0;
  for (; i + 16 <= length; i += 16)
    if (!i8x16.all_true(i8x16.eq(v128.load(a + i), v128.load(b + i)))) return false;
  const rest = <u32>(length - i);
  if (rest == 0) return true;
  const equal = <u32>i8x16.bitmask(i8x16.eq(v128.load(a + i), v128.load(b + i)));
  const wanted = (<u32>1 << rest) - 1;
  return (equal & wanted) == wanted;
}

/** ASCII but for control characters. */
@inline
export function isPrintable(code: u32): bool {
  return code - 32 < 96;
}

/** Printable ASCII but for the blank. */
@inline
export function isGraphic(code: u32): bool {
  return code - 33 < 94;
}

@inline
export function isDigit(code: u32): bool {
  return code - 48 < 10;
}

@inline
export function isAlphanumeric(code: u32): bool {
  return isDigit(code) || (code | 32) - 97 < 26;
}

@inline
export function isHexadecimal(code: u32): bool {
  return isDigit(code) || (code | 32) - 97 < 6;
}

/** Where `number` ended. */
export let after: usize = 0;

/** The whole number at `p`, 0 where no digit stands there; `after` is the position after it. */
export function number(p: usize): f64 {
  let value: f64 = 0;
  for (let digit = at(p) - 48; digit < 10; digit = at(++p) - 48) value = value * 10 + <f64>digit;
  after = p;
  return value;
}

/** Seconds: `0.25`, `63495`. One division, so that they are as exact as a number in the program. */
export function seconds(p: usize): f64 {
  let value: f64 = 0;
  for (let digit = at(p) - 48; digit < 10; digit = at(++p) - 48) value = value * 10 + <f64>digit;
  if (at(p) != DOT) return value;
  let scale: f64 = 1;
  for (let digit = at(++p) - 48; digit < 10; digit = at(++p) - 48) {
    value = value * 10 + <f64>digit;
    scale *= 10;
  }
  return value / scale;
}
