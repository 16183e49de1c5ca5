import type { FindingText } from '../text.ts';

export const ja: FindingText = {
  'backscatter-source': {
    title: 'このサーバーが後方散乱メール(バックスキャッター)を送っています',
    summary:
      'ログインしていない外部の差出人あてに、配送不能通知が {count} 通送られました。多くは {domain} の受信者に関するものです。通知の配送失敗は {undeliverable} 回です。',
    cause:
      '存在しない受信者あてのメールをいったん受け取ってから返送しています。迷惑メールの差出人は詐称されているため、通知は無関係の第三者に届き、BACKSCATTERER に登録されます。',
    fix: [
      '{domain} の存在しない受信者は、接続中に拒否させます。キャッチオール(「@{domain}」)をやめ、実在するアドレスだけを登録してください。',
      'Virtualmin: 「仮想サーバーの編集」→「ドメインのメール」で、エイリアスドメインは全転送ではなくエイリアスのコピーにします。',
      'postconf -n smtpd_reject_unlisted_recipient local_recipient_maps relay_recipient_maps',
    ],
    reason: 'bounce デーモンの記録を数えた結果です',
  },
  'account-compromised': {
    title: 'アカウント {account} が乗っ取られているようです',
    summary:
      '{account} は {clients} 個の異なるアドレスから {count} 通を {recipients} 件の受信者に送りました。うち {bounced} 件が拒否されました。',
    cause:
      '逆引き名のない多数のクライアントから一つのアカウントが使われるのは、盗まれたパスワードの典型的な使われ方です。',
    fix: [
      '{account} のパスワードを直ちに変更し、漏えいの経路を調べてください。',
      'postqueue -j で待機中のメールを確認し、このアカウントのメールだけを削除します(「postsuper -d ALL」は使わないでください)。',
      'アカウントごとに 1 時間あたりの送信数の上限を設けてください。',
    ],
    reason: '各メールのクライアントと拒否の結果がログにあります',
  },
  'dnsbl-dead': {
    title: 'ブロックリスト {zone} は廃止済みで、正当なメールを拒否しています',
    summary:
      '{zone} により {count} 回、{clients} 個の異なるクライアントが拒否されました。廃止されたリストは誰にでも「登録あり」と答えます。',
    cause: '{ended}いまのドメイン保有者は、どの照会にも「登録あり」と答えます。',
    fix: [
      'main.cf から「reject_rbl_client {zone}」を直ちに削除し、postfix reload を実行してください。',
      '差出人には恒久的なエラーが返っています。心当たりの相手には再送を依頼してください。',
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
      '応答を限定します: reject_rbl_client {zone}=127.0.0.[2..11]',
      '自前のリゾルバー(unbound)か、リストの照会キーを使ってください。',
    ],
    reason: '拒否の文面によります',
  },
  'delivery-program-failed': {
    title: '配送プログラムが失敗しています: {program}',
    summary: '{count} 通を {program} に渡せませんでした。',
    cause:
      '権限、ファイルの欠落、インタープリターの欠落です。多くは、経路上のディレクトリに配送ユーザーの検索権限がありません。',
    fix: [
      'namei -l プログラム で、経路上の各ディレクトリの権限を確認します。',
      '配送に使われるユーザーで試します: sudo -u ユーザー プログラム < メール',
      '返送されたメールはプログラムに届いていません。差出人は証拠の行にあります。',
    ],
    reason: '配送エージェントがエラーを記録しています',
  },
  'disk-or-resources': {
    title: '{program} が致命的エラーで停止しました',
    summary: '{program} の致命的エラーが {count} 件あります: {text}',
    cause:
      'Postfix のプログラムが処理を続けられませんでした。続く間、メールは待たされるか、受け取られません。',
    fix: [
      'postfix check',
      'ログの直前の行を確認してください。ディスク不足、権限、パラメーターの誤記が主な原因です: df -h; postconf -n',
    ],
    reason: 'Postfix が fatal または panic と記録しています',
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
      'postconf -n | grep -E "tls.*(cert|key|chain)" でファイルを確かめ、それぞれ ls -l と openssl x509 -in ファイル -noout -dates で調べます。',
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
      '弱いパスワードのアカウントがないことを確かめてください。',
      'Postfix 3.1 以降では postconf -e smtpd_client_auth_rate_limit=10 で相手ごとに回数を抑えられます。続ける相手は遮断してください。',
    ],
    reason: 'ログイン失敗を数えた結果です',
  },
};
