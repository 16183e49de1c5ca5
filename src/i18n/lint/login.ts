/** Logins and encryption: what is wrong and why, and what to write. */
export const en = {
  'login-unencrypted': [
    '{service} lets users log in without encryption: whoever is on the way reads their passwords',
    'Write "{write}".',
  ],
  'submission-no-login': [
    '{service} is there for users to send mail, and smtpd_sasl_auth_enable is not "yes" for it: nobody can log in',
    'Write "-o smtpd_sasl_auth_enable=yes" below {service} in master.cf.',
  ],
  'login-permits-nothing': [
    '{service} lets users log in, and no list of its restrictions has permit_sasl_authenticated: who has logged in may send no more than a stranger',
    'Put permit_sasl_authenticated into smtpd_relay_restrictions, before reject_unauth_destination.',
  ],
  'login-on-25': [
    'users can log in at {service}, where other servers deliver mail: those who guess passwords try it there first',
    'Where all users send by port 587 or 465, switch it off for {service}: smtpd_sasl_auth_enable = no in main.cf, and "-o smtpd_sasl_auth_enable=yes" at submission only.',
  ],
  'tls-off': [
    '{service} offers no encryption (smtpd_tls_security_level is {value}): mail, and passwords if any, go over the network for everybody to read',
    'Name a certificate (smtpd_tls_chain_files, or smtpd_tls_cert_file and smtpd_tls_key_file) and write "smtpd_tls_security_level = may".',
  ],
  'tls-no-certificate': [
    '{service} is to offer encryption ({parameter} = {value}), and no certificate is named: Postfix switches it off',
    'Name the certificate and its key: smtpd_tls_chain_files (Postfix 3.4 and later), or smtpd_tls_cert_file and smtpd_tls_key_file.',
  ],
  'tls-old-protocols': ['{parameter} = {value} allows {protocols}, which can be broken', 'Write "{write}".'],
  'tls-weak-ciphers': [
    '{parameter} = {value} allows encryption that anybody can break, or none',
    'Write "{write}".',
  ],
  'tls-required-25': [
    '{service} takes mail by encrypted connections only: servers that do not encrypt cannot deliver here (RFC 3207 forbids it for a public MX)',
    'Write "{write}": who can encrypt, does.',
  ],
  'tls-required-out': [
    '{parameter} = {value}: mail to every server that cannot do that stays in the queue and comes back',
    'Write "smtp_tls_security_level = may" (or "dane"), and name the few that must encrypt in smtp_tls_policy_maps.',
  ],
  'tls-file-missing': [
    '{parameter} names {file}, and there is no such file: encryption is switched off, or the service does not start',
    'Name the file that is there, or put it back.',
  ],
  'tls-key-readable': [
    "everybody with an account on this server can read the key {file}, and with it take this server's place",
    'Run: chown root:root {file} && chmod 600 {file}',
  ],
  'sasl-anonymous': [
    '{parameter} = {value} lacks "noanonymous": a client may log in as anybody without a password, and then send where it likes',
    'Write "{parameter} = {write}".',
  ],
  'login-socket-missing': [
    'smtpd asks Dovecot for logins at {path}, and no socket is there: smtpd cannot offer logins and ends each connection',
    'Start Dovecot, and let it make the socket: service auth { unix_listener {path} { mode = 0660 user = postfix group = postfix } }',
  ],
  'login-socket-chroot': [
    '{service} runs in {root} (chroot), where {path} is not to be seen: smtpd cannot offer logins and ends each connection',
    'Let Dovecot make its socket at {root}/private/auth and write "smtpd_sasl_path = private/auth".',
  ],
  'relay-login-unencrypted': [
    'the password for {relay} is sent even where the connection is not encrypted: smtp_tls_security_level is {value}, and smtp_sasl_security_options allows plain text',
    'Write "smtp_tls_security_level = encrypt".',
  ],
} as const;

