/** Checks that refuse honest mail, and switches that do: what is wrong and why, and what to write. */
export const en = {
  'client-name-refused': [
    '"{step}" of {list} refuses ({code}) every client whose name does not lead back to its address: many honest servers of small companies are so',
    'Write "reject_unknown_reverse_client_hostname" (refuses only who has no name at all), and look with "sekisho replay" whom even that would hit.',
  ],
  'helo-name-refused': [
    '"{step}" of {list} refuses ({code}) every client whose HELO name has no address in DNS: many honest servers say the name that they have inside their network',
    'Write "reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname" instead, and look with "sekisho replay" whom they would hit.',
  ],
  'sender-callout': [
    '"{step}" of {list} asks the server of each sender whether he exists: many do not answer truly or in time, honest mail is put off, and others list servers that ask for everybody (forged senders make it an attack on them)',
    'Delete it, or ask for some domains only: check_sender_access with the domain and "reject_unverified_sender" (ADDRESS_VERIFICATION_README).',
  ],
  'recipient-callout-open': [
    '"{step}" of {list} comes before mail to strangers is refused: any stranger can make this server ask whichever other server he likes, as often as he likes',
    'Put it behind reject_unauth_destination.',
  ],
  'plaintext-refused': [
    '"{step}" of {list} refuses every server that does not encrypt, at a port where other servers deliver, which a public MX may not demand',
    'Delete it; smtpd_tls_security_level = may encrypts with all who can.',
  ],
  'access-ok-forbidden': [
    '"{key} {value}" ({where}) of "{step}": an OK is not allowed there; Postfix puts off all mail of those who were to be let in (451 4.3.5 Server configuration error)',
    'Write DUNNO instead of {value}; who is to be let in belongs into check_client_access or check_sender_access.',
  ],
  'warn-left': [
    '"{step}" of {list} stands behind warn_if_reject: it only warns in the log, and refuses nobody',
    'Look with "sekisho replay --shadow-results" whom it would have refused; then delete warn_if_reject, or the restriction.',
  ],
  'soft-bounce': [
    'soft_bounce = yes makes every refusal a "try again later": spammers come back for days, senders with a typing error learn of it after days, and your own mail that cannot be delivered stays in the queue',
    'Write "soft_bounce = no".',
  ],
  'recipient-code-soft': [
    '{parameter} = {code}: who writes to an address that does not exist is told to try again, and learns after days that he has mistyped it',
    'Write "{parameter} = 550".',
  ],
  'delay-reject-off': [
    'smtpd_delay_reject = no refuses clients before they have said who writes to whom: the log cannot tell what mail was lost, restrictions about recipients have no effect in earlier lists, and users who log in are refused by lists of clients',
    'Write "smtpd_delay_reject = yes".',
  ],
  'strict-envelopes': [
    'strict_rfc821_envelopes = yes refuses mail whose sender or recipient is not written in <>: old devices and scripts write so',
    'Write "strict_rfc821_envelopes = no" unless the log shows that it stops spam only.',
  ],
  'helo-not-required': [
    '"{step}" looks at the HELO name, but smtpd_helo_required is "no": who says none is not looked at',
    'Write "smtpd_helo_required = yes".',
  ],
  'helo-checks-missing': [
    'nothing looks at the HELO name: names without a dot or with wrong letters are said by many infected machines, and hardly by anybody honest',
    'Write "{write}" and "smtpd_helo_required = yes", and look with "sekisho replay" whom it would hit.',
  ],
} as const;

