/**
 * Writes the tables of docs/lint.md and docs/ja/lint.md: every check, in the words that `sekisho lint` says. Run it when
 * words or checks have changed; a test holds the documents to it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../src/i18n/language.ts';
import { FAMILIES } from '../src/i18n/lint/words.ts';

const DOCUMENTS: Readonly<Record<Language, string>> = { en: 'docs/lint.md', ja: 'docs/ja/lint.md' };

type Family = keyof typeof FAMILIES;

const TITLES: Readonly<Record<Family, Readonly<Record<Language, string>>>> = {
  refusers: { en: 'Checks that refuse honest mail', ja: 'まともなメールを拒否する制限' },
  relay: { en: 'Strangers who send through this server', ja: '第三者中継' },
  dnsLists: { en: 'DNS lists', ja: 'DNS のリスト' },
  files: { en: 'main.cf and master.cf as text, names and values', ja: 'main.cf と master.cf の書き方、名前と値' },
  names: { en: 'Names of restrictions', ja: '制限の名前' },
  order: { en: 'The order of restrictions', ja: '制限の順序' },
  policy: { en: 'Policy services', ja: 'ポリシーサービス' },
  backscatter: { en: 'Mail to nobody, bounces to strangers', ja: '存在しない宛先とバックスキャッター' },
  login: { en: 'Logins and encryption', ja: 'ログインと暗号化' },
  postscreen: { en: 'postscreen', ja: 'postscreen' },
  tables: { en: 'Lookup tables', ja: '検索テーブル' },
  pipe: { en: 'Programs that mail is delivered to', ja: 'メールを渡すプログラム' },
  identity: { en: 'Names and sizes', ja: 'サーバーの名前とサイズ' },
  master: { en: 'Services of master.cf', ja: 'master.cf のサービス' },
};

const COLUMNS: Readonly<Record<Language, string>> = {
  en: '| id | what is wrong, and why it matters | what to do |',
  ja: '| id | 問題とその理由 | 直し方 |',
};

const BEGIN = '<!-- checks -->\n';
const END = '<!-- end of checks -->\n';

/** The document with its tables as they are to be. */
export function withChecks(language: Language, text: string): string {
  const [before] = text.split(BEGIN);
  const after = text.split(END)[1] ?? '';
  const tables = (Object.keys(FAMILIES) as Family[]).map((family) => tableOf(family, language));
  return `${before}${BEGIN}${tables.join('\n')}${END}${after}`;
}

function tableOf(family: Family, language: Language): string {
  const words: Readonly<Record<string, readonly [string, string]>> = FAMILIES[family][language];
  const rows = Map.groupBy(Object.keys(words), (key) => key.split('/', 1)[0]!);
  const lines = [...rows].map(([id, keys]) => {
    // Without a variant, where there are words for that.
    const [message, fix] = words[keys.includes(id) ? id : keys[0]!]!;
    return `| \`${id}\` | ${cell(message)} | ${cell(fix)} |`;
  });
  return [`### ${TITLES[family][language]}`, COLUMNS[language], '| --- | --- | --- |', ...lines, ''].join('\n');
}

/** `{name}`, which stands for a value, as *name*. */
function cell(text: string): string {
  return text
    .replace(/(?<![$\w]){(\w+)(?:: [^}]*)?}/g, '*$1*')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;');
}

/** Where each stands, from the folder of the project. */
export function documentOf(language: Language): string {
  return join(import.meta.dirname, '..', DOCUMENTS[language]);
}

if (import.meta.main)
  for (const language of ['en', 'ja'] as const) {
    const file = documentOf(language);
    writeFileSync(file, withChecks(language, readFileSync(file, 'utf8')));
  }
