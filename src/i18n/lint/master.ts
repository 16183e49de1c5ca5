/** master.cf: what undoes main.cf, and what Postfix cannot run so; why, and what to write. */
export const en = {
  'override-empties-list': [
    '-o {parameter}= empties the list of {service}: what main.cf refuses by {rules} comes in here',
    'Delete "-o {parameter}=" from {service} in master.cf.',
  ],
  'override-trusts-world': [
    '-o mynetworks={value} makes everybody who reaches {service} a trusted client, who may send anywhere',
    'Delete it, or name the addresses of your own machines.',
  ],
  'override-no-effect': [
    '-o {parameter} has no effect on {service}: {command} does not look at it',
    'Write it below the smtpd that is meant, or into main.cf.',
  ],
  'smtps-no-wrapper': [
    '{service} is port 465, where clients encrypt from the first byte, and smtpd_tls_wrappermode is not "yes": they get no further',
    'Write "-o smtpd_tls_wrappermode=yes" below {service} in master.cf.',
  ],
  'submission-wrapper': [
    '{service} is port 587, where clients begin without encryption and then say STARTTLS, and smtpd_tls_wrappermode is "yes": they get no further',
    'Delete "smtpd_tls_wrappermode=yes" there; it belongs to port 465.',
  ],
  'wrapper-on-25': [
    '{service} is port 25, where other servers begin without encryption, and smtpd_tls_wrappermode is "yes": no mail comes in',
    'Delete "smtpd_tls_wrappermode=yes" there; it belongs to port 465.',
  ],
  'process-limit': [
    '{service} must have {limit} in the column maxproc, and has {value}: {command} does not start',
    'Write {limit} into the seventh column of {service}.',
  ],
  'needs-privileges': [
    '{service} must start as root, and the column unpriv says otherwise: {command} does not start',
    'Write n into the fourth column of {service}.',
  ],
  'chroot-forbidden': [
    '{service} runs in a chroot, where {command} finds none of the files and programs that it needs',
    'Write n into the fifth column of {service}.',
  ],
  'chroot-resolver': [
    '{service} runs in {root} (chroot), where etc/resolv.conf is not that of this server any more: names are looked up at the old resolvers',
    'Run: mkdir -p {root}/etc && cp /etc/resolv.conf {root}/etc/ && postfix reload (Debian copies it at each start), or write n into the fifth column.',
  ],
  'chroot-resolver/missing': [
    '{service} runs in {root} (chroot), where there is no etc/resolv.conf: names are looked up at 127.0.0.1 alone',
    'Run: mkdir -p {root}/etc && cp /etc/resolv.conf {root}/etc/ && postfix reload (Debian copies it at each start), or write n into the fifth column.',
  ],
  'filter-loop': [
    '{service} takes back what {filter} has looked at, and sends it there again: mail goes round until it has too many hops',
    'Write "-o content_filter=" below {service} in master.cf.',
  ],
  'port-unknown': [
    '/etc/services does not know "{name}": Postfix does not start',
    'Write the number of the port ({write}) in its place.',
  ],
  'service-missing': [
    'master.cf has no service {name}: Postfix cannot take or deliver mail without it',
    'Write into master.cf: {write}',
  ],
} as const;

export const ja: Record<keyof typeof en, readonly [string, string]> = {
  'override-empties-list': [
    '-o {parameter}= が {service} のリストを空にしています。main.cf が {rules} で拒否するメールも、ここからは入ってきます',
    'master.cf の {service} から「-o {parameter}=」を削除してください。',
  ],
  'override-trusts-world': [
    '-o mynetworks={value} により、{service} に接続できる全員が、どこへでも送信できる信頼されたクライアントになります',
    '削除するか、自分のマシンのアドレスだけを書いてください。',
  ],
  'override-no-effect': [
    '-o {parameter} は {service} では効果がありません。{command} はこれを見ません',
    '対象の smtpd の下か、main.cf に書いてください。',
  ],
  'smtps-no-wrapper': [
    '{service} はクライアントが最初のバイトから暗号化するポート 465 ですが、smtpd_tls_wrappermode が「yes」ではありません。クライアントはその先に進めません',
    'master.cf の {service} の下に「-o smtpd_tls_wrappermode=yes」と書いてください。',
  ],
  'submission-wrapper': [
    '{service} はクライアントが暗号化なしで始めて STARTTLS を使うポート 587 ですが、smtpd_tls_wrappermode が「yes」です。クライアントはその先に進めません',
    'そこの「smtpd_tls_wrappermode=yes」を削除してください。これはポート 465 のための設定です。',
  ],
  'wrapper-on-25': [
    '{service} は他のサーバーが暗号化なしで始めるポート 25 ですが、smtpd_tls_wrappermode が「yes」です。メールは一通も入ってきません',
    'そこの「smtpd_tls_wrappermode=yes」を削除してください。これはポート 465 のための設定です。',
  ],
  'process-limit': [
    '{service} の maxproc 欄は {limit} でなければなりませんが、{value} です。{command} は起動しません',
    '{service} の 7 番目の欄に {limit} と書いてください。',
  ],
  'needs-privileges': [
    '{service} は root として起動する必要がありますが、unpriv 欄がそうなっていません。{command} は起動しません',
    '{service} の 4 番目の欄に n と書いてください。',
  ],
  'chroot-forbidden': [
    '{service} は chroot の中で動いており、{command} に必要なファイルやプログラムが見えません',
    '{service} の 5 番目の欄に n と書いてください。',
  ],
  'chroot-resolver': [
    '{service} は {root} の中で動いていますが(chroot)、そこの etc/resolv.conf がこのサーバーのものと違います。名前は古いリゾルバーに問い合わされます',
    '実行してください: mkdir -p {root}/etc && cp /etc/resolv.conf {root}/etc/ && postfix reload(Debian では起動のたびに写されます)。または 5 番目の欄に n と書いてください。',
  ],
  'chroot-resolver/missing': [
    '{service} は {root} の中で動いていますが(chroot)、そこに etc/resolv.conf がありません。名前は 127.0.0.1 だけに問い合わされます',
    '実行してください: mkdir -p {root}/etc && cp /etc/resolv.conf {root}/etc/ && postfix reload(Debian では起動のたびに写されます)。または 5 番目の欄に n と書いてください。',
  ],
  'filter-loop': [
    '{service} は {filter} が調べ終えたメールを受け取り、またそこへ送ります。メールは中継回数の上限に達するまで回り続けます',
    'master.cf の {service} の下に「-o content_filter=」と書いてください。',
  ],
  'port-unknown': [
    '/etc/services に「{name}」がないため、Postfix は起動しません',
    '代わりにポート番号({write})を書いてください。',
  ],
  'service-missing': [
    'master.cf にサービス {name} がありません。これがないと、Postfix はメールを受け取ることも配送することもできません',
    'master.cf に書いてください: {write}',
  ],
};
