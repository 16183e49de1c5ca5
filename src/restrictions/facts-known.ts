/**
 * Facts that have been found out, and those that were wanted and are not known yet. `evaluateAsking` evaluates, asks for what
 * was wanted, and evaluates again, until nothing is wanted that can be had.
 */
import type { Answer, RecordType, Resolver } from '../dns/resolver.ts';
import type { Answer as Looked, Table } from '../postfix/tables/table.ts';
import type { Attempt } from './attempt.ts';
import { type EvaluateOptions, type Evaluation, evaluate } from './evaluate.ts';
import { type Facts, type Need, needText, type Verification } from './facts.ts';
import type { Rules } from './rules.ts';

/** Who can be asked; whom nobody names is not asked, and stays unknown. */
export interface Sources {
  readonly resolver?: Resolver;
  /** Postfix's own policy question; undefined: nobody answered. */
  readonly policy?: (service: string, attempt: Attempt) => Promise<string | undefined>;
  readonly verification?: (address: string) => Promise<Verification | undefined>;
}

/** Answers kept at most, of DNS and of tables each. */
const MOST_KEPT = 200_000;

export class KnownFacts implements Facts {
  readonly #dns = new Map<string, Answer>();
  readonly #tables = new Map<Table, Map<string, Looked>>();
  readonly #verified = new Map<string, Verification>();
  /** Of one attempt: a service may answer otherwise each time. */
  #policies = new Map<string, string | 'failed'>();

  dns<T extends RecordType>(name: string, type: T): Answer<T> | undefined {
    if (this.#dns.size === 0) return undefined;
    return this.#dns.get(`${type} ${name.toLowerCase()}`) as Answer<T> | undefined;
  }

  table(table: Table, key: string): Looked | undefined {
    return this.#tables.get(table)?.get(key);
  }

  policy(service: string): string | 'failed' | undefined {
    return this.#policies.get(service);
  }

  verification(address: string): Verification | undefined {
    return this.#verified.get(address);
  }

  setDns(name: string, type: RecordType, answer: Answer): void {
    if (this.#dns.size >= MOST_KEPT) this.#dns.clear();
    this.#dns.set(`${type} ${name.toLowerCase()}`, answer);
  }

  setPolicy(service: string, action: string | 'failed'): void {
    this.#policies.set(service, action);
  }

  /** Before another attempt. */
  forgetPolicies(): void {
    if (this.#policies.size > 0) this.#policies = new Map();
  }

  /** @returns false: nobody can be asked for it, or nobody knows */
  async ask(need: Need, attempt: Attempt, sources: Sources): Promise<boolean> {
    switch (need.kind) {
      case 'dns': {
        if (sources.resolver === undefined) return false;
        const { name, type } = need;
        this.setDns(name, type, await sources.resolver.query(name, type));
        // A list's own words come with its listing.
        return true;
      }
      case 'table':
        return this.#askTable(need.table, need.key);
      case 'policy': {
        if (sources.policy === undefined) return false;
        const { service } = need;
        this.#policies.set(service, (await sources.policy(service, attempt)) ?? 'failed');
        return true;
      }
      case 'verification': {
        const known = await sources.verification?.(need.address);
        if (known !== undefined) this.#verified.set(need.address, known);
        return known !== undefined;
      }
      case 'attempt':
      case 'setting':
        return false;
    }
  }

  async #askTable(table: Table, key: string): Promise<boolean> {
    const answer = table.lookup(key);
    // A table in memory has said already that it does not know.
    if (!(answer instanceof Promise)) return false;
    let keys = this.#tables.get(table);
    if (keys === undefined || keys.size >= MOST_KEPT) {
      keys = new Map();
      this.#tables.set(table, keys);
    }
    keys.set(key, await answer.catch((error: unknown): Looked => ({ failed: String(error) })));
    return true;
  }
}

/** Questions for one attempt at most: a configuration that wants more is left unknown. */
const MOST_ASKED = 500;

export async function evaluateAsking(
  rules: Rules,
  attempt: Attempt,
  facts: KnownFacts,
  sources: Sources,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  facts.forgetPolicies();
  const tried = new Set<string>();
  for (;;) {
    const evaluation = evaluate(rules, attempt, facts, options);
    const wanted = evaluation.wanted.filter((need) => !tried.has(needText(need)));
    if (wanted.length === 0 || tried.size >= MOST_ASKED) return evaluation;
    for (const need of wanted) tried.add(needText(need));
    await Promise.all(wanted.map((need) => facts.ask(need, attempt, sources)));
  }
}
