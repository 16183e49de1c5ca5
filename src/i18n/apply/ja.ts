/** What `sekisho apply` and `sekisho rollback` say, in Japanese. */
import type { ApplyWords } from './en.ts';

export const ja: ApplyWords = {
  ask: '適用しますか? [y/N]',
  nothing: '変更はありません。すでにそのように設定されています。',
  'dry-run': '何も変更していません (--dry-run)。',
  done: '{file} を変更しました。',
  restored: '{file} を {copy} の内容に戻しました。',
  reloaded: 'Postfix が設定を検査して読み直し、応答していることを確かめました。',
  'not-running': 'Postfix による検査は通りました。動いていないので、postfix start で起動してください。',
  backup: '変更前のファイル: {copy} (sekisho rollback {copy} で戻せます)',
  undone: 'この設定では Postfix が動かないため、{file} を元に戻しました: {why}',
};
