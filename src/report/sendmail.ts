/** Hands a finished message to sendmail(1), as Postfix and others have it. */
import { spawn } from 'node:child_process';
import { SekishoError } from '../config/error.ts';

export interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
}

/** @param path the program; addresses that begin with a hyphen must have been refused before */
export async function sendmail(path: string, { from, to }: Envelope, message: Buffer): Promise<void> {
  // -i: a line with a dot alone does not end the message.
  const child = spawn(path, ['-i', '-f', from, ...to], { stdio: ['pipe', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (complaint.length < 1000) complaint += text;
  });
  const taken = new Promise<boolean>((resolve) => {
    child.stdin.once('error', () => resolve(false)).end(message, () => resolve(true));
  });
  const ended = await new Promise<string>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => resolve(`it did not start (${error.code})`));
    child.once('close', (code, signal) =>
      resolve(code === 0 ? '' : code === null ? `it was ended by ${signal}` : `it ended with ${code}`),
    );
  });
  if (ended === '' && (await taken)) return;
  const reason = complaint.trim().replace(/\s*\n\s*/g, '; ');
  throw new SekishoError(
    'mail-failed',
    `the report could not be sent with ${path}: ${[ended || 'it did not read the message', reason].filter((part) => part !== '').join(': ')}`,
    'name the program with --sendmail, or look into the mail log',
  );
}
