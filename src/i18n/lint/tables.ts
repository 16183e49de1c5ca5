/**
 * Lookup tables: what is wrong and why, and what to write. `id/variant` is said of problems that have this variant.
 */
export const en = {
  'table-missing': [
    'there is no {file}, which {table} needs: each question to it fails, and mail waits or is deferred (451 4.3.0)',
    'Write the file, or take {table} out of {parameter}.',
  ],
  'table-missing/command': [
    'there is no {file}, which {table} needs: each question to it fails, and mail waits or is deferred (451 4.3.0)',
    'Run: {command}',
  ],
  'table-stale': [
    '{file} was changed after {database} was made of it: the edit is not live',
    'Run: {command}',
  ],
  'table-type-missing': [
    '{table} needs a part of Postfix that is not installed: each question to it fails, and mail waits or is deferred (451 4.3.0)',
    'Run: apt-get install postfix-{kind}',
  ],
  'table-broken': [
    '{table} cannot be used ({text}): each question to it fails, and mail waits or is deferred (451 4.3.0)',
    'Mend it; "postmap -q test {table}" shows what Postfix says.',
  ],
  'table-bad-line': ['Postfix ignores "{text}"', 'Mend or delete the line.'],
  'table-bad-line/orphan-line': [
    'Postfix ignores "{text}": it begins with white space, and continues no line',
    'Mend or delete the line.',
  ],
  'table-bad-line/key-without-value': [
    'Postfix ignores "{text}": nothing stands behind the key',
    'Mend or delete the line.',
  ],
  'table-bad-line/open-quote': [
    'Postfix ignores "{text}": a quote is not closed',
    'Mend or delete the line.',
  ],
  'table-bad-line/bad-pattern': [
    'Postfix ignores "{text}": the pattern is wrong',
    'Mend or delete the line.',
  ],
  'table-bad-line/no-result': [
    'Postfix ignores "{text}": nothing stands behind the pattern',
    'Mend or delete the line.',
  ],
  'table-bad-line/if-without-endif': [
    'Postfix ignores "{text}": no endif ends this if',
    'Mend or delete the line.',
  ],
  'table-bad-line/endif-without-if': [
    'Postfix ignores "{text}": there is no if before',
    'Mend or delete the line.',
  ],
  'table-bad-line/no-rule': ['Postfix ignores "{text}": it is no rule', 'Mend or delete the line.'],
  'table-bad-line/alias-format': [
    '"{text}" does not do what it says: the colon becomes part of the key, which nothing asks for',
    'Write "key value", without a colon.',
  ],
  'table-bad-line/text-behind': [
    '"{text}" does not do what it says: text stands behind if or endif',
    'Mend or delete the line.',
  ],
  'table-bad-line/unknown-option': [
    '"{text}" does not do what it says: there is no such option',
    'Mend or delete the line.',
  ],
  'table-bad-line/obsolete-option': [
    '"{text}" does not do what it says: the option is gone',
    'Mend or delete the line.',
  ],
  'table-bad-line/bad-replacement': [
    '"{text}" does not do what it says: $ names a group that the expression does not have',
    'Mend or delete the line.',
  ],
  'table-duplicate': [
    '"{text}" stands twice in {table}: the first line counts, this one has no effect',
    'Delete one of the two.',
  ],
  'table-duplicate/refused': [
    '"{text}" stands twice in {table}: smtpd refuses the whole table, and defers mail (451 4.3.0)',
    'Delete one of the two.',
  ],
  'table-key-never/network': [
    'nothing ever asks {table} for "{key}": networks are looked up in cidr: tables only',
    'Move the line into a table of the type cidr:.',
  ],
  'table-key-never/dot-behind': [
    'nothing ever asks {table} for "{key}": a network of whole numbers has no dot behind it',
    'Write the names or addresses one by one.',
  ],
  'table-key-never/dot-behind/write': [
    'nothing ever asks {table} for "{key}": a network of whole numbers has no dot behind it',
    'Write "{instead}".',
  ],
  'table-key-never/star': [
    'nothing ever asks {table} for "{key}": a star means nothing here',
    'Write the names or addresses one by one.',
  ],
  'table-key-never/star/write': [
    'nothing ever asks {table} for "{key}": a star means nothing here',
    'Write "{instead}".',
  ],
  'table-key-never/at-domain': [
    'nothing ever asks {table} for "{key}": a whole domain stands here without @',
    'Write the names or addresses one by one.',
  ],
  'table-key-never/at-domain/write': [
    'nothing ever asks {table} for "{key}": a whole domain stands here without @',
    'Write "{instead}".',
  ],
  'table-key-never/user-at': [
    'nothing ever asks {table} for "{key}": "name@" means something in access tables only',
    'Write one line for each address.',
  ],
  'table-key-never/dot-domain': [
    'nothing ever asks {table} for "{key}": subdomains are not looked up in this way here',
    'Write the names or addresses one by one.',
  ],
  'table-key-never/dot-domain/write': [
    'nothing ever asks {table} for "{key}": subdomains are not looked up in this way here',
    'Write "{instead}".',
  ],
  'table-key-never/needs-at': [
    'nothing ever asks {table} for "{key}": a whole domain stands here with @ before it',
    'Write the names or addresses one by one.',
  ],
  'table-key-never/needs-at/write': [
    'nothing ever asks {table} for "{key}": a whole domain stands here with @ before it',
    'Write "{instead}".',
  ],
  'table-key-never/pattern': [
    'nothing ever asks {table} for "{key}": expressions are looked up in pcre: and regexp: tables only',
    'Move the line into a table of the type pcre: or regexp:.',
  ],
  'table-key-never/alias-domain': [
    'nothing ever asks {table} for "{key}": aliases are local names, without a domain',
    'Write the names or addresses one by one.',
  ],
  'table-key-never/alias-domain/write': [
    'nothing ever asks {table} for "{key}": aliases are local names, without a domain',
    'Write "{instead}".',
  ],
  'table-action-unknown': [
    '"{action}" is no action of access(5) and no restriction: whoever is found here is deferred (451 4.3.5 Server configuration error)',
    'Write OK, REJECT, DUNNO or another action of access(5).',
  ],
  'table-action-unknown/write': [
    '"{action}" is no action of access(5) and no restriction: whoever is found here is deferred (451 4.3.5 Server configuration error)',
    'Write "{instead}".',
  ],
  'file-writable': [
    'everybody with an account on this server can change {path}, and so what {file} says: refuse all mail, or let anybody send',
    'Run: chmod o-w {path}',
  ],
  'secrets-readable': [
    'everybody with an account on this server can read the passwords in {file}',
    'Run: chown root:{group} {file} && chmod {mode} {file}',
  ],
} as const;

