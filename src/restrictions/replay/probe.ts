/**
 * What each restriction makes of one part of an attempt (its client, its sender, ...), by itself and on every way that it may
 * go where something is not known. Attempts whose parts are alike in all of it are evaluated alike (alike.ts).
 */
import { parseAddress } from '../../net/address.ts';
import { reverseName } from '../../net/reverse.ts';
import { isHostName } from '../../postfix/host-name.ts';
import { type Attempt, clientOf } from '../attempt.ts';
import { CHECKS } from '../checks/all.ts';
import { nextWays } from '../evaluate.ts';
import type { Facts, Need } from '../facts.ts';
import type { Step } from '../parse.ts';
import type { Refused } from '../reply.ts';
import { resolve } from '../resolve.ts';
import type { ListName, Rules } from '../rules.ts';
import { DUNNO, Run, type Scope, STOP, type Status } from '../run.ts';
import { unlistedRecipient, unlistedSender } from '../unlisted.ts';
import { masked } from './masked.ts';
import { asksAboutClients, isPlain, subjectsOf } from './subjects.ts';

export interface Probe {
  readonly rules: Rules;
  /** Of whom it wants to know: letters of subjects.ts. */
  readonly subjects: string;
  readonly plain: boolean;
  /** Of a restriction that asks a list about the client's address; else undefined. */
  readonly zone: string | undefined;
  /** It may ask lists about the client. */
  readonly asksLists: boolean;
  judge(run: Run): Status;
}

const SCOPES: Readonly<Record<string, [of: Refused, bareTable: string, name: (run: Run) => string]>> = {
  client: ['Client host', 'check_client_access', (run) => clientOf(run.attempt)],
  helo: ['Helo command', 'check_helo_access', (run) => run.helo ?? ''],
  sender: ['Sender address', 'check_sender_access', (run) => run.sender ?? ''],
  relay: ['Recipient address', 'check_recipient_access', (run) => run.recipient ?? ''],
  recipient: ['Recipient address', 'check_recipient_access', (run) => run.recipient ?? ''],
};

/** Of every restriction that is evaluated up to RCPT TO; undefined: one of them may look at everything. */
export function probesOf(rules: Rules): readonly Probe[] | undefined {
  // Tables of routes know addresses.
  const byDomain = rules.transportMaps.length === 0 && rules.relocatedMaps.length === 0;
  const probes: Probe[] = [...builtIn(rules)];
  for (const [name, [refused, bareTable, about]] of Object.entries(SCOPES)) {
    for (const [step, check] of stepsOf(rules, name as ListName, bareTable)) {
      let subjects = subjectsOf(check);
      if (subjects === undefined) return undefined;
      if (!byDomain) subjects = subjects.replace('D', 'S').replace('E', 'R');
      if (subjects === '') continue;
      const probe = probeOf(rules, step, check, subjects, { refused, bareTable, about });
      probes.push(rules.delayReject ? probe : early(probe, name));
    }
  }
  return probes;
}

/** The steps of a list and of the classes that it names, each with the name of its check. */
function* stepsOf(rules: Rules, list: ListName, bareTable: string): Generator<[Step, string]> {
  const named = new Set<string>();
  const steps = [...rules.lists[list].steps];
  for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
    const check = step.lower === '' ? bareTable : step.lower;
    const inClass = rules.classes.get(step.name);
    if (CHECKS.has(check)) yield [step, check];
    else if (inClass !== undefined && !named.has(step.name)) {
      named.add(step.name);
      steps.push(...inClass.steps);
    }
  }
}

interface About {
  readonly refused: Refused;
  readonly bareTable: string;
  readonly about: (run: Run) => string;
}

