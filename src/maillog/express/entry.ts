/** The line that the engine speaks of, with names for its numbers. Good only during the call. */
import type { Frame } from '../../engine/frame.ts';
import type { Entry } from '../entry.ts';
import type { Program } from '../program.ts';

export class ExpressEntry implements Entry {
  readonly frame: Frame;
  /** By the numbers that the lane gave them. */
  readonly files: string[] = [];
  readonly hosts: string[] = [];
  readonly programs: Program[] = [];

  constructor(frame: Frame) {
    this.frame = frame;
  }

  get time(): number {
    return this.frame.time;
  }
  get wall(): number {
    return this.frame.wall;
  }
  get host(): string {
    return this.hosts[this.frame.hostNumber]!;
  }
  get program(): Program {
    return this.programs[this.frame.programNumber]!;
  }
  get pid(): number {
    return this.frame.pid;
  }
  get file(): string {
    return this.files[this.frame.fileNumber]!;
  }
  get line(): number {
    return this.frame.line;
  }
  raw(): string {
    return this.frame.raw();
  }
}
