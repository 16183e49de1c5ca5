/** Findings in two or three words, for a subject that names several of them. By the finding's id. */
import type { Language } from '../language.ts';

const SHORTS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'backscatter-source': { en: 'backscatter', ja: 'バックスキャッター' },
  'account-compromised': { en: 'cracked account', ja: 'アカウント乗っ取り' },
  'dnsbl-dead': { en: 'dead blocklist', ja: '廃止ブロックリスト' },
  'dnsbl-refuses-us': { en: 'refusing blocklist', ja: '照会を断るブロックリスト' },
  'delivery-program-failed': { en: 'failing delivery program', ja: '配送プログラムの失敗' },
  'disk-or-resources': { en: 'fatal error', ja: '致命的エラー' },
  'queue-space': { en: 'full disk', ja: 'ディスク不足' },
  'tls-disabled': { en: 'no TLS', ja: 'TLS 無効' },
  'password-guessing': { en: 'password guessing', ja: 'パスワード総当たり' },
};

/** undefined for a finding that has no short name yet: its title must do. */
export function shortName(id: string, language: Language): string | undefined {
  return SHORTS[id]?.[language];
}
