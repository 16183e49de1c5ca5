import type { CauseText, FindingText } from '../text.ts';

export const en: FindingText = {
  'backscatter-source': {
    title: 'This server sends backscatter',
    summary:
      '{count} non-delivery {count: notification|notifications} went to senders outside who never logged in here; most of them for recipients in {domain}. {undeliverable} {undeliverable: try|tries} to deliver such notifications failed.',
    cause:
      'The senders of spam are forged, so the notification reaches a stranger, and BACKSCATTERER lists this server for it.',
    fix: [],
    reason: "counted from the bounce daemon's own lines",
  },
  'account-compromised': {
    title: 'The account {account} sends like a cracked one',
    summary:
      '{account} sent {count} {count: message|messages} to {recipients} {recipients: recipient|recipients} from {clients} different {clients: address|addresses}; {bounced} {bounced: recipient was|recipients were} refused.',
    cause: 'One account over many clients, most without a name in DNS, is how a stolen password is used.',
    fix: [
      'Change its password now (passwd, or the panel that made it), then doveadm kick {user} cuts open sessions off.',
      "zgrep -hE {pattern} {log} | sed -nE 's/.*: ([0-9A-Za-z]+): client=.*/\\1/p' | postsuper -h - holds what it has in the queue. Look with postqueue -p and postcat -q ID; delete by postsuper -d ID, let go by postsuper -H ID; never postsuper -d ALL.",
      "zgrep -hE {pattern} {log} | grep -oE 'client=[^ ,]+' | sort | uniq -c | sort -rn shows from where.",
      'postconf -e smtpd_client_recipient_rate_limit=200 && postfix reload slows every client down (undo: postconf -X smtpd_client_recipient_rate_limit).',
    ],
    reason: 'client addresses, names and refusals are in the log for each message',
  },
  'dnsbl-dead': {
    title: 'The blocklist {zone} is dead and refuses real mail',
    summary:
      '{zone} refused {count} {count: time|times}, {clients} different {clients: client|clients}. A dead list answers for everybody.',
    cause: '{ended} Whoever holds the domain now answers "listed" to every question.',
    fix: [
      'grep -rnF {name} /etc/postfix shows where it stands: reject_rbl_client {zone} must go.',
      'for p in $(postconf -n | grep -F {name} | cut -d" " -f1); do postconf -e "$p = $(postconf -h $p | sed -E "s/(^|[ ,])+((warn_if_reject +)?reject_(rbl_client|rhsbl_[a-z]+) +)?{pattern}(=[^ ,*]+)?(\\*-?[0-9]+)?([ ,]|$)/ /g")"; done; postfix reload',
      "The senders got a permanent error: zgrep -hF 'blocked using {name}' {log} | grep -oE 'from=<[^>]*>' | sort | uniq -c | sort -rn names them; ask those that you know to send again.",
    ],
    reason: "the zone's known end, or the text in the refusals",
  },
  'dnsbl-refuses-us': {
    title: 'The blocklist {zone} refuses our questions, and mail is refused for it',
    summary:
      '{zone} refused {count} {count: time|times}, {clients} different {clients: client|clients}; its text says that this resolver may not ask.',
    cause:
      'An answer such as 127.255.255.254 means "you ask through a public resolver", and is no listing. Postfix takes any answer for a listing where no filter is set.',
    fix: [
      'for p in $(postconf -n | grep -F {name} | cut -d" " -f1); do postconf -e "$p = $(postconf -h $p | sed -E "s/(^|[ ,]){pattern}([ ,*]|$)/\\1{name}=127.0.0.[2..11]\\2/g")"; done; postfix reload makes of each entry {zone}=127.0.0.[2..11], so that other answers do not count.',
      'dig +short 2.0.0.127.{name} must answer 127.0.0.x; 127.255.255.x means that it refuses. A resolver of your own cures it: apt-get install unbound (or dnf install unbound), then nameserver 127.0.0.1 in /etc/resolv.conf; else a query key of the list.',
      "The senders got a permanent error: zgrep -hF 'blocked using {name}' {log} | grep -oE 'from=<[^>]*>' | sort | uniq -c | sort -rn names them.",
    ],
    reason: 'the text in the refusals',
  },
  'delivery-program-failed': {
    title: 'A delivery program fails: {program}',
    summary: '{count} {count: message|messages} could not be given to {program}.',
    cause: '',
    fix: [
      'Afterwards: postqueue -f tries at once what waits. Bounced messages are lost to it: the evidence names their recipients, the log their senders.',
    ],
    reason: 'the delivery agent logged the error',
  },
  'disk-or-resources': {
    title: '{program} cannot do its work',
    summary: '{count} {count: error|errors} of {program}: {text}',
    cause:
      'A program of the mail system stopped, was killed, or lacks disk space, memory or files. While this lasts, mail waits or is not taken.',
    fix: [
      'postfix check; df -h; df -i; free -m',
      "zgrep -hE '(fatal|panic|killed by signal|No space left)' {log} | tail -n 20 shows what came before and after.",
      'A mistyped or missing parameter or table is in the line itself: postconf -n; journalctl -k | grep -i "out of memory" tells whether the kernel killed it.',
    ],
    reason: 'Postfix logged it',
  },
  'queue-space': {
    title: 'The queue has too little space: mail is refused',
    summary:
      '{count} {count: warning|warnings} of missing space; while it is missing, Postfix refuses every message with 452.',
    cause:
      'The file system of the queue has less free than queue_minfree, or than one and a half times message_size_limit.',
    fix: [
      'df -h $(postconf -h queue_directory); df -i $(postconf -h queue_directory)',
      "Find what fills it: old logs, a mailbox, a queue full of somebody else's mail (postqueue -j).",
      'postconf queue_minfree message_size_limit shows whether the limits themselves are too high.',
    ],
    reason: 'Postfix logged it',
  },
  'tls-disabled': {
    title: '{program} works without TLS',
    summary: '{count} {count: time|times} {program} could not load its certificate or key: {text}',
    cause:
      'The file is missing, may not be read, or certificate and key do not belong together; often after a renewal.',
    fix: [
      'postconf -n | grep -E "tls.*(cert|key|chain)" shows the files.',
      'ls -lL {path}; openssl x509 -in {path} -noout -subject -enddate: it must be there, and certificate and key must belong together.',
      'postfix reload, then watch the log for the same warning.',
    ],
    reason: 'Postfix logged it',
  },
  'password-guessing': {
    title: 'Somebody guesses passwords',
    summary:
      '{count} failed {count: login|logins} from {clients} {clients: address|addresses}, most from {client}.',
    cause:
      'Robots try lists of names and passwords on every mail server. It is a danger only where a password is weak.',
    fix: [
      "zgrep -hE 'authentication failed|auth failed' {log} | grep -oE '(sasl_username|user)=[^ ,]+' | sort | uniq -c | sort -rn | head shows which accounts they try, where the log tells it: see that none of them has a weak password.",
      'postconf -e smtpd_client_auth_rate_limit=10 && postfix reload slows each client down (Postfix 3.1 and later; undo: postconf -X smtpd_client_auth_rate_limit).',
      'ip route add blackhole {address} shuts one out until the next start (undo: ip route del blackhole {address}).',
    ],
    reason: 'counted from failed logins',
  },
};

