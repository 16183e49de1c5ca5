/** The command line's words in English: help and notes. The keys are the type of every language. */
export const en = {
  'help.usage': 'Usage:',
  'help.arguments': 'Arguments:',
  'help.options': 'Options:',
  'help.commands': 'Commands:',
  'help.group.what': 'What to report:',
  'help.group.form': 'How to show it:',
  'help.group.mail': 'By mail:',
  'help.group.common': 'For every command:',
  'help.program': 'The checkpoint of a Postfix server: read the mail log, know why, decide safely.',
  'help.version': 'print the version',
  'help.help': 'show this help',
  'help.helpCommand': 'show the help of a command',
  'help.report': 'what the mail system did: problems first, totals, traffic, rejects, deliveries',
  'help.log':
    'logs: plain, .gz, .bz2, .xz or .zst, globs, - for standard input; with none, the usual places are searched (/var/log/maillog*, /var/log/mail.log*, others, journald)',
  'help.date':
    'yesterday, today, 2026-11-23, 2026-11, 2026-11-01..2026-11-07, 7d (the last seven days), "last week", "last month"',
  'help.domain': 'only mail from and to this domain',
  'help.top': 'entries a list (20); 0: all',
  'help.queue': 'add the mail queue as it is now',
  'help.smtpdStats': 'add how long connections lasted',
  'help.extendedDetail': 'add the messages one by one, the largest first',
  'help.showUnparsed': 'list lines that are not understood (the first 100)',
  'help.format': 'text (default), html or json',
  'help.json': 'the same as --format json',
  'help.problemsFirst': 'all lists of problems before the totals',
  'help.verbose': 'whole texts instead of shortened ones',
  'help.width': 'width of the text, 80 to 120 (as the terminal)',
  'help.noColor': 'no colours; NO_COLOR does the same',
  'help.mailTo': 'send it as text and HTML, names of others made harmless',
  'help.mailFrom': 'sender of that mail',
  'help.sendmail': 'the program that sends it (sendmail)',
  'help.lang': 'en or ja (as the locale)',
  'help.config': 'settings file (/etc/sekisho/sekisho.toml)',
  'help.dns': 'resolver to ask; the report asks none',
  'help.quiet': 'no notes and no progress on standard error',
  'help.jsonOnly': 'one JSON document on standard output',
  'help.resolver': 'resolver to ask (those of /etc/resolv.conf)',
  'help.lookup': 'on which blocklists addresses and domains are, why, and how to get off',
  'help.lookup.subject':
    'IPv4 and IPv6 addresses and domains; - reads them from standard input (# begins a comment)',
  'help.lookup.fromLog': 'all clients of a mail log, the most frequent first; may be given several times',
  'help.lookup.date': 'of a log, only these days, as in report',
  'help.lookup.top': 'of a log, only this many clients',
  'help.lookup.zones': 'ask these lists only, as in zen.spamhaus.org,bl.spamcop.net',
  'help.lookup.after': `
Examples:
  sekisho lookup 192.0.2.1
  sekisho lookup mail.example.com 2001:db8::1 --lang ja
  sekisho lookup --from-log /var/log/maillog --top 50
  sekisho lookup --zones zen.spamhaus.org,bl.spamcop.net - < addresses

A list that fails says nothing: it is told as failed, never as clear. docs/lists.md tells more.
Exit codes: 0 done; 2 unusable arguments or settings; 3 the resolver, a file or a program failed`,
  'help.spf': 'whether a client may send mail for a domain (SPF), why, and what is wrong with a record',
  'help.spf.domain': "whose mail it is; without --ip the domain's record is looked at for itself",
  'help.spf.ip': "the client's address, IPv4 or IPv6",
  'help.spf.sender':
    "envelope sender, or its domain alone; '' is the empty sender of bounces: then HELO is checked",
  'help.spf.helo': "name that the client gave with HELO or EHLO (the sender's domain)",
  'help.spf.after': `
Examples:
  sekisho spf example.com
  sekisho spf example.com --ip 192.0.2.1
  sekisho spf --ip 2001:db8::1 --sender ann@example.com --helo mx.example.com --json

docs/spf.md tells more.
Exit codes: 0 done, whatever the verdict; 1 the record is wrong (permerror); 2 unusable arguments or settings; 3 DNS failed
(temperror)`,
  'help.zones': 'which DNS blocklists can be trusted today, where Postfix uses them, what to change',
  'help.zones.zone':
    'names of lists, restrictions as they stand in main.cf, or files of them (- is standard input); with none, what the configuration uses, else all of the catalogue',
  'help.zones.offline': 'by the catalogue alone, asking nobody',
  'help.zones.configDir': 'the folder of main.cf and master.cf (/etc/postfix)',
  'help.zones.all': 'all of the catalogue, beside what is used',
  'help.zones.after': `
Examples:
  sekisho zones                            what this server uses
  sekisho zones --offline -c ./copied-config
  sekisho zones --offline ./piece-of-main.cf
  sekisho zones zen.spamhaus.org bl.spamcop.net --dns 127.0.0.1
  sekisho zones 'reject_rbl_client bl.spamcop.net, reject_rbl_client list.dsbl.org'

docs/zones.md tells what is tried, and what each state means.
Exit codes: 0 all that are used are safe; 1 one is not; 2 unusable arguments; 3 the resolver or a file failed`,
  'help.configDir': 'the folder of main.cf and master.cf (/etc/postfix)',
  'help.service': 'which smtpd of master.cf: smtp, submission, ... (that of port 25)',
  'help.eval': 'what Postfix would answer to an attempt, step by step',
  'help.eval.offline': 'ask neither DNS nor services nor servers: what they would say stays unknown',
  'help.eval.after': `
Attempts come by standard input, as Postfix tells them to a policy service: name=value lines, an empty line after each.
Answers are JSON, one line for each attempt.

Example:
  printf 'client_address=192.0.2.10\\nhelo_name=mail.example\\nsender=a@example.com\\nrecipient=b@example.org\\n\\n' |
    sekisho eval --config-dir /etc/postfix

docs/restrictions.md tells what is evaluated, and what is not.
Exit codes: 0 done, whatever the verdicts; 2 unusable arguments; 3 the configuration cannot be read`,
  'help.lint': 'what is wrong with main.cf and master.cf, why it matters, and the exact fix',
  'help.lint.fixPreview': 'print the postconf commands that would mend it; nothing is changed',
  'help.lint.after': `
Exit code 1: an error or a warning was found.

Examples:
  sekisho lint
  sekisho lint -c ./copy-of-etc-postfix --json
  sekisho lint --fix-preview

docs/lint.md lists every check.
`,
  'help.replay': 'what a change of restrictions would have done to the mail of a log',
  'help.replay.set': "the change, as in --set 'parameter = value'; may be given several times",
  'help.replay.compare': 'print old beside new',
  'help.replay.shadowResults':
    'what rules behind warn_if_reject would have refused, and which of them are safe to promote',
  'help.replay.offline': 'ask nobody: what the log does not tell stays unknown',
  'help.replay.questions': 'questions of DNS at most (20000)',
  'help.replay.rate': 'questions of DNS a second at most (500)',
  'help.replay.after': `
Examples:
  sekisho replay /var/log/mail.log --set 'smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination'
  sekisho replay -d 7d --set 'smtpd_helo_restrictions = reject_invalid_helo_hostname' --offline
  sekisho replay --format html --set 'smtpd_sender_restrictions = reject_unknown_sender_domain' > change.html
  sekisho replay --shadow-results

Nothing is changed. docs/replay.md tells how an attempt is judged, and what a log cannot tell.
Exit codes: 0 done; 1 likely real mail would be newly rejected; 2 unusable arguments; 3 a file cannot be read`,
  'help.apply':
    'changes main.cf with a copy, a check and a reload, and undoes it where Postfix cannot live with it',
  'help.apply.shadow': 'put warn_if_reject before new restrictions: they are tried, and refuse nobody',
  'help.apply.dryRun': 'show the change only',
  'help.apply.force': 'also where mail would be put off or strangers be let through by it',
  'help.apply.yes': 'do not ask',
  'help.apply.after': `
Examples:
  sekisho apply --set 'smtpd_helo_required = yes'
  sekisho apply --shadow --set 'smtpd_sender_restrictions = reject_unknown_sender_domain' --yes

The file before is kept beside it: sekisho rollback goes back to it. docs/apply.md tells every step.
Exit codes: 0 done; 1 it was undone; 2 unusable arguments; 3 no right, no room, another change under way, no Postfix`,
  'help.suggest': 'a recommended set of restrictions for this server, as a diff with reasons',
  'help.suggest.offline': 'ask nobody: of lists is known what the catalogue says, of mail what the log tells',
  'help.suggest.after': `
Examples:
  sekisho suggest
  sekisho suggest /var/log/mail.log -c ./copy-of-etc-postfix --offline

Nothing is changed. docs/suggest.md tells what is suggested, and when a rule only warns at first.
Exit codes: 0 nothing to suggest; 1 something; 2 unusable arguments; 3 a file cannot be read`,
  'help.rollback': 'goes back to main.cf as it was before the last apply',
  'help.rollback.backup': 'a copy that apply has kept (the newest that differs)',
  'help.rollback.after': `
Examples:
  sekisho rollback --dry-run
  sekisho rollback /etc/postfix/main.cf.sekisho-20261125T170312Z

Exit codes: 0 done; 1 it was undone; 2 there is no copy; 3 a file cannot be read or written`,
  'help.after': `
Examples:
  sekisho report                          the usual logs of this machine
  sekisho report -d yesterday /var/log/maillog
  sekisho report -d 7d --format html > week.html
  sekisho report -d yesterday --mail-to postmaster@example.com

Exit codes: 0 done; 2 unusable arguments or settings; 3 a file or program failed
pflogsumm's options are understood too: docs/pflogsumm.md.`,
  'note.silentInput': 'standard input brought nothing for 2 s: reading the usual logs; name - to wait for it',
  'note.sample': 'this is the shipped sample, sample/maillog, since there is no mail log to read: {why}',
  'note.nothing': 'the usual logs hold nothing of mail',
  'note.zoneLike': '{zone} is not in the catalogue; did you mean {like}?',
  'note.noSubject': '{text} is neither an address nor a domain, and is left out',
  'note.noSubjectMore': '{count} more are left out',
  'note.noSubjects': 'there is no address and no domain to look up',
  'progress.asking': 'asking',
  'progress.reading': 'reading',
  'progress.left': '{seconds} s left',
} as const;

export type CliWords = Record<keyof typeof en, string>;
