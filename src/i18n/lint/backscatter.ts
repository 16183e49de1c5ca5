/** Mail that is taken for recipients who do not exist, and comes back to strangers: what is wrong and why, and what to write. */
export const en = {
  'catch-all-domain': [
    'every name at {domain} is taken and handed on to {target}: what is unknown there comes back, and the bounce goes to whoever the spammer forged (backscatter)',
    'Write a line for each address of {domain} that exists, or put reject_unverified_recipient behind reject_unauth_destination: then the address itself is asked before mail is taken.',
  ],
  'catch-all-forward': [
    'every name at {domain} is taken and sent on to {target}, another server: what it refuses (spam, above all) comes back, and the bounce goes to whoever the spammer forged (backscatter)',
    'Write a line for each address of {domain} that exists, or deliver the rest to a mailbox of this server.',
  ],
  'catch-all': [
    'every name at {domain} is taken and goes to {target}: it bounces nothing, and collects all spam to names that never existed',
    'Where it is not needed, write a line for each address of {domain} that exists.',
  ],
  'recipient-wildcard': [
    '{parameter} says yes to every name at {domain}: unknown recipients are taken, and come back to forged senders (backscatter)',
    'List the addresses that exist, or put reject_unverified_recipient behind reject_unauth_destination.',
  ],
  'relay-no-recipients': [
    'mail for {domains} is relayed, and nobody says which recipients exist (relay_recipient_maps is empty): what the next server refuses comes back to forged senders (backscatter)',
    'Set relay_recipient_maps to a table of the addresses that exist, or put reject_unverified_recipient behind reject_unauth_destination and set unverified_recipient_reject_code = 550.',
  ],
  'mx-backup-unchecked': [
    'permit_mx_backup takes mail for whoever names this server as a second MX, for recipients that nobody has checked: what the first MX refuses comes back to forged senders (backscatter)',
    'Put reject_unverified_recipient before permit_mx_backup, or better: name the domains in relay_domains and their recipients in relay_recipient_maps.',
  ],
  'local-unchecked': [
    'local_recipient_maps is empty: every name at the domains of mydestination is taken, and who is unknown comes back to forged senders (backscatter)',
    'Delete the line: by default Postfix asks the accounts and aliases of this server.',
  ],
  'luser-relay': [
    'all mail for unknown local names goes to {target}: they collect spam, and where {target} refuses, it comes back to forged senders (backscatter)',
    'Delete luser_relay, and local_recipient_maps too where it is empty: then unknown names are refused at once.',
  ],
  'luser-relay-unused': [
    'luser_relay = {target} has no effect: local_recipient_maps lets smtpd refuse unknown names before',
    'Delete luser_relay.',
  ],
  'recipient-checks-off': [
    '{parameter} = {value}: this server takes mail for recipients who do not exist and returns it later, to forged senders (backscatter)',
    'Write "{write}".',
  ],
  'virtual-no-mailboxes': [
    'virtual_mailbox_maps is empty: every name at {domains} is taken, and what the delivery to {transport} does not know comes back to forged senders (backscatter)',
    'Set virtual_mailbox_maps to a table of the mailboxes that exist, or put reject_unverified_recipient behind reject_unauth_destination and set unverified_recipient_reject_code = 550.',
  ],
  'virtual-alias-no-maps': [
    '{domains} {count: is a virtual alias domain|are virtual alias domains}, and virtual_alias_maps is empty: all mail for it is refused (User unknown in virtual alias table)',
    'Set virtual_alias_maps to a table with a line for each address, or take the domain out of virtual_alias_domains.',
  ],
  'virtual-alias-domain-empty': [
    '{domain} is a virtual alias domain, and virtual_alias_maps has no address of it: all its mail is refused (User unknown in virtual alias table)',
    'Write its addresses into virtual_alias_maps, or name it where its mailboxes are: in mydestination or virtual_mailbox_domains.',
  ],
  'filter-after-queue': [
    'mail is taken before {filter} looks at it: a filter that refuses then, or sends notices, makes bounces to forged senders (backscatter)',
    'Let the filter mark, discard or quarantine, never bounce or notify the sender (amavis: $final_spam_destiny = D_DISCARD or D_PASS); to refuse, use smtpd_milters or smtpd_proxy_filter.',
  ],
} as const;

