/**
 * One evaluation in progress: what smtpd(8) keeps in its SMTPD_STATE while it goes through the lists. Rejections,
 * deferrals that wait for the end (`defer_if_permit`, `defer_if_reject`), warnings instead of rejections, and choices: where
 * a fact is not known, the run takes one of the possible ways, and evaluate.ts runs the others.
 */
import { parseAddress } from '../net/address.ts';
import { reverseName } from '../net/reverse.ts';
import type { Attempt } from './attempt.ts';
import type { Facts, Need } from './facts.ts';
import type { RestrictionList, Step } from './parse.ts';
import { makeReply, type Refused, type Reply } from './reply.ts';
import type { Resolved } from './resolve.ts';
import type { Rules } from './rules.ts';

/** As in smtpd_check.c: nothing decided, permit, reject. */
export const DUNNO = 0;
export const OK = 1;
export const REJECT = 2;
export type Status = typeof DUNNO | typeof OK | typeof REJECT;

/** What a list is evaluated about. */
export interface Scope {
  readonly list: RestrictionList;
  readonly name: string;
  readonly refused: Refused;
  /** What a table alone stands for; undefined: nothing. */
  readonly bareTable: string | undefined;
}

/** The restriction that decided. */
export interface Rule {
  /** `smtpd_recipient_restrictions`, a class, a table. */
  readonly list: string;
  readonly step: Step;
}

export interface Decision {
  readonly need: Need;
  /** Of the restriction that wanted to know. */
  readonly step: Step;
  readonly options: number;
  readonly taken: number;
}

/** Something that a table or a policy service does to a message beside letting it through. */
export interface Action {
  readonly action: 'hold' | 'discard' | 'filter' | 'redirect' | 'bcc' | 'prepend' | 'warn' | 'info';
  readonly text: string;
  readonly rule: Rule;
}

export interface Hit {
  readonly rule: Rule;
  readonly reply: Reply;
}

export interface TraceStep {
  readonly list: string;
  readonly restriction: string;
  readonly result:
    | 'skip'
    | 'permit'
    | 'reject'
    | 'defer'
    | 'warn'
    | 'unknown'
    | 'defer_if_permit'
    | 'defer_if_reject';
  /** What was found, or what is not known. */
  readonly detail?: string;
}

interface Pending {
  readonly code: number;
  readonly dsn: string;
  readonly text: string;
  readonly rule: Rule;
}

export interface RunOptions {
  /** Which way to go where several are possible, in order; the first where there is none. */
  readonly ways: readonly number[];
  readonly trace: boolean;
  /** Goes on after each refusal, and collects them. */
  readonly collect: boolean;
  evaluateList(run: Run, scope: Scope): Status;
}

/** Thrown where Postfix jumps out of all lists: the reply is in `run.reply`. */
export const STOP = Symbol('stop');

export class Run {
  readonly rules: Rules;
  readonly attempt: Attempt;
  readonly facts: Facts;
  /** What is known by now: with `smtpd_delay_reject = no` the client comes before its HELO. */
  helo: string | undefined;
  sender: string | undefined;
  recipient: string | undefined;

  rule: Rule;
  reply: Reply | undefined;
  /** Which rule refused. */
  decidedBy: Rule | undefined;
  discarded = false;
  readonly actions: Action[] = [];
  /** What would refuse and was only noted: after `warn_if_reject`, or since every refusal is collected. */
  readonly warnings: Hit[] = [];
  readonly hits: Hit[] | undefined;
  readonly trace: TraceStep[] | undefined;
  readonly decisions: Decision[] = [];
  readonly wanted: Need[] = [];

  depth = 0;
  warnFrom = 0;
  ifPermit: Pending | undefined;
  ifReject: Pending | undefined;
  /** `reject_unlisted_recipient` and `..._sender` are asked once. */
  recipientChecked = false;
  senderChecked = false;
  /** Where it depends on choices of this run; undefined: none does. */
  resolved: Map<string, Resolved> | undefined;
  /** Those of all runs with these rules (resolve.ts). */
  kept: Map<string, Resolved> | undefined;
  #reversed: string | undefined | null = null;
  /** Is the client in `mynetworks`? Asked by several lists. */
  inMyNetworks: boolean | undefined;
  /** A policy service's default action is itself being carried out. */
  defaultAction = 0;
  readonly #options: RunOptions;

