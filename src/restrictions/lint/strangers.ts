/**
 * What smtpd(8) answers to strangers who write to strangers, found by evaluation: a client from somewhere on the network that
 * is in nobody's `mynetworks`, that no list knows anything bad of, and that has not logged in.
 */
import type { Configuration } from '../../postfix/configuration.ts';
import { ExpansionError } from '../../postfix/expand.ts';
import type { Service } from '../../postfix/master-cf.ts';
import type { Attempt } from '../attempt.ts';
import { compileRules } from '../compile.ts';
import { evaluate } from '../evaluate.ts';
import { evaluateList } from '../evaluate-list.ts';
import { type Facts, type Need, NO_FACTS } from '../facts.ts';
import type { Step } from '../parse.ts';
import { resolve } from '../resolve.ts';
import type { Rules } from '../rules.ts';
import { Run } from '../run.ts';
import type { LintWorld } from './family.ts';

/** A domain that nobody has, so that only what holds for all holds for it. */
export const FOREIGN = 'sekisho-q7x2v9.example';

/** From all over the network: a table may know one of them, for better or worse; hardly two. Nobody is asked. */
const ADDRESSES = ['203.0.113.213', '45.83.17.201', '77.111.9.33', '151.80.201.7', '198.51.100.213'] as const;
const ENOUGH = 2;

export type Stranger = Partial<
  Pick<Attempt, 'clientAddress' | 'clientName' | 'helo' | 'sender' | 'recipient' | 'certificate'>
>;

/** Something that could not be known on the way. */
export interface Asked {
  readonly need: Need;
  readonly step: Step;
}

export interface Relayed {
  /** What let him through, of the list that should have stopped him; undefined: nothing in it refuses. */
  readonly step: Step | undefined;
  readonly list: 'relay' | 'recipient';
  /** `relay`: the recipient's domain is in `relay_domains`; `routed`: he has named a route himself. */
  readonly by: 'default' | 'relay' | 'routed';
  readonly asked: readonly Asked[];
}

/** undefined: a value of it is broken, and no smtpd runs. */
export async function rulesForStrangers(
  configuration: Configuration,
  world: LintWorld,
  service: Service | undefined,
): Promise<Rules | undefined> {
  try {
    const rules = await compileRules(configuration, {
      world: world.tables,
      ownAddresses: world.ownAddresses,
      ...(service && { service }),
    });
    return { ...rules, myNetworks: () => false };
  } catch (error) {
    if (error instanceof ExpansionError) return undefined;
    throw error;
  }
}

const NO_CERTIFICATE = { fingerprint: '', key: '', trusted: false };

function attemptOf(stranger: Stranger, stage: Attempt['stage']): Attempt {
  const clientName = stranger.clientName ?? `host.${FOREIGN}`;
  return {
    ...{ stage, clientAddress: ADDRESSES[0], helo: clientName, sender: `a@${FOREIGN}`, account: '' },
    ...{ recipient: `b@${FOREIGN}`, recipientCount: stage === 'RCPT' ? 0 : 1, encrypted: true },
    ...{ certificate: NO_CERTIFICATE, pipelining: false },
    ...stranger,
    ...{ clientName, reverseName: clientName, nameStatus: 'ok' },
  };
}

/**
 * Is his mail relayed? What is not known goes his way: not listed, not refused; and with a restriction named, that one permits.
 * @param permits as it is written
 */
export function relayed(rules: Rules, stranger: Stranger, permits?: string): Relayed | undefined {
  return ask(rules, stranger, permits).result;
}

function ask(
  rules: Rules,
  stranger: Stranger,
  permits: string | undefined,
): { readonly result: Relayed | undefined; readonly asked: readonly Asked[] } {
  const asked: Asked[] = [];
  const facts: Facts = {
    ...NO_FACTS,
    choice(need, step) {
      if (need.kind === 'table' && rules.tables.get(step.argument ?? '') !== need.table) return 0;
      asked.push({ need, step });
      return step.written === permits ? 1 : 0;
    },
  };
  const attempt = attemptOf(stranger, 'RCPT');
  const told = evaluate(rules, attempt, facts, { trace: true });
  const refused = { result: undefined, asked };
  if (told.verdict !== 'permit' || told.actions.some(({ action }) => STAYS.has(action))) return refused;
  for (const stage of ['DATA', 'END-OF-MESSAGE'] as const) {
    const later = evaluate(rules, attemptOf(stranger, stage), facts);
    if (later.verdict !== 'permit' || later.actions.some(({ action }) => STAYS.has(action))) return refused;
  }
  const run = new Run(rules, attempt, facts, { ways: [], trace: false, collect: false, evaluateList });
  const found = resolve(run, attempt.recipient!);
  if (found.failed || found.malformed || (found.class !== 'default' && found.class !== 'relay'))
    return refused;
  const list = rules.lists.relay.steps.length > 0 ? 'relay' : 'recipient';
  const { parameter, steps } = rules.lists[list];
  const permitted = told.trace.findLast((each) => each.list === parameter && each.result === 'permit');
  const by = found.class === 'default' ? 'default' : found.routed ? 'routed' : 'relay';
  return {
    result: { step: steps.find(({ written }) => written === permitted?.restriction), list, by, asked },
    asked,
  };
}

/** Then it does not go where it was meant to. */
const STAYS: ReadonlySet<string> = new Set(['discard', 'hold', 'redirect']);

/** The same of whoever it may be: not because of one address. */
export function relayedForAll(rules: Rules, stranger: Stranger): Relayed | undefined {
  let found = 0;
  let last: Relayed | undefined;
  for (const clientAddress of ADDRESSES) {
    const result = relayed(rules, { ...stranger, clientAddress });
    if (result === undefined) continue;
    last = result;
    if (++found === ENOUGH) break;
  }
  return found === ENOUGH ? last : undefined;
}

/** Whose word alone would let him through: policy services, tables that cannot be read, what DNS says of his domain. */
export function relayedBy(
  rules: Rules,
  stranger: Stranger,
): readonly (Asked & { readonly result: Relayed })[] {
  const waiting: Asked[] = [...ask(rules, stranger, undefined).asked];
  const seen = new Set<string>();
  const found: (Asked & { readonly result: Relayed })[] = [];
  for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
    const { written, lower } = one.step;
    if (seen.has(written) || /^reject_/.test(lower)) continue;
    seen.add(written);
    const { result, asked } = ask(rules, stranger, written);
    if (result !== undefined) found.push({ ...one, result });
    waiting.push(...asked);
  }
  return found;
}
