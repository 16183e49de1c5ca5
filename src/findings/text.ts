/** The words of the findings, in both languages. `{name}` stands for a value. */
import type { Language } from '../i18n/language.ts';
import { en } from './text/en.ts';
import { ja } from './text/ja.ts';

export interface Words {
  title: string;
  summary: string;
  cause: string;
  fix: string[];
  /** Why one may believe it. */
  reason: string;
}

export type FindingId =
  | 'backscatter-source'
  | 'account-compromised'
  | 'dnsbl-dead'
  | 'dnsbl-refuses-us'
  | 'delivery-program-failed'
  | 'disk-or-resources'
  | 'password-guessing';

export type FindingText = Record<FindingId, Words>;
export type FindingValues = Readonly<Record<string, string>>;

export function findingText(id: FindingId, language: Language, values: FindingValues): Words {
  const words = (language === 'ja' ? ja : en)[id];
  const put = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  return {
    title: put(words.title),
    summary: put(words.summary),
    cause: put(words.cause),
    fix: words.fix.map(put),
    reason: put(words.reason),
  };
}