export const ja: Record<keyof typeof en, readonly [string, string]> = {
  'client-name-refused': [
    '{list} の「{step}」は、名前からアドレスへ戻れないクライアントをすべて拒否します({code})。小さな会社のまともなサーバーにもそのようなものが多くあります',
    '「reject_unknown_reverse_client_hostname」(名前が全くないものだけを拒否)と書き、それでも誰に当たるかを「sekisho replay」で確かめてください。',
  ],
  'helo-name-refused': [
    '{list} の「{step}」は、HELO の名前が DNS にないクライアントをすべて拒否します({code})。内部ネットワークでの名前を名乗るまともなサーバーは多くあります',
    '代わりに「reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname」と書き、誰に当たるかを「sekisho replay」で確かめてください。',
  ],
  'sender-callout': [
    '{list} の「{step}」は、送信者が実在するかを毎回その送信者のサーバーに問い合わせます。正しく答えない、または遅いサーバーは多く、まともなメールが一時拒否されます。送信者は詐称されるので相手への攻撃にもなり、誰にでも問い合わせるサーバーはブロックリストに載せられます',
    '削除するか、一部のドメインだけに使ってください。check_sender_access にドメインと「reject_unverified_sender」を書きます(ADDRESS_VERIFICATION_README)。',
  ],
  'recipient-callout-open': [
    '{list} の「{step}」は、よそ宛てのメールが拒否される前に調べられます。無関係な第三者が、このサーバーから好きなサーバーへ好きなだけ問い合わせを送らせることができます',
    'reject_unauth_destination の後に置いてください。',
  ],
  'plaintext-refused': [
    '{list} の「{step}」は、ほかのサーバーが配送に来るポートで、暗号化しないサーバーをすべて拒否します(公開の MX は暗号化を強制してはなりません)',
    '削除してください。smtpd_tls_security_level = may なら、できる相手とはすべて暗号化されます。',
  ],
  'access-ok-forbidden': [
    '「{step}」の「{key} {value}」({where}): ここで OK は許されません。通すはずだった相手のメールを、Postfix はすべて一時拒否します(451 4.3.5 Server configuration error)',
    '{value} の代わりに DUNNO と書いてください。通したい相手は check_client_access か check_sender_access に書きます。',
  ],
  'warn-left': [
    '{list} の「{step}」は warn_if_reject の後にあります。ログに警告するだけで、誰も拒否しません',
    '誰を拒否したはずかを「sekisho replay --shadow-results」で確かめてから、warn_if_reject か、この制限を削除してください。',
  ],
  'soft-bounce': [
    'soft_bounce = yes により、すべての拒否が「後でもう一度」になります。スパムは何日も来続け、宛先を打ち間違えた送信者は何日も気付かず、配送できない自分のメールもキューに残ります',
    '「soft_bounce = no」と書いてください。',
  ],
  'recipient-code-soft': [
    '{parameter} = {code} により、存在しない宛先へ送った人は「後でもう一度」と言われ、打ち間違いに気付くのが数日後になります',
    '「{parameter} = 550」と書いてください。',
  ],
  'delay-reject-off': [
    'smtpd_delay_reject = no により、誰から誰へのメールかを聞く前にクライアントを拒否します。失われたメールがログから分からず、宛先についての制限は前のリストで効かず、ログインする利用者もクライアントのリストで拒否されます',
    '「smtpd_delay_reject = yes」と書いてください。',
  ],
  'strict-envelopes': [
    'strict_rfc821_envelopes = yes により、送信者や宛先を <> で囲まないメールが拒否されます。古い機器やスクリプトにはそのようなものがあります',
    'スパムだけが止まっているとログで確かめられない限り、「strict_rfc821_envelopes = no」と書いてください。',
  ],
  'helo-not-required': [
    '「{step}」は HELO の名前を調べますが、smtpd_helo_required が「no」なので、名乗らない相手は調べられません',
    '「smtpd_helo_required = yes」と書いてください。',
  ],
  'helo-checks-missing': [
    'HELO の名前を調べるものがありません。ドットのない名前や正しくない文字の名前は、感染したマシンが多く名乗り、まともなサーバーはほとんど名乗りません',
    '「{write}」と「smtpd_helo_required = yes」を書き、誰に当たるかを「sekisho replay」で確かめてください。',
  ],
};