  constructor(rules: Rules, attempt: Attempt, facts: Facts, options: RunOptions) {
    this.rules = rules;
    this.attempt = attempt;
    this.facts = facts;
    this.helo = attempt.helo;
    this.sender = attempt.sender;
    this.recipient = attempt.recipient;
    this.discarded = attempt.discarded === true;
    this.rule = NO_RULE;
    this.#options = options;
    this.trace = options.trace ? [] : undefined;
    this.hits = options.collect ? [] : undefined;
  }

  /** The client's address as lists of addresses are asked for it, without the zone; undefined: it is none. */
  get reversed(): string | undefined {
    if (this.#reversed === null) {
      const address = parseAddress(this.attempt.clientAddress);
      this.#reversed = address && reverseName(address);
    }
    return this.#reversed;
  }

  /** One of several ways, where it is not known which; the first is the one on which nothing is refused. */
  choose<T>(need: Need, options: readonly T[]): T {
    const { step } = this.rule;
    const told = this.facts.choice?.(need, step);
    if (told !== undefined && told < options.length) return options[told]!;
    const taken = this.#options.ways[this.decisions.length] ?? 0;
    this.decisions.push({ need, step, options: options.length, taken });
    return options[taken]!;
  }

  /** Something that is not known and changes no decision, only its words. */
  want(need: Need): void {
    this.wanted.push(need);
  }

  /** Refuses, unless this is only to be warned of. */
  reject(code: number, dsn: string, text: string): Status {
    return this.#refuse(this.rule, code, dsn, text, this.warnFrom > 0);
  }

  /** Refuses whatever `warn_if_reject` says, and ends everything: the configuration is wrong, or a table failed. */
  stop(code: number, dsn: string, text: string): never {
    this.#refuse(this.rule, code, dsn, text, false);
    throw STOP;
  }

  wrongConfiguration(): never {
    return this.stop(451, '4.3.5', 'Server configuration error');
  }

  tableFailed(about: string): never {
    return this.stop(451, '4.3.0', `<${about}>: Temporary lookup failure`);
  }

  /** Defers at the end, should everything else permit; @param atOnce the tempfail action is `defer` */
  deferIfPermit(atOnce: boolean, code: number, dsn: string, text: string): Status {
    if (this.warnFrom > 0 || atOnce) return this.reject(code, dsn, text);
    this.ifPermit ??= { code, dsn, text, rule: this.rule };
    this.note('defer_if_permit', text);
    return DUNNO;
  }

  /** Makes a deferral of a later refusal. */
  deferIfReject(code: number, dsn: string, text: string): Status {
    this.ifReject ??= { code, dsn, text, rule: this.rule };
    this.note('defer_if_reject', text);
    return DUNNO;
  }

  /** A list within a list: a class, the right-hand side of a table. */
  evaluateList(scope: Scope): Status {
    return this.#options.evaluateList(this, scope);
  }

  /** Carries out what waits for everything else to permit. */
  endOfLists(status: Status): Status {
    const waits = this.ifPermit;
    return status === REJECT || waits === undefined
      ? status
      : this.#refuse(waits.rule, waits.code, waits.dsn, waits.text, false);
  }

  act(action: Action['action'], text: string): void {
    this.actions.push({ action, text, rule: this.rule });
  }

  /** Before each list (SMTPD_CHECK_RESET). */
  reset(): void {
    this.depth = 0;
    this.warnFrom = 0;
    this.ifReject = undefined;
  }

  note(result: TraceStep['result'], detail?: string): void {
    if (this.trace === undefined) return;
    const { list, step } = this.rule;
    this.trace.push({ list, restriction: step.written, result, ...(detail !== undefined && { detail }) });
  }

  #refuse(rule: Rule, code: number, dsn: string, text: string, warns: boolean): Status {
    const hard = makeReply(code, dsn, text, false);
    if (!warns && this.ifReject !== undefined && hard.code >= 500) {
      const { code, dsn, text, rule } = this.ifReject;
      this.warnFrom = 0;
      this.ifReject = undefined;
      return this.#refuse(rule, code, dsn, text, false);
    }
    const reply = this.rules.softBounce ? makeReply(code, dsn, text, true) : hard;
    const kind = reply.code >= 500 ? 'reject' : 'defer';
    this.note(warns ? 'warn' : kind, `${reply.code} ${reply.dsn} ${reply.text}`);
    if (warns) {
      this.warnings.push({ rule, reply });
      return DUNNO;
    }
    if (this.hits !== undefined) {
      this.hits.push({ rule, reply });
      return DUNNO;
    }
    this.reply = reply;
    this.decidedBy = rule;
    return REJECT;
  }
}

const NO_RULE: Rule = {
  list: '',
  step: { name: '', lower: '', written: '', argument: undefined, place: undefined },
};
