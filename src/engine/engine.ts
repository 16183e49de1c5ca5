/**
 * The log engine's inner loop, compiled to WebAssembly from the AssemblyScript in assembly/: the ledgers of what is
 * counted, and the reading of ordinary lines (src/maillog/express). One engine counts for one report.
 *
 * It is there for speed alone (docs/speed.md): what it does not take, or is not certain of, goes the long way.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SekishoError } from '../config/error.ts';
import { ROOT } from '../config/root.ts';
import type { Asked, Doors } from './doors.ts';
import { Frame } from './frame.ts';
import { Memory } from './memory.ts';

/** Built by `npm run build`. */
const FILE = join(ROOT, 'build/engine.wasm');
/** Room for one key at first. */
const ROOM = 1024;

let compiled: WebAssembly.Module | undefined;

function compile(): WebAssembly.Module {
  if (compiled !== undefined) return compiled;
  let bytes: Buffer;
  try {
    bytes = readFileSync(FILE);
  } catch {
    throw new SekishoError('not-built', 'the log engine is not built', 'run: npm run build');
  }
  compiled = new WebAssembly.Module(bytes);
  return compiled;
}

export class Engine {
  readonly doors: Doors;
  readonly memory: Memory;
  readonly frame: Frame;
  /** Who is asked; ledgers by their place, everything else by who reads a log. */
  asked: Omit<Asked, 'spell' | 'newKey' | 'spellSubject'> = NOBODY;
  readonly ledgers = new Map<number, Pick<Asked, 'spell' | 'newKey'>>();
  readonly subjects = new Map<number, Asked['spellSubject']>();
  /** Where texts are laid down for the engine: one for keys, one for their other spellings. */
  readonly #scratch: [Scratch, Scratch];

  constructor() {
    const host: Asked = {
      spell: (ledger, from, length) => this.ledgers.get(ledger)!.spell(ledger, from, length),
      spellSubject: (subjects, kind, from, length) =>
        this.subjects.get(subjects)!(subjects, kind, from, length),
      newKey: (ledger, hash) => this.ledgers.get(ledger)!.newKey(ledger, hash >>> 0),
      nullDomain: (message) => this.asked.nullDomain(message),
      submitted: (message, account, what, client, sender) =>
        this.asked.submitted(message, account, what, client >>> 0, sender >>> 0),
      settled: (account, at) => this.asked.settled(account, at),
      delivery: (message) => this.asked.delivery(message),
      reason: (blocked, from, end, address) => this.asked.reason(blocked, from, end, address),
      refused: (reason, warning) => this.asked.refused(reason, warning),
      zoneSays: () => this.asked.zoneSays(),
      loginFailed: (client) => this.asked.loginFailed(client >>> 0),
      notified: (message) => this.asked.notified(message),
      givenUp: (message) => this.asked.givenUp(message),
      complained: (kind) => this.asked.complained(kind),
      attemptsAreMany: () => this.asked.attemptsAreMany(),
    };
    const { exports } = new WebAssembly.Instance(compile(), { host: { ...host } });
    this.doors = exports as unknown as Doors;
    this.memory = new Memory(this.doors.memory);
    this.frame = new Frame(this.memory, this.doors.frameAt());
    this.#scratch = [this.#newScratch(ROOM), this.#newScratch(ROOM)];
  }

  /** Where `lay` writes. */
  get key(): number {
    return this.#scratch[0].at;
  }

  /** Where `laySpelling` writes. */
  get spelling(): number {
    return this.#scratch[1].at;
  }

  /** Lays the UTF-8 of a text down, from its character `from` on; returns how many bytes. */
  lay(text: string, from = 0): number {
    return this.#lay(0, text, from);
  }

  laySpelling(text: string): number {
    return this.#lay(1, text, 0);
  }

  #lay(which: 0 | 1, text: string, from: number): number {
    const length = text.length - from;
    if (length * 3 > this.#scratch[which].room) this.#scratch[which] = this.#newScratch(length * 4);
    const { at } = this.#scratch[which];
    const { bytes } = this.memory;
    // Most are ASCII and short: a loop is fastest.
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(from + i);
      if (code > 127) return bytes.write(text.slice(from), at);
      bytes[at + i] = code;
    }
    return length;
  }

  /** Behind the text is room for comparisons of sixteen bytes. */
  #newScratch(room: number): Scratch {
    return { at: this.doors.take(room + 16), room };
  }
}

interface Scratch {
  readonly at: number;
  readonly room: number;
}

const NOBODY: Engine['asked'] = {
  nullDomain: () => 0,
  submitted: () => 0,
  settled() {},
  delivery: () => 0,
  reason: () => -1,
  refused: () => 1,
  zoneSays: () => 1,
  loginFailed() {},
  complained: () => 0,
  notified() {},
  givenUp() {},
  attemptsAreMany() {},
};
