/**
 * Writes a mail log of any size whose totals are known: `node bench/generate.ts --lines 1000000 --out FILE`
 * makes FILE and FILE.totals.json. The same seed makes the same log.
 */
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { filtered } from './generator/filters.ts';
import { backscatter } from './generator/incidents.ts';
import {
  forwarded,
  guessing,
  inbound,
  noise,
  onTrial,
  outbound,
  refused,
  type Scene,
} from './generator/scenes.ts';
import { Server } from './generator/server.ts';
import type { Totals } from './generator/totals.ts';
import { type Format, Writer } from './generator/writer.ts';

export interface GenerateOptions {
  readonly lines: number;
  readonly seed?: number;
  readonly format?: Format;
  /** First moment, epoch milliseconds. */
  readonly start?: number;
  readonly days?: number;
  readonly longIds?: boolean;
  readonly mix?: Mix;
}

export const MIXES = ['usual', 'filter', 'backscatter'] as const;
/**
 * What there is most of: filter: an after-queue content filter (Amavis) gives each message from outside back under a
 * second queue id; backscatter: a good tenth of the messages bounce, and strangers are told.
 */
export type Mix = (typeof MIXES)[number];

/** Scenes and how often they play, in hundredths. */
const OTHERS: readonly (readonly [Scene, number])[] = [
  [refused, 32],
  [guessing, 12],
  [outbound, 14],
  [noise, 8],
  [onTrial, 2],
  [forwarded, 2],
];
const SCENES: Readonly<Record<Mix, readonly (readonly [Scene, number])[]>> = {
  usual: [[inbound, 30], ...OTHERS],
  filter: [[filtered, 30], ...OTHERS],
  backscatter: [[inbound, 24], [backscatter, 6], ...OTHERS],
};
const ALL = 100;
/** Lines that a scene makes on average; measured. */
const LINES_PER_SCENE = 6.1;
const DAY = 86_400_000;

export function generate(options: GenerateOptions, write: (text: string) => void): Totals {
  const {
    lines,
    seed = 1,
    format = 'rfc3164',
    start = Date.UTC(2026, 10, 20),
    days = 1,
    longIds = true,
    mix = 'usual',
  } = options;
  const writer = new Writer(write, format, 'Z');
  const server = new Server(
    writer,
    seed,
    'mx1.hinode.example',
    longIds,
    Math.max(200, Math.floor(lines / 12)),
  );
  const { random } = server;
  const scenes = lines / LINES_PER_SCENE;
  const step = (days * DAY * 0.95) / scenes;
  let time = start;
  while (writer.lines < lines - 40) {
    // Nights are quiet.
    const hour = ((time - start) / 3_600_000) % 24;
    time += step * random.next() * 2 * (1 - 0.5 * Math.sin(((hour - 6) / 24) * 2 * Math.PI));
    writer.flush(time);
    let roll = random.below(ALL);
    for (const [scene, share] of SCENES[mix]) {
      roll -= share;
      if (roll < 0) {
        scene(server, time);
        break;
      }
    }
  }
  writer.end();
  server.totals.lines = writer.lines;
  return server.totals;
}

/** @throws where there is no such mix */
export function mixOf(name: string): Mix {
  const mix = MIXES.find((each) => each === name);
  if (mix === undefined) throw new Error(`no mix ${name}: ${MIXES.join(', ')}`);
  return mix;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      lines: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '1' },
      format: { type: 'string', default: 'rfc3164' },
      days: { type: 'string', default: '1' },
      start: { type: 'string', default: '2026-11-20' },
      'short-ids': { type: 'boolean', default: false },
      mix: { type: 'string', default: 'usual' },
      out: { type: 'string', default: 'maillog.generated' },
    },
  });
  const file = openSync(values.out, 'w');
  const totals = generate(
    {
      lines: Number(values.lines),
      seed: Number(values.seed),
      format: values.format as Format,
      days: Number(values.days),
      start: Date.parse(values.start),
      longIds: !values['short-ids'],
      mix: mixOf(values.mix),
    },
    (text) => writeSync(file, text),
  );
  closeSync(file);
  writeFileSync(`${values.out}.totals.json`, `${JSON.stringify(totals, null, 2)}\n`);
}
