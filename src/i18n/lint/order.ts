/** The order in lists of restrictions: what is wrong with it and why, and what to write. */
export const en = {
  'rule-unreachable': [
    '{rules} in {parameter} are never asked: "{end}" before them answers whoever gets there',
    'Put "{end}" at the end of the list, or delete what stands behind it.',
  ],
  'rule-twice': [
    '"{text}" stands twice in {parameter}: the second can find nothing that the first has not',
    'Delete the second.',
  ],
  'costly-first': [
    '"{text}" asks other servers about each attempt, before rules that know the answer by themselves: {rules}',
    'Put {rules} before "{text}".',
  ],
  'allow-list-late': [
    '"{text}" lets in whom it names, but comes after "{rule}", which has refused them by then; nothing follows that it could spare them from',
    'Put it before "{rule}".',
  ],
  'allow-list-late/list': [
    '"{text}" lets in whom it names, but "{rule}" in {list} is asked before, and an OK here does not undo its refusal',
    'Put it into {list}, before "{rule}".',
  ],
  'users-refused': [
    '{service} is where your users send from homes and phones, and {rules} refuse them: their addresses have no names, and their programs say poor ones at HELO',
    'Put permit_mynetworks, permit_sasl_authenticated before "{text}".',
  ],
  'users-refused/networks': [
    '{rules} are asked of your own machines too ({networks} of mynetworks), which often have no names in the DNS and say short ones at HELO',
    'Put permit_mynetworks before "{text}".',
  ],
  'users-refused/programs': [
    '{rules} are asked of programs of this server too; those that send by SMTP often say "localhost" at HELO, and are refused',
    'Put permit_mynetworks before "{text}".',
  ],
  'pipelining-no-effect': [
    'smtpd_forbid_unauth_pipelining is "yes": smtpd ends such sessions itself, before it asks "{text}"',
    'Delete "{text}".',
  ],
} as const;

export const ja: Record<keyof typeof en, readonly [string, string]> = {
  'rule-unreachable': [
    '{parameter} の {rules} は決して調べられません。その前の「{end}」が、ここに達した相手すべてに答えてしまいます',
    '「{end}」をリストの最後に移すか、その後ろにあるものを削除してください。',
  ],
  'rule-twice': [
    '「{text}」が {parameter} に 2 回あります。2 回目が 1 回目と違う結果になることはありません',
    '2 回目を削除してください。',
  ],
  'costly-first': [
    '「{text}」は接続のたびに他のサーバーへ問い合わせますが、問い合わせなしに判断できる {rules} がその後ろにあります',
    '{rules} を「{text}」の前に移してください。',
  ],
  'allow-list-late': [
    '「{text}」は載っている相手を通すためのものですが、その前の「{rule}」がすでに拒否しています。後ろには、拒否から守れる制限が残っていません',
    '「{rule}」の前に移してください。',
  ],
  'allow-list-late/list': [
    '「{text}」は載っている相手を通すためのものですが、先に {list} の「{rule}」が調べられます。ここで OK を返しても、その拒否は取り消されません',
    '{list} の「{rule}」の前に移してください。',
  ],
  'users-refused': [
    '{service} は利用者が自宅や携帯電話から送信する入口ですが、{rules} が利用者を拒否します。利用者のアドレスには DNS 上の名前がなく、メールソフトは HELO で不完全な名前を名乗ります',
    '「{text}」の前に permit_mynetworks, permit_sasl_authenticated を置いてください。',
  ],
  'users-refused/networks': [
    '{rules} は自分のマシン(mynetworks の {networks})にも適用されます。それらは DNS に名前がなかったり、HELO で短い名前を名乗ったりすることがよくあります',
    '「{text}」の前に permit_mynetworks を置いてください。',
  ],
  'users-refused/programs': [
    '{rules} はこのサーバー上のプログラムにも適用されます。SMTP で送信するプログラムは HELO で「localhost」と名乗ることが多く、拒否されます',
    '「{text}」の前に permit_mynetworks を置いてください。',
  ],
  'pipelining-no-effect': [
    'smtpd_forbid_unauth_pipelining が「yes」なので、「{text}」を調べる前に smtpd 自身がそのようなセッションを切断します',
    '「{text}」を削除してください。',
  ],
};
