/** Sentences that the collector puts in place of log texts which name a client each, in the reader's language. */
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
  'in failed': '受信: 失敗',
  'out failed': '送信: 失敗',
};

export function saying(text: string, language: Language): string {
  if (language === 'en') return text;
  const known = JAPANESE[text];
  if (known !== undefined) return known;
  const tls = /^(in|out) (?=(?:TLS|SSL)v)/.exec(text);
  return tls === null ? text : `${tls[1] === 'in' ? '受信' : '送信'}: ${text.slice(tls[0].length)}`;
}
