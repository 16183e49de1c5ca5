/** `sekisho spf`: may this client send for this domain, why, and what is wrong with the record. */
import type { Command } from 'commander';
import { say } from '../i18n/cli/words.ts';
import type { Language } from '../i18n/language.ts';
import { type RecordReview, review } from '../spf/review.ts';
import { resultOf } from '../spf/review-problems.ts';
import { Spf } from '../spf/spf.ts';
import type { Result, Verdict } from '../spf/verdict.ts';
import { addEveryOption, type EveryOptions, everyday } from './every-command.ts';
import { openResolver } from './resolver.ts';
import { reviewJson, verdictJson } from './spf-json.ts';
import { type SpfOptions, wantedOf } from './spf-request.ts';
import { SpfText } from './spf-text.ts';

interface Options extends EveryOptions, SpfOptions {}

/** Milliseconds for a review, which may read many records. */
const LONGEST_REVIEW = 20_000;

export function addSpf(parent: Command, language: Language): void {
  const command = parent
    .command('spf')
    .description(say(language, 'help.spf'))
    .argument('[domain]', say(language, 'help.spf.domain'))
    .option('--ip <address>', say(language, 'help.spf.ip'))
    .option('--sender <address>', say(language, 'help.spf.sender'))
    .option('--helo <name>', say(language, 'help.spf.helo'))
    .action(run);
  addEveryOption(command, language);
  command.addHelpText('after', say(language, 'help.spf.after'));
}

async function run(domain: string | undefined, options: Options): Promise<void> {
  const { resolver: at, language, width, color } = everyday(options);
  const wanted = wantedOf(domain, options);
  const resolver = await openResolver(at);
  const text = new SpfText({ language, width, color });
  const isJson = options.json === true;
  const look = (name: string): Promise<RecordReview> =>
    review(name, resolver, AbortSignal.timeout(LONGEST_REVIEW));
  try {
    if (wanted.kind === 'review') {
      const found = await look(wanted.domain);
      const result = resultOf(found);
      process.stdout.write(isJson ? json(reviewJson(found, result, language)) : text.review(found));
      process.exitCode = exitCodeOf(result);
      return;
    }
    const { request } = wanted;
    const verdict = await new Spf(resolver, { keep: 0 }).check(request);
    // Where the lookups went is the question then; else it would only be more questions.
    const costs = isAboutLookups(verdict) ? await look(verdict.domain) : undefined;
    process.stdout.write(
      isJson ? json(verdictJson(verdict, request, costs, language)) : text.verdict(verdict, request, costs),
    );
    process.exitCode = exitCodeOf(verdict.result);
  } finally {
    resolver.close();
  }
}

function isAboutLookups({ problem }: Verdict): boolean {
  return problem?.kind === 'lookups' || problem?.kind === 'voids';
}

/** docs/spf.md: a verdict about the client is an answer; a broken record is a problem; silent DNS is the environment's. */
function exitCodeOf(result: Result | null): number {
  return result === 'permerror' ? 1 : result === 'temperror' ? 3 : 0;
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
