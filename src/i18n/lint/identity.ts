/** Who this server is, what is its own, and how much it takes: what is wrong and why, and what to write. */
export const en = {
  'hostname-poor': [
    'myhostname is "{name}", no full name that others can look up: this server greets others with it, and many refuse mail from such a name',
    'Write "myhostname = mail.example.com", the name that the reverse DNS of its address has.',
  ],
  'hostname-poor/address': [
    'myhostname is the address {name}: a name is meant, and others refuse mail from such a server',
    'Write "myhostname = mail.example.com", the name that the reverse DNS of its address has.',
  ],
  'origin-poor': [
    'myorigin is "{name}", no domain that others can answer to: mail that programs of this server send comes from user@{name}, and many refuse it',
    'Write "myorigin = $mydomain", or another domain that takes mail.',
  ],
  'domain-twice': [
    '{domain} stands in {first} and in {second}: only {first} counts, and recipients of the other are unknown',
    'Take it out of one of the two.',
  ],
  'interfaces-loopback': [
    'inet_interfaces = {value}: only programs of this server itself can hand in mail; nothing comes in from others for {domains}',
    'Where mail is to come in, write "inet_interfaces = all".',
  ],
  'size-limits': [
    '{parameter} = {value} is smaller than message_size_limit = {message}: {agent} does not start with it, and all its mail waits',
    'Write "{parameter} = 0" (no bound), or as much as message_size_limit at least.',
  ],
  'size-limits/unlimited': [
    'message_size_limit = 0 means no bound, and {parameter} = {value} is one: {agent} does not start with it, and all its mail waits',
    'Write "{parameter} = 0", or give message_size_limit a bound.',
  ],
  'virtual-incomplete': [
    'virtual(8) delivers mail for {domains}, and {parameter} is empty: its mail waits in the queue',
    'Set {parameter} (VIRTUAL_README), or let another program deliver: virtual_transport.',
  ],
  'vrfy-open': [
    'disable_vrfy_command is "no": anybody may ask by VRFY which addresses exist',
    'Write "disable_vrfy_command = yes".',
  ],
  'always-bcc': [
    'a copy of every message goes to {target}: where that fails, bounces of copies go to strangers, and the law may not allow it',
    'Where it is no more needed, delete always_bcc; for single domains there are sender_bcc_maps and recipient_bcc_maps.',
  ],
  'compat-level-low': [
    'compatibility_level is {value}: Postfix behaves as versions before {version} did ({parameters})',
    'When you have looked at COMPATIBILITY_README: postconf compatibility_level={write}, then postfix reload.',
  ],
  'banner-no-name': [
    'smtpd_banner begins with "{name}", where the name of this server must stand (RFC 5321, section 4.2)',
    'Write "smtpd_banner = $myhostname ESMTP".',
  ],
  'smuggling-open': [
    'smtpd_forbid_bare_newline is "no": where an outgoing server lets bare line ends through, one message can hide another with a forged sender (SMTP smuggling, CVE-2023-51764)',
    'Write "smtpd_forbid_bare_newline = {write}".',
  ],
} as const;

export const ja: Record<keyof typeof en, readonly [string, string]> = {
  'hostname-poor': [
    'myhostname が「{name}」で、他のサーバーが調べられる完全な名前ではありません。このサーバーはこの名前で名乗るため、多くの相手に拒否されます',
    '「myhostname = mail.example.com」のように、アドレスの逆引きと同じ名前を書いてください。',
  ],
  'hostname-poor/address': [
    'myhostname がアドレス {name} です。ここには名前を書きます。アドレスで名乗るサーバーからのメールは拒否されます',
    '「myhostname = mail.example.com」のように、アドレスの逆引きと同じ名前を書いてください。',
  ],
  'origin-poor': [
    'myorigin が「{name}」で、返信できるドメインではありません。このサーバーのプログラムが送るメールは user@{name} からになり、多くの相手に拒否されます',
    '「myorigin = $mydomain」のように、メールを受け取れるドメインを書いてください。',
  ],
  'domain-twice': [
    '{domain} が {first} と {second} の両方にあります。有効なのは {first} だけで、もう一方の宛先は存在しないものとして扱われます',
    'どちらか一方から外してください。',
  ],
  'interfaces-loopback': [
    'inet_interfaces = {value} のため、このサーバー自身のプログラムしかメールを渡せません。{domains} 宛てのメールは外から届きません',
    '外からメールを受け取るなら「inet_interfaces = all」と書いてください。',
  ],
  'size-limits': [
    '{parameter} = {value} が message_size_limit = {message} より小さいため、{agent} は起動せず、そのメールはすべて滞留します',
    '「{parameter} = 0」(無制限)か、message_size_limit 以上の値を書いてください。',
  ],
  'size-limits/unlimited': [
    'message_size_limit = 0 は無制限ですが、{parameter} = {value} には上限があります。{agent} は起動せず、そのメールはすべて滞留します',
    '「{parameter} = 0」と書くか、message_size_limit に上限を付けてください。',
  ],
  'virtual-incomplete': [
    '{domains} 宛てのメールは virtual(8) が配送しますが、{parameter} が空です。メールはキューに滞留します',
    '{parameter} を設定するか(VIRTUAL_README)、virtual_transport で別のプログラムに配送させてください。',
  ],
  'vrfy-open': [
    'disable_vrfy_command が「no」なので、どのアドレスが実在するかを誰でも VRFY で尋ねられます',
    '「disable_vrfy_command = yes」と書いてください。',
  ],
  'always-bcc': [
    'すべてのメールの写しが {target} に送られています。届かなければ写しのバウンスが無関係な人に送られ、法律に触れるおそれもあります',
    '不要になったら always_bcc を削除してください。特定のドメインだけなら sender_bcc_maps と recipient_bcc_maps があります。',
  ],
  'compat-level-low': [
    'compatibility_level が {value} なので、Postfix は {version} より前の版と同じ動作をします({parameters})',
    'COMPATIBILITY_README を確かめたうえで、postconf compatibility_level={write} と postfix reload を実行してください。',
  ],
  'banner-no-name': [
    'smtpd_banner が「{name}」で始まっています。ここにはこのサーバーの名前が必要です(RFC 5321 4.2 節)',
    '「smtpd_banner = $myhostname ESMTP」と書いてください。',
  ],
  'smuggling-open': [
    'smtpd_forbid_bare_newline が「no」です。送信側のサーバーが裸の改行を通す場合、一通のメールの中に、送信者を詐称した別のメールを隠せます(SMTP スマグリング、CVE-2023-51764)',
    '「smtpd_forbid_bare_newline = {write}」と書いてください。',
  ],
};
