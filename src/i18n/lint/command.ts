/** What `sekisho lint` says around its problems. */
export const en = {
  'severity.error': 'Errors',
  'severity.warning': 'Warnings',
  'severity.info': 'Good to know',
  'at-parameter': '{place}  {parameter}',
  'at-service': '{place}  {parameter} of {service}',
  'at-service-alone': '{place}  {service}',
  clean: '{folder}: nothing wrong was found.',
  summary:
    '{folder}: {errors} {errors: error|errors}, {warnings} {warnings: warning|warnings}, {infos} {infos: hint|hints}',
  'hidden-files':
    '{count} {count: file or folder|files or folders} could not be looked at; run it as root to have them checked too',
  copied:
    '{folder} is not the configuration of a Postfix on this machine: sockets, programs and rights are not checked',
  'fix.by-hand': 'to be done by hand:',
  'fix.none': 'nothing to change',
  'fix.preview': 'These commands change main.cf and master.cf; then run: postfix check && postfix reload',
} as const;

export type LintCommandWords = Record<keyof typeof en, string>;

export const ja: LintCommandWords = {
  'severity.error': 'エラー',
  'severity.warning': '警告',
  'severity.info': '参考',
  'at-parameter': '{place}  {parameter}',
  'at-service': '{place}  {service} の {parameter}',
  'at-service-alone': '{place}  {service}',
  clean: '{folder}: 問題は見つかりませんでした。',
  summary: '{folder}: エラー {errors} 件、警告 {warnings} 件、参考 {infos} 件',
  'hidden-files':
    '{count} 個のファイルやフォルダーは権限がなく確認できませんでした。root で実行すると確認できます',
  copied:
    '{folder} はこのマシンで動いている Postfix の設定ではないため、ソケット、プログラム、権限は確認していません',
  'fix.by-hand': '手作業が必要なもの:',
  'fix.none': '変更するものはありません',
  'fix.preview':
    '次のコマンドで main.cf と master.cf を変更できます。その後、postfix check && postfix reload を実行してください',
};