export const enCauses: CauseText = {
  'backscatter-source/unknown': {
    cause: 'Mail for recipients that do not exist is taken first and bounced afterwards.',
    fix: [
      'postconf smtpd_reject_unlisted_recipient local_recipient_maps relay_domains relay_recipient_maps: the first must say yes, none of the maps may be empty.',
      'for t in $(postconf -hx virtual_alias_maps | tr , " "); do postmap -q @{name} "$t"; done prints where a catch-all leads: replace it by the addresses that exist. Virtualmin: Edit Virtual Server, Mail for domain: alias domains should copy aliases, not forward everything.',
      'A domain whose mailboxes are on another server: postconf -e "smtpd_recipient_restrictions = $(postconf -h smtpd_recipient_restrictions), check_recipient_access inline:{{name}=reject_unverified_recipient}" && postfix reload lets Postfix ask that server first (Postfix 3.0 and later).',
    ],
  },
  'backscatter-source/forward': {
    cause: 'Mail is forwarded, and the next server refuses it: mostly spam that it recognizes.',
    fix: [
      "zgrep -hF status=bounced {log} | grep -oE 'to=<[^>]*>, orig_to=<[^>]*>' | sort | uniq -c | sort -rn shows which forwards.",
      'Let the owner fetch the mail (IMAP) instead of forwarding it, or refuse spam before it is forwarded: postconf smtpd_milters smtpd_recipient_restrictions',
      'A forward in /etc/aliases, NAME: OTHER: with a second line owner-NAME: postmaster, and newaliases, its bounces stay here.',
    ],
  },
  'backscatter-source/full': {
    cause: 'Mailboxes are full, and what comes for them is bounced after it was taken.',
    fix: [
      'doveadm quota get -A shows which (Dovecot); repquota -a for system users.',
      'Let it wait instead: quota_full_tempfail = yes in /etc/dovecot/conf.d/15-lda.conf, then doveadm reload. Or refuse it at once with a quota-status service: doveconf -n service plugin',
    ],
  },
  'backscatter-source/program': {
    cause: 'Programs that take mail fail, and every failure is bounced.',
    fix: [
      'postconf -e soft_bounce=yes && postfix reload keeps the mail in the queue while you mend the program; undo it afterwards: postconf -X soft_bounce && postfix reload',
    ],
  },
  'backscatter-source/refused': {
    cause: 'A filter or a mailbox server behind the queue refuses what this server has already taken.',
    fix: [
      'postconf content_filter transport_maps virtual_transport mailbox_transport shows who stands behind the queue.',
      'A filter there must mark, keep or drop, never refuse. Amavis: $final_spam_destiny = D_DISCARD and $final_virus_destiny = D_DISCARD in /etc/amavis/conf.d/50-user, then systemctl restart amavis',
      'Better, filter while the client is connected: postconf smtpd_milters smtpd_proxy_filter',
    ],
  },
  'backscatter-source/expired': {
    cause: 'Mail could not be handed on, waited until its time was up, and was given back.',
    fix: [
      'postqueue -p | grep -F @{name} shows what waits and why.',
      'dig +short MX {name}: where this server is only the second MX, let relay_recipient_maps list the recipients that exist, or take it out of the MX records. postconf relay_domains relay_recipient_maps transport_maps',
    ],
  },
  'delivery-program-failed/command': {
    cause:
      'A permission, a missing file or a missing interpreter: most often a directory on the path that the delivering user may not enter, or an error in the program itself.',
    fix: [
      'namei -l {path} shows the rights of each directory on the path: the delivering user needs x on all of them.',
      'sudo -u "$(postconf -h default_privs)" sh -c {command} </dev/null; echo $? tries it as the user of commands in the alias file; commands in a .forward run as its owner, mailbox_command as the recipient.',
    ],
  },
  'delivery-program-failed/pipe': {
    cause:
      'A permission, a missing file or a missing interpreter: most often a directory on the path that the user of the service may not enter, or an error in the program itself.',
    fix: [
      'postconf -M {service}/unix shows its user= and argv=.',
      'namei -l {path} shows the rights of each directory on the path: that user needs x on all of them.',
      'sudo -u USER {path} </dev/null; echo $? tries it as that user.',
    ],
  },
  'delivery-program-failed/mailbox': {
    cause: 'The mailbox or its directory belongs to somebody else, may not be written, or is not there.',
    fix: [
      'namei -l {path} shows owner and rights of each directory on the path.',
      'postconf mail_spool_directory home_mailbox virtual_mailbox_base virtual_uid_maps virtual_gid_maps shows who delivers where.',
    ],
  },
  'delivery-program-failed/socket': {
    cause:
      'The server behind this socket does not run, or Postfix may not enter its directory; mail waits meanwhile.',
    fix: [
      'cd "$(postconf -h queue_directory)" && namei -l {path} shows whether the socket is there and who may enter.',
      "systemctl status dovecot; doveconf -n | grep -A 8 'service lmtp' shows whether it runs and where it listens.",
    ],
  },
  'backscatter-source/loop': {
    cause: 'Mail goes round between servers until it has passed too many.',
    fix: [
      'dig +short MX {name}; postconf mydestination virtual_alias_domains virtual_mailbox_domains relay_domains transport_maps: {domain} must end on one server, and this one must know whether it is it.',
    ],
  },
};
