/**
 * Reads logs with as many threads as are worth it, and puts together what they counted. The first stretch is
 * read here, the others by threads of their own; a thread that fails is made good here, by reading its
 * stretch once more.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { LogSource } from '../maillog/source/source.ts';
import { type Piece, shareOut } from './parts.ts';
import { Pass, type PassOptions, type SavedPass } from './pass.ts';
import type { Task } from './thread.ts';

/** More threads read no faster than the memory brings the bytes. */
const MOST = 4;

export async function readAll(
  sources: readonly LogSource[],
  options: PassOptions,
  progress: (bytes: number) => void,
  threads = Math.min(MOST, availableParallelism()),
): Promise<Pass> {
  const [first = [], ...rest] = await shareOut(sources, threads);
  const counters = rest.map(() => new SharedArrayBuffer(8));
  const others = rest.map((pieces, i) => inThread({ pieces, options, progress: counters[i]! }));
  // Nobody waits for them before the first stretch is read; a failure is looked at then.
  for (const other of others) other.catch(() => undefined);
  const pass = new Pass(options, false);
  let own = 0;
  const told = { bytes: 0 };
  await pass.read(first, (bytes) => {
    own += bytes;
    const all = counters.reduce((sum, counter) => sum + new Float64Array(counter)[0]!, own);
    progress(all - told.bytes);
    told.bytes = all;
  });
  for (const [i, other] of others.entries()) pass.adopt(await other.catch(() => again(rest[i]!, options)));
  pass.correlator.finish();
  return pass;
}

function inThread(task: Task): Promise<SavedPass> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: task,
      resourceLimits: { maxYoungGenerationSizeMb: 12 },
    });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('a thread ended without an answer')));
  });
}

async function again(pieces: readonly Piece[], options: PassOptions): Promise<SavedPass> {
  const pass = new Pass(options, true);
  await pass.read(pieces, () => undefined);
  return pass.save();
}
