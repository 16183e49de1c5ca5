/** What is suggested, and why: values without a language (words: i18n/suggest). */
import type { HealthStatus } from '../../dnsbl/health.ts';
import type { Reading } from '../lint/family.ts';
import type { Step } from '../parse.ts';

export interface Reason {
  readonly id: ReasonId;
  readonly values: Readonly<Record<string, string>>;
}

/** `list-...`, `no-filter` and their like: advice about a DNS list (list-advice.ts), said in the words of zones. */
export type ReasonId = string;

export interface SuggestedSetting {
  readonly parameter: string;
  /** null: main.cf does not set it. */
  readonly before: string | null;
  readonly value: string;
  readonly reasons: readonly Reason[];
}

/** A rule that may refuse what nothing refused before. */
export interface NewRule {
  readonly parameter: string;
  readonly step: Step;
}

export interface Suggested {
  readonly settings: readonly SuggestedSetting[];
  /** Those that are to be tried only, too. */
  readonly newRules: readonly NewRule[];
}

export interface SuggestInput {
  readonly reading: Reading;
  /** Of the lists that are used and of zen.spamhaus.org, by their names; undefined: nobody was asked. */
  readonly health: ReadonlyMap<string, HealthStatus> | undefined;
  /** Why a new rule is to warn only, behind `warn_if_reject`; undefined: it is to refuse. */
  readonly tried: (rule: NewRule) => Reason | undefined;
}
