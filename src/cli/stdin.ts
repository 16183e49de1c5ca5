/**
 * Whether a log comes by standard input though no file is named: `cat maillog* | sekisho report`, as scripts
 * made for pflogsumm do. A pipe that brings nothing, as some cron daemons leave one, is no log.
 */
import { fstatSync, type Stats } from 'node:fs';

/** Milliseconds to wait for the first byte. */
const PATIENCE = 2000;

/** `silent`: an open pipe that brought nothing for a while. */
export type Standing = 'log' | 'nothing' | 'silent';

export async function bringsLog(stream: typeof process.stdin = process.stdin): Promise<Standing> {
  let stat: Stats;
  try {
    stat = fstatSync(0);
  } catch {
    return 'nothing';
  }
  if (stat.isFile()) return stat.size > 0 ? 'log' : 'nothing';
  // A socket is what sshd and other programs give.
  if (!stat.isFIFO() && !stat.isSocket()) return 'nothing';
  return await new Promise((resolve) => {
    const settle = (answer: Standing): void => {
      clearTimeout(timer);
      stream.removeListener('readable', readable);
      stream.removeListener('end', ended);
      if (answer !== 'log') stream.destroy();
      resolve(answer);
    };
    const readable = (): void => {
      if (stream.readableLength > 0) settle('log');
      else if (stream.readableEnded) settle('nothing');
    };
    const ended = (): void => settle('nothing');
    const timer = setTimeout(() => settle('silent'), PATIENCE);
    stream.on('readable', readable);
    stream.on('end', ended);
  });
}

/** All of standard input, for lists that a person types or pipes. */
export async function textOfStdin(stream: typeof process.stdin = process.stdin): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/** Characters after which a line that does not end is taken for one. */
const LONGEST_LINE = 1 << 20;

/** The same, line by line as they come: they may be hundreds of thousands. */
export async function* linesOfStdin(stream: typeof process.stdin = process.stdin): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split(/\r?\n/);
    rest = lines.pop()!;
    yield* lines;
    if (rest.length < LONGEST_LINE) continue;
    yield rest;
    rest = '';
  }
  yield rest + decoder.decode();
}
