/** The words of the findings, in both languages. `{name}` stands for a value. */
import type { Language } from '../i18n/language.ts';
import { put } from '../i18n/put.ts';
import { en, enCauses } from './text/en.ts';
import { ja, jaCauses } from './text/ja.ts';

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
  | 'queue-space'
  | 'tls-disabled'
  | 'password-guessing';

/** Where one finding has several causes, each with its own fix. */
export type CauseId =
  | 'backscatter-source/unknown'
  | 'backscatter-source/forward'
  | 'backscatter-source/full'
  | 'backscatter-source/program'
  | 'backscatter-source/refused'
  | 'backscatter-source/expired'
  | 'backscatter-source/loop'
  | 'delivery-program-failed/command'
  | 'delivery-program-failed/pipe'
  | 'delivery-program-failed/mailbox'
  | 'delivery-program-failed/socket';

/** One of them, with values of its own. */
export interface Cause {
  readonly id: CauseId;
  readonly values?: FindingValues;
}

export type FindingText = Record<FindingId, Words>;
export type CauseText = Record<CauseId, Pick<Words, 'cause' | 'fix'>>;
export type FindingValues = Readonly<Record<string, string | number>>;

/** @param causes what stands before the finding's own cause and fix */
export function findingText(
  id: FindingId,
  language: Language,
  values: FindingValues,
  causes: readonly Cause[] = [],
): Words {
  const words = (language === 'ja' ? ja : en)[id];
  const said = (text: string): string => put(text, values);
  const several = causes.map(({ id: cause, values: own }) => {
    const told = (language === 'ja' ? jaCauses : enCauses)[cause];
    const all = { ...values, ...own };
    return { cause: put(told.cause, all), fix: told.fix.map((step) => put(step, all)) };
  });
  return {
    title: said(words.title),
    summary: said(words.summary),
    cause: [...several.map(({ cause }) => cause), said(words.cause)]
      .join(language === 'ja' ? '' : ' ')
      .trim(),
    fix: [...new Set([...several.flatMap(({ fix }) => fix), ...words.fix.map(said)])],
    reason: said(words.reason),
  };
}

const ENDED: Readonly<Record<Language, { readonly known: string; readonly told: string }>> = {
  en: {
    known: 'The zone ended in {year}.',
    told: "The list's own text says that it must not be used any more.",
  },
  ja: {
    known: 'このゾーンは {year} 年に終了しています。',
    told: 'リスト自身の文面が使用の中止を求めています。',
  },
};

/** How it is known that a blocklist is dead. @param year undefined where only its own text tells */
export function endedText(language: Language, year: string | undefined): string {
  const { known, told } = ENDED[language];
  return year === undefined ? told : known.replace('{year}', year);
}
