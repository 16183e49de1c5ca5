/**
 * Sentences that the collector puts in place of log texts which name a client each, and postscreen's words, told in
 * the reader's language.
 */
import type { Language } from '../language.ts';

const JAPANESE: Readonly<Record<string, string>> = {
  'the name of a client does not resolve to its address':
    'クライアントの逆引き名が、その IP アドレスに解決されません',
  'non-SMTP command of a client': 'クライアントが SMTP 以外のコマンドを送りました',
  'command pipelining of a client': 'クライアントが許可なくコマンドをまとめて送りました(パイプライン)',
  'bad address syntax of a client': 'クライアントのアドレスの書き方が誤っています',
  'rate limit of a client': 'クライアントが頻度の上限に達しました',
  'concurrency limit of a client': 'クライアントが同時接続数の上限に達しました',
  'bare newline of a client': 'クライアントが CR のない改行を送りました',
  '(no text)': '(文面なし)',
};

export function saying(text: string, language: Language): string {
  return language === 'ja' ? (JAPANESE[text] ?? text) : text;
}

/** What postscreen(8) logs, before the client's address. */
const POSTSCREEN: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  CONNECT: { en: 'connections', ja: '接続' },
  'PASS NEW': { en: 'passed all tests', ja: '検査に合格' },
  'PASS OLD': { en: 'passed them before', ja: '以前の合格が有効' },
  PREGREET: { en: 'spoke before the greeting', ja: '挨拶より先に送信' },
  DNSBL: { en: 'listed on blocklists', ja: 'ブロックリストに登録' },
  HANGUP: { en: 'hung up during the tests', ja: '検査中に切断' },
  'COMMAND PIPELINING': { en: 'sent commands in one go', ja: 'コマンドをまとめて送信' },
  'NON-SMTP COMMAND': { en: 'sent what is no SMTP', ja: 'SMTP 以外のコマンドを送信' },
  'BARE NEWLINE': { en: 'sent line ends without CR', ja: 'CR のない改行を送信' },
  'COMMAND TIME LIMIT': { en: 'too slow', ja: '応答が遅すぎる' },
  'COMMAND COUNT LIMIT': { en: 'too many commands', ja: 'コマンドが多すぎる' },
  'COMMAND LENGTH LIMIT': { en: 'too long a command', ja: 'コマンドが長すぎる' },
  ALLOWLISTED: { en: 'on the allow list', ja: '許可リストに登録' },
  WHITELISTED: { en: 'on the allow list', ja: '許可リストに登録' },
  DENYLISTED: { en: 'on the deny list', ja: '拒否リストに登録' },
  BLACKLISTED: { en: 'on the deny list', ja: '拒否リストに登録' },
  'ALLOWLIST VETO': { en: 'came by the wrong address', ja: '指定外のアドレスに接続' },
  'WHITELIST VETO': { en: 'came by the wrong address', ja: '指定外のアドレスに接続' },
};

/** `PREGREET: spoke before the greeting` */
export function postscreenSaying(what: string, language: Language): string {
  const meaning = POSTSCREEN[what]?.[language];
  return meaning === undefined ? what : `${what}: ${meaning}`;
}

const TLS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { in: 'from clients', out: 'to servers', failed: 'failed' },
  ja: { in: '受信', out: '送信', failed: '失敗' },
};

/** The collector's `in TLSv1.3` and `out failed`. */
export function tlsSaying(what: string, language: Language): string {
  const [direction = '', version = ''] = what.split(' ', 2);
  const words = TLS[language];
  return `${words[direction] ?? direction}: ${words[version] ?? version}`;
}
