/** What `sekisho suggest` says, in Japanese. */
import type { SuggestWords } from './en.ts';

export const ja: SuggestWords = {
  nothing: '{folder}: 提案することはありません。今のままで問題ありません。',
  'heading.why': '理由',
  'heading.log': 'この設定だったら、ログにあるメールはどうなっていたか',
  'heading.next': '次にすること',
  'log.none':
    'メールのログが見つかりません。今より多く拒否するおそれのある規則は、まず警告だけにしてあります。',
  'log.short':
    'ログにはメールのあった日が {days} 日分、受け付けた試みが {accepted} 件しかなく、判断できません。今より多く拒否するおそれのある規則は、まず警告だけにしてあります。',
  'log.judged': '{days} 日間、{attempts} 件の試み。',
  'log.rejected': '新たに拒否されるもの: {count} 件 (うち本物らしいもの {real} 件)',
  'log.accepted': '新たに受け付けられるもの: {count} 件 (うち本物らしいもの {real} 件)',
  'log.unknown': '判定できないもの: {count} 件',
  'log.real-hit':
    '本物らしいメールが拒否されることになります。適用する前に、下の一つ目のコマンドで内容を確かめてください。',
  'next.replay': 'どのメールがどうなるかを一通ずつ見る:',
  'next.shadow': '試す (制限の一覧に新しく加わるものは、ログに警告を残すだけで、何も拒否しない):',
  'next.apply': '適用する (控えを取り、検査し、Postfix が動かなければ元に戻す):',
  'next.promote':
    '一週間ほどたったら、警告だけの規則のうちどれを拒否に切り替えてよいか: sekisho replay --shadow-results',
  offline:
    'リストの今の状態は確かめていないか、確かめられませんでした。わかるのはカタログにあることだけです。',
  'no-dns': 'DNS が応答しないため、リストの今の状態はわかりません。わかるのはカタログにあることだけです。',
  'no-lists':
    '長年続いているリストが、このリゾルバーからは一つも見つかりません。リストの今の状態はわかりません。',
  unsafe:
    'この設定では、外部の第三者がこのサーバーを通じて外部へ送信できてしまいます。これは Sekisho の不具合です。何も提案しません。ご報告ください。',
  copied: '{folder} は、このマシンで動いている Postfix の設定ではありません。',

  'recipient-list':
    '外部からのメールを調べる制限がありません。利用者を通し、中継を防ぎ、そのあとで外部からの接続を調べます',
  'relay-list':
    '中継を許す相手は専用の一覧で決めます。宛先の制限に余分な permit が紛れ込んでも、第三者中継にはなりません',
  'permits-missing':
    '{parameter} は、外部の相手向けの検査を利用者にも行っています。その前に {rules} で利用者を通します',
  'order-permits-first': '利用者を通す前に検査しているため、permit の後ろへ移します: {rules}',
  'order-lists-later':
    'DNS への問い合わせが要る、または表で許可した相手にも当たるため、軽い検査と表の後ろへ移します: {rules}',
  'order-policy-last':
    'どのみち拒否するメールについてもサービスに尋ねているため、リストの後ろへ移します: {rules}',
  'client-name':
    '{was} は、名前からアドレスへ戻れない相手を拒否します。まともなサーバーにも多い状態です。{now} なら、拒否するのは名前がまったくない相手だけです',
  'old-name': '{was} は {now} の古い名前です',
  reject_non_fqdn_sender: '{rule}: ドメインの欠けた送信者には返信できません',
  reject_non_fqdn_recipient: '{rule}: 外部から届くメールの宛先には、完全なドメインがあるはずです',
  reject_invalid_helo_hostname: '{rule}: 名前になっていない HELO を名乗るメールサーバーはありません',
  reject_non_fqdn_helo_hostname: '{rule}: ドメインのない HELO を名乗るメールサーバーはありません',
  reject_unknown_sender_domain: '{rule}: 存在しないドメインの送信者には返信できません',
  reject_unauth_pipelining: '{rule}: 応答を待たずに話し続ける相手は、メールサーバーではありません',
  'helo-required': 'メールサーバーは必ず HELO か EHLO を送ります。送らないのは迷惑メールのプログラムです',
  'no-vrfy': 'VRFY を必要とするのは、アドレスを集める者だけです',
  'no-smuggling':
    '改行だけの行末を使うと、一通のメールに別の一通を紛れ込ませることができます (SMTP smuggling)。この設定で拒否されるメールはありません',
  'add-zen':
    'zen.spamhaus.org はこのリゾルバーに応答し、正常に働いています。一度の問い合わせで複数のリストの内容がわかり、フィルターによってエラーコードは掲載と見なされません',
  'list-votes-only':
    '{zone} は複数のうちの一票で、単独で拒否するには誤りが多いため、今後はログに警告を残すだけにします',
  'list-to-postscreen':
    '{zone} は複数のうちの一票で、単独で拒否するには誤りが多いため、代わりに postscreen の点数に加えます',
  'postscreen-votes': '単独では拒否しなくなり、ここで一票ずつ数えます: {lists}',
  'ill-lists-everything': '{zone} は今日、すべてのアドレスを掲載しています',
  'ill-refuses-queries': '{zone} はこのリゾルバーに応答しません',
  'ill-no-test-entry':
    '{zone} にはテスト用の項目さえありません。空になったか、このリゾルバーには答えないようです',
  'ill-dead': '{zone} はもう応答しません',
  'ill-shut-down': '{zone} は運用を終えています',
  'tried-no-log': '何を拒否することになるかを示すログがないため、まず警告だけにします: {rule}',
  'tried-short-log': '何を拒否することになるかを知るにはログが短すぎるため、まず警告だけにします: {rule}',
  'tried-not-told': '何を拒否することになるかはログからはわからないため、まず警告だけにします: {rule}',
  'tried-real': '本物らしいメール {count} 件を拒否していたはずなので、警告だけにします: {rule}',
  'tried-keeps':
    '今は拒否されている本物らしいメール {count} 件を引き続き拒否するおそれがあるため、警告だけにします: {rule}',
};
