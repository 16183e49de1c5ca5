/**
 * Whether a log comes by standard input though no file is named: `cat maillog* | sekisho report`, as scripts
 * made for pflogsumm do. A pipe that brings nothing, as some cron daemons leave one, is no log.
 */
import { fstatSync, type Stats } from 'node:fs';

/** Milliseconds to wait for the first byte. */
const PATIENCE = 2000;

export async function bringsLog(stream: typeof process.stdin = process.stdin): Promise<boolean> {
  let stat: Stats;
  try {
    stat = fstatSync(0);
  } catch {
    return false;
  }
  if (stat.isFile()) return stat.size > 0;
  // A socket is what sshd and other programs give.
  if (!stat.isFIFO() && !stat.isSocket()) return false;
  return await new Promise((resolve) => {
    const settle = (answer: boolean): void => {
      clearTimeout(timer);
      stream.removeListener('readable', readable);
      stream.removeListener('end', ended);
      if (!answer) stream.destroy();
      resolve(answer);
    };
    const readable = (): void => {
      if (stream.readableLength > 0) settle(true);
      else if (stream.readableEnded) settle(false);
    };
    const ended = (): void => settle(false);
    const timer = setTimeout(() => settle(false), PATIENCE);
    stream.on('readable', readable);
    stream.on('end', ended);
  });
}
