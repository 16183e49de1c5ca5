/** Names in lists of restrictions: what is wrong with them and why, and what to write. */
const RUINS = 'whoever gets there hears "451 4.3.5 Server configuration error", and all that mail waits';

export const en = {
  'restriction-unknown/like': [`Postfix knows no restriction "{name}": ${RUINS}`, 'Write "{like}" instead.'],
  'restriction-unknown/none': [
    `Postfix knows no restriction "{name}": ${RUINS}`,
    'Delete "{text}", or write what is meant (SMTPD_ACCESS_README).',
  ],
  'restriction-unknown/zone': [
    `"{name}" stands alone, since {before} takes one list only: ${RUINS}`,
    'Write "{write}".',
  ],
  'restriction-unknown/postscreen': [
    'postscreen does not know "{name}": it passes over the rest of postscreen_access_list',
    'Delete it: permit_mynetworks, permit, reject, dunno and tables (cidr:/etc/postfix/postscreen_access.cidr) may stand there.',
  ],
  'restriction-renamed': [
    '"{text}" is an old name; Postfix still knows it, while its documents do not',
    'Write "{write}".',
  ],
  'restriction-removed/check_relay_domains': [
    `Postfix has given up check_relay_domains in 3.9: ${RUINS}`,
    'Write "{write}".',
  ],
  'restriction-removed/check_relay_domains-later': [
    'Postfix 3.9 has given up check_relay_domains: after the next update it refuses with "451 4.3.5" whoever gets there',
    'Write "{write}".',
  ],
  'restriction-removed/reject_maps_rbl': [
    `Postfix has given up reject_maps_rbl in 3.9: ${RUINS}`,
    'Write reject_rbl_client with each list of maps_rbl_domains that is still good: "{write}".',
  ],
  'restriction-removed/reject_maps_rbl-later': [
    'Postfix 3.9 has given up reject_maps_rbl: after the next update it refuses with "451 4.3.5" whoever gets there',
    'Write reject_rbl_client with each list of maps_rbl_domains that is still good: "{write}".',
  ],
  'restriction-removed/permit_naked_ip_address': [
    `Postfix has given up permit_naked_ip_address in 3.9: ${RUINS}`,
    'Delete it; permit_mynetworks and permit_sasl_authenticated are meant for your own clients.',
  ],
  'restriction-removed/permit_naked_ip_address-later': [
    'permit_naked_ip_address lets everybody in who says an address at HELO, and Postfix 3.9 has given it up',
    'Delete it; permit_mynetworks and permit_sasl_authenticated are meant for your own clients.',
  ],
  'restriction-deprecated': [
    'permit_mx_backup will be removed (Postfix 3.9 warns of it): it relays for whoever names this server as MX, and knows no recipients',
    'Name the domains in relay_domains, and their recipients in relay_recipient_maps.',
  ],
  'argument-missing': [
    `"{text}" is the last word, and lacks its argument: ${RUINS}`,
    'Write the list, table or service behind it, or delete it.',
  ],
  'argument-missing/passed': [
    '"{text}" is the last word, and lacks its list: smtpd warns of it in the log, and passes over it',
    'Write the list behind it, or delete it.',
  ],
  'argument-missing/eaten': [
    '"{name}" lacks its argument and takes the next restriction, {argument}, for it: that one is never asked',
    'Write the list, table or service between "{name}" and "{argument}", or delete "{name}".',
  ],
  'table-without-type': [
    `"{argument}" has no type, and Postfix wants type:table there: ${RUINS}`,
    'Write "{write}", where the table is of that type.',
  ],
  'table-without-check': [
    `"{text}" stands alone in {parameter}, where Postfix cannot know what to look up in it: ${RUINS}`,
    'Write check_client_access, check_sender_access or check_recipient_access before it.',
  ],
  'class-undefined': [
    'smtpd_restriction_classes names {name}, and nothing gives it a value: smtpd does not start, and no mail comes in',
    'Set "{name} = ...", or take it out of smtpd_restriction_classes.',
  ],
  'class-undefined/undeclared': [
    `{name} is set, but smtpd_restriction_classes does not name it, so that it is no restriction: ${RUINS}`,
    'Write "smtpd_restriction_classes = {value}".',
  ],
  'class-shadowed': [
    'the class {name} has the name of a restriction that is built in: that one is asked, never the class',
    'Give the class another name.',
  ],
  'class-recursion': [
    'the classes lead back to themselves ({way}): smtpd goes round until it crashes, and the client loses its connection',
    'Take "{text}" out of {parameter}.',
  ],
} as const;

const RUINS_JA =
  'ここに達した相手には「451 4.3.5 Server configuration error」が返り、そのメールはすべて待たされます';

