/** Programs, sockets and transports that mail is delivered to: what is wrong and why, and what to write. */
export const en = {
  'program-missing': [
    '{service} starts {program}, and there is no {path}: mail for it is deferred, and comes back after days',
    'Install the program, or name the right path.',
  ],
  'program-closed': [
    '{service} starts {program} as {user}, who may not pass {path}: mail for it is deferred ("Permission denied"), and comes back after days',
    'Run: chmod o+x {path} (or give it to the group of {user}; other groups of the user do not count here)',
  ],
  'program-closed/read': [
    '{service} starts the script {program} as {user}, who may not read it: mail for it comes back ("Permission denied")',
    'Run: chmod o+r {path}',
  ],
  'user-missing': [
    '{service} runs its program as {user}, and this server has no such account: pipe does not start, and mail for it waits',
    'Name an account that exists (user=...), or make it: useradd --system --no-create-home {user}',
  ],
  'user-missing/none': [
    '{service} does not say as whom its program runs: pipe does not start, and mail for it waits',
    'Write user=..., the name of an account that is neither root nor that of Postfix, before argv=.',
  ],
  'user-missing/argv': [
    '{service} names no program (argv=): pipe does not start, and mail for it waits',
    'Write argv=... with the program behind the other attributes.',
  ],
  'user-forbidden': [
    '{service} is to run its program as {user}: Postfix refuses this (a program that mail can reach would have all rights), pipe does not start, and mail for it waits',
    'Name an account of its own for the program (user=...).',
  ],
  'delivery-command-missing': [
    '{parameter} starts {program}, and there is no {path}: mail for local users is deferred, and comes back after days',
    'Install the program, name the right path, or delete {parameter}: then local(8) delivers itself.',
  ],
  'delivery-command-closed': [
    '{parameter} starts {program} as the user who gets the mail, and users may not pass {path}: their mail is deferred ("Permission denied")',
    'Run: chmod o+x {path}',
  ],
  'alias-command-missing': [
    'the alias {alias} starts {program}, and there is no {path}: its mail is deferred or comes back',
    'Install the program, or name the right path.',
  ],
  'alias-command-closed': [
    'the alias {alias} starts {program} as {user}, who may not pass {path}: its mail comes back or waits ("Permission denied")',
    'Run: chmod o+x {path}',
  ],
  'transport-missing': [
    '{parameter} hands mail to "{transport}", which master.cf does not have: it waits in the queue (mail transport unavailable)',
    'Write a service {transport} of the type unix into master.cf, or name one that is there.',
  ],
  'delivery-socket-missing': [
    '{parameter} hands mail to the socket {path}, which is not there: mail waits in the queue',
    'Start the program that makes it (Dovecot: service lmtp { unix_listener {path} { mode = 0600 user = postfix group = postfix } }), or name the right path.',
  ],
  'delivery-socket-closed': [
    '{parameter} hands mail to the socket {path}, and Postfix may not use it: mail waits in the queue ("Permission denied")',
    'Let the program that makes it give it to Postfix (Dovecot: mode = 0600, user = postfix, group = postfix).',
  ],
} as const;

export const ja: Record<keyof typeof en, readonly [string, string]> = {
  'program-missing': [
    '{service} は {program} を起動しますが、{path} がありません。ここへのメールは滞留し、数日後に戻されます',
    'プログラムをインストールするか、正しいパスを書いてください。',
  ],
  'program-closed': [
    '{service} は {program} を {user} として起動しますが、{user} は {path} を通れません。ここへのメールは滞留し(「Permission denied」)、数日後に戻されます',
    '実行してください: chmod o+x {path}({user} の主グループに与えてもかまいません。ほかの所属グループはここでは無効です)',
  ],
  'program-closed/read': [
    '{service} はスクリプト {program} を {user} として起動しますが、{user} はそれを読めません。ここへのメールは戻されます(「Permission denied」)',
    '実行してください: chmod o+r {path}',
  ],
  'user-missing': [
    '{service} はプログラムを {user} として動かしますが、このサーバーにそのアカウントはありません。pipe は起動せず、ここへのメールは滞留します',
    '実在するアカウントを書くか(user=...)、作ってください: useradd --system --no-create-home {user}',
  ],
  'user-missing/none': [
    '{service} に、プログラムを誰として動かすかが書かれていません。pipe は起動せず、ここへのメールは滞留します',
    'argv= の前に user=... と書き、root でも Postfix のものでもないアカウントを指定してください。',
  ],
  'user-missing/argv': [
    '{service} にプログラムが書かれていません(argv=)。pipe は起動せず、ここへのメールは滞留します',
    'ほかの属性の後に argv=... でプログラムを書いてください。',
  ],
  'user-forbidden': [
    '{service} はプログラムを {user} として動かそうとしていますが、Postfix はこれを拒みます(メールが届くプログラムに全権を与えることになるためです)。pipe は起動せず、ここへのメールは滞留します',
    'プログラム専用のアカウントを指定してください(user=...)。',
  ],
  'delivery-command-missing': [
    '{parameter} は {program} を起動しますが、{path} がありません。ローカルユーザーへのメールは滞留し、数日後に戻されます',
    'プログラムをインストールするか、正しいパスを書いてください。{parameter} を削除すれば local(8) が自分で配送します。',
  ],
  'delivery-command-closed': [
    '{parameter} は {program} をメールの受取人として起動しますが、利用者は {path} を通れません。メールは滞留します(「Permission denied」)',
    '実行してください: chmod o+x {path}',
  ],
  'alias-command-missing': [
    'エイリアス {alias} は {program} を起動しますが、{path} がありません。ここへのメールは滞留するか、戻されます',
    'プログラムをインストールするか、正しいパスを書いてください。',
  ],
  'alias-command-closed': [
    'エイリアス {alias} は {program} を {user} として起動しますが、{user} は {path} を通れません。ここへのメールは戻されるか、滞留します(「Permission denied」)',
    '実行してください: chmod o+x {path}',
  ],
  'transport-missing': [
    '{parameter} はメールを「{transport}」に渡しますが、master.cf にありません。メールはキューに滞留します(mail transport unavailable)',
    'unix 型のサービス {transport} を master.cf に書くか、実在するものを指定してください。',
  ],
  'delivery-socket-missing': [
    '{parameter} はメールをソケット {path} に渡しますが、ありません。メールはキューに滞留します',
    'ソケットを作るプログラムを起動するか(Dovecot: service lmtp { unix_listener {path} { mode = 0600 user = postfix group = postfix } })、正しいパスを書いてください。',
  ],
  'delivery-socket-closed': [
    '{parameter} はメールをソケット {path} に渡しますが、Postfix にはそれを使う権限がありません。メールはキューに滞留します(「Permission denied」)',
    'ソケットを作るプログラムの側で、Postfix に権限を与えてください(Dovecot: mode = 0600、user = postfix、group = postfix)。',
  ],
};
