/**
 * Sekisho and pflogsumm side by side on one generated log, in turn in one run; medians and their ratio. Other
 * work on the machine makes single times worth little: read the ratio. `--big` adds ten million lines, for memory. Then
 * restrictions (evaluate.ts), `replay` (replay.ts) and `lookup` (lookup.ts).
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generate, mixOf } from './generate.ts';
import { type Measure, measure, median } from './measure.ts';

const SEKISHO = join(import.meta.dirname, '../sekisho');
const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    big: { type: 'boolean', default: false },
    mix: { type: 'string', default: 'usual' },
  },
});

function write(folder: string, lines: number): string {
  const path = join(folder, `maillog-${lines}`);
  const file = openSync(path, 'w');
  generate({ lines, mix: mixOf(values.mix) }, (text) => writeSync(file, text));
  closeSync(file);
  return path;
}

const folder = mkdtempSync(join(tmpdir(), 'sekisho-bench-'));
try {
  const lines = Number(values.lines);
  const log = write(folder, lines);
  const hasPeer = spawnSync('pflogsumm', ['--version']).status === 0;
  if (!hasPeer) console.error('pflogsumm is not installed: only Sekisho is measured');
  for (const options of [[], ['--problems_first', '--verbose_msg_detail']]) {
    const ours: Measure[] = [];
    const theirs: Measure[] = [];
    measure([SEKISHO, 'report', log]);
    for (let round = 0; round < Number(values.rounds); round++) {
      ours.push(measure([SEKISHO, 'report', ...options, log]));
      if (hasPeer) theirs.push(measure(['pflogsumm', ...options, log]));
    }
    const show = (name: string, all: Measure[]): number => {
      const seconds = median(all.map((each) => each.seconds));
      console.log(
        `${name.padEnd(10)} ${seconds.toFixed(2).padStart(7)} s  ${Math.round(lines / seconds / 1000)
          .toString()
          .padStart(6)},000 lines/s  ${median(all.map((each) => each.memory))
          .toFixed(0)
          .padStart(5)} MB`,
      );
      return seconds;
    };
    console.log(`\n${lines.toLocaleString('en-US')} lines, report ${options.join(' ')}`);
    const own = show('sekisho', ours);
    if (hasPeer) console.log(`${(show('pflogsumm', theirs) / own).toFixed(1)} times faster`);
  }
  const packed = `${log}.gz`;
  spawnSync('sh', ['-c', `gzip -c '${log}' > '${packed}'`]);
  const { seconds, memory } = measure([SEKISHO, 'report', packed]);
  console.log(`\nsekisho, compressed by gzip: ${seconds.toFixed(2)} s, ${memory.toFixed(0)} MB`);
  if (values.big) {
    for (const size of [3_000_000, 10_000_000]) {
      const { seconds, memory } = measure([SEKISHO, 'report', write(folder, size)]);
      console.log(
        `\n${size.toLocaleString('en-US')} lines: ${seconds.toFixed(1)} s, ${memory.toFixed(0)} MB`,
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const besides = (file: string): void => {
  spawnSync(process.execPath, [join(import.meta.dirname, file)], { stdio: 'inherit' });
};

console.log();
besides('evaluate.ts');
console.log();
besides('replay.ts');

// Lists need a name server on port 53 of loopback.
if (process.getuid?.() === 0 && spawnSync('rbldnsd', ['-h'], { stdio: 'ignore' }).error === undefined)
  besides('lookup.ts');
else console.error('lookup is not measured: it needs root and rbldnsd');