function probeOf(rules: Rules, step: Step, name: string, subjects: string, of: About): Probe {
  const check = CHECKS.get(name)!;
  const list = { parameter: '', steps: [step] };
  const { refused, bareTable, about } = of;
  const rule = { list: '', step };
  return {
    rules,
    subjects,
    plain: isPlain(name),
    asksLists: LISTS.test(name),
    zone: asksAboutClients(name) && step.argument !== undefined ? zoneIn(step.argument) : undefined,
    judge(run) {
      run.rule = rule;
      return check(run, step, { list, name: about(run), refused, bareTable });
    },
  };
}

/** With `smtpd_delay_reject = no` a list does not see what comes after it. */
function early(probe: Probe, list: string): Probe {
  const sees = ['client', 'helo', 'sender'].indexOf(list);
  if (sees < 0) return probe;
  return {
    ...probe,
    judge(run) {
      const { helo, sender, recipient } = run;
      run.recipient = undefined;
      if (sees < 2) run.sender = undefined;
      if (sees < 1) run.helo = '';
      try {
        return probe.judge(run);
      } finally {
        Object.assign(run, { helo, sender, recipient });
      }
    },
  };
}

const LISTS = /rbl|wl/;

function zoneIn(site: string): string | undefined {
  const zone = site.split('=', 1)[0]!;
  return isHostName(`1.${zone}`) ? zone : undefined;
}

/** What smtpd(8) sees to without being told (evaluate.ts). */
function* builtIn(rules: Rules): Generator<Probe> {
  const of = (subjects: string, judge: Probe['judge']): Probe => ({
    ...{ rules, subjects, plain: false, zone: undefined, asksLists: false },
    judge,
  });
  const isBad = (run: Run, address: string): Status =>
    address !== '' && resolve(run, address).malformed ? run.reject(501, '5.1.0', 'malformed') : DUNNO;
  yield of('D', (run) => (run.sender === '' ? run.reject(250, '2.0.0', 'empty') : DUNNO));
  yield of('D', (run) => isBad(run, run.sender!));
  yield of('E', (run) => isBad(run, run.recipient!));
  if (rules.lists.helo.steps.length > 0)
    yield of('H', (run) => (run.helo === '' ? run.reject(250, '2.0.0', 'none') : DUNNO));
  const probes = rules.verifySender.toLowerCase();
  yield of('R', (run) => {
    const recipient = run.recipient!.toLowerCase();
    const taken = recipient === 'postmaster' || recipient === probes || recipient === '';
    return taken ? run.reject(250, '2.0.0', recipient) : DUNNO;
  });
  if (rules.rejectUnlistedSender) yield of('S', (run) => unlistedSender(run, run.sender!));
  if (rules.rejectUnlistedRecipient) yield of('R', (run) => unlistedRecipient(run, run.recipient!));
}

/** Its outcome is a matter of more than the part, or has too many ways. */
export const NESTED = Symbol('nested');

/**
 * One line for each restriction that does anything; names of the part stand as a placeholder.
 * @param own the names of the part
 * @param asked is given the names that are asked for and not known, each with a number
 * @throws NESTED a table names restrictions, which may look at other parts; or too much is not known
 */
export function outcomes(
  probes: readonly Probe[],
  attempt: Attempt,
  facts: Facts,
  own: readonly string[],
  asked: Map<string, number>,
): string {
  let prefix: string | undefined;
  if (probes.some(({ zone }) => zone !== undefined)) {
    const address = parseAddress(attempt.clientAddress);
    prefix = address && reverseName(address);
  }
  let all = '';
  let run: Run | undefined;
  for (let i = 0; i < probes.length; i++) {
    const probe = probes[i]!;
    if (probe.zone !== undefined && prefix !== undefined && isUnknown(facts, prefix, probe.zone)) {
      all += UNKNOWN[i] ?? `${i} ?\n`;
      continue;
    }
    if (run?.rules !== probe.rules) run = newRun(probe.rules, attempt, facts, []);
    const one = outcome(run, probe, own, asked);
    if (one === '') continue;
    all += `${i} ${one}`;
    if (run.decisions.length > 0 && !(probe.plain && run.decisions.every(isPlainNeed)))
      for (let ways = nextWays(run), most = MOST_WAYS; ways !== undefined; most--) {
        if (most === 0) throw NESTED;
        const other: Run = newRun(probe.rules, attempt, facts, ways);
        all += `| ${outcome(other, probe, own, asked)}`;
        ways = nextWays(other);
      }
    all += '\n';
    if (!isFresh(run)) renew(run);
  }
  return all;
}

