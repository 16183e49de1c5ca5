/** Strangers who send through this server: what lets them, why it matters, and what to write. */
export const en = {
  'open-relay': [
    '{service} is an open relay: a stranger who writes from <{from}> to <{to}> is let through by "{step}" of {list}; spammers find that within hours, and this server gets onto every list',
    'Write "{write}".',
  ],
  'open-relay/end': [
    '{service} is an open relay: nothing in {list} refuses a stranger who writes from <{from}> to <{to}>; spammers find that within hours, and this server gets onto every list',
    'Write "{write}".',
  ],
  'open-relay/unless': [
    '{service} is an open relay: a stranger who writes from <{from}> to <{to}> is let through by "{step}" of {list}, unless "{unless}" refuses him, which knows nothing of relaying; spammers find that within hours',
    'Write "{write}".',
  ],
  'open-relay/certificate': [
    '{service} is an open relay for whoever shows a certificate, of whatever kind: "{step}" of {list} takes any; everybody can make one',
    'Name the fingerprints of those who may send in relay_clientcerts, use permit_tls_clientcerts, and write "{write}".',
  ],
  'open-relay/domains': [
    '{service} is an open relay: relay_domains = {value} takes domains of the whole world for those of this server (mail to <{to}>, for one)',
    'Name in relay_domains the domains that this server relays mail for, and no others.',
  ],
  'open-relay/routed': [
    '{service} is an open relay by a detour: allow_untrusted_routing = yes takes <{to}>, and the next server may send it on into the world',
    'Write "allow_untrusted_routing = no".',
  ],
  'untrusted-routing': [
    'allow_untrusted_routing = yes takes addresses like user%far.example@relayed.example, which the next server may send on into the world: a relay with a detour',
    'Write "allow_untrusted_routing = no".',
  ],
  'permit-before-relay/sender': [
    '"{key} {value}" ({where}) stands before anything that forbids relaying: who writes from there may send through {service} to the whole world, and everybody can write that sender',
    'Write "{write}".',
  ],
  'permit-before-relay/helo': [
    '"{key} {value}" ({where}) stands before anything that forbids relaying: who says that name in HELO may send through {service} to the whole world, and everybody can say it',
    'Write "{write}".',
  ],
  'permit-before-relay/client': [
    '"{key} {value}" ({where}) stands before anything that forbids relaying: that client, which was perhaps only to get past the filters, may send through {service} to the whole world',
    'Write "{write}"; who is to send from there belongs into mynetworks.',
  ],
  'permit-before-relay/recipient': [
    '"{key} {value}" ({where}) stands before anything that forbids relaying: everybody may send to it through {service}, though it is no address of this server',
    'Write "{write}"; a domain that this server relays mail for belongs into relay_domains.',
  ],
  'policy-before-relay': [
    '"{step}" is asked before anything that forbids relaying: if it answers OK instead of DUNNO, strangers send through {service} to the whole world',
    'Put it behind reject_unauth_destination, or write "{write}".',
  ],
  'relay-by-table': [
    '"{step}" is asked before anything that forbids relaying, and cannot be read here: whom it says OK to may send through {service} to the whole world',
    'Look whom it lets through; where it is there against spam, write "{write}".',
  ],
  'mx-backup-open': [
    'permit_mx_backup lets {service} relay mail for every domain whose owner names this server as a second MX, unasked (permit_mx_backup_networks is empty)',
    'Name the domains in relay_domains instead and delete permit_mx_backup, or name the networks of their first MX in permit_mx_backup_networks.',
  ],
  'certificates-relay': [
    '"{step}" lets everybody send through {service} to the whole world who has a certificate of an authority that is trusted here, whoever it was given to',
    'Write "permit_tls_clientcerts", and the fingerprints of those who may send into relay_clientcerts.',
  ],
  'certificates-relay/everybody': [
    '"{step}" lets everybody send through {service} to the whole world who has a certificate of any public authority (those of the system are trusted here): everybody can get one for nothing',
    'Write "permit_tls_clientcerts", and the fingerprints of those who may send into relay_clientcerts.',
  ],
  'relay-check-missing': [
    '{service} does not start: neither smtpd_relay_restrictions nor smtpd_recipient_restrictions has reject_unauth_destination or the like (behind permit, or with warn_if_reject, it does not count), and Postfix refuses to be an open relay',
    'Write "{write}".',
  ],
  'relay-restrictions-missing': [
    'smtpd_relay_restrictions is empty: only smtpd_recipient_restrictions keeps strangers from sending through {service}, and one OK there against a false positive would make it an open relay',
    'Write "{write}".',
  ],
  'mynetworks-world': [
    'mynetworks = {text}: everybody is one of yours, and may send where he likes (open relay)',
    'Name only the networks of your own machines, such as 127.0.0.0/8 [::1]/128.',
  ],
  'mynetworks-wide': [
    '{text} in mynetworks are {count} public addresses: each of them may send through this server, strangers and their broken-into machines too',
    'Name only the addresses of your own machines; let others log in (port 587).',
  ],
  'mynetworks-style': [
    'mynetworks is not set, and mynetworks_style = {value}: every machine of the network that this server shares with strangers at its provider may send through it',
    'Write "mynetworks_style = host", or name your own machines in mynetworks.',
  ],
  'mynetworks-style/class': [
    'mynetworks is not set, and mynetworks_style = {value}: every machine of the whole class A, B or C network may send through this server',
    'Write "mynetworks_style = host", or name your own machines in mynetworks.',
  ],
  'mynetworks-docker': [
    '{text} in mynetworks are the networks of Docker: where Docker hides the addresses of clients (userland proxy, IPv6 without NAT), the whole world comes from there and may send through this server',
    'Look in the log for clients like 172.17.0.1 that come from outside; name the addresses of those containers only that send mail.',
  ],
  'mynetworks-broken': [
    '{text} in mynetworks is no network: Postfix defers all mail of clients that stand behind it in the list, those of the whole world among them (451 Temporary lookup failure)',
    'Write "{write}".',
  ],
  'mynetworks-broken/unreadable': [
    '{text} in mynetworks is no network: Postfix defers all mail of clients that stand behind it in the list, those of the whole world among them (451 Temporary lookup failure)',
    'Write a network like 192.0.2.0/24 or [2001:db8::]/64, or delete it.',
  ],
  'xclient-world': [
    'smtpd_authorized_xclient_hosts = {text}: everybody may say to {service} that he is another client, or has logged in, and send where he likes (open relay)',
    'Name the one proxy that sends XCLIENT, or delete the parameter.',
  ],
  'proxy-protocol-open': [
    '{service} believes the proxy protocol: whoever reaches its port without the proxy may say that he is one of mynetworks, and send where he likes',
    'Let a firewall pass nobody but the proxy to this port, or bind {service} to an address that only the proxy reaches.',
  ],
} as const;

