// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a dollar sign before a hole is text.
/** main.cf and master.cf as text, and names and values of parameters: what is wrong and why, and what to write. */
export const en = {
  'file-line-ignored': [
    'the line begins with white space, and there is nothing before it that it could continue: Postfix passes over "{text}"',
    'Delete the white space before it, or the line.',
  ],
  'file-line-broken/equals': [
    '"{text}" has no "=": no program of Postfix starts with such a main.cf',
    'Write "name = value"; a line that continues the one before must begin with white space.',
  ],
  'file-line-broken/name': [
    '"{text}" has no name before "=": no program of Postfix starts with such a main.cf',
    'Write the name of a parameter before "=", or delete the line.',
  ],
  'file-line-broken/fields': [
    '"{text}" has fewer than eight fields: Postfix does not start with such a master.cf',
    'Write all eight fields (master(5)); a line that continues the one before, such as "-o name=value", must begin with white space.',
  ],
  'file-line-broken/field': [
    '"{text}" is not what master.cf may have in this column: Postfix does not start',
    'Write what master(5) allows there: a type (inet, unix, ...), y, n or -, or a number.',
  ],
  'override-broken/value': [
    '"-o {text}" has no "=": {text} is not set, and the service does not start',
    'Write "-o name=value" without blanks around "=", or "-o { name = value }".',
  ],
  'override-broken/after-brace': [
    'something stands behind the brace of "{text}": Postfix does not start with such a master.cf',
    'Delete what stands behind the brace, or put a blank between.',
  ],
  'override-broken/open-brace': [
    '"{text}" has no closing brace: Postfix does not start with such a master.cf',
    'Write the closing brace.',
  ],
  'override-broken/stray': [
    '"{text}" stands behind the options of {service}, which knows no such word and does not start',
    'Write "-o name=value" without blanks around "=" and in the value, or "-o { name = value }".',
  ],
  'override-broken/comment': [
    'a comment stands behind the options of {service}: master.cf knows none there, and the service does not start',
    'Put the comment on a line of its own.',
  ],
  'set-twice': [
    '{name} is set again in line {line}, and only that counts: "{value}"',
    'Keep one of the two.',
  ],
  'set-twice/same': ['{name} is set again in line {line}, to the same value', 'Delete one of the two.'],
  'set-twice/service': [
    '{service} sets {name} more than once, and only the last counts: "{value}"',
    'Delete the others.',
  ],
  'service-twice': [
    '{service} stands again in line {line}, and only that counts: what is set here has no effect',
    'Delete one of the two.',
  ],
  'line-swallowed': [
    '"{name} =" begins with white space: it sets nothing, but is a part of {parameter}',
    'Delete the white space before "{name}".',
  ],
  'parameter-misspelled': [
    'Postfix knows no parameter "{name}": the line has no effect',
    'Write "{like}" instead, if that is meant; then delete "{name}" (postconf -X {name}).',
  ],
  'parameter-misspelled/set': [
    'Postfix knows no parameter "{name}": the line has no effect; {like}, which may be meant, is set elsewhere',
    'Put both together as {like}, and delete "{name}".',
  ],
  'parameter-unknown': [
    'Postfix knows no parameter "{name}", and no other value names it: the line has no effect',
    'Delete it, or name it as "${name}" where it is to be used.',
  ],
  'parameter-unknown/service': [
    '{name} is about the service {service}, which master.cf does not have: the line has no effect',
    'Delete it, or add the service to master.cf.',
  ],
  'parameter-too-new': [
    '{name} is unknown to the Postfix that is installed ({installed}): the line has no effect',
    'Delete it, or update Postfix.',
  ],
  'parameter-too-new/since': [
    '{name} came with Postfix {since}, and {installed} is installed: the line has no effect',
    'Delete it, or update Postfix.',
  ],
  'parameter-renamed': [
    '{name} is called {now} now; the old name will be given up',
    'Write "{now}" instead of "{name}".',
  ],
  'parameter-renamed/ignored': [
    '{name} is called {now} now; that one is set too, and the old one has no effect',
    'Delete {name}.',
  ],
  'parameter-deprecated': [
    '{name} will be given up; what Postfix has built in is better than what is set',
    'Delete {name}.',
  ],
  'parameter-deprecated/table': [
    '{name} will be given up, and cannot say what is needed today',
    'Write the table anew for {now} (TLS_README), and delete {name}.',
  ],
  'parameter-deprecated/ignored': [
    '{name} will be given up, and has no effect, since {now} is set',
    'Delete {name}.',
  ],
  'parameter-deprecated/default': [
    '{name} will be given up, and says only what is so without it',
    'Delete {name}.',
  ],
  'parameter-deprecated/instead': ['{name} will be given up', 'Write "{now} = {write}", and delete {name}.'],
  'value-broken': [
    '"{text}" cannot be read: no program of Postfix that asks for {parameter} starts',
    'Close each brace, and write a name behind each "$" (for a dollar sign: "$$").',
  ],
  'value-broken/nesting': [
    '"{text}" comes back to itself, or grows without end: no program of Postfix that asks for {parameter} starts',
    'Take the name out that leads back.',
  ],
  'name-undefined': [
    '{text} in {parameter} is empty, since nothing sets {name}',
    'Set {name}, or take {text} out.',
  ],
  'name-undefined/like': [
    '{text} in {parameter} is empty, since nothing sets {name}; {like} may be meant',
    'Write "${like}".',
  ],
  'name-undefined/offered': [
    '{service} takes {parameter} from {name}, which nothing sets: the list is empty',
    'Where you want a list of its own there, set {name} in main.cf; else it may stay.',
  ],
  'comment-in-value': [
    '"{text}" is no comment but a part of {parameter}: a comment needs a line of its own',
    'Delete it, or move it to a line of its own that begins with "#".',
  ],
  'comment-in-value/list': [
    '"{text}" is no comment but a part of {parameter}: Postfix takes its words for restrictions, and refuses with "451 4.3.5 Server configuration error" whoever gets there',
    'Delete it, or move it to a line of its own that begins with "#".',
  ],
  'comment-in-value/kind': [
    '"{text}" is no comment but a part of {parameter}: no program of Postfix that asks for it starts',
    'Delete it, or move it to a line of its own that begins with "#".',
  ],
  'yes-no-wanted': [
    '{parameter} must be "yes" or "no", and is "{text}": no program of Postfix that asks for it starts',
    'Write "{parameter} = yes" or "{parameter} = no".',
  ],
  'yes-no-wanted/write': [
    '{parameter} must be "yes" or "no", and is "{text}": no program of Postfix that asks for it starts',
    'Write "{parameter} = {write}".',
  ],
  'yes-no-wanted/empty': [
    '{parameter} must be "yes" or "no", and is empty: no program of Postfix that asks for it starts',
    'Write "{parameter} = yes" or "{parameter} = no", or delete the line.',
  ],
  'number-wanted': [
    '{parameter} must be a number, and is "{text}": no program of Postfix that asks for it starts',
    'Write a number without a unit.',
  ],
  'number-wanted/write': [
    '{parameter} must be a number without a unit, and is "{text}": no program of Postfix that asks for it starts',
    'Write "{parameter} = {write}".',
  ],
  'number-wanted/empty': [
    '{parameter} must be a number, and is empty: no program of Postfix that asks for it starts',
    'Write a number, or delete the line.',
  ],
  'time-wanted': [
    '{parameter} must be a time, and is "{text}": no program of Postfix that asks for it starts',
    'Write a number and one of s, m, h, d, w directly behind it, such as 30s or 5d.',
  ],
  'time-wanted/write': [
    '{parameter} must be a time with its unit directly behind it, and is "{text}": no program of Postfix that asks for it starts',
    'Write "{parameter} = {write}".',
  ],
  'time-wanted/empty': [
    '{parameter} must be a time, and is empty: no program of Postfix that asks for it starts',
    'Write a time such as 30s or 5d, or delete the line.',
  ],
} as const;

