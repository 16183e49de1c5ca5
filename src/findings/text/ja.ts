import type { CauseText, FindingText } from '../text.ts';

export const ja: FindingText = {
  'backscatter-source': {
    title: 'このサーバーが後方散乱メール(バックスキャッター)を送っています',
    summary:
      'ログインしていない外部の差出人あてに、配送不能通知が {count} 通送られました。多くは {domain} の受信者に関するものです。通知の配送失敗は {undeliverable} 回です。',
    cause:
      '迷惑メールの差出人は詐称されているため、通知は無関係の第三者に届き、このサーバーが BACKSCATTERER に登録されます。',
    fix: [],
    reason: 'bounce デーモンの記録を数えた結果です',
  },
  'account-compromised': {
    title: 'アカウント {account} が乗っ取られているようです',
    summary:
      '{account} は {clients} 個の異なるアドレスから {count} 通を {recipients} 件の受信者に送りました。うち {bounced} 件が拒否されました。',
    cause:
      '逆引き名のない多数のクライアントから一つのアカウントが使われるのは、盗まれたパスワードの典型的な使われ方です。',
    fix: [
      'パスワードを直ちに変更し(passwd、または作成に使った管理画面)、doveadm kick {user} で開いているセッションを切ります。',
      "zgrep -hE {pattern} {log} | sed -nE 's/.*: ([0-9A-Za-z]+): client=.*/\\1/p' | postsuper -h - で、キューに残るこのアカウントのメールを保留します。postqueue -p と postcat -q ID で確かめ、消すなら postsuper -d ID、流すなら postsuper -H ID です(postsuper -d ALL は使わないでください)。",
      "zgrep -hE {pattern} {log} | grep -oE 'client=[^ ,]+' | sort | uniq -c | sort -rn で送信元がわかります。",
      'postconf -e smtpd_client_recipient_rate_limit=200 && postfix reload で、クライアントごとの送信数を抑えられます(元に戻すには postconf -X smtpd_client_recipient_rate_limit)。',
    ],
    reason: '各メールのクライアントと拒否の結果がログにあります',
  },
  'dnsbl-dead': {
    title: 'ブロックリスト {zone} は廃止済みで、正当なメールを拒否しています',
    summary:
      '{zone} により {count} 回、{clients} 個の異なるクライアントが拒否されました。廃止されたリストは誰にでも「登録あり」と答えます。',
    cause: '{ended}いまのドメイン保有者は、どの照会にも「登録あり」と答えます。',
    fix: [
      'grep -rnF {name} /etc/postfix で設定箇所がわかります。reject_rbl_client {zone} を削除してください。',
      'for p in $(postconf -n | grep -F {name} | cut -d" " -f1); do postconf -e "$p = $(postconf -h $p | sed -E "s/(^|[ ,])+((warn_if_reject +)?reject_(rbl_client|rhsbl_[a-z]+) +)?{pattern}(=[^ ,*]+)?(\\*-?[0-9]+)?([ ,]|$)/ /g")"; done; postfix reload',
      "差出人には恒久的なエラーが返っています。zgrep -hF 'blocked using {name}' {log} | grep -oE 'from=<[^>]*>' | sort | uniq -c | sort -rn で差出人を確かめ、心当たりの相手には再送を依頼してください。",
    ],
    reason: '既知の終了、または拒否の文面によります',
  },
  'dnsbl-refuses-us': {
    title: 'ブロックリスト {zone} が照会を断っており、そのためにメールを拒否しています',
    summary:
      '{zone} により {count} 回、{clients} 個の異なるクライアントが拒否されました。文面は、このリゾルバーからの照会を断るものです。',
    cause:
      '127.255.255.254 のような応答は「公開リゾルバー経由の照会」を意味し、登録ではありません。フィルターがないと、Postfix はどの応答も登録とみなします。',
    fix: [
      'for p in $(postconf -n | grep -F {name} | cut -d" " -f1); do postconf -e "$p = $(postconf -h $p | sed -E "s/(^|[ ,]){pattern}([ ,*]|$)/\\1{name}=127.0.0.[2..11]\\2/g")"; done; postfix reload で、各設定を {zone}=127.0.0.[2..11] とし、それ以外の応答を数えないようにします。',
      'dig +short 2.0.0.127.{name} の答えは 127.0.0.x でなければなりません。127.255.255.x なら照会が断られています。自前のリゾルバーで解決します: apt-get install unbound(または dnf install unbound)のあと、/etc/resolv.conf に nameserver 127.0.0.1 と書きます。または、リストの照会キーを使います。',
      "差出人には恒久的なエラーが返っています。zgrep -hF 'blocked using {name}' {log} | grep -oE 'from=<[^>]*>' | sort | uniq -c | sort -rn で差出人がわかります。",
    ],
    reason: '拒否の文面によります',
  },
  'delivery-program-failed': {
    title: '配送プログラムが失敗しています: {program}',
    summary: '{count} 通を {program} に渡せませんでした。',
    cause: '',
    fix: [
      '直したあと、postqueue -f で待機中のメールをすぐに再試行できます。返送されたメールは失われています。受信者は証拠の行に、差出人はログにあります。',
    ],
    reason: '配送エージェントがエラーを記録しています',
  },
  'disk-or-resources': {
    title: '{program} が正常に動作していません',
    summary: '{program} のエラーが {count} 件あります: {text}',
    cause:
      'メールシステムのプログラムが停止したか、強制終了されたか、ディスク・メモリー・ファイル数が足りません。この状態が続く間、メールは待たされるか、受け取られません。',
    fix: [
      'postfix check; df -h; df -i; free -m',
      "zgrep -hE '(fatal|panic|killed by signal|No space left)' {log} | tail -n 20 で前後の状況がわかります。",
      'パラメーターやテーブルの誤りなら、その行に書かれています: postconf -n。カーネルによる強制終了かどうかは journalctl -k | grep -i "out of memory" でわかります。',
    ],
    reason: 'Postfix が記録しています',
  },
  'queue-space': {
    title: 'キューの空きが足りず、メールを拒否しています',
    summary: '空き不足の警告が {count} 件あります。不足の間、Postfix はすべてのメールを 452 で断ります。',
    cause:
      'キューのファイルシステムの空きが queue_minfree、または message_size_limit の 1.5 倍を下回っています。',
    fix: [
      'df -h $(postconf -h queue_directory); df -i $(postconf -h queue_directory)',
      '何が埋めているかを調べます。古いログ、メールボックス、他人のメールで溢れたキューなどです(postqueue -j)。',
      'postconf queue_minfree message_size_limit で、制限値そのものが大きすぎないかを確かめます。',
    ],
    reason: 'Postfix が記録しています',
  },
  'tls-disabled': {
    title: '{program} は TLS なしで動いています',
    summary: '{program} が証明書または鍵を読み込めないことが {count} 回ありました: {text}',
    cause: 'ファイルがない、読めない、または証明書と鍵が対になっていません。多くは更新のあとに起こります。',
    fix: [
      'postconf -n | grep -E "tls.*(cert|key|chain)" でファイルを確かめます。',
      'ls -lL {path}; openssl x509 -in {path} -noout -subject -enddate で、ファイルがあり、証明書と鍵が対になっていることを確かめます。',
      'postfix reload のあと、同じ警告が出ないかログを見てください。',
    ],
    reason: 'Postfix が記録しています',
  },
  'password-guessing': {
    title: 'パスワードの総当たりを受けています',
    summary: '{clients} 個のアドレスから {count} 回のログイン失敗がありました。最多は {client} です。',
    cause:
      'ロボットはどのメールサーバーにも名前とパスワードの一覧を試します。危険なのは弱いパスワードがある場合です。',
    fix: [
      "zgrep -hE 'authentication failed|auth failed' {log} | grep -oE '(sasl_username|user)=[^ ,]+' | sort | uniq -c | sort -rn | head で、狙われているアカウントがわかります(ログに記録されている場合)。弱いパスワードがないことを確かめてください。",
      'postconf -e smtpd_client_auth_rate_limit=10 && postfix reload で、相手ごとの回数を抑えられます(Postfix 3.1 以降。元に戻すには postconf -X smtpd_client_auth_rate_limit)。',
      'ip route add blackhole {address} で、次の起動まで相手を遮断できます(解除は ip route del blackhole {address})。',
    ],
    reason: 'ログイン失敗を数えた結果です',
  },
};