export const ja: Record<keyof typeof en, readonly [string, string]> = {
  'table-missing': [
    '{table} に必要な {file} がありません。この表への問い合わせはすべて失敗し、メールは滞留するか一時拒否されます(451 4.3.0)',
    'ファイルを作るか、{parameter} から {table} を外してください。',
  ],
  'table-missing/command': [
    '{table} に必要な {file} がありません。この表への問い合わせはすべて失敗し、メールは滞留するか一時拒否されます(451 4.3.0)',
    '実行してください: {command}',
  ],
  'table-stale': [
    '{file} は、{database} が作られた後に変更されています。変更はまだ反映されていません',
    '実行してください: {command}',
  ],
  'table-type-missing': [
    '{table} に必要な Postfix の部品がインストールされていません。この表への問い合わせはすべて失敗し、メールは滞留するか一時拒否されます(451 4.3.0)',
    '実行してください: apt-get install postfix-{kind}',
  ],
  'table-broken': [
    '{table} は使えません({text})。この表への問い合わせはすべて失敗し、メールは滞留するか一時拒否されます(451 4.3.0)',
    '直してください。「postmap -q test {table}」で Postfix の言い分を見られます。',
  ],
  'table-bad-line': ['Postfix は「{text}」を無視します', 'この行を直すか、削除してください。'],
  'table-bad-line/orphan-line': [
    'Postfix は「{text}」を無視します。空白で始まっていますが、続きとなる前の行がありません',
    'この行を直すか、削除してください。',
  ],
  'table-bad-line/key-without-value': [
    'Postfix は「{text}」を無視します。キーの後ろに何もありません',
    'この行を直すか、削除してください。',
  ],
  'table-bad-line/open-quote': [
    'Postfix は「{text}」を無視します。引用符が閉じていません',
    'この行を直すか、削除してください。',
  ],
  'table-bad-line/bad-pattern': [
    'Postfix は「{text}」を無視します。パターンが誤っています',
    'この行を直すか、削除してください。',
  ],
  'table-bad-line/no-result': [
    'Postfix は「{text}」を無視します。パターンの後ろに何もありません',
    'この行を直すか、削除してください。',
  ],
  'table-bad-line/if-without-endif': [
    'Postfix は「{text}」を無視します。この if を終える endif がありません',
    'この行を直すか、削除してください。',
  ],
  'table-bad-line/endif-without-if': [
    'Postfix は「{text}」を無視します。前に if がありません',
    'この行を直すか、削除してください。',
  ],
  'table-bad-line/no-rule': [
    'Postfix は「{text}」を無視します。規則になっていません',
    'この行を直すか、削除してください。',
  ],
  'table-bad-line/alias-format': [
    '「{text}」は書いたとおりに働きません。コロンまでがキーになり、誰にも検索されません',
    'コロンを付けずに「キー 値」と書いてください。',
  ],
  'table-bad-line/text-behind': [
    '「{text}」は書いたとおりに働きません。if や endif の後ろに文字があります',
    'この行を直すか、削除してください。',
  ],
  'table-bad-line/unknown-option': [
    '「{text}」は書いたとおりに働きません。そのようなオプションはありません',
    'この行を直すか、削除してください。',
  ],
  'table-bad-line/obsolete-option': [
    '「{text}」は書いたとおりに働きません。そのオプションは廃止されました',
    'この行を直すか、削除してください。',
  ],
  'table-bad-line/bad-replacement': [
    '「{text}」は書いたとおりに働きません。$ の番号に当たるグループが式にありません',
    'この行を直すか、削除してください。',
  ],
  'table-duplicate': [
    '「{text}」が {table} に二度あります。有効なのは最初の行で、この行に効果はありません',
    'どちらか一方を削除してください。',
  ],
  'table-duplicate/refused': [
    '「{text}」が {table} に二度あります。smtpd は表全体を拒み、メールを一時拒否します(451 4.3.0)',
    'どちらか一方を削除してください。',
  ],
  'table-key-never/network': [
    '{table} の「{key}」が検索されることはありません。ネットワークを検索できるのは cidr: の表だけです',
    'この行を cidr: 型の表に移してください。',
  ],
  'table-key-never/dot-behind': [
    '{table} の「{key}」が検索されることはありません。数字で区切ったネットワークの後ろには、点を付けません',
    '名前やアドレスを一つずつ書いてください。',
  ],
  'table-key-never/dot-behind/write': [
    '{table} の「{key}」が検索されることはありません。数字で区切ったネットワークの後ろには、点を付けません',
    '「{instead}」と書いてください。',
  ],
  'table-key-never/star': [
    '{table} の「{key}」が検索されることはありません。ここでは * に特別な意味はありません',
    '名前やアドレスを一つずつ書いてください。',
  ],
  'table-key-never/star/write': [
    '{table} の「{key}」が検索されることはありません。ここでは * に特別な意味はありません',
    '「{instead}」と書いてください。',
  ],
  'table-key-never/at-domain': [
    '{table} の「{key}」が検索されることはありません。ここではドメイン全体を @ なしで書きます',
    '名前やアドレスを一つずつ書いてください。',
  ],
  'table-key-never/at-domain/write': [
    '{table} の「{key}」が検索されることはありません。ここではドメイン全体を @ なしで書きます',
    '「{instead}」と書いてください。',
  ],
  'table-key-never/user-at': [
    '{table} の「{key}」が検索されることはありません。「名前@」が意味を持つのはアクセス表だけです',
    'アドレスごとに一行を書いてください。',
  ],
  'table-key-never/dot-domain': [
    '{table} の「{key}」が検索されることはありません。ここではこの書き方でサブドメインは検索されません',
    '名前やアドレスを一つずつ書いてください。',
  ],
  'table-key-never/dot-domain/write': [
    '{table} の「{key}」が検索されることはありません。ここではこの書き方でサブドメインは検索されません',
    '「{instead}」と書いてください。',
  ],
  'table-key-never/needs-at': [
    '{table} の「{key}」が検索されることはありません。ここではドメイン全体を @ を付けて書きます',
    '名前やアドレスを一つずつ書いてください。',
  ],
  'table-key-never/needs-at/write': [
    '{table} の「{key}」が検索されることはありません。ここではドメイン全体を @ を付けて書きます',
    '「{instead}」と書いてください。',
  ],
  'table-key-never/pattern': [
    '{table} の「{key}」が検索されることはありません。正規表現を検索できるのは pcre: と regexp: の表だけです',
    'この行を pcre: か regexp: 型の表に移してください。',
  ],
  'table-key-never/alias-domain': [
    '{table} の「{key}」が検索されることはありません。エイリアスはドメインの付かないローカルの名前です',
    '名前やアドレスを一つずつ書いてください。',
  ],
  'table-key-never/alias-domain/write': [
    '{table} の「{key}」が検索されることはありません。エイリアスはドメインの付かないローカルの名前です',
    '「{instead}」と書いてください。',
  ],
  'table-action-unknown': [
    '「{action}」は access(5) のアクションでも制限でもありません。ここに該当した相手は一時拒否されます(451 4.3.5 Server configuration error)',
    'OK、REJECT、DUNNO など、access(5) のアクションを書いてください。',
  ],
  'table-action-unknown/write': [
    '「{action}」は access(5) のアクションでも制限でもありません。ここに該当した相手は一時拒否されます(451 4.3.5 Server configuration error)',
    '「{instead}」と書いてください。',
  ],
  'file-writable': [
    'このサーバーにアカウントを持つ全員が {path} を変更できます。{file} の内容を書き換えて、すべてのメールを拒否させたり、誰にでも送信を許したりできます',
    '実行してください: chmod o-w {path}',
  ],
  'secrets-readable': [
    'このサーバーにアカウントを持つ全員が、{file} のパスワードを読めます',
    '実行してください: chown root:{group} {file} && chmod {mode} {file}',
  ],
};
