/** DNS リストの健康状態の日本語。 */
import type { ZoneWords } from './en.ts';

export const ja: ZoneWords = {
  'status.healthy': '正常',
  'status.lists-everything': '全アドレスを掲載',
  'status.refuses-queries': '応答を拒否',
  'status.no-test-entry': 'テスト用エントリなし',
  'status.dead': '停止',
  'status.shut-down': '終了',
  'status.unreachable': '応答なし',
  'status.unknown': '不明',
  'reason.strangers-listed': '無作為に選んだアドレスがすべて掲載されています。誰でも掲載する状態です',
  'reason.no-zone': 'ゾーンが存在しません。なくなったか、名前の打ち間違いです',
  'reason.parked-servers': 'ネームサーバーが文書用のアドレスに向けられています(正式な終了の手順です)',
  'reason.ended': 'リストの運用は終了しています',
  'reason.nxdomain-rewritten': 'リゾルバーが応答を作り出すため、このリストについては何も言えません',
  'reason.silent': 'リゾルバーが応答しません',
  'resolver.nxdomain-rewritten':
    'リゾルバーが、存在しない名前に {answers} と答えています。このままでは、すべての接続元がすべてのリストに載っていることになります。応答を書き換えないリゾルバー(できれば自前の unbound)を使ってください。',
  'resolver.answers-stripped':
    'リゾルバーが 127.0.0.0/8 の応答を取り除いています(DNS リバインディング対策)。このままでは、どのリストも働きません。リストのゾーンを対象外にする(unbound では private-domain)か、自前のリゾルバーを使ってください。',
  'resolver.public-resolver':
    '公開リゾルバー、または多数で共有するリゾルバーです。Spamhaus、SpamCop、URIBL、SURBL などは応答しないか、掲載ありに見えるエラーを返します。自前のリゾルバー(127.0.0.1 の unbound)を使ってください。',
  'resolver.silent': 'リゾルバーが応答しません。',
  'column.zone': 'リスト',
  'column.now': '現在の状態',
  'column.catalogue': 'カタログの情報',
  'column.use': '正しい使い方',
  'column.used': '使用箇所',
  'not-listed': 'カタログにありません',
  since: '{status}({since})',
  arguments: '引数',
  stdin: '標準入力の {line} 行目',
  problems: '直すべきところ',
  'of-service': '{place}、{service} の {parameter}',
  'of-main': '{place}、{parameter}',
  delete: '「{text}」を削除してください。',
  write: '「{text}」と書いてください。',
  instead: '代わり: {zones}。',
  summary: 'リスト {count} 件: 正常 {healthy} 件、危険 {unsafe} 件',
  'summary.offline': 'リスト {count} 件(--offline: カタログの情報のみ): 危険 {unsafe} 件',
  'finds-nothing':
    'リゾルバーは、リスト以外の名前も含めて何も見つけられませんでした。リストではなくリゾルバーの問題かもしれません',
  'nothing-used': '{folder} は DNS リストを使っていません。カタログ全体を調べます',
  'advice.list-ended':
    '{zone} は運用を終了しています。問い合わせのたびに時間がかかり、ドメインが他人の手に渡れば全アドレスを掲載するおそれがあります',
  'advice.list-listed-everybody':
    '{zone} は運用を終了し、その後すべてのアドレスを掲載しました。問い合わせを続けると、すべてのメールを拒否するおそれがあります',
  'advice.list-deprecated': '{zone} は別のリストに置き換えられました',
  'advice.list-unreliable': '{zone} は信頼できません',
  'advice.list-never': '{zone} はメールサーバーで使うものではありません',
  'advice.list-empty-sender-only': '{zone} は空の送信者(バウンスメール)にだけ使うものです',
  'advice.list-watch-only':
    '{zone} は無関係な隣のアドレスや正当な送信者も掲載します。参考にとどめ、拒否には使わないでください',
  'advice.list-score-only':
    '{zone} は単独で拒否するより、複数のうちの一票(postscreen)として使うのに向いています',
  'advice.list-misspelled': '{zone} はカタログにありません。{like} の誤りではありませんか',
  'advice.list-unknown': '{zone} はカタログになく、何もわかっていません',
  'advice.no-filter':
    '{zone} のどんな応答も掲載ありと見なされます。エラーコードや、ドメインを手に入れた他人の応答も含まれます',
  'advice.filter-never-matches': '{zone} が {filter} と答えることはなく、効果がありません',
  'advice.filter-matches-errors': '{filter} は、{zone} が応答を拒否するときのコードまで掲載ありと見なします',
  'advice.filter-unreadable': '{filter} は Postfix が読めるフィルターではありません',
  'advice.asked-about-address': '{zone} はドメインのリストですが、アドレスについて問い合わせています',
  'advice.asked-about-domain': '{zone} はアドレスのリストですが、ドメインについて問い合わせています',
  'advice.refuses-good-senders':
    '{zone} は正当な送信者についても応答するため、フィルターがないとそれらを拒否します',
  'advice.duplicate': '{zone} をここで二度問い合わせています',
  'advice.part-of-zen': '{zone} は zen.spamhaus.org に含まれています',
  'advice.decides-alone':
    '{zone} は重み {weight} で、単独でしきい値 {threshold} に達します。このリストが壊れると、すべてのメールが拒否されます',
  'advice.key-shown':
    'ゾーン名の中のキーが拒否の応答に現れます。rbl_reply_maps か postscreen_dnsbl_reply_map で隠してください',
  'advice.key-missing': '{zone} は、名前の前にキーを付けないと応答しません',
  'advice.needs-registration': '{zone} は、登録したリゾルバーにしか応答しません',
  'advice.refuses-users':
    '{zone} には、ここから送信する利用者の自宅のアドレスが掲載されています。permit_sasl_authenticated を前に置いてください',
  'advice.old-restriction': '{restriction} は古い名前で、新しい版の Postfix では使えません',
  'advice.needs-subscription': '{zone} は契約者にしか応答しません',
  'advice.public-resolver':
    '{zone} は {resolver} に応答しません。公開リゾルバーと見なされるためです。自前のリゾルバー(127.0.0.1 の unbound)を使ってください',
  'advice.postscreen-ignores':
    'postscreen_dnsbl_action が「ignore」のため、{zone} の応答は記録されるだけで、拒否には使われていません',
  'advice.renamed': '{name} は、Postfix {since} から {now} という名前になりました',
  'advice.postscreen-off':
    'master.cf で postscreen が有効になっていないため、{zone} は問い合わせられていません',
};
