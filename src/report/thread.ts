/** A second thread's side: reads its stretch of the logs and posts what it counted (passes.ts). */
import { parentPort, workerData } from 'node:worker_threads';
import type { Piece } from './parts.ts';
import { Pass, type PassOptions } from './pass.ts';

export interface Task {
  readonly pieces: readonly Piece[];
  readonly options: PassOptions;
  /** One number that counts the bytes read by all threads. */
  readonly progress: SharedArrayBuffer;
}

const { pieces, options, progress } = workerData as Task;
const done = new Float64Array(progress);
const pass = new Pass(options, true);
await pass.read(pieces, (bytes) => {
  done[0]! += bytes;
});
parentPort!.postMessage(pass.save());
