/** SPF について言うこと: 日本語。 */
import type { SpfWords } from './en.ts';

export const ja: SpfWords = {
  'verdict.pass': '{ip} は {domain} のメールを送信してよいサーバーです。',
  'verdict.fail':
    '{ip} は {domain} のメールを送信できません。ドメインの所有者は、このようなメールの拒否を求めています。',
  'verdict.softfail':
    '{ip} は {domain} のメールを送信できないと思われます。ドメインの所有者は、拒否ではなく、疑わしいものとして扱うことを求めています。',
  'verdict.neutral': '{domain} は、{ip} の送信を許可も禁止もしていません。',
  'verdict.none': '{domain} は、どのサーバーがメールを送信してよいかを公開していません。',
  'verdict.temperror':
    'DNS が応答しなかったため、{ip} が {domain} のメールを送信してよいか、今は判断できません。受信側のメールサーバーは、送信側に後で再送させます。',
  'verdict.permerror': '{domain} が公開している内容に誤りがあるため、{ip} については何も判断できません。',
  'identity.helo': '差出人が空なので、HELO の名前を検査しました。',
  'matched.one': '判定を決めた項目: {term}',
  'matched.first': '判定を決めた項目: {domain} のレコードの {term}',
  'matched.next': 'その先の {domain} のレコードの {term}',
  'matched.none': 'どの項目にも一致せず、その場合の扱いも書かれていないため、neutral になります。',
  explanation: '{domain} の所有者による説明: {text}',
  'title.record': '{domain} のレコード',
  'title.questions': 'DNS への問い合わせ(順番どおり)',
  'title.why': '理由',
  'title.wrong': '問題点',
  'title.do': '対処',
  'title.costs': '項目ごとの問い合わせ数(合計 {count} 回、上限 {most} 回)',
  'title.advice': '知っておきたいこと',
  counts: '問い合わせ {lookups} 回(上限 {most} 回)、うち結果なし {voids} 回(上限 {mostVoids} 回)',
  'answer.nxdomain': 'この名前は存在しません',
  'answer.no-data': '{type} レコードはありません',
  'answer.more': '…ほか、全部で {count} 件',
  'answer.servfail': 'SERVFAIL: ネームサーバーが正常に動いていません',
  'answer.refused': 'REFUSED: リゾルバーが応答を拒否しました',
  'answer.timeout': '時間内に応答がありません',
  'answer.unreachable': 'リゾルバーに到達できません',
  'answer.malformed': '応答を解釈できません',
  'answer.loop': '別名(CNAME)が循環しています',
  'answer.unsendable': 'DNS に問い合わせられない名前です',
  'answer.other': 'エラー',
  'problem.no-address': '接続元のアドレスがありません。',
  'problem.no-domain': '「{domain}」は、DNS に問い合わせられるドメインではありません。',
  'problem.nxdomain': '{domain} は DNS に存在しません。',
  'problem.no-data': '{domain} は存在しますが、TXT レコードがありません。',
  'problem.other-text': '{domain} に TXT レコードはありますが、v=spf1 で始まるものがありません。',
  'problem.near':
    'SPF レコードのつもりと思われるものがあります: 「{text}」。受信側が SPF レコードとして扱うのは、v=spf1 と空白で始まるものだけです。',
  'problem.leads': '{of} のレコードの {term} がここを参照しています。',
  'problem.dns': '{name} の {type}: {why}。',
  'problem.time': '{seconds} 秒を超えても終わりませんでした。',
  'problem.several-records':
    '{domain} には SPF レコードが {count} 件あります。許されるのは 1 件だけです(RFC 7208 §4.5)。',
  'problem.lookups':
    'DNS に問い合わせる項目が {most} 個を超えています。超えたのは {domain} のレコードの {term} です(RFC 7208 §4.6.4)。',
  'problem.loop': 'レコードの参照が循環しています: {way}。',
  'problem.voids':
    'レコードのない名前を参照する項目があります: {names}。{most} 個を超えることは許されません(RFC 7208 §4.6.4)。',
  'problem.hosts':
    '{name} の MX ホストが {most} 台を超えています。{domain} のレコードの {term} がこれを参照しています(RFC 7208 §4.6.4)。',
  'problem.target':
    '{domain} のレコードの {term} が参照する「{target}」は、DNS の名前として正しくありません。',
  'problem.syntax': '{domain} のレコードの {at} 文字目に誤りがあります: {why}',
  'fault.not-ascii': '使えるのは、印字できる ASCII 文字だけです。',
  'fault.unknown-mechanism':
    'このような項目はありません。使えるのは all、include、a、mx、ptr、ip4、ip6、exists、redirect=、exp= です。',
  'fault.value-of-all': 'all の後ろには何も書けません。',
  'fault.no-domain': '後ろにドメインが必要です。例: include:_spf.example.com',
  'fault.bad-domain': 'ドメインとして正しくありません。正しい例: _spf.example.com',
  'fault.bad-macro': 'マクロとして正しくありません。正しい例: %{d}。パーセント記号そのものは %% と書きます。',
  'fault.text-macro': 'マクロ c、r、t は説明文の中でだけ使えます。',
  'fault.bad-ip4': 'IPv4 アドレスとして正しくありません。正しい例: ip4:192.0.2.1、ip4:192.0.2.0/24',
  'fault.bad-ip6': 'IPv6 アドレスとして正しくありません。正しい例: ip6:2001:db8::1、ip6:2001:db8::/32',
  'fault.bad-prefix': '長さは 0 から 32(IPv6 では 128)までの数で、先頭に余分な 0 を付けずに書きます。',
  'fault.bad-modifier': '= の前の名前は英字で始め、英字、数字、「-」「_」「.」だけを使います。',
  'fault.twice': 'redirect= と exp= は、それぞれ 1 回しか書けません。',
  'do.own':
    '{ip} が {domain} のメールサーバーなら、レコードに {term} を加えてください。all より後ろに書いたものは評価されません。',
  'do.publish': '自分のドメインなら、レコードを公開してください。例: {domain}. TXT "v=spf1 mx -all"',
  'do.publish-none': 'メールをまったく送らないドメインの場合: {domain}. TXT "v=spf1 -all"',
  'do.instead': '「{wrong}」を次のように書き換えてください: {write}',
  'do.delete': '次の項目を削除してください: {wrong}',
  'do.then': '訂正後のレコード: {record}',
  'do.meant': '{term} は、おそらく次の書き誤りです: {write}',
  'do.meant-apart':
    'おそらく「{write}」の書き誤りです。受信側は、複数の文字列に分けたレコードを空白なしでつなげます。文字列の末尾か先頭に空白を入れてください。',
  'do.host':
    '{target} が、独自の SPF レコードを持つサービスではなく、単なるメールサーバーなら、代わりに a:{target} と書いてください。',
  'do.shorter':
    '{term} は、現在のアドレスで {write} と書けば問い合わせが不要になります。アドレスが変わるたびに、書き換えが必要です。',
  'do.costliest': '問い合わせ数の多い項目: {terms}',
  'do.correct':
    '{domain} の DNS でレコードを訂正してください。それまでは、どの受信側もこのレコードを使えません。',
  'do.merge': '1 件にまとめてください。例: {record}',
  'do.merge-plain': '1 件にまとめ、残りを削除してください。',
  'do.remove': '{domain} のレコードから {term} を外すか、{target} を直してもらってください。',
  'do.remove-voids': 'もう存在しない名前を参照する項目を外してください。',
  'do.fewer':
    'ホスト名の代わりにネットワーク(ip4:、ip6:)を書く、もう送信に使っていない項目を外す、送信に使うサービスを減らす、のいずれかを行ってください。include は、それ自身の 1 回に加えて、参照先のレコードの分も数えられます。',
  'do.circle': 'どこか 1 か所の参照を外して、循環を断ってください。',
  'do.hosts': 'mx の代わりに、ip4: と ip6: でネットワークを書いてください。',
  'do.later':
    '後でもう一度試してください。続くようなら、{name} のネームサーバーを調べる必要があります: dig +trace {name} {type}',
  'do.resolver': '手元のリゾルバーが正常か確かめてください。--dns で別のリゾルバーに問い合わせられます。',
  'review.sound': '{domain} のレコードは正しく使えます。問い合わせは最大 {lookups} 回(上限 {most} 回)です。',
  'review.broken': '{domain} が公開している内容は、受信側で使えません(permerror)。',
  'review.none': '{domain} は、どのサーバーがメールを送信してよいかを公開していません。',
  'review.unknown':
    'DNS が応答しなかったため、{domain} が公開している内容の少なくとも一部は、今はわかりません。',
  'problem.worst-case':
    '問い合わせが最大 {lookups} 回になり、上限の {most} 回を超えます。そこまで評価した受信側では permerror になります。',
  'cost.void': '該当する DNS レコードがありません',
  'cost.hosts': 'ホストが 10 台を超えています',
  'cost.no-host': 'MX レコードにホスト名がありません',
  'cost.no-name': 'DNS の名前として正しくありません',
  'cost.none': 'SPF レコードがありません',
  'cost.several': 'SPF レコードが複数あります',
  'cost.fault': 'レコードに誤りがあります',
  'cost.loop': '参照が循環しています',
  'cost.unread': 'これ以上は調べていません',
  'cost.failed': '不明: {why}',
  'advice.pass-all': '{term} は、世界中の誰にでもこのドメインのメールの送信を許します。',
  'advice.more': '同じことが、ほかの {count} 個の項目にも当てはまります。',
  'advice.leads-to-all':
    '{term} の参照先である {domain} のレコードは、世界中の誰にでもメールの送信を許しています。',
  'advice.wide': '{term} は非常に大きなネットワークで、無関係な数百万台にもメールの送信を許します。',
  'advice.private':
    '{term} はプライベートネットワークのアドレスです。インターネット上の受信側から見えることはありません。',
  'advice.mapped':
    '{term} に一致する接続元はありません。このような接続元は IPv4 として扱われます。次のように書いてください: {write}',
  'advice.host-bits':
    '{term} は {network} 全体を意味します。そのとおりに書くか、範囲を狭めるならプレフィックスを長くしてください。',
  'advice.unread': '{term} は SPF で定められた項目ではないため、受信側は無視します。',
  'advice.unread-write':
    '{term} は SPF で定められた項目ではないため、受信側は無視します。次のように書いてください: {write}',
  'advice.twice':
    '{term} が 2 回書かれています。2 回目に新しく一致するものはなく、問い合わせ数だけが増えます。',
  'advice.void':
    '{term} に該当する DNS レコードがありません。このような項目が 2 個を超えると permerror になります。',
  'advice.no-name': '{term} が指すものは DNS の名前として正しくないため、どの接続元にも一致しません。',
  'advice.no-host': '{term} の MX レコードにはホスト名がないため、どの接続元にも一致しません。',
  'advice.covered': '{term} のアドレスは、前にある {by} にすべて含まれているため、何も変わりません。',
  'advice.exp':
    '{term} が指す説明文は使えないため、誰にも表示されません。TXT レコード 1 件だけで、ASCII で書かれ、マクロに誤りのないことが必要です。',
  'advice.large':
    'この名前の TXT レコードは合わせて {size} 文字あります。450 文字を超えると、応答が 1 個のパケットに収まらないことがあります(RFC 7208 §3.4)。',
  'advice.neutral-all':
    '{term} では、書かれていないサーバーについて何も言っていません。~all か -all を使ってください。',
  'advice.ptr': '{term} は遅く、逆引きゾーンに負担をかけるため、使うべきではありません(RFC 7208 §5.5)。',
  'advice.open-end':
    '末尾に all がないため、書かれていないサーバーは neutral になります。~all か -all で意図を示してください。',
  'advice.behind-all': '{term} は、all があるため評価されません。',
};
