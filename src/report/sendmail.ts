/** Hands a finished message to sendmail(1), as Postfix and others have it. */
import { spawn } from 'node:child_process';
import { SekishoError } from '../config/error.ts';

export interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
}

/** Where sendmail is on one system or another; cron's PATH has none of them. */
const PLACES = '/usr/sbin:/usr/lib:/usr/local/sbin';

/**
 * @param program a path, or a name to look for in PATH and in the usual places
 * @param envelope addresses that begin with a hyphen must have been refused before
 * @throws SekishoError `mail-failed`, with what the program said
 */
export async function sendmail(program: string, { from, to }: Envelope, message: Buffer): Promise<void> {
  const env = { ...process.env, PATH: `${process.env.PATH ?? '/usr/bin:/bin'}:${PLACES}` };
  // -i: a line with a dot alone does not end the message.
  const child = spawn(program, ['-i', '-f', from, ...to], { env, stdio: ['pipe', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (complaint.length < 1000) complaint += text;
  });
  const taken = new Promise<boolean>((resolve) => {
    child.stdin.once('error', () => resolve(false)).end(message, () => resolve(true));
  });
  const failed = await new Promise<Failure | undefined>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      resolve(['the report was not sent: {program} did not start ({what})', error.code ?? error.message]),
    );
    child.once('close', (code, signal) =>
      resolve(
        code === 0
          ? undefined
          : code === null
            ? ['the report was not sent: {program} was ended by {what}', signal ?? '?']
            : ['the report was not sent: {program} ended with {what}', String(code)],
      ),
    );
  });
  if (failed === undefined && (await taken)) return;
  const [sentence, what] = failed ?? ['the report was not sent: {program} did not read it', ''];
  const said = complaint.trim().replace(/\s*\n\s*/g, '; ');
  throw new SekishoError(
    'mail-failed',
    said === '' ? sentence : `${sentence}: {said}`,
    'name the program with --sendmail, or look into the mail log',
    { values: { program, what, said } },
  );
}

/** A sentence, and its `{what}`. */
type Failure = readonly [sentence: string, what: string];