export const ja: Record<keyof typeof en, readonly [string, string]> = {
  'restriction-unknown/like': [
    `「{name}」という制限は Postfix にありません。${RUINS_JA}`,
    '代わりに「{like}」と書いてください。',
  ],
  'restriction-unknown/none': [
    `「{name}」という制限は Postfix にありません。${RUINS_JA}`,
    '「{text}」を削除するか、意図した制限の名前を書いてください(SMTPD_ACCESS_README)。',
  ],
  'restriction-unknown/zone': [
    `{before} が取るリストは一つだけなので、「{name}」は単独の制限とみなされます。${RUINS_JA}`,
    '「{write}」と書いてください。',
  ],
  'restriction-unknown/postscreen': [
    'postscreen は「{name}」を知らず、postscreen_access_list のそこから先をすべて無視します',
    '削除してください。ここに書けるのは permit_mynetworks、permit、reject、dunno とテーブル(cidr:/etc/postfix/postscreen_access.cidr など)だけです。',
  ],
  'restriction-renamed': [
    '「{text}」は古い名前です。Postfix はまだ受け付けますが、文書からは消えています',
    '「{write}」と書いてください。',
  ],
  'restriction-removed/check_relay_domains': [
    `check_relay_domains は Postfix 3.9 で廃止されました。${RUINS_JA}`,
    '「{write}」と書いてください。',
  ],
  'restriction-removed/check_relay_domains-later': [
    'check_relay_domains は Postfix 3.9 で廃止されました。次の更新のあと、ここに達した相手は「451 4.3.5」で拒否されます',
    '「{write}」と書いてください。',
  ],
  'restriction-removed/reject_maps_rbl': [
    `reject_maps_rbl は Postfix 3.9 で廃止されました。${RUINS_JA}`,
    'maps_rbl_domains のうち今も使えるリストを、それぞれ reject_rbl_client で書いてください:「{write}」。',
  ],
  'restriction-removed/reject_maps_rbl-later': [
    'reject_maps_rbl は Postfix 3.9 で廃止されました。次の更新のあと、ここに達した相手は「451 4.3.5」で拒否されます',
    'maps_rbl_domains のうち今も使えるリストを、それぞれ reject_rbl_client で書いてください:「{write}」。',
  ],
  'restriction-removed/permit_naked_ip_address': [
    `permit_naked_ip_address は Postfix 3.9 で廃止されました。${RUINS_JA}`,
    '削除してください。自分のクライアントのためには permit_mynetworks と permit_sasl_authenticated があります。',
  ],
  'restriction-removed/permit_naked_ip_address-later': [
    'permit_naked_ip_address は、HELO でアドレスを名乗る相手を誰でも通してしまいます。また Postfix 3.9 で廃止されました',
    '削除してください。自分のクライアントのためには permit_mynetworks と permit_sasl_authenticated があります。',
  ],
  'restriction-deprecated': [
    'permit_mx_backup は廃止される予定です(Postfix 3.9 から警告が出ます)。このサーバーを MX に指定した誰のメールでも中継し、存在しない宛先も受け取ってしまいます',
    'ドメインを relay_domains に、その宛先を relay_recipient_maps に書いてください。',
  ],
  'argument-missing': [
    `「{text}」が最後の語で、続くはずの引数がありません。${RUINS_JA}`,
    'リスト、テーブル、サービスのいずれかを後ろに書くか、削除してください。',
  ],
  'argument-missing/passed': [
    '「{text}」が最後の語で、続くはずのリストがありません。smtpd はログに警告を出し、この制限を飛ばします',
    'リストを後ろに書くか、削除してください。',
  ],
  'argument-missing/eaten': [
    '「{name}」に引数がなく、次の制限 {argument} を引数として取り込んでいます。{argument} は一度も調べられません',
    '「{name}」と「{argument}」の間にリスト、テーブル、サービスのいずれかを書くか、「{name}」を削除してください。',
  ],
  'table-without-type': [
    `「{argument}」に型がありません。Postfix はここに「型:テーブル」を求めます。${RUINS_JA}`,
    'テーブルがその型であれば「{write}」と書いてください。',
  ],
  'table-without-check': [
    `{parameter} に「{text}」が単独で書かれていますが、ここでは何を引くのかを Postfix が判断できません。${RUINS_JA}`,
    '前に check_client_access、check_sender_access、check_recipient_access のいずれかを書いてください。',
  ],
  'class-undefined': [
    'smtpd_restriction_classes に {name} がありますが、その値がどこにもありません。smtpd は起動せず、メールは一通も入ってきません',
    '「{name} = ...」を設定するか、smtpd_restriction_classes から外してください。',
  ],
  'class-undefined/undeclared': [
    `{name} は設定されていますが、smtpd_restriction_classes にないため制限として使えません。${RUINS_JA}`,
    '「smtpd_restriction_classes = {value}」と書いてください。',
  ],
  'class-shadowed': [
    'クラス {name} の名前が組み込みの制限と同じです。常に組み込みの制限が使われ、クラスは使われません',
    'クラスに別の名前を付けてください。',
  ],
  'class-recursion': [
    'クラスが自分自身に戻っています({way})。smtpd は繰り返した末に異常終了し、クライアントの接続は切れます',
    '{parameter} から「{text}」を外してください。',
  ],
};