export const ja: Record<keyof typeof en, readonly [string, string]> = {
  'open-relay': [
    '{service} はオープンリレーです。無関係な第三者が <{from}> から <{to}> へ送ると、{list} の「{step}」が通してしまいます。スパム業者は数時間で見つけ、このサーバーはあらゆるブロックリストに載ります',
    '「{write}」と書いてください。',
  ],
  'open-relay/end': [
    '{service} はオープンリレーです。無関係な第三者が <{from}> から <{to}> へ送っても、{list} には拒否するものがありません。スパム業者は数時間で見つけ、このサーバーはあらゆるブロックリストに載ります',
    '「{write}」と書いてください。',
  ],
  'open-relay/unless': [
    '{service} はオープンリレーです。無関係な第三者が <{from}> から <{to}> へ送ると、「{unless}」が拒否しない限り(中継の可否を知るものではありません)、{list} の「{step}」が通してしまいます。スパム業者は数時間で見つけます',
    '「{write}」と書いてください。',
  ],
  'open-relay/certificate': [
    '{service} は、どんなものでも証明書を示す相手にはオープンリレーです。{list} の「{step}」はどの証明書でも受け入れますが、証明書は誰でも作れます',
    '送信を許す相手のフィンガープリントを relay_clientcerts に書いて permit_tls_clientcerts を使い、「{write}」と書いてください。',
  ],
  'open-relay/domains': [
    '{service} はオープンリレーです。relay_domains = {value} により、世界中のドメインがこのサーバーの中継先とみなされます(たとえば <{to}> 宛て)',
    'relay_domains には、このサーバーが中継するドメインだけを書いてください。',
  ],
  'open-relay/routed': [
    '{service} は回り道のオープンリレーです。allow_untrusted_routing = yes により <{to}> を受け取り、次のサーバーがそれを外へ送り出すおそれがあります',
    '「allow_untrusted_routing = no」と書いてください。',
  ],
  'untrusted-routing': [
    'allow_untrusted_routing = yes により user%far.example@relayed.example のような宛先を受け取り、次のサーバーがそれを外へ送り出すおそれがあります(回り道の中継)',
    '「allow_untrusted_routing = no」と書いてください。',
  ],
  'permit-before-relay/sender': [
    '「{key} {value}」({where})は、中継を禁じる制限より前にあります。この送信者を名乗れば {service} から世界中へ送信できますが、送信者は誰でも自由に名乗れます',
    '「{write}」と書いてください。',
  ],
  'permit-before-relay/helo': [
    '「{key} {value}」({where})は、中継を禁じる制限より前にあります。HELO でこの名前を言えば {service} から世界中へ送信できますが、HELO では誰でも自由に名乗れます',
    '「{write}」と書いてください。',
  ],
  'permit-before-relay/client': [
    '「{key} {value}」({where})は、中継を禁じる制限より前にあります。フィルターを通すだけのつもりだったとしても、このクライアントは {service} から世界中へ送信できます',
    '「{write}」と書いてください。送信を許すクライアントは mynetworks に書きます。',
  ],
  'permit-before-relay/recipient': [
    '「{key} {value}」({where})は、中継を禁じる制限より前にあります。このサーバーの宛先ではないのに、誰でも {service} を通してそこへ送信できます',
    '「{write}」と書いてください。このサーバーが中継するドメインは relay_domains に書きます。',
  ],
  'policy-before-relay': [
    '「{step}」は、中継を禁じる制限より前に問い合わせます。これが DUNNO ではなく OK と答えると、無関係な第三者が {service} から世界中へ送信できます',
    'reject_unauth_destination の後に置くか、「{write}」と書いてください。',
  ],
  'relay-by-table': [
    '「{step}」は、中継を禁じる制限より前に引かれますが、ここでは中身を読めません。OK とされた相手は {service} から世界中へ送信できます',
    '誰を通しているかを確かめてください。スパム対策のための表なら、「{write}」と書いてください。',
  ],
  'mx-backup-open': [
    'permit_mx_backup により、このサーバーを予備の MX に指定したドメインなら、断りのないものでも {service} が中継します(permit_mx_backup_networks が空です)',
    'ドメインを relay_domains に書いて permit_mx_backup を削除するか、本来の MX のネットワークを permit_mx_backup_networks に書いてください。',
  ],
  'certificates-relay': [
    '「{step}」により、ここで信頼している認証局の証明書を持つ人なら、誰に発行されたものでも {service} から世界中へ送信できます',
    '「permit_tls_clientcerts」と書き、送信を許す相手のフィンガープリントを relay_clientcerts に書いてください。',
  ],
  'certificates-relay/everybody': [
    '「{step}」により、公開の認証局の証明書を持つ人なら誰でも {service} から世界中へ送信できます(システムの認証局がここで信頼されています)。そのような証明書は誰でも無料で取得できます',
    '「permit_tls_clientcerts」と書き、送信を許す相手のフィンガープリントを relay_clientcerts に書いてください。',
  ],
  'relay-check-missing': [
    '{service} は起動しません。smtpd_relay_restrictions にも smtpd_recipient_restrictions にも reject_unauth_destination などがなく(permit の後や warn_if_reject 付きのものは数えられません)、Postfix はオープンリレーになることを拒みます',
    '「{write}」と書いてください。',
  ],
  'relay-restrictions-missing': [
    'smtpd_relay_restrictions が空です。{service} からの第三者中継を防いでいるのは smtpd_recipient_restrictions だけで、誤判定を避けるための OK を一つ加えただけでオープンリレーになりかねません',
    '「{write}」と書いてください。',
  ],
  'mynetworks-world': [
    'mynetworks = {text} により、世界中の誰もが身内とみなされ、どこへでも送信できます(オープンリレー)',
    '127.0.0.0/8 [::1]/128 のように、自分のマシンのネットワークだけを書いてください。',
  ],
  'mynetworks-wide': [
    'mynetworks の {text} には公開アドレスが {count} 個含まれます。他人のマシンや乗っ取られたマシンを含め、そのすべてがこのサーバーから送信できます',
    '自分のマシンのアドレスだけを書き、ほかの人にはログイン(ポート 587)してもらってください。',
  ],
  'mynetworks-style': [
    'mynetworks が設定されておらず、mynetworks_style = {value} なので、プロバイダーで他人と共有しているネットワークのすべてのマシンがこのサーバーから送信できます',
    '「mynetworks_style = host」と書くか、自分のマシンを mynetworks に書いてください。',
  ],
  'mynetworks-style/class': [
    'mynetworks が設定されておらず、mynetworks_style = {value} なので、クラス A、B、C のネットワーク全体のマシンがこのサーバーから送信できます',
    '「mynetworks_style = host」と書くか、自分のマシンを mynetworks に書いてください。',
  ],
  'mynetworks-docker': [
    'mynetworks の {text} は Docker のネットワークです。Docker がクライアントのアドレスを隠す構成(userland proxy、NAT のない IPv6)では、世界中からの接続がそこから来たように見え、このサーバーから送信できてしまいます',
    '外からの接続が 172.17.0.1 のようなクライアントとしてログに出ていないか確かめ、メールを送るコンテナのアドレスだけを書いてください。',
  ],
  'mynetworks-broken': [
    'mynetworks の {text} はネットワークとして読めません。リストのそれより前で一致しないクライアントのメールは、世界中からのものを含め、Postfix がすべて一時拒否します(451 Temporary lookup failure)',
    '「{write}」と書いてください。',
  ],
  'mynetworks-broken/unreadable': [
    'mynetworks の {text} はネットワークとして読めません。リストのそれより前で一致しないクライアントのメールは、世界中からのものを含め、Postfix がすべて一時拒否します(451 Temporary lookup failure)',
    '192.0.2.0/24 や [2001:db8::]/64 のように書くか、削除してください。',
  ],
  'xclient-world': [
    'smtpd_authorized_xclient_hosts = {text} により、誰でも {service} に対して別のクライアントやログイン済みだと名乗り、どこへでも送信できます(オープンリレー)',
    'XCLIENT を送るプロキシだけを書くか、このパラメーターを削除してください。',
  ],
  'proxy-protocol-open': [
    '{service} は PROXY プロトコルを信じます。プロキシを通らずにポートへ届く相手は mynetworks の一員だと名乗り、どこへでも送信できます',
    'このポートへはプロキシだけが届くようにファイアウォールを設定するか、プロキシだけが届くアドレスで {service} を待ち受けてください。',
  ],
};