const MOST_WAYS = 64;
const UNKNOWN = Array.from({ length: 64 }, (_, i) => `${i} ?\n`);

function isUnknown(facts: Facts, prefix: string, zone: string): boolean {
  return facts.listing?.(prefix, zone) === undefined && facts.dns(`${prefix}.${zone}`, 'A') === undefined;
}

function newRun(rules: Rules, attempt: Attempt, facts: Facts, ways: readonly number[]): Run {
  return new Run(rules, attempt, facts, { ways, trace: false, collect: true, evaluateList: nested });
}

function nested(_run: Run, _scope: Scope): never {
  throw NESTED;
}

/** Nothing has been left in it that the next restriction would see. */
function isFresh(run: Run): boolean {
  return (
    run.decisions.length === 0 &&
    run.wanted.length === 0 &&
    run.hits!.length === 0 &&
    run.actions.length === 0 &&
    run.ifPermit === undefined &&
    run.ifReject === undefined &&
    run.reply === undefined &&
    !run.discarded
  );
}

function renew(run: Run): void {
  if (run.decisions.length > 0) {
    run.resolved = undefined;
    run.inMyNetworks = undefined;
  }
  run.decisions.length = 0;
  run.wanted.length = 0;
  run.hits!.length = 0;
  run.actions.length = 0;
  run.ifPermit = undefined;
  run.ifReject = undefined;
  run.reply = undefined;
  run.discarded = false;
}

function isPlainNeed({ need }: { readonly need: Need }): boolean {
  return need.kind !== 'table';
}

/** @param asked names that have been asked for so far: whether two questions are the same is part of the outcome */
function outcome(run: Run, probe: Probe, own: readonly string[], asked: Map<string, number>): string {
  let status: Status | 'stop';
  try {
    status = probe.judge(run);
  } catch (error) {
    if (error !== STOP) throw error;
    status = 'stop';
  }
  // Asked once in each session: nothing that the next restriction has to see.
  run.recipientChecked = false;
  run.senderChecked = false;
  if (isFresh(run)) return status === DUNNO ? '' : `${status}`;
  const { ifPermit, ifReject } = run;
  let told = `${status}`;
  for (const { need, options } of run.decisions) told += ` ?${options} ${kindOf(need, asked)}`;
  for (const need of run.wanted) told += ` want ${kindOf(need, asked)}`;
  for (const { reply } of run.hits!) told += ` ${reply.code} ${reply.dsn} ${masked(reply.text, own)}`;
  if (run.reply !== undefined)
    told += ` stop ${run.reply.code} ${run.reply.dsn} ${masked(run.reply.text, own)}`;
  for (const pending of [ifPermit, ifReject])
    told += pending === undefined ? ' -' : ` ${pending.code} ${pending.dsn} ${masked(pending.text, own)}`;
  for (const { action, text } of run.actions) told += ` ${action} ${masked(text, own)}`;
  return run.discarded ? `${told} discarded` : told;
}

/** What would be needed, without whom it is about. */
function kindOf(need: Need, asked: Map<string, number>): string {
  switch (need.kind) {
    case 'dns': {
      const number = asked.get(need.name) ?? asked.size;
      asked.set(need.name, number);
      return `dns ${need.type} ${number}`;
    }
    case 'table':
      return `table ${need.table.name} ${need.why ?? ''}`;
    case 'attempt':
      return need.attribute;
    default:
      return need.kind;
  }
}
