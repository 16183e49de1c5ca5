/** How many different things the engine saw (src/engine/assembly/distinct.ts), for the counts of the program. */
import type { Memory } from '../engine/memory.ts';
import type { Distinct } from './distinct.ts';

/** Where its numbers are. */
const AT = { slots: 0, room: 4, used: 8, zero: 12, registers: 16 } as const;
const REGISTERS = 16_384;

/** Adds what the engine saw. @param at where it counts */
export function addDifferent(distinct: Distinct, { view, bytes }: Memory, at: number): void {
  const registers = view.getUint32(at + AT.registers, true);
  if (registers !== 0) {
    distinct.addRegisters(bytes.subarray(registers, registers + REGISTERS));
    return;
  }
  const slots = view.getUint32(at + AT.slots, true);
  const room = view.getUint32(at + AT.room, true);
  // Both use open addressing with as many slots as twice what is in them.
  const copy = new Uint32Array(room);
  for (let slot = 0; slot < room; slot++) copy[slot] = view.getUint32(slots + slot * 4, true);
  distinct.addSlots(copy, view.getUint32(at + AT.used, true), view.getUint32(at + AT.zero, true) !== 0);
}
