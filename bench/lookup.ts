/**
 * `sekisho lookup --json` as a whole process, start included: 1,000 and 4,000 addresses on 50 lists of a local rbldnsd, in
 * turn with dig (bind9-dnsutils), which is given the same names, and once with adnshost (Debian: adns-tools), which is slow;
 * medians and their ratio, and what of the processor's time is the server's. Then whether its memory depends on how many
 * addresses there are, on five lists. Root is needed, for port 53 (adnshost knows no other), and GNU time.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
    addresses: { type: 'string', default: '1000,4000' },
    many: { type: 'string', default: '10000,50000,200000' },
  },
});

/** For the memory: who waits is what there is more of. */
const FEW = ZONES.slice(0, 5);

/** 198.51.100.0 and those behind it; the first 128 are on every list. */
function addresses(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const number = (51 << 16) + (100 << 8) + index;
    return `198.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
  });
}

interface Measure {
  readonly seconds: number;
  /** Of the processor: its own, and the server's meanwhile. */
  readonly own: number;
  readonly served: number;
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
  const before = serverSeconds();
  const run = spawnSync('/usr/bin/time', ['-f', '%e %U %S %M', ...command], {
    stdio: [from, to, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(from);
  closeSync(to);
  const told = (run.stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  const [seconds = 0, user = 0, system = 0, kilobytes = 0] = told;
  const served = serverSeconds() - before;
  const [listed, answered] = count(readFileSync(output, 'utf8'));
  return { seconds, own: user + system, served, memory: kilobytes / 1024, listed, answered };
}

/** Of the processor, by rbldnsd: `utime` and `stime` of proc(5), in hundredths. */
function serverSeconds(): number {
  const ours = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && isServer(pid));
  return ours.reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return sum + (Number(fields[11]) + Number(fields[12])) / 100;
  }, 0);
}

function isServer(pid: string): boolean {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return command.startsWith('rbldnsd') && command.includes(`${server.address}/53`);
  } catch {
    // It has ended.
    return false;
  }
}

function lookup(address: string, count: number, zones: readonly string[]): Asker {
  const input = join(folder, `addresses-${count}`);
  writeFileSync(input, `${addresses(count).join('\n')}\n`);
  return {
    command: [SEKISHO, 'lookup', '--json', '--dns', address, '--zones', zones.join(','), '-'],
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

function peers(address: string, addressCount: number): Readonly<Record<string, Asker>> {
  const input = join(folder, 'names');
  const reversed = addresses(addressCount).map((each) => each.split('.').reverse().join('.'));
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
      `(processor: ${median(all.map(({ own }) => own)).toFixed(1)} s, the server's ${median(all.map(({ served }) => served)).toFixed(1)} s) ` +
      `${number(Math.max(...all.map(({ memory }) => memory))).padStart(5)} MB  ` +
      `${told(({ answered }) => answered)} answers, ${told(({ listed }) => listed)} listings`,
  );
  return seconds;
}

const list = { type: 'ip4set' as const, lines: [':127.0.0.2:listed, see $', '127.0.0.2', '198.51.100.0/25'] };
const server = await startRbldnsd(Object.fromEntries(ZONES.map((zone) => [zone, list])), {
  address: await claimAddress(),
});
const hasCommand = ({ command }: Asker): boolean =>
  spawnSync(command[0]!, ['-h'], { stdio: 'ignore' }).error === undefined;

try {
  for (const [turn, count] of values.addresses.split(',').map(Number).entries()) {
    const { adnshost, ...others } = peers(server.address, count);
    const askers = Object.entries({ sekisho: lookup(server.address, count, ZONES), ...others }).filter(
      ([, asker]) => hasCommand(asker),
    );
    const measures = new Map(askers.map(([name]) => [name, [] as Measure[]]));
    measure(askers[0]![1]);
    for (let round = 0; round < Number(values.rounds); round++)
      for (const [name, asker] of askers) measures.get(name)!.push(measure(asker));
    if (turn === 0 && hasCommand(adnshost!)) measures.set('adnshost', [measure(adnshost!)]);
    console.log(`\n${number(count)} addresses on ${ZONES.length} lists`);
    const own = show('sekisho', measures.get('sekisho')!, count * ZONES.length);
    for (const [name, all] of measures)
      if (name !== 'sekisho')
        console.log(`  ${(show(name, all, count * ZONES.length) / own).toFixed(1)} of our time`);
  }
  console.log(`\nmemory, on ${FEW.length} lists`);
  for (const count of values.many.split(',').map(Number))
    if (count > 0) show(number(count), [measure(lookup(server.address, count, FEW))], count * FEW.length);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