export const ja: Record<keyof typeof en, readonly [string, string]> = {
  'login-unencrypted': [
    '{service} では、利用者が暗号化なしでログインできます。通信経路上の第三者にパスワードを読まれます',
    '「{write}」と書いてください。',
  ],
  'submission-no-login': [
    '{service} は利用者がメールを送るための入口ですが、smtpd_sasl_auth_enable が「yes」ではなく、誰もログインできません',
    'master.cf の {service} の下に「-o smtpd_sasl_auth_enable=yes」と書いてください。',
  ],
  'login-permits-nothing': [
    '{service} ではログインできますが、どの制限リストにも permit_sasl_authenticated がありません。ログインしても、よそ者と同じことしかできません',
    'smtpd_relay_restrictions の reject_unauth_destination の前に permit_sasl_authenticated を置いてください。',
  ],
  'login-on-25': [
    '他のサーバーがメールを届ける {service} でもログインできます。パスワードを推測する攻撃は、まずここに来ます',
    '利用者全員がポート 587 か 465 から送るなら、{service} ではログインを無効にしてください。main.cf に smtpd_sasl_auth_enable = no と書き、submission にだけ「-o smtpd_sasl_auth_enable=yes」と書きます。',
  ],
  'tls-off': [
    '{service} は暗号化を提供していません(smtpd_tls_security_level は {value})。メールも、パスワードがあればそれも、経路上の誰にでも読めます',
    '証明書を指定し(smtpd_tls_chain_files、または smtpd_tls_cert_file と smtpd_tls_key_file)、「smtpd_tls_security_level = may」と書いてください。',
  ],
  'tls-no-certificate': [
    '{service} は暗号化を提供するはずですが({parameter} = {value})、証明書が指定されていないため、Postfix は暗号化を無効にします',
    '証明書と鍵を指定してください。smtpd_tls_chain_files(Postfix 3.4 以降)、または smtpd_tls_cert_file と smtpd_tls_key_file です。',
  ],
  'tls-old-protocols': [
    '{parameter} = {value} は、破られている {protocols} を許しています',
    '「{write}」と書いてください。',
  ],
  'tls-weak-ciphers': [
    '{parameter} = {value} は、誰にでも破れる暗号、または暗号なしの通信を許しています',
    '「{write}」と書いてください。',
  ],
  'tls-required-25': [
    '{service} は暗号化された接続でしかメールを受け取りません。暗号化できないサーバーはここに配送できません(RFC 3207 は公開の MX でこれを禁じています)',
    '「{write}」と書いてください。暗号化できる相手とは暗号化されます。',
  ],
  'tls-required-out': [
    '{parameter} = {value} のため、それに対応していないサーバー宛てのメールはすべてキューに残り、やがて戻ってきます',
    '「smtp_tls_security_level = may」(または「dane」)と書き、暗号化を必須にする少数の相手だけを smtp_tls_policy_maps に書いてください。',
  ],
  'tls-file-missing': [
    '{parameter} が指す {file} がありません。暗号化が無効になるか、サービスが起動しません',
    '実在するファイルを指定するか、元に戻してください。',
  ],
  'tls-key-readable': [
    '鍵 {file} を、このサーバーにアカウントを持つ全員が読めます。読んだ人は、このサーバーになりすませます',
    '実行してください: chown root:root {file} && chmod 600 {file}',
  ],
  'sasl-anonymous': [
    '{parameter} = {value} に「noanonymous」がありません。誰でもパスワードなしでログインし、好きなところへ送信できるおそれがあります',
    '「{parameter} = {write}」と書いてください。',
  ],
  'login-socket-missing': [
    'smtpd はログインの確認を Dovecot の {path} に問い合わせますが、そこにソケットがありません。smtpd はログインを提供できず、接続をすべて切ります',
    'Dovecot を起動し、ソケットを作らせてください: service auth { unix_listener {path} { mode = 0660 user = postfix group = postfix } }',
  ],
  'login-socket-chroot': [
    '{service} は {root} の中で動いており(chroot)、そこからは {path} が見えません。smtpd はログインを提供できず、接続をすべて切ります',
    'Dovecot のソケットを {root}/private/auth に作らせ、「smtpd_sasl_path = private/auth」と書いてください。',
  ],
  'relay-login-unencrypted': [
    '{relay} へのパスワードが、接続が暗号化されていなくても送られます。smtp_tls_security_level は {value} で、smtp_sasl_security_options は平文を許しています',
    '「smtp_tls_security_level = encrypt」と書いてください。',
  ],
};
