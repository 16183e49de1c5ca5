/** Policy services: what keeps smtpd from them, and what becomes of mail then. */
export const en = {
  'policy-no-default': [
    'when {services} is down, all mail is refused with "{action}", and comes back to its senders sooner or later',
    'Write "smtpd_policy_service_default_action = DUNNO"; or for one service alone { {first}, default_action=DUNNO }.',
  ],
  'policy-socket-missing': [
    'smtpd asks {service}, and there is no socket {path}: all mail gets its default action, "{action}"',
    'Start the service, or write the path of its socket.',
  ],
  'policy-socket-closed': [
    'smtpd asks {service}, and its user {user} has no right to: {closed} is closed to it; all mail gets its default action, "{action}"',
    'Let {user} into the folder ("x"), and let it write to the socket ("w"): best by the settings of the service, which makes them anew at each start.',
  ],
  'policy-chroot': [
    '{smtpd} runs in a chroot, where {path} is {root}{path}: it does not find {service}, and all mail gets its default action, "{action}"',
    'Write "{write}": without the slash it is looked for in {root}, in a chroot or not.',
  ],
  'policy-chroot/outside': [
    '{smtpd} runs in a chroot, where {path} is {root}{path}: it does not find {service}, and all mail gets its default action, "{action}"',
    'Let the service make its socket in {root} and write "unix:" and the path from there, or write "n" into the column chroot of {smtpd} in master.cf.',
  ],
  'policy-bad-name': [
    '{service} is no name of a policy service: smtpd ends as soon as it starts, and no mail is taken',
    'Write "{write}".',
  ],
  'policy-bad-name/unreadable': [
    '{service} is no name of a policy service: smtpd ends as soon as it starts, and no mail is taken',
    'Write inet:HOST:PORT, or unix:PATH of a socket.',
  ],
  'policy-spawn-missing': [
    'smtpd asks {service}, and master.cf has no service {name}, nor is there a socket of another program: all mail gets its default action, "{action}"',
    'Add the service to master.cf ("{name} unix - n n - 0 spawn user=nobody argv=PROGRAM"), or delete the restriction.',
  ],
  'policy-spawn-missing/folder': [
    'smtpd asks {service}, and the service {name} of master.cf has its socket elsewhere (column private): all mail gets its default action, "{action}"',
    'Write "{write}".',
  ],
  'policy-time-limit': [
    'spawn ends the program of {name} after {seconds} seconds, in the middle of its work: the mail that waits for it is put off now and then',
    'Write "{name}_time_limit = 3600s" into main.cf.',
  ],
} as const;

export const ja: Record<keyof typeof en, readonly [string, string]> = {
  'policy-no-default': [
    '{services} が止まると、すべてのメールが拒否され(「{action}」)、送信者へ戻ります',
    '「smtpd_policy_service_default_action = DUNNO」と書くか、そのサービスだけに { {first}, default_action=DUNNO } と書いてください。',
  ],
  'policy-socket-missing': [
    'smtpd は {service} に問い合わせますが、ソケット {path} がありません。すべてのメールが既定の動作「{action}」になります',
    'サービスを起動するか、そのソケットの正しいパスを書いてください。',
  ],
  'policy-socket-closed': [
    'smtpd は {service} に問い合わせますが、ユーザー {user} には {closed} の権限がありません。すべてのメールが既定の動作「{action}」になります',
    '{user} がフォルダーに入れ(x)、ソケットに書き込めるように(w)してください。ソケットは起動のたびに作り直されるので、サービス側の設定で行うのが確実です。',
  ],
  'policy-chroot': [
    '{smtpd} は chroot の中で動き、そこでは {path} は {root}{path} を指します。{service} が見つからず、すべてのメールが既定の動作「{action}」になります',
    '「{write}」と書いてください。先頭のスラッシュがなければ、chroot の有無によらず {root} から探します。',
  ],
  'policy-chroot/outside': [
    '{smtpd} は chroot の中で動き、そこでは {path} は {root}{path} を指します。{service} が見つからず、すべてのメールが既定の動作「{action}」になります',
    'サービスのソケットを {root} の中に作らせ、「unix:」とそこからのパスを書くか、master.cf の {smtpd} の chroot 欄を「n」にしてください。',
  ],
  'policy-bad-name': [
    '{service} はポリシーサービスの名前として正しくありません。smtpd は起動直後に終了し、メールを一通も受け取れません',
    '「{write}」と書いてください。',
  ],
  'policy-bad-name/unreadable': [
    '{service} はポリシーサービスの名前として正しくありません。smtpd は起動直後に終了し、メールを一通も受け取れません',
    'inet:ホスト:ポート、またはソケットの unix:パス と書いてください。',
  ],
  'policy-spawn-missing': [
    'smtpd は {service} に問い合わせますが、master.cf にサービス {name} がなく、ほかのプログラムのソケットもありません。すべてのメールが既定の動作「{action}」になります',
    'master.cf にサービスを加える(「{name} unix - n n - 0 spawn user=nobody argv=プログラム」)か、この制限を削除してください。',
  ],
  'policy-spawn-missing/folder': [
    'smtpd は {service} に問い合わせますが、master.cf のサービス {name} のソケットは別のフォルダーにあります(private 欄)。すべてのメールが既定の動作「{action}」になります',
    '「{write}」と書いてください。',
  ],
  'policy-time-limit': [
    'spawn は {name} のプログラムを {seconds} 秒後に処理の途中でも終了させます。その返答を待つメールがときどき一時拒否されます',
    'main.cf に「{name}_time_limit = 3600s」と書いてください。',
  ],
};
