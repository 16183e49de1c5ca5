/** Asks whether a change is wanted; nobody there to answer is no yes. */
import { createInterface } from 'node:readline';
import { SekishoError } from '../config/error.ts';
import { sayApply } from '../i18n/apply/words.ts';
import type { Language } from '../i18n/language.ts';

/** @throws SekishoError `bad-argument`: nobody can be asked */
export async function agreed(
  { yes, json }: { readonly yes?: boolean; readonly json?: boolean },
  language: Language,
  question: 'ask' | 'ask-back',
  ended: AbortSignal,
): Promise<boolean> {
  if (yes === true) return true;
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true || json === true)
    throw new SekishoError(
      'bad-argument',
      'nobody is there to agree',
      'add --yes, or --dry-run to see the change only',
    );
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await new Promise<string>((done) => {
    // Ctrl-C, Ctrl-D, a signal: no answer.
    const none = (): void => done('');
    terminal.once('SIGINT', none).once('close', none);
    ended.addEventListener('abort', none);
    terminal.question(`${sayApply(language, question)} `, done);
  });
  terminal.close();
  return /^(?:y|yes|はい)$/i.test(answer.trim());
}
