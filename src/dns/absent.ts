/**
 * "There is no such name": what blocklists say of nearly everybody, read on one walk over the message, without making a
 * single thing. What is unusual in the least is left to `readMessage` and `interpret`, which say the same of the rest.
 */
import { LONGEST_NEGATIVE_TTL } from './interpret.ts';
import { skipName } from './name.ts';
import { HEADER, headerRcode, IN, OPT, readSoaMinimum, TYPES, validTtl } from './wire.ts';

const NXDOMAIN = 3;

/**
 * @param end where the question section ends, which has been compared with the question
 * @returns seconds that it may be kept; -1: to be read at length
 */
export function readAbsent(bytes: Buffer, end: number): number {
  if (headerRcode(bytes) !== NXDOMAIN || bytes.readUInt16BE(4) !== 1 || bytes.readUInt16BE(6) !== 0)
    return -1;
  let at = end;
  let kept = -1;
  for (let left = bytes.readUInt16BE(8); left > 0; left--) {
    const next = behindOwner(bytes, at, end);
    if (next < 0 || next + 10 > bytes.length) return -1;
    const from = next + 10;
    at = from + bytes.readUInt16BE(next + 8);
    if (at > bytes.length) return -1;
    if (kept >= 0 || bytes.readUInt16BE(next) !== TYPES.SOA || bytes.readUInt16BE(next + 2) !== IN) continue;
    const minimum = readSoaMinimum(bytes, from, at);
    if (minimum < 0) return -1;
    kept = Math.min(validTtl(bytes.readUInt32BE(next + 4)), minimum, LONGEST_NEGATIVE_TTL);
  }
  return isExtended(bytes, at) ? -1 : Math.max(0, kept);
}

/** Where an owner ends that is the root, or a pointer to where a label of the question begins; -1: it is another. */
function behindOwner(bytes: Buffer, at: number, end: number): number {
  const first = bytes[at];
  if (first === 0) return at + 1;
  if (first === undefined || first < 0xc0 || at + 1 >= bytes.length) return -1;
  const target = bytes.readUInt16BE(at) & 0x3fff;
  for (let label = HEADER; label < end - 4; label += bytes[label]! + 1) if (label === target) return at + 2;
  return -1;
}

/** Whether EDNS adds to the rcode (RFC 6891 §6.1.3): it is then not what it seems. */
function isExtended(bytes: Buffer, from: number): boolean {
  let at = from;
  for (let left = bytes.readUInt16BE(10); left > 0; left--) {
    const next = skipName(bytes, at);
    if (next === undefined || next + 10 > bytes.length) return false;
    at = next + 10 + bytes.readUInt16BE(next + 8);
    if (at > bytes.length) return false;
    if (bytes.readUInt16BE(next) === OPT) return bytes[next + 4] !== 0;
  }
  return false;
}
