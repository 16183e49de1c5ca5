import type { CliWords } from './en.ts';

export const ja: CliWords = {
  'help.usage': '使い方:',
  'help.arguments': '引数:',
  'help.options': 'オプション:',
  'help.commands': 'コマンド:',
  'help.group.what': 'レポートの対象:',
  'help.group.form': '表示:',
  'help.group.mail': 'メールでの送信:',
  'help.group.common': '全コマンド共通:',
  'help.program': 'Postfix サーバーの関所。メールログを読み、理由を知り、安全に決めるために。',
  'help.version': 'バージョンを表示',
  'help.help': 'このヘルプを表示',
  'help.helpCommand': 'コマンドのヘルプを表示',
  'help.report': 'メールシステムの動きを、問題から順に、合計・流量・拒否・配送とともに報告',
  'help.log':
    'ログ: プレーンテキスト、.gz、.bz2、.xz、.zst、ワイルドカード、標準入力は -。省略時はいつもの場所(/var/log/maillog*、/var/log/mail.log*、journald など)を探す',
  'help.date':
    'yesterday、today、2026-11-23、2026-11、2026-11-01..2026-11-07、7d(直近 7 日間)、"last week"、"last month"',
  'help.domain': 'このドメインが送受信したメールだけ',
  'help.top': '一覧の件数(20)。0 で全件',
  'help.queue': '現在のメールキューも表示',
  'help.smtpdStats': '接続時間の統計も表示',
  'help.extendedDetail': 'メールを 1 通ずつ、大きい順に表示',
  'help.showUnparsed': '解釈できなかった行を表示(先頭 100 行)',
  'help.format': 'text(既定)、html、json のいずれか',
  'help.json': '--format json と同じ',
  'help.problemsFirst': '問題の一覧をすべて合計より前に表示',
  'help.verbose': '文面を省略せずに表示',
  'help.width': 'テキストの幅、80〜120 桁(端末の幅に従う)',
  'help.noColor': '色を付けない(NO_COLOR も同じ)',
  'help.mailTo': 'テキストと HTML のメールで送信。他者の名前は無害化する',
  'help.mailFrom': 'そのメールの差出人',
  'help.sendmail': '送信に使うプログラム(sendmail)',
  'help.lang': 'en または ja(ロケールに従う)',
  'help.config': '設定ファイル(/etc/sekisho/sekisho.toml)',
  'help.dns': '問い合わせ先のリゾルバー。レポートでは使わない',
  'help.quiet': '標準エラー出力に注記と進み具合を出さない',
  'help.jsonOnly': '標準出力に JSON 文書をひとつ出力',
  'help.resolver': '問い合わせ先のリゾルバー(/etc/resolv.conf に従う)',
  'help.lookup': 'アドレスやドメインが載っているブロックリスト、その理由と解除方法',
  'help.lookup.subject': 'IPv4・IPv6 アドレスとドメイン。- で標準入力から読む(# 以降はコメント)',
  'help.lookup.fromLog': 'メールログの全クライアントを多い順に調べる。複数回指定できる',
  'help.lookup.date': 'ログのうち調べる日付(report と同じ書き方)',
  'help.lookup.top': 'ログのうち調べるクライアントの数',
  'help.lookup.zones': '問い合わせるリストを指定。例: zen.spamhaus.org,bl.spamcop.net',
  'help.lookup.after': `
例:
  sekisho lookup 192.0.2.1
  sekisho lookup mail.example.com 2001:db8::1 --lang ja
  sekisho lookup --from-log /var/log/maillog --top 50
  sekisho lookup --zones zen.spamhaus.org,bl.spamcop.net - < addresses

失敗したリストの判定は不明です。「失敗」と示し、「掲載なし」とは扱いません。詳しくは docs/lists.md へ
終了コード: 0 完了、2 引数または設定の誤り、3 リゾルバー、ファイル、プログラムの失敗`,
  'help.spf': '接続元がドメインのメールを送信してよいか(SPF)とその理由、レコードの誤り',
  'help.spf.domain': '調べるドメイン。--ip がなければ、レコードそのものを点検します',
  'help.spf.ip': '接続元のアドレス(IPv4 または IPv6)',
  'help.spf.sender':
    "エンベロープの差出人、またはそのドメイン。'' はバウンスの空の差出人で、HELO を検査します",
  'help.spf.helo': '接続元が HELO または EHLO で名乗った名前(省略時は差出人のドメイン)',
  'help.spf.after': `
例:
  sekisho spf example.com
  sekisho spf example.com --ip 192.0.2.1
  sekisho spf --ip 2001:db8::1 --sender ann@example.com --helo mx.example.com --json

詳しくは docs/spf.md をご覧ください。
終了コード: 0 完了(判定の内容を問いません); 1 レコードの誤り(permerror); 2 引数または設定の誤り; 3 DNS の失敗
(temperror)`,
  'help.zones': 'いま信頼できる DNS ブロックリストはどれか、Postfix のどこで使っているか、何を直すべきか',
  'help.zones.zone':
    'リストの名前、main.cf の制限をそのまま、またはそれらのファイル(- は標準入力)。省略すると設定で使っているもの、なければカタログ全体',
  'help.zones.offline': '問い合わせをせず、カタログの情報だけで調べる',
  'help.zones.configDir': 'main.cf と master.cf のあるディレクトリ(/etc/postfix)',
  'help.zones.all': '使っているものに加え、カタログ全体を調べる',
  'help.zones.after': `
例:
  sekisho zones                            このサーバーで使っているもの
  sekisho zones --offline -c ./copied-config
  sekisho zones --offline ./piece-of-main.cf
  sekisho zones zen.spamhaus.org bl.spamcop.net --dns 127.0.0.1
  sekisho zones 'reject_rbl_client bl.spamcop.net, reject_rbl_client list.dsbl.org'

何を調べるか、各状態の意味は docs/zones.md にあります。
終了コード: 0 使っているものはすべて安全、1 危険なものがある、2 引数に誤り、3 リゾルバーまたはファイルの失敗`,
  'help.configDir': 'main.cf と master.cf のフォルダー (/etc/postfix)',
  'help.service': 'master.cf のどの smtpd か: smtp、submission など (既定は 25 番ポートのもの)',
  'help.eval': '接続や宛先に対して Postfix が何と答えるかを、一段ずつ示す',
  'help.eval.offline': 'DNS にもサービスにもサーバーにも問い合わせない (その答えは不明のまま)',
  'help.eval.after': `
評価する内容は標準入力から、Postfix がポリシーサービスに渡すのと同じ形で渡します。name=value を一行ずつ書き、一件ごとに空行で終えます。
答えは JSON で、一件につき一行です。

例:
  printf 'client_address=192.0.2.10\\nhelo_name=mail.example\\nsender=a@example.com\\nrecipient=b@example.org\\n\\n' |
    sekisho eval --config-dir /etc/postfix

評価できるものとできないものは docs/restrictions.md にあります。
終了コード: 0 完了 (判定の内容は問わない)、2 引数の誤り、3 設定が読めない`,
  'help.lint': 'main.cf と master.cf の問題点、その理由、直し方を示す',
  'help.lint.fixPreview': '直すための postconf コマンドを表示する (何も変更しない)',
  'help.lint.after': `
エラーか警告が見つかると、終了コードは 1 になります。

例:
  sekisho lint
  sekisho lint -c ./copy-of-etc-postfix --json
  sekisho lint --fix-preview

すべての検査項目は docs/ja/lint.md にあります。
`,
  'help.replay': '制限を変えていたら、ログにあるメールがどうなっていたか',
  'help.replay.set': "変更の内容。--set 'parameter = value' の形で、何度でも指定できる",
  'help.replay.compare': '今の設定と変更後を並べて示す',
  'help.replay.shadowResults': 'warn_if_reject で試している規則が何を拒否したはずか、どれを切り替えてよいか',
  'help.replay.offline': '誰にも問い合わせない (ログにないことは不明のまま)',
  'help.replay.questions': 'DNS への問い合わせの上限 (20000)',
  'help.replay.rate': '一秒あたりの DNS への問い合わせの上限 (500)',
  'help.replay.after': `
例:
  sekisho replay /var/log/mail.log --set 'smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination'
  sekisho replay -d 7d --set 'smtpd_helo_restrictions = reject_invalid_helo_hostname' --offline
  sekisho replay --format html --set 'smtpd_sender_restrictions = reject_unknown_sender_domain' > change.html
  sekisho replay --shadow-results

設定は何も変えません。判定の方法と、ログからはわからないことは docs/replay.md にあります。
終了コード: 0 完了、1 本物らしいメールが新たに拒否される、2 引数の誤り、3 ファイルが読めない`,
  'help.apply': 'main.cf を変更する。控えを取り、検査して読み直し、Postfix が動かなければ元に戻す',
  'help.apply.shadow': '新しい制限の前に warn_if_reject を付け、拒否せずに試す',
  'help.apply.dryRun': '変更の内容を示すだけ',
  'help.apply.force': 'メールが滞る、または誰でも中継できるようになる変更でも適用する',
  'help.apply.yes': '確認を求めない',
  'help.apply.after': `
例:
  sekisho apply --set 'smtpd_helo_required = yes'
  sekisho apply --shadow --set 'smtpd_sender_restrictions = reject_unknown_sender_domain' --yes

変更前のファイルは同じ場所に残り、sekisho rollback で戻せます。手順の詳細は docs/ja/apply.md にあります。
終了コード: 0 完了、1 元に戻した、2 引数の誤り、3 権限・空き容量・Postfix がない、または別の変更の最中`,
  'help.suggest': 'このサーバーに勧める制限の設定を、理由を添えた差分で示す',
  'help.suggest.offline':
    '誰にも問い合わせない (リストについてはカタログ、メールについてはログだけで判断する)',
  'help.suggest.after': `
例:
  sekisho suggest
  sekisho suggest /var/log/mail.log -c ./copy-of-etc-postfix --offline

何も変更しません。何を提案し、どの規則をまず警告だけにするかは docs/ja/suggest.md にあります。
終了コード: 0 提案なし、1 提案あり、2 引数の誤り、3 ファイルが読めない`,
  'help.rollback': 'main.cf を前回の apply の前に戻す',
  'help.rollback.backup': 'apply が残した控え (既定は、今と内容の異なる最も新しいもの)',
  'help.rollback.after': `
例:
  sekisho rollback --dry-run
  sekisho rollback /etc/postfix/main.cf.sekisho-20261125T170312Z

終了コード: 0 完了、1 元に戻した、2 控えがない、3 ファイルの読み書きができない`,
  'help.after': `
例:
  sekisho report                          このマシンのいつものログ
  sekisho report -d yesterday /var/log/maillog
  sekisho report -d 7d --format html > week.html
  sekisho report -d yesterday --mail-to postmaster@example.com

終了コード: 0 完了、2 引数または設定の誤り、3 ファイルまたはプログラムの失敗
pflogsumm のオプションもそのまま使えます: docs/pflogsumm.md`,
  'note.silentInput':
    '標準入力から 2 秒間何も届かないため、いつものログを読みます。待つ場合は - を指定してください',
  'note.sample': '読めるメールログがないため、付属のサンプル sample/maillog を表示します: {why}',
  'note.nothing': 'いつものログにメールの記録がありません',
  'note.zoneLike': '{zone} はカタログにありません。もしかして: {like}',
  'note.noSubject': '{text} はアドレスでもドメインでもないため、飛ばします',
  'note.noSubjectMore': 'ほかに {count} 件を飛ばします',
  'note.noSubjects': '調べるアドレスもドメインもありません',
  'progress.asking': '問い合わせ中',
  'progress.reading': '読み込み中',
  'progress.left': '残り {seconds} 秒',
};
