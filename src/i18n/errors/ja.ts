/** Errors and advice in Japanese, by the English sentence. */
export const ja: Readonly<Record<string, string>> = {
  // Logs.
  'no mail log was found': 'メールログが見つかりません',
  'no mail log was found (looked at {looked} and for journald)':
    'メールログが見つかりません({looked} と journald を探しました)',
  'name one: sekisho report /path/to/mail.log': '場所を指定してください: sekisho report /path/to/mail.log',
  'name one: sekisho report /var/log/mail.log': '場所を指定してください: sekisho report /var/log/mail.log',
  '{file} may not be read by this user': '{file} を読む権限がありません',
  'run it with sudo, or join the group that may (Debian: adm)':
    'sudo で実行するか、読む権限のあるグループ(Debian では adm)に入ってください',
  'run it with sudo': 'sudo で実行してください',
  '{file} does not exist': '{file} がありません',
  'there is {beside}': '近い名前のファイル: {beside}',
  'check the path: Red Hat has /var/log/maillog, Debian /var/log/mail.log':
    'パスを確かめてください。Red Hat 系は /var/log/maillog、Debian 系は /var/log/mail.log です',
  '{file} is a directory': '{file} はディレクトリです',
  'name the files in it': '中のファイルを指定してください',
  'did you mean {inside}?': 'もしかして: {inside}',
  '{file} could be read only in part: {reason}': '{file} は途中までしか読めませんでした: {reason}',
  'read a sound copy for the rest': '残りは壊れていないコピーから読んでください',
  '{file} needs the program {program}': '{file} を読むには {program} が必要です',
  'install it (Debian: apt install {package}), or decompress the file first':
    'インストールするか(Debian では apt install {package})、先に展開してください',
  'journalctl did not start: {reason}': 'journalctl を起動できませんでした: {reason}',
  'name a log file instead': '代わりにログファイルを指定してください',
  '{file}, line {line}: Postfix cannot read "{text}"':
    '{file} の {line} 行目: 「{text}」は Postfix が読めません',
  '{file}, line {line}: {parameter} grows beyond 16 million letters or 200,000 names in it':
    '{file} の {line} 行目: {parameter} を展開すると 1600 万文字、または 20 万個の名前を超えます',
  'look for names that are made of each other, twice in each step':
    '互いを二度ずつ含み合うパラメーターがないか確かめてください',
  'mend it; `postfix check` says more': '直してください。詳しくは postfix check で調べられます',
  '"{text}" is no name of a list': '「{text}」はリストの名前ではありません',
  'give names, as in zen.spamhaus.org,bl.spamcop.net, or restrictions as they stand in main.cf':
    '名前(例: zen.spamhaus.org,bl.spamcop.net)か、main.cf の制限をそのまま指定してください',
  'name the folder of main.cf with -c, as in -c /etc/postfix':
    'main.cf のあるディレクトリを -c で指定してください。例: -c /etc/postfix',
  'standard input': '標準入力',
  // Changes of main.cf.
  '{file} has changed meanwhile': '{file} がその間に変更されました',
  'look at it, and try again': '内容を確かめて、もう一度実行してください',
  'run it as root, and see whether the disk is full': 'root で実行し、ディスクに空きがあるか確かめてください',
  '{file} is changed by root only': '{file} を変更できるのは root だけです',
  'run it as root: sudo sekisho ...': 'root で実行してください: sudo sekisho ...',
  'run it as root; `lsattr` shows whether the file may not be changed at all (chattr -i)':
    'root で実行してください。変更を禁じる属性が付いていないかは lsattr で確かめられます (外すのは chattr -i)',
  'the file system is mounted for reading only: mount it for writing, or change the file where it is made':
    'ファイルシステムが読み取り専用です。書き込めるようにマウントし直すか、ファイルを作っている側で変更してください',
  'the disk is full: make room (df), and run it again':
    'ディスクがいっぱいです。df で確かめて空きを作り、もう一度実行してください',
  'another sekisho is changing {file} just now': '別の sekisho が {file} を変更している最中です',
  'wait until it is done, and try again': '終わるのを待って、もう一度実行してください',
  '{folder} has no master.cf: no Postfix can run with it':
    '{folder} に master.cf がないため、Postfix はこの設定では動きません',
  'Postfix is not installed here (postconf does not run): nobody could check the change':
    'このマシンには Postfix がなく (postconf を実行できません)、変更を検査できません',
  'run it on the mail server itself': 'メールサーバー上で実行してください',
  'Postfix cannot live with {file}, and it could not be put back: {reason}':
    '{file} では Postfix が動きませんが、元に戻せませんでした: {reason}',
  'look at it; {copy} is what it was: put it there, then run postfix reload':
    '内容を確かめてください。元の内容は {copy} にあります。それを置き直し、postfix reload を実行してください',
  'there is no file {copy}': '{copy} というファイルはありません',
  '{name}: the value is no UTF-8': '{name} の値が UTF-8 ではありません',
  'write it with another locale, or edit main.cf':
    'UTF-8 のロケールで指定するか、main.cf を直接編集してください',
  'begin each further line of a value with a blank': '値の二行目以降は空白で始めてください',
  '--shadow cannot try {name}': '--shadow で {name} を試すことはできません',
  'it puts warn_if_reject before new restrictions of smtpd_..._restrictions; set other parameters without it':
    'smtpd_..._restrictions の新しい制限の前に warn_if_reject を付けるものです。ほかのパラメーターは --shadow なしで設定してください',
  '--shadow-results goes without {option}': '--shadow-results は {option} と一緒に使えません',
  'it reads the warnings of the configuration in force, and is told as text or JSON':
    '今の設定が出した警告を読み、テキストか JSON で示すものです',
  'there is no copy of {file} to go back to': '{file} の控えがありません',
  'name one: sekisho rollback FILE': '指定してください: sekisho rollback FILE',
  'nobody is there to agree': '確認に答える人がいません',
  'add --yes, or --dry-run to see the change only':
    '--yes を付けるか、--dry-run で変更の内容だけを見てください',
  '"{text}" is no setting': '「{text}」は設定の形をしていません',
  'write it as --set name=value, in quotes where it has blanks':
    '--set name=value の形で、空白があれば引用符で囲んで書いてください',
  'Postfix has no parameter {name}': 'Postfix に {name} というパラメーターはありません',
  'see postconf(5) for the names; a restriction class must be in smtpd_restriction_classes':
    '名前は postconf(5) で確かめてください。制限クラスは smtpd_restriction_classes に書く必要があります',
  'master.cf has no smtpd service {name}': 'master.cf に {name} という smtpd サービスはありません',
  'name one of: {services}': '次のいずれかを指定してください: {services}',
  'an attempt without client_address, or of an unknown protocol_state':
    'client_address がないか、protocol_state が正しくありません',
  'name at least client_address=, sender= and recipient=, as Postfix does for a policy service':
    'Postfix がポリシーサービスに渡すのと同じように、少なくとも client_address=、sender=、recipient= を書いてください',
  'name one: sekisho replay /var/log/mail.log': '場所を指定してください: sekisho replay /var/log/mail.log',

  // Arguments.
  '{option} "{text}" is not a whole number': '{option} の「{text}」は整数ではありません',
  'give a number, as in {option} {example}': '数値を指定してください。例: {option} {example}',
  '"{text}" is no day or range of days': '「{text}」は日付や期間として解釈できません',
  '"{text}" ends before it begins': '期間「{text}」の終わりが始まりより前です',
  'use today, yesterday, 2026-11-23, 2026-11, 2026-11-01..2026-11-07 or 7d':
    'today、yesterday、2026-11-23、2026-11、2026-11-01..2026-11-07、7d のように指定してください',
  '{option} "{text}" is no mail address': '{option} の「{text}」はメールアドレスではありません',
  'give one, as in {option} postmaster@example.com': '例: {option} postmaster@example.com',
  '--domain has no name': '--domain にドメイン名がありません',
  'give one, as in --domain example.com': '例: --domain example.com',

  '--dns "{text}" is no address of a resolver': '--dns の「{text}」はリゾルバーのアドレスではありません',
  'give one, as in --dns 127.0.0.1 or --dns 127.0.0.1:5353': '例: --dns 127.0.0.1、--dns 127.0.0.1:5353',
  'there is no option {option}': '{option} というオプションはありません',
  'there is no option {option}; did you mean {like}?':
    '{option} というオプションはありません。もしかして: {like}',
  '{option} needs a value': '{option} には値が必要です',
  '{option} "{text}" is none of {choices}': '{option} の「{text}」は使えません。使えるのは {choices} です',
  '{option} may be {choices}': '{option} は {choices} のどれか区別できません',
  'write the one that is meant': '名前を最後まで書いてください',
  'there is no command {command}': '{command} というコマンドはありません',
  'there is no command {command}; did you mean {like}?':
    '{command} というコマンドはありません。もしかして: {like}',
  'to report a log: sekisho report {command}': 'ログのレポートは sekisho report {command} で作れます',
  '{help} lists the commands': '{help} でコマンドの一覧を表示します',
  '{help} lists the options': '{help} でオプションの一覧を表示します',
  '{help} shows the help; -h takes a count, as in pflogsumm':
    'ヘルプは {help} です。-h は pflogsumm と同じく件数を指定するオプションです',

  'the name of a log is empty': 'ログの名前が空です',
  'name a file, or - for standard input': 'ファイル名か、標準入力なら - を指定してください',

  // Lookups.
  'no list could be asked: the resolver does not answer':
    'どのリストにも問い合わせできません。リゾルバーが応答しません',
  'look at /etc/resolv.conf, or name a resolver with --dns':
    '/etc/resolv.conf を確かめるか、--dns でリゾルバーを指定してください',
  'name another file': '別のファイルを指定してください',
  '"{text}" is neither an address nor a domain': '「{text}」はアドレスでもドメインでもありません',
  'give one, as in sekisho lookup 192.0.2.1 or sekisho lookup mail.example.com':
    '例: sekisho lookup 192.0.2.1、sekisho lookup mail.example.com',
  'standard input cannot be a list of addresses and a log':
    '標準入力をアドレス一覧とログの両方に使うことはできません',
  'name a file for one of them': 'どちらかはファイルで指定してください',
  'there is nothing to look up': '調べる対象がありません',
  'give an address or a domain, as in sekisho lookup 192.0.2.1, or a log with --from-log':
    'アドレスかドメインを指定するか(例: sekisho lookup 192.0.2.1)、--from-log でログを指定してください',

  // Settings.
  'cannot read {file}: {reason}': '{file} を読めません: {reason}',
  'name a TOML file that you may read': '読める TOML ファイルを指定してください',
  '{place}: {reason}': '{place}: 書式の誤りです({reason})',
  'mend the line; docs/settings.md has examples': 'その行を直してください。例は docs/settings.md にあります',
  '{place}: {key}: no such setting': '{place}: {key} という設定はありません',
  '{place}: {key} must be a whole number, not {given}':
    '{place}: {key} は整数で指定します({given} は使えません)',
  '{place}: {key} must be 0 or more, not {given}':
    '{place}: {key} は 0 以上で指定します({given} は使えません)',
  '{place}: {key} must be a text in quotes, not {given}':
    '{place}: {key} は引用符で囲んだ文字列で指定します({given} は使えません)',
  '{place}: {key} must be a list in brackets, not {given}':
    '{place}: {key} は角括弧で囲んだリストで指定します({given} は使えません)',
  '{place}: {key} must be one of {choices}, not {given}':
    '{place}: {key} は {choices} のいずれかで指定します({given} は使えません)',
  '{place}: {key} must be a table, not {given}':
    '{place}: {key} はテーブルで指定します({given} は使えません)',
  'docs/settings.md lists every setting': '設定の一覧は docs/settings.md にあります',

  // The program itself.
  'the log engine is not built': 'ログエンジンがビルドされていません',
  'run: npm run build': 'npm run build を実行してください',

  // Mail and output.
  'the report was not sent: {program} did not start ({what})':
    'レポートを送信できませんでした: {program} を起動できません({what})',
  'the report was not sent: {program} was ended by {what}':
    'レポートを送信できませんでした: {program} がシグナル {what} で終了しました',
  'the report was not sent: {program} was ended by {what}: {said}':
    'レポートを送信できませんでした: {program} がシグナル {what} で終了しました: {said}',
  'the report was not sent: {program} ended with {what}':
    'レポートを送信できませんでした: {program} が終了コード {what} を返しました',
  'the report was not sent: {program} ended with {what}: {said}':
    'レポートを送信できませんでした: {program} が終了コード {what} を返しました: {said}',
  'the report was not sent: {program} did not read it':
    'レポートを送信できませんでした: {program} がレポートを受け取りませんでした',
  'the report was not sent: {program} did not read it: {said}':
    'レポートを送信できませんでした: {program} がレポートを受け取りませんでした: {said}',
  'name the program with --sendmail, or look into the mail log':
    '--sendmail で送信プログラムを指定するか、メールログを確かめてください',
  'cannot write {file}: {reason}': '{file} に書き込めません: {reason}',
  'name a file that you may write': '書き込めるファイルを指定してください',
  'cannot write the output: {reason}': '出力を書き込めません: {reason}',
  'make room for it': '空き容量を確保してください',

  // SPF.
  'a domain and --sender are given: one of them says whose mail it is':
    'ドメインと --sender の両方が指定されています。どちらか一方で指定します',
  'leave one out': '一方を外してください',
  'there is no domain to check': '調べるドメインがありません',
  'give one, as in sekisho spf example.com, or sekisho spf --ip 192.0.2.1 --sender ann@example.com --helo mx.example.com':
    '例: sekisho spf example.com、または sekisho spf --ip 192.0.2.1 --sender ann@example.com --helo mx.example.com',
  '"{text}" is neither a domain nor a mail address': '「{text}」はドメインでもメールアドレスでもありません',
  'give one, as in sekisho spf example.com': '例: sekisho spf example.com',
  '--sender "{text}" is neither a mail address nor a domain':
    '--sender の「{text}」はメールアドレスでもドメインでもありません',
  "give one, as in --sender ann@example.com; --sender '' is the empty sender of bounces":
    "例: --sender ann@example.com。バウンスの空の差出人は --sender '' と指定します",
  '--helo "{text}" is no name of a host': '--helo の「{text}」はホスト名ではありません',
  'give one, as in --helo mx.example.com': '例: --helo mx.example.com',
  'the sender is empty, and there is no HELO name to check instead':
    '差出人が空ですが、代わりに検査する HELO の名前がありません',
  '--ip "{text}" is no IP address': '--ip の「{text}」は IP アドレスではありません',
  'give one, as in --ip 192.0.2.1 or --ip 2001:db8::1': '例: --ip 192.0.2.1、--ip 2001:db8::1',
};
