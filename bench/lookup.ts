/**
 * `sekisho lookup --json` as a whole process, start included: 1,000 addresses on 50 lists of a local rbldnsd, in turn with
 * adnshost (Debian: adns-tools) and dig (bind9-dnsutils), which are given the same names; medians and their ratio. Then
 * how its memory depends on how many addresses there are. Root is needed, for port 53 (adnshost knows no other), and GNU time.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { claimAddress } from '../test/lab/ports.ts';
import { startRbldnsd } from '../test/lab/rbldnsd.ts';

const SEKISHO = join(import.meta.dirname, '../sekisho');
const ZONES = Array.from({ length: 50 }, (_, index) => `bl${index}.lab`);
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    many: { type: 'string', default: '1000,10000,50000' },
  },
});

/** 198.51.100.0 and those behind it; the first 128 are on every list. */
function addresses(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const number = (51 << 16) + (100 << 8) + index;
    return `198.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
  });
}

interface Measure {
  readonly seconds: number;
  /** Megabytes at most. */
  readonly memory: number;
  /** They must agree; what is lost is not found. */
  readonly listed: number;
  readonly answered: number;
}

interface Asker {
  readonly command: readonly string[];
  readonly input: string;
  /** Who was listed, and how many answers there were. */
  readonly count: (output: string) => readonly [listed: number, answered: number];
}

const folder = mkdtempSync(join(tmpdir(), 'sekisho-bench-'));

function measure({ command, input, count }: Asker): Measure {
  const output = join(folder, 'output');
  const [from, to] = [openSync(input, 'r'), openSync(output, 'w')];
  const run = spawnSync('/usr/bin/time', ['-f', '%e %M', ...command], {
    stdio: [from, to, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(from);
  closeSync(to);
  const [seconds = 0, kilobytes = 0] = (run.stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  const [listed, answered] = count(readFileSync(output, 'utf8'));
  return { seconds, memory: kilobytes / 1024, listed, answered };
}

function lookup(address: string, count: number): Asker {
  const input = join(folder, `addresses-${count}`);
  writeFileSync(input, `${addresses(count).join('\n')}\n`);
  return {
    command: [SEKISHO, 'lookup', '--json', '--dns', address, '--zones', ZONES.join(','), '-'],
    input,
    count(output) {
      const { results } = JSON.parse(output) as {
        results: { listings: unknown[]; ratings: unknown[]; clear: unknown[] }[];
      };
      const listed = results.reduce((sum, { listings }) => sum + listings.length, 0);
      return [listed, results.reduce((sum, { clear }) => sum + clear.length, listed)];
    },
  };
}

const lines = (pattern: RegExp, output: string): number => output.match(pattern)?.length ?? 0;

function peers(address: string): Readonly<Record<string, Asker>> {
  const input = join(folder, 'names');
  const reversed = addresses(1_000).map((each) => each.split('.').reverse().join('.'));
  writeFileSync(input, reversed.flatMap((each) => ZONES.map((zone) => `${each}.${zone}\n`)).join(''));
  return {
    adnshost: {
      command: ['adnshost', '-a', '-f', '--config', `nameserver ${address}\n`, '-ta'],
      input,
      count: (output) => {
        const listed = lines(/ A .*127\.0\.0\.2/g, output);
        return [listed, listed + lines(/nxdomain/gi, output)];
      },
    },
    dig: {
      command: ['dig', `@${address}`, '-f', '-', '+noall', '+answer', '+comments'],
      input,
      count: (output) => [
        lines(/\sA\s+127\.0\.0\.2$/gm, output),
        lines(/status: (NOERROR|NXDOMAIN)/g, output),
      ],
    },
  };
}

const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[all.length >> 1]!;
const number = (value: number): string => Math.round(value).toLocaleString('en-US');

function show(name: string, all: readonly Measure[], asked: number): number {
  const seconds = median(all.map((each) => each.seconds));
  const told = (pick: (each: Measure) => number): string =>
    [...new Set(all.map(pick))].map(number).join(' or ');
  console.log(
    `${name.padEnd(10)} ${seconds.toFixed(2).padStart(6)} s ${number(asked / seconds).padStart(8)} answers/s ` +
      `${number(Math.max(...all.map(({ memory }) => memory))).padStart(5)} MB  ` +
      `${told(({ answered }) => answered)} answers, ${told(({ listed }) => listed)} listings`,
  );
  return seconds;
}

const list = { type: 'ip4set' as const, lines: [':127.0.0.2:listed, see $', '127.0.0.2', '198.51.100.0/25'] };
const server = await startRbldnsd(Object.fromEntries(ZONES.map((zone) => [zone, list])), {
  address: await claimAddress(),
});
try {
  const [first = 1_000, ...more] = values.many.split(',').map(Number);
  const askers = {
    sekisho: lookup(server.address, first),
    ...(first === 1_000 ? peers(server.address) : {}),
  };
  const here = Object.entries(askers).filter(
    ([, { command }]) => spawnSync(command[0]!, ['-h'], { stdio: 'ignore' }).error === undefined,
  );
  const measures = new Map(here.map(([name]) => [name, [] as Measure[]]));
  measure(askers.sekisho);
  for (let round = 0; round < Number(values.rounds); round++)
    for (const [name, asker] of here) measures.get(name)!.push(measure(asker));
  console.log(`\n${number(first)} addresses on ${ZONES.length} lists`);
  const own = show('sekisho', measures.get('sekisho')!, first * ZONES.length);
  for (const [name, all] of measures)
    if (name !== 'sekisho')
      console.log(`  ${(show(name, all, first * ZONES.length) / own).toFixed(1)} of our time`);
  for (const count of more)
    show(`${number(count)}:`, [measure(lookup(server.address, count))], count * ZONES.length);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