export const ja: Record<keyof typeof en, readonly [string, string]> = {
  'file-line-ignored': [
    '行が空白で始まっていますが、続けるべき行が前にありません。Postfix は「{text}」を無視します',
    '行頭の空白か、行そのものを削除してください。',
  ],
  'file-line-broken/equals': [
    '「{text}」に「=」がありません。この main.cf では Postfix のどのプログラムも起動しません',
    '「名前 = 値」と書いてください。前の行の続きであれば、行を空白で始めます。',
  ],
  'file-line-broken/name': [
    '「{text}」の「=」の前に名前がありません。この main.cf では Postfix のどのプログラムも起動しません',
    '「=」の前にパラメーター名を書くか、行を削除してください。',
  ],
  'file-line-broken/fields': [
    '「{text}」の欄が 8 個に足りません。この master.cf では Postfix は起動しません',
    '8 個の欄をすべて書いてください(master(5))。「-o 名前=値」のような前の行の続きは、空白で始めます。',
  ],
  'file-line-broken/field': [
    '「{text}」は master.cf のこの欄に書けない値です。Postfix は起動しません',
    'master(5) が認める値(inet や unix などの型、y、n、-、数値)を書いてください。',
  ],
  'override-broken/value': [
    '「-o {text}」に「=」がありません。{text} は設定されず、サービスは起動しません',
    '「=」の前後に空白を置かずに「-o 名前=値」と書くか、「-o { 名前 = 値 }」と書いてください。',
  ],
  'override-broken/after-brace': [
    '「{text}」の閉じ括弧の後ろに余分な文字があります。この master.cf では Postfix は起動しません',
    '閉じ括弧の後ろの文字を削除するか、間に空白を入れてください。',
  ],
  'override-broken/open-brace': [
    '「{text}」に閉じ括弧がありません。この master.cf では Postfix は起動しません',
    '閉じ括弧を書いてください。',
  ],
  'override-broken/stray': [
    '{service} のオプションの後ろに「{text}」があります。このサービスはそのような語を知らず、起動しません',
    '「=」の前後や値の中に空白を置かずに「-o 名前=値」と書くか、「-o { 名前 = 値 }」と書いてください。',
  ],
  'override-broken/comment': [
    '{service} のオプションの後ろにコメントがあります。master.cf ではそこにコメントを書けず、サービスは起動しません',
    'コメントを独立した行に移してください。',
  ],
  'set-twice': [
    '{name} は {line} 行目でもう一度設定されており、そちらだけが有効です:「{value}」',
    'どちらか一方だけを残してください。',
  ],
  'set-twice/same': ['{name} は {line} 行目でも同じ値に設定されています', 'どちらか一方を削除してください。'],
  'set-twice/service': [
    '{service} が {name} を複数回設定しており、最後のものだけが有効です:「{value}」',
    'ほかのものを削除してください。',
  ],
  'service-twice': [
    '{service} は {line} 行目にもあり、そちらだけが有効です。ここでの設定には効果がありません',
    'どちらか一方を削除してください。',
  ],
  'line-swallowed': [
    '「{name} =」の行が空白で始まっているため、何も設定されず、{parameter} の値の一部になっています',
    '「{name}」の前の空白を削除してください。',
  ],
  'parameter-misspelled': [
    '「{name}」というパラメーターは Postfix にありません。この行には効果がありません',
    '「{like}」のつもりであれば、そう書き直し、「{name}」は削除してください(postconf -X {name})。',
  ],
  'parameter-misspelled/set': [
    '「{name}」というパラメーターは Postfix になく、この行には効果がありません。意図したと思われる {like} は別の行で設定されています',
    '両方を {like} にまとめ、「{name}」を削除してください。',
  ],
  'parameter-unknown': [
    '「{name}」というパラメーターは Postfix になく、ほかの値からも参照されていません。この行には効果がありません',
    '削除するか、使いたい場所で「${name}」として参照してください。',
  ],
  'parameter-unknown/service': [
    '{name} はサービス {service} のための設定ですが、master.cf にそのサービスがありません。この行には効果がありません',
    '削除するか、master.cf にサービスを追加してください。',
  ],
  'parameter-too-new': [
    'インストールされている Postfix({installed})は {name} を知りません。この行には効果がありません',
    '削除するか、Postfix を更新してください。',
  ],
  'parameter-too-new/since': [
    '{name} は Postfix {since} からのもので、インストールされているのは {installed} です。この行には効果がありません',
    '削除するか、Postfix を更新してください。',
  ],
  'parameter-renamed': [
    '{name} の現在の名前は {now} です。古い名前はいずれ使えなくなります',
    '「{name}」の代わりに「{now}」と書いてください。',
  ],
  'parameter-renamed/ignored': [
    '{name} の現在の名前は {now} です。そちらも設定されているため、古いほうには効果がありません',
    '{name} を削除してください。',
  ],
  'parameter-deprecated': [
    '{name} は廃止される予定です。設定した値より、Postfix に組み込まれた値のほうが優れています',
    '{name} を削除してください。',
  ],
  'parameter-deprecated/table': [
    '{name} は廃止される予定で、現在必要なことを書き表せません',
    'テーブルを {now} 用に書き直し(TLS_README)、{name} を削除してください。',
  ],
  'parameter-deprecated/ignored': [
    '{name} は廃止される予定です。{now} が設定されているため、効果もありません',
    '{name} を削除してください。',
  ],
  'parameter-deprecated/default': [
    '{name} は廃止される予定です。また、書かなくても同じ動作になります',
    '{name} を削除してください。',
  ],
  'parameter-deprecated/instead': [
    '{name} は廃止される予定です',
    '「{now} = {write}」と書き、{name} を削除してください。',
  ],
  'value-broken': [
    '「{text}」を解釈できません。{parameter} を使う Postfix のプログラムは起動しません',
    '括弧をすべて閉じ、「$」の後ろには名前を書いてください(ドル記号そのものは「$$」)。',
  ],
  'value-broken/nesting': [
    '「{text}」が自分自身に戻るか、際限なく大きくなります。{parameter} を使う Postfix のプログラムは起動しません',
    '自分自身に戻る名前を外してください。',
  ],
  'name-undefined': [
    '{name} がどこにも設定されていないため、{parameter} の {text} は空になります',
    '{name} を設定するか、{text} を外してください。',
  ],
  'name-undefined/like': [
    '{name} がどこにも設定されていないため、{parameter} の {text} は空になります。{like} のつもりかもしれません',
    '「${like}」と書いてください。',
  ],
  'name-undefined/offered': [
    '{service} は {parameter} を {name} から取りますが、それがどこにも設定されていないため、リストは空です',
    'そこに専用のリストが必要なら main.cf で {name} を設定してください。不要ならそのままでかまいません。',
  ],
  'comment-in-value': [
    '「{text}」はコメントではなく {parameter} の値の一部になっています。コメントには独立した行が必要です',
    '削除するか、「#」で始まる独立した行に移してください。',
  ],
  'comment-in-value/list': [
    '「{text}」はコメントではなく {parameter} の値の一部です。Postfix はその語を制限とみなし、ここに達した相手を「451 4.3.5 Server configuration error」で拒否します',
    '削除するか、「#」で始まる独立した行に移してください。',
  ],
  'comment-in-value/kind': [
    '「{text}」はコメントではなく {parameter} の値の一部です。これを使う Postfix のプログラムは起動しません',
    '削除するか、「#」で始まる独立した行に移してください。',
  ],
  'yes-no-wanted': [
    '{parameter} は「yes」か「no」でなければなりませんが、「{text}」です。これを使う Postfix のプログラムは起動しません',
    '「{parameter} = yes」または「{parameter} = no」と書いてください。',
  ],
  'yes-no-wanted/write': [
    '{parameter} は「yes」か「no」でなければなりませんが、「{text}」です。これを使う Postfix のプログラムは起動しません',
    '「{parameter} = {write}」と書いてください。',
  ],
  'yes-no-wanted/empty': [
    '{parameter} は「yes」か「no」でなければなりませんが、空です。これを使う Postfix のプログラムは起動しません',
    '「{parameter} = yes」または「{parameter} = no」と書くか、行を削除してください。',
  ],
  'number-wanted': [
    '{parameter} は数値でなければなりませんが、「{text}」です。これを使う Postfix のプログラムは起動しません',
    '単位を付けずに数値を書いてください。',
  ],
  'number-wanted/write': [
    '{parameter} は単位のない数値でなければなりませんが、「{text}」です。これを使う Postfix のプログラムは起動しません',
    '「{parameter} = {write}」と書いてください。',
  ],
  'number-wanted/empty': [
    '{parameter} は数値でなければなりませんが、空です。これを使う Postfix のプログラムは起動しません',
    '数値を書くか、行を削除してください。',
  ],
  'time-wanted': [
    '{parameter} は時間でなければなりませんが、「{text}」です。これを使う Postfix のプログラムは起動しません',
    '30s や 5d のように、数値のすぐ後ろに s、m、h、d、w のいずれかを書いてください。',
  ],
  'time-wanted/write': [
    '{parameter} は、単位をすぐ後ろに付けた時間でなければなりませんが、「{text}」です。これを使う Postfix のプログラムは起動しません',
    '「{parameter} = {write}」と書いてください。',
  ],
  'time-wanted/empty': [
    '{parameter} は時間でなければなりませんが、空です。これを使う Postfix のプログラムは起動しません',
    '30s や 5d のような時間を書くか、行を削除してください。',
  ],
};
