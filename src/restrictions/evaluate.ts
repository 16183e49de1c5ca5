/**
 * What smtpd(8) would answer to an attempt, as far as that can be known (smtpd_check_rcpt() and its like). Where a fact is
 * missing, each way that it can go is followed: if all end alike, the verdict stands without it; else it is `unknown`, with
 * what would be needed to know.
 */
import { type Attempt, clientOf } from './attempt.ts';
import { evaluateList } from './evaluate-list.ts';
import { type Facts, type Need, needText } from './facts.ts';
import type { Refused, Reply } from './reply.ts';
import { resolve } from './resolve.ts';
import type { ListName, Rules } from './rules.ts';
import {
  type Action,
  type Decision,
  DUNNO,
  type Hit,
  REJECT,
  type Rule,
  Run,
  type Scope,
  STOP,
  type Status,
  type TraceStep,
} from './run.ts';
import { unlistedRecipient, unlistedSender } from './unlisted.ts';

export interface Evaluation {
  readonly verdict: 'permit' | 'reject' | 'defer' | 'unknown';
  /** Of `reject` and `defer`; undefined too where several are possible. */
  readonly reply: Reply | undefined;
  readonly rule: Rule | undefined;
  /** What a permitted message meets beside: held, discarded, filtered, ... */
  readonly actions: readonly Action[];
  /** Refusals that are only warned of. */
  readonly warnings: readonly Hit[];
  /** Where every refusal is collected: all of them. */
  readonly hits: readonly Hit[];
  /** What would have to be known for a verdict, or for its words; each once. */
  readonly needs: readonly Need[];
  /** What was looked for on the way on which nothing unknown refuses, and is not known. */
  readonly wanted: readonly Need[];
  readonly trace: readonly TraceStep[];
}

export interface EvaluateOptions {
  readonly trace?: boolean;
  /** Goes on behind each refusal, so that `hits` has every restriction that would refuse. */
  readonly collect?: boolean;
}

/** Ways that are followed at most; a configuration with more unknowns than that is not known. */
const MOST_WAYS = 128;

export function evaluate(
  rules: Rules,
  attempt: Attempt,
  facts: Facts,
  { trace = false, collect = false }: EvaluateOptions = {},
): Evaluation {
  const options = { trace, collect, evaluateList };
  const first = new Run(rules, attempt, facts, { ...options, ways: [] });
  const status = judge(first);
  if (first.decisions.length === 0 || collect)
    return told(first, status, verdictOf(first, status), needsOf([first]));
  const runs: Run[] = [first];
  const verdicts = new Set([verdictOf(first, status)]);
  let known = true;
  for (let ways = nextWays(first); ways !== undefined; ) {
    if (runs.length === MOST_WAYS) {
      known = false;
      break;
    }
    const run = new Run(rules, attempt, facts, { ...options, trace: false, ways });
    verdicts.add(verdictOf(run, judge(run)));
    runs.push(run);
    ways = nextWays(run);
  }
  if (known && verdicts.size === 1) {
    const same = runs.every((run) => sameReply(run.reply, first.reply));
    return {
      ...told(first, status, [...verdicts][0]!, same ? [] : needsOf(runs)),
      ...(!same && { reply: undefined }),
    };
  }
  return { ...told(first, status, 'unknown', needsOf(runs)), reply: undefined };
}

/** One way in which an attempt may have gone, as far as it is known. */
export interface Way {
  readonly refused: boolean;
  readonly reply: Reply | undefined;
  readonly decisions: readonly Decision[];
}

/** All of them; undefined: there are too many. */
export function waysOf(rules: Rules, attempt: Attempt, facts: Facts): readonly Way[] | undefined {
  const ways: Way[] = [];
  for (let next: readonly number[] | undefined = []; next !== undefined; ) {
    if (ways.length === MOST_WAYS) return undefined;
    const run: Run = new Run(rules, attempt, facts, {
      ways: next,
      trace: false,
      collect: false,
      evaluateList,
    });
    const status = judge(run);
    ways.push({ refused: status === REJECT, reply: run.reply, decisions: run.decisions });
    next = nextWays(run);
  }
  return ways;
}

