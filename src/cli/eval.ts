/** `sekisho eval`: what smtpd would answer to attempts that come by standard input, one JSON line for each. */
import { createInterface } from 'node:readline';
import { type Command, Option } from 'commander';
import { SekishoError } from '../config/error.ts';
import { say } from '../i18n/cli/words.ts';
import type { Language } from '../i18n/language.ts';
import { askPolicy } from '../postfix/policy-client.ts';
import { readConfiguration, USUAL_FOLDER } from '../postfix/read.ts';
import { attemptOf, policyRequest, readAttributes } from '../restrictions/attributes.ts';
import { compileRules } from '../restrictions/compile.ts';
import { evaluationJson } from '../restrictions/evaluation-json.ts';
import { evaluateAsking, KnownFacts, type Sources } from '../restrictions/facts-known.ts';
import { Settings } from '../restrictions/settings.ts';
import { orRefuse } from './broken.ts';
import { addEveryOption, type EveryOptions, everyday } from './every-command.ts';
import { openResolver } from './resolver.ts';
import { serviceOf } from './service-option.ts';
import { tableWorld, thisMachine } from './table-world.ts';

interface Options extends EveryOptions {
  configDir: string;
  service?: string;
  offline?: boolean;
}

/** Bytes of one attempt; Postfix's own are a few hundred. */
const LONGEST = 65_536;
/** Milliseconds that a policy service may take. */
const PATIENCE = 10_000;

export function addEval(parent: Command, language: Language): void {
  const command = parent
    .command('eval')
    .description(say(language, 'help.eval'))
    .addOption(
      new Option('-c, --config-dir <folder>', say(language, 'help.configDir')).default(USUAL_FOLDER, ''),
    )
    .option('--service <name>', say(language, 'help.service'))
    .option('--offline', say(language, 'help.eval.offline'))
    .action(run);
  addEveryOption(command, language);
  command.addHelpText('after', say(language, 'help.eval.after'));
}

async function run(options: Options): Promise<void> {
  const { resolver: at } = everyday(options);
  const configuration = readConfiguration(options.configDir);
  const service = serviceOf(configuration, options.service);
  const settings = new Settings(configuration, service);
  const rules = await orRefuse(configuration, () => {
    const world = tableWorld(options.configDir, settings, options.offline !== true);
    return compileRules(configuration, {
      world,
      ...(service && { service }),
      ...thisMachine(),
    });
  });
  const resolver = options.offline === true ? undefined : await openResolver(at);
  const queueDirectory = settings.text('queue_directory');
  const sources: Sources =
    resolver === undefined
      ? {}
      : {
          resolver,
          policy: (name, attempt) =>
            askPolicy(name, policyRequest(attempt), { queueDirectory, patience: PATIENCE }),
        };
  const facts = new KnownFacts();
  try {
    for await (const block of blocks()) {
      const attempt = attemptOf(readAttributes(block));
      if (attempt === undefined)
        throw new SekishoError(
          'bad-argument',
          'an attempt without client_address, or of an unknown protocol_state',
          'name at least client_address=, sender= and recipient=, as Postfix does for a policy service',
        );
      const evaluation = await evaluateAsking(rules, attempt, facts, sources, { trace: true });
      process.stdout.write(`${JSON.stringify(evaluationJson(evaluation))}\n`);
    }
  } finally {
    resolver?.close();
  }
}

/** Attempts, each ended by an empty line; the last may end with the input. */
async function* blocks(): AsyncGenerator<string> {
  let block = '';
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line === '') {
      if (block !== '') yield block;
      block = '';
    } else if (block.length + line.length < LONGEST) block += `${line}\n`;
  }
  if (block !== '') yield block;
}
