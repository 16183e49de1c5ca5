/**
 * Work that must not be left half done: a signal that would end the program is told to the work instead, which then undoes what
 * it has done; a reader of the output that has gone away, or a full disk behind it, ends it no more either.
 */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** @param work is given a signal that is aborted with the name of the first signal as its reason */
export async function uninterrupted<T>(work: (ended: AbortSignal) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  const end = (signal: NodeJS.Signals): void => {
    if (!ending.signal.aborted) ending.abort(signal);
  };
  const streams = [process.stdout, process.stderr].map((stream) => ({
    stream,
    listeners: stream.listeners('error') as ((error: Error) => void)[],
    failed: undefined as NodeJS.ErrnoException | undefined,
  }));
  for (const each of streams) {
    each.stream.removeAllListeners('error');
    each.stream.on('error', (error) => {
      each.failed ??= error;
    });
  }
  for (const signal of SIGNALS) process.on(signal, end);
  try {
    return await work(ending.signal);
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, end);
    for (const { stream, listeners, failed } of streams) {
      // What was done is done: who went away is not told, and the exit code stays.
      if (failed?.code === 'EPIPE') continue;
      stream.removeAllListeners('error');
      for (const listener of listeners) stream.on('error', listener);
      if (failed !== undefined) stream.emit('error', failed);
    }
  }
}