/** The ways that are to be followed after those that a run has gone; undefined: there are no more. */
export function nextWays({ decisions }: Pick<Run, 'decisions'>): readonly number[] | undefined {
  for (let i = decisions.length - 1; i >= 0; i--) {
    const { taken, options } = decisions[i]!;
    if (taken + 1 < options) return [...decisions.slice(0, i).map((each) => each.taken), taken + 1];
  }
  return undefined;
}

function needsOf(runs: readonly Run[]): readonly Need[] {
  if (runs.every(({ decisions, wanted }) => decisions.length + wanted.length === 0)) return NO_NEEDS;
  const needs = new Map<string, Need>();
  for (const { decisions, wanted } of runs)
    for (const need of [...decisions.map((each) => each.need), ...wanted]) {
      const key = needText(need);
      if (!needs.has(key)) needs.set(key, need);
    }
  return [...needs.values()];
}

const NO_NEEDS: readonly Need[] = [];

function sameReply(a: Reply | undefined, b: Reply | undefined): boolean {
  return a === b || (a?.code === b?.code && a?.dsn === b?.dsn && a?.text === b?.text);
}

function verdictOf({ reply }: Run, status: Status): 'permit' | 'reject' | 'defer' {
  return status !== REJECT ? 'permit' : reply!.code >= 500 ? 'reject' : 'defer';
}

function told(run: Run, status: Status, verdict: Evaluation['verdict'], needs: readonly Need[]): Evaluation {
  return {
    verdict,
    reply: status === REJECT ? run.reply : undefined,
    rule: status === REJECT ? run.decidedBy : undefined,
    actions: run.actions,
    warnings: run.warnings,
    hits: run.hits ?? [],
    needs,
    wanted: needsOf([run]),
    trace: run.trace ?? [],
  };
}

/** Goes through the lists of the attempt's stage. */
function judge(run: Run): Status {
  const { rules } = run;
  switch (run.attempt.stage) {
    case 'CONNECT':
      return rules.delayReject ? DUNNO : client(run);
    case 'HELO':
      return rules.delayReject ? DUNNO : inTurn(run, [client, helo]);
    case 'MAIL':
      return rules.delayReject ? syntax(run) : inTurn(run, [syntax, client, helo, sender]);
    case 'RCPT':
    case 'VRFY':
      return recipient(run);
    case 'ETRN':
      return inTurn(run, [client, helo, etrn]);
    case 'DATA':
      return atEnd(run, 'data', 'DATA', 'Data command');
    case 'END-OF-MESSAGE':
      return atEnd(run, 'end_of_data', 'END-OF-MESSAGE', 'End-of-data');
  }
}

function inTurn(run: Run, stages: readonly ((run: Run) => Status)[]): Status {
  for (const stage of stages) if (stage(run) === REJECT) return REJECT;
  return DUNNO;
}

/** One list, from which a wrong configuration or a failing table jumps out. */
function list(run: Run, name: ListName, about: string, refused: Refused, bareTable?: string): Status {
  run.reset();
  const restrictions = run.rules.lists[name];
  if (restrictions.steps.length === 0) return DUNNO;
  return guarded(run, () => evaluateList(run, scopeOf(run, name, about, refused, bareTable)));
}

function scopeOf(run: Run, name: ListName, about: string, refused: Refused, bareTable?: string): Scope {
  return { list: run.rules.lists[name], name: about, refused, bareTable };
}

function guarded(run: Run, act: () => Status): Status {
  try {
    return act();
  } catch (error) {
    if (error !== STOP) throw error;
    return run.reply === undefined ? DUNNO : REJECT;
  }
}

/** Before anything else: is it an address at all? */
function syntax(run: Run): Status {
  return guarded(run, () => {
    const { sender } = run;
    if (sender === undefined || sender === '' || !resolve(run, sender).malformed) return DUNNO;
    return implicit(run, 'smtpd', 'MAIL FROM', () => run.stop(501, '5.1.7', 'Bad sender address syntax'));
  });
}

function implicit(run: Run, parameter: string, written: string, act: () => Status): Status {
  run.warnFrom = 0;
  run.rule = {
    list: parameter,
    step: { name: written, lower: written, written, argument: undefined, place: undefined },
  };
  return act();
}