export const jaCauses: CauseText = {
  'backscatter-source/unknown': {
    cause: '存在しない受信者あてのメールをいったん受け取ってから返送しています。',
    fix: [
      'postconf smtpd_reject_unlisted_recipient local_recipient_maps relay_domains relay_recipient_maps を確認します。最初の値は yes でなければならず、マップを空にしてはいけません。',
      'for t in $(postconf -hx virtual_alias_maps | tr , " "); do postmap -q @{name} "$t"; done でキャッチオールの転送先がわかります。実在するアドレスだけの登録に置き換えてください。Virtualmin では「仮想サーバーの編集」→「ドメインのメール」で、エイリアスドメインを全転送ではなくエイリアスのコピーにします。',
      'メールボックスが別のサーバーにあるドメインなら、postconf -e "smtpd_recipient_restrictions = $(postconf -h smtpd_recipient_restrictions), check_recipient_access inline:{{name}=reject_unverified_recipient}" && postfix reload で、受け取る前にそのサーバーへ確認させます(Postfix 3.0 以降)。',
    ],
  },
  'backscatter-source/forward': {
    cause: '転送したメールが転送先に拒否されています。多くは転送先が迷惑メールと判定したものです。',
    fix: [
      "zgrep -hF status=bounced {log} | grep -oE 'to=<[^>]*>, orig_to=<[^>]*>' | sort | uniq -c | sort -rn で、どの転送かがわかります。",
      '転送をやめて利用者に IMAP で読んでもらうか、転送する前に迷惑メールを拒否します: postconf smtpd_milters smtpd_recipient_restrictions',
      '/etc/aliases の転送(名前: 転送先)には、owner-名前: postmaster の行を加えて newaliases を実行すると、不達通知が外へ出なくなります。',
    ],
  },
  'backscatter-source/full': {
    cause: '容量の上限に達したメールボックスあてのメールを、受け取ったあとで返送しています。',
    fix: [
      'どのメールボックスかは doveadm quota get -A(Dovecot)、システムユーザーなら repquota -a でわかります。',
      '返送せずに待たせるには、/etc/dovecot/conf.d/15-lda.conf で quota_full_tempfail = yes とし、doveadm reload を実行します。quota-status サービスがあれば接続中に拒否できます: doveconf -n service plugin',
    ],
  },
  'backscatter-source/program': {
    cause: 'メールを受け取るプログラムが失敗し、そのたびに返送しています。',
    fix: [
      'postconf -e soft_bounce=yes && postfix reload とすると、プログラムを直すあいだメールはキューに残ります。直したら元に戻してください: postconf -X soft_bounce && postfix reload',
    ],
  },
  'backscatter-source/refused': {
    cause:
      'このサーバーがすでに受け取ったメールを、キューの後ろのフィルターまたはメールボックスのサーバーが拒否しています。',
    fix: [
      'postconf content_filter transport_maps virtual_transport mailbox_transport で、キューの後ろに何があるかがわかります。',
      'そこにあるフィルターは、印を付けるか、保管するか、捨てるかのいずれかにし、拒否させてはいけません。Amavis では /etc/amavis/conf.d/50-user で $final_spam_destiny = D_DISCARD と $final_virus_destiny = D_DISCARD を設定し、systemctl restart amavis を実行します。',
      'できれば接続中に検査します: postconf smtpd_milters smtpd_proxy_filter',
    ],
  },
  'backscatter-source/expired': {
    cause: '次のサーバーに渡せないまま保管期限が過ぎ、差出人に返送しています。',
    fix: [
      'postqueue -p | grep -F @{name} で、待っているメールとその理由がわかります。',
      'dig +short MX {name} を確認します。このサーバーが予備の MX にすぎないなら、relay_recipient_maps に実在する受信者を登録するか、MX から外してください: postconf relay_domains relay_recipient_maps transport_maps',
    ],
  },
  'delivery-program-failed/command': {
    cause:
      '権限、ファイルの欠落、インタープリターの欠落のいずれかです。多くは、経路上のディレクトリに配送ユーザーの検索権限がないか、プログラム自体の誤りです。',
    fix: [
      'namei -l {path} で経路上の各ディレクトリの権限を確認します。配送ユーザーにはすべてに x が必要です。',
      'sudo -u "$(postconf -h default_privs)" sh -c {command} </dev/null; echo $? で、エイリアスファイルのコマンドと同じユーザーで試せます。.forward のコマンドはその所有者、mailbox_command は受信者の権限で動きます。',
    ],
  },
  'delivery-program-failed/pipe': {
    cause:
      '権限、ファイルの欠落、インタープリターの欠落のいずれかです。多くは、経路上のディレクトリにサービスのユーザーの検索権限がないか、プログラム自体の誤りです。',
    fix: [
      'postconf -M {service}/unix で user= と argv= を確認します。',
      'namei -l {path} で経路上の各ディレクトリの権限を確認します。そのユーザーにはすべてに x が必要です。',
      'sudo -u ユーザー {path} </dev/null; echo $? で、そのユーザーとして試します。',
    ],
  },
  'delivery-program-failed/mailbox': {
    cause: 'メールボックスかそのディレクトリの所有者が違うか、書き込めないか、存在しません。',
    fix: [
      'namei -l {path} で経路上の各ディレクトリの所有者と権限を確認します。',
      'postconf mail_spool_directory home_mailbox virtual_mailbox_base virtual_uid_maps virtual_gid_maps で、誰の権限でどこへ配送するかがわかります。',
    ],
  },
  'delivery-program-failed/socket': {
    cause:
      'このソケットの先のサーバーが動いていないか、Postfix がそのディレクトリに入れません。その間、メールは待たされます。',
    fix: [
      'cd "$(postconf -h queue_directory)" && namei -l {path} で、ソケットの有無と権限を確認します。',
      "systemctl status dovecot; doveconf -n | grep -A 8 'service lmtp' で、動いているか、どこで待ち受けているかがわかります。",
    ],
  },
  'backscatter-source/loop': {
    cause: 'メールがサーバー間を回り続け、経由数の上限に達して返送されています。',
    fix: [
      'dig +short MX {name}; postconf mydestination virtual_alias_domains virtual_mailbox_domains relay_domains transport_maps で、{domain} の最終の配送先が一つであり、このサーバーがそれを正しく知っているかを確かめます。',
    ],
  },
};
