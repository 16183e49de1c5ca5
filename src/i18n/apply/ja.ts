/** What `sekisho apply` and `sekisho rollback` say, in Japanese. */
import type { ApplyWords } from './en.ts';

export const ja: ApplyWords = {
  ask: '適用しますか? [y/N]',
  'ask-back': '元に戻しますか? [y/N]',
  declined: '何も変更していません。',
  nothing: '変更はありません。すでにそのように設定されています。',
  'dry-run': '何も変更していません (--dry-run)。',
  done: '{file} を変更しました。',
  restored: '{file} を {copy} の内容に戻しました。',
  reloaded: 'Postfix が設定を検査して読み直し、応答していることを確かめました。',
  'not-running':
    'Postfix による検査は通りました。動いていないので、postfix -c {folder} start で起動してください。',
  backup: '変更前のファイル: {copy} (sekisho rollback {copy} で戻せます)',
  undone: 'この設定では Postfix が動かないため、{file} を元に戻しました: {why}',
  interrupted: 'Postfix が動くことを確かめる前に {signal} を受けたため、{file} を元に戻しました。',
  'going-back': '{copy} に戻します',
  doubt: 'この変更の問題点: {problem}',
  grave:
    '上に示した問題があるため、{file} は変更していません。それでも適用するには --force を付けてください。',
  silent: '{doors} は変更前と同じく応答しません。理由はメールログにあります',
  'still-silent': '{doors} は元のファイルに戻しても応答しません。理由はメールログにあります',
  'needs-restart': '{names} は Postfix を停止して起動し直すまで有効になりません',
  'earlier-open': '{began} に始めた変更が途中で切れています (控え: {copy})。先にその後始末をします',
  'earlier-not-made': '途中で切れた変更は行われていませんでした。{file} は元のままです',
  'earlier-finished': '途中で切れた変更は有効です。Postfix が検査して読み直しました',
  'earlier-overtaken': '途中で切れた変更のあとに {file} が変更されたため、後始末は要りません',
  'earlier-taken-back':
    '途中で切れた変更では Postfix が動かないため、{file} をその前に戻しました: {why}。ほかには何も変更していません。もう一度実行してください。',
};
