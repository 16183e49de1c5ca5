/**
 * DNS: 1,000 addresses on 50 zones of a local rbldnsd, by the stub resolver, adnshost (Debian: adns-tools) and dig
 * (bind9-dnsutils), in turn in one run; medians and their ratio. Then a long run, for memory. Root is needed, for port 53.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseAddress } from '../src/net/address.ts';
import { reverseName } from '../src/net/reverse.ts';
import { claimAddress } from '../test/lab/ports.ts';
import { startRbldnsd } from '../test/lab/rbldnsd.ts';

const ADDRESSES = 1_000;
const ZONES = Array.from({ length: 50 }, (_, index) => `bl${index}.lab`);
const ASK = join(import.meta.dirname, 'dns-ask.ts');
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, long: { type: 'string', default: '500000' } },
});

/** 198.51.100.0 and the 999 addresses behind it. */
const names = Array.from({ length: ADDRESSES }, (_, index) =>
  reverseName(parseAddress(`198.51.${100 + (index >> 8)}.${index & 255}`)!),
).flatMap((name) => ZONES.map((zone) => `${name}.${zone}`));

interface Measure {
  readonly seconds: number;
  /** Names that were found listed: the three must agree. */
  readonly listed: number;
}

const folder = mkdtempSync(join(tmpdir(), 'sekisho-bench-'));
const list = join(folder, 'names');
writeFileSync(list, `${names.join('\n')}\n`);

/** @param listedIn how often a line of its output says "listed" */
function measure(command: readonly string[], listedIn: (output: string) => number): Measure {
  const output = join(folder, 'output');
  const [input, out] = [openSync(list, 'r'), openSync(output, 'w')];
  const start = performance.now();
  spawnSync(command[0]!, command.slice(1), { stdio: [input, out, 'ignore'] });
  const seconds = (performance.now() - start) / 1000;
  closeSync(input);
  closeSync(out);
  return { seconds, listed: listedIn(readFileSync(output, 'utf8')) };
}

const count = (pattern: RegExp) => (output: string) => output.match(pattern)?.length ?? 0;

function median(numbers: number[]): number {
  return numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}

const lists = await startRbldnsd(
  Object.fromEntries(
    ZONES.map((zone) => [
      zone,
      { type: 'ip4set', lines: [':127.0.0.2:listed, see $', '127.0.0.2', '198.51.100.0/25'] },
    ]),
  ),
  { address: await claimAddress() },
);
try {
  const at = `nameserver ${lists.address}\n`;
  const askers = {
    sekisho: [[process.execPath, ASK, lists.address], count(/^listed/gm)],
    adnshost: [['adnshost', '-a', '-f', '--config', at, '-ta'], count(/ A .*127\.0\.0\.2/g)],
    dig: [['dig', `@${lists.address}`, '+short', '-f', '-'], count(/^127\.0\.0\.2$/gm)],
  } as const;
  const here = Object.entries(askers).filter(
    ([, [command]]) => spawnSync(command[0], ['-h']).error === undefined,
  );
  const measures = new Map(here.map(([name]) => [name, [] as Measure[]]));
  for (let round = 0; round < Number(values.rounds); round++)
    for (const [name, [command, listedIn]] of here) measures.get(name)!.push(measure(command, listedIn));
  console.log(
    `${names.length.toLocaleString('en-US')} names: ${ADDRESSES} addresses on ${ZONES.length} zones`,
  );
  const own = median(measures.get('sekisho')!.map(({ seconds }) => seconds));
  for (const [name, all] of measures) {
    const seconds = median(all.map((each) => each.seconds));
    const listed = [...new Set(all.map((each) => each.listed))].join(', ');
    console.log(
      `${name.padEnd(9)} ${seconds.toFixed(2).padStart(6)} s  ${Math.round(names.length / seconds)
        .toLocaleString('en-US')
        .padStart(
          8,
        )} names/s  ${listed} listed${name === 'sekisho' ? '' : `  ${(seconds / own).toFixed(2)} of our time`}`,
    );
  }
  const long = spawnSync(process.execPath, [ASK, lists.address, values.long], { encoding: 'utf8' });
  console.log(long.stdout.trimEnd());
} finally {
  await lists.stop();
  rmSync(folder, { recursive: true, force: true });
}