/** With `smtpd_delay_reject = no` each list is asked when its command comes, and knows no more than that. */
function client(run: Run): Status {
  const { attempt, rules } = run;
  run.ifPermit = undefined;
  if (rules.delayReject) return list(run, 'client', clientOf(attempt), 'Client host', 'check_client_access');
  const { helo, sender, recipient } = run;
  Object.assign(run, { helo: '', sender: undefined, recipient: undefined });
  const status = list(run, 'client', clientOf(attempt), 'Client host', 'check_client_access');
  Object.assign(run, { helo, sender, recipient });
  return status;
}

function helo(run: Run): Status {
  if (run.helo === '') return DUNNO;
  const { rules, sender, recipient } = run;
  if (!rules.delayReject) Object.assign(run, { sender: undefined, recipient: undefined });
  const status = list(run, 'helo', run.helo ?? '', 'Helo command', 'check_helo_access');
  if (!rules.delayReject) Object.assign(run, { sender, recipient });
  return status;
}

function sender(run: Run): Status {
  const { rules, sender, recipient } = run;
  if (sender === undefined) return DUNNO;
  if (!rules.delayReject) run.recipient = undefined;
  run.senderChecked = false;
  let status = list(run, 'sender', sender, 'Sender address', 'check_sender_access');
  if (rules.rejectUnlistedSender && status !== REJECT && !run.discarded && sender !== '')
    status = guarded(run, () =>
      implicit(run, 'smtpd_reject_unlisted_sender', 'reject_unlisted_sender', () =>
        unlistedSender(run, sender),
      ),
    );
  run.recipient = recipient;
  return status;
}

function recipient(run: Run): Status {
  const { rules, recipient } = run;
  if (syntax(run) === REJECT) return REJECT;
  if (recipient === undefined) return inTurn(run, [client, helo, sender]);
  // RFC 5321 §4.5.1: postmaster alone is always accepted; so is the address of our own probes.
  const own = recipient.toLowerCase();
  if (own === 'postmaster' || (own !== '' && own === rules.verifySender.toLowerCase())) {
    return rules.delayReject ? DUNNO : inTurn(run, [client, helo, sender]);
  }
  if (isMalformed(run, recipient) === REJECT) return REJECT;
  if (inTurn(run, [client, helo, sender]) === REJECT) return REJECT;
  const lists: readonly ListName[] = rules.relayFirst ? ['relay', 'recipient'] : ['recipient', 'relay'];
  run.reset();
  let status: Status = DUNNO;
  for (const name of lists) {
    status = rules.lists[name].steps.length === 0 ? DUNNO : again(run, name, recipient);
    if (status === REJECT) break;
  }
  status = run.endOfLists(status);
  if (!rules.rejectUnlistedRecipient || status === REJECT || run.discarded) return status;
  return guarded(run, () =>
    implicit(run, 'smtpd_reject_unlisted_recipient', 'reject_unlisted_recipient', () =>
      unlistedRecipient(run, recipient),
    ),
  );
}

/** Both lists of a recipient are asked without a reset between them. */
function again(run: Run, name: ListName, about: string): Status {
  return guarded(run, () =>
    evaluateList(run, scopeOf(run, name, about, 'Recipient address', 'check_recipient_access')),
  );
}

function isMalformed(run: Run, recipient: string): Status {
  return guarded(run, () => {
    if (recipient === '' || !resolve(run, recipient).malformed) return DUNNO;
    return implicit(run, 'smtpd', 'RCPT TO', () => run.stop(501, '5.1.3', 'Bad recipient address syntax'));
  });
}

function etrn(run: Run): Status {
  const domain = run.attempt.etrnDomain ?? '';
  return run.endOfLists(list(run, 'etrn', domain, 'Etrn command', 'check_etrn_access'));
}

function atEnd(run: Run, name: 'data' | 'end_of_data', about: string, refused: Refused): Status {
  // It is about all recipients alike: with several, none is named.
  if (run.attempt.recipientCount > 1) run.recipient = undefined;
  // Asked once a message, at MAIL FROM and RCPT TO.
  run.senderChecked = run.rules.rejectUnlistedSender;
  run.recipientChecked = run.rules.rejectUnlistedRecipient;
  return run.endOfLists(list(run, name, about, refused));
}
