/** postscreen(8): what is wrong and why, and what to write. */
export const en = {
  'threshold-unreachable': [
    'a client that is on all lists of postscreen_dnsbl_sites scores {most}, and postscreen_dnsbl_threshold is {threshold}: nobody is ever refused by them',
    'Write "postscreen_dnsbl_threshold = {write}", or give the lists more weight.',
  ],
  'allow-threshold-unreachable': [
    'the best score that postscreen_dnsbl_sites can give is {least}, and {parameter} is {threshold}: no client is ever spared the other tests by it',
    'Write "{parameter} = {write}", or give lists of good senders (list.dnswl.org) a weight below zero.',
  ],
  'postscreen-inactive': [
    '{parameters} are set, and no service of master.cf is postscreen: they have no effect',
    'Switch postscreen on in master.cf (POSTSCREEN_README), or delete them.',
  ],
  'postscreen-service-missing': [
    'postscreen hands its clients to the service "{service}", which master.cf does not have: no mail comes in',
    'Write into master.cf: {write}',
  ],
  'postscreen-service-missing/helper': [
    'postscreen needs the service "{service}", which master.cf does not have: {parameter} has no effect, and each connection waits for it',
    'Write into master.cf: {write}',
  ],
  'postscreen-for-users': [
    'postscreen stands before {service}, where users send mail: it knows no logins, and refuses their homes by the lists',
    'Write smtpd in the place of postscreen for {service}.',
  ],
  'deep-tests': [
    '{parameters}: each new client that behaves well hears 450 and must come again, and large senders come again from another address: their mail waits, sometimes for hours',
    'Delete these lines, unless the tests before the greeting let too much through.',
  ],
  'denylist-ignored': [
    'postscreen_access_list refuses clients, and {parameter} is "ignore": they are logged and let through',
    'Write "{parameter} = enforce".',
  ],
  'postscreen-action-unknown': [
    '"{action}" in {table} is no action of postscreen: it warns, and leaves out the rest of postscreen_access_list',
    'Write permit, reject or dunno.',
  ],
} as const;

export const ja: Record<keyof typeof en, readonly [string, string]> = {
  'threshold-unreachable': [
    'postscreen_dnsbl_sites のすべてのリストに載ったクライアントでも {most} 点で、postscreen_dnsbl_threshold は {threshold} です。これらのリストで拒否される相手は一人もいません',
    '「postscreen_dnsbl_threshold = {write}」と書くか、リストの重みを増やしてください。',
  ],
  'allow-threshold-unreachable': [
    'postscreen_dnsbl_sites で得られる最良の点は {least} 点で、{parameter} は {threshold} です。これによって他の検査を免れるクライアントはありません',
    '「{parameter} = {write}」と書くか、正当な送信者のリスト(list.dnswl.org)に負の重みを付けてください。',
  ],
  'postscreen-inactive': [
    '{parameters} が設定されていますが、master.cf に postscreen のサービスがないため、効果がありません',
    'master.cf で postscreen を有効にするか(POSTSCREEN_README)、これらの設定を削除してください。',
  ],
  'postscreen-service-missing': [
    'postscreen はクライアントをサービス「{service}」に引き渡しますが、master.cf にありません。メールは一通も入ってきません',
    'master.cf に書いてください: {write}',
  ],
  'postscreen-service-missing/helper': [
    'postscreen に必要なサービス「{service}」が master.cf にありません。{parameter} に効果はなく、接続のたびに待たされます',
    'master.cf に書いてください: {write}',
  ],
  'postscreen-for-users': [
    '利用者がメールを送る {service} の前に postscreen があります。postscreen はログインを扱えず、リストによって利用者の自宅を拒否します',
    '{service} では postscreen の代わりに smtpd と書いてください。',
  ],
  'deep-tests': [
    '{parameters} により、初めてのクライアントは問題がなくても 450 を返され、出直しを求められます。大手の送信者は別のアドレスから出直すため、メールが時には何時間も遅れます',
    '挨拶の前の検査だけでは足りないのでなければ、これらの行を削除してください。',
  ],
  'denylist-ignored': [
    'postscreen_access_list はクライアントを拒否していますが、{parameter} が「ignore」のため、記録されるだけで通されます',
    '「{parameter} = enforce」と書いてください。',
  ],
  'postscreen-action-unknown': [
    '{table} の「{action}」は postscreen のアクションではありません。警告が出て、postscreen_access_list の残りは使われません',
    'permit、reject、dunno のいずれかを書いてください。',
  ],
};