export const ja: Record<keyof typeof en, readonly [string, string]> = {
  'catch-all-domain': [
    '{domain} 宛てはどんな名前でも受け取り、{target} へ回しています。そこに存在しない宛先のメールは戻され、そのバウンスは詐称された送信者に届きます(バックスキャッター)',
    '実在する {domain} のアドレスを一行ずつ書くか、reject_unauth_destination の後に reject_unverified_recipient を置いてください。受け取る前に宛先が実在するか確かめられます。',
  ],
  'catch-all-forward': [
    '{domain} 宛てはどんな名前でも受け取り、別のサーバーの {target} へ転送しています。相手が拒否したメール(おもにスパム)は戻され、そのバウンスは詐称された送信者に届きます(バックスキャッター)',
    '実在する {domain} のアドレスを一行ずつ書くか、残りをこのサーバーのメールボックスに配送してください。',
  ],
  'catch-all': [
    '{domain} 宛てはどんな名前でも受け取り、{target} に届けています。バウンスは生じませんが、存在したことのない名前宛てのスパムがすべて集まります',
    '必要がなければ、実在する {domain} のアドレスを一行ずつ書いてください。',
  ],
  'recipient-wildcard': [
    '{parameter} は {domain} のどんな名前も実在すると答えます。存在しない宛先のメールも受け取り、詐称された送信者に戻してしまいます(バックスキャッター)',
    '実在するアドレスだけを並べるか、reject_unauth_destination の後に reject_unverified_recipient を置いてください。',
  ],
  'relay-no-recipients': [
    '{domains} 宛てのメールを中継していますが、どの宛先が実在するかの情報がありません(relay_recipient_maps が空です)。次のサーバーが拒否したメールは詐称された送信者に戻されます(バックスキャッター)',
    'relay_recipient_maps に実在するアドレスの表を指定するか、reject_unauth_destination の後に reject_unverified_recipient を置き、unverified_recipient_reject_code = 550 を設定してください。',
  ],
  'mx-backup-unchecked': [
    'permit_mx_backup は、このサーバーを予備の MX に指定した相手宛てのメールを、宛先を確かめずに受け取ります。本来の MX が拒否したメールは詐称された送信者に戻されます(バックスキャッター)',
    'permit_mx_backup の前に reject_unverified_recipient を置いてください。ドメインを relay_domains に、宛先を relay_recipient_maps に書く方がより確実です。',
  ],
  'local-unchecked': [
    'local_recipient_maps が空なので、mydestination のドメイン宛てはどんな名前でも受け取り、存在しない宛先のメールは詐称された送信者に戻されます(バックスキャッター)',
    'この行を削除してください。既定では、このサーバーのアカウントとエイリアスが調べられます。',
  ],
  'luser-relay': [
    '存在しないローカル宛先のメールがすべて {target} に送られます。スパムが集まり、{target} が拒否すれば詐称された送信者に戻されます(バックスキャッター)',
    'luser_relay を削除し、local_recipient_maps が空ならその行も削除してください。存在しない宛先はその場で拒否されるようになります。',
  ],
  'luser-relay-unused': [
    'luser_relay = {target} は効果がありません。local_recipient_maps により、存在しない宛先は smtpd が先に拒否します',
    'luser_relay を削除してください。',
  ],
  'recipient-checks-off': [
    '{parameter} = {value} により、存在しない宛先のメールを受け取ってから、詐称された送信者に戻してしまいます(バックスキャッター)',
    '「{write}」と書いてください。',
  ],
  'virtual-no-mailboxes': [
    'virtual_mailbox_maps が空なので、{domains} 宛てはどんな名前でも受け取り、配送先の {transport} が知らない宛先のメールは詐称された送信者に戻されます(バックスキャッター)',
    'virtual_mailbox_maps に実在するメールボックスの表を指定するか、reject_unauth_destination の後に reject_unverified_recipient を置き、unverified_recipient_reject_code = 550 を設定してください。',
  ],
  'virtual-alias-no-maps': [
    '{domains} はバーチャルエイリアスドメインですが、virtual_alias_maps が空です。このドメイン宛てのメールはすべて拒否されます(User unknown in virtual alias table)',
    'virtual_alias_maps に、アドレスごとに一行を書いた表を指定するか、virtual_alias_domains からこのドメインを外してください。',
  ],
  'virtual-alias-domain-empty': [
    '{domain} はバーチャルエイリアスドメインですが、virtual_alias_maps にそのアドレスが一つもありません。このドメイン宛てのメールはすべて拒否されます(User unknown in virtual alias table)',
    'アドレスを virtual_alias_maps に書くか、メールボックスのある側(mydestination か virtual_mailbox_domains)にドメインを書いてください。',
  ],
  'filter-after-queue': [
    '{filter} が調べる前にメールを受け取っています。フィルターがその後で拒否や通知を行うと、詐称された送信者へのバウンスになります(バックスキャッター)',
    'フィルターでは印付け、破棄、隔離だけを行い、送信者への返送や通知はしないでください(amavis では $final_spam_destiny = D_DISCARD か D_PASS)。拒否したい場合は smtpd_milters か smtpd_proxy_filter を使ってください。',
  ],
};
