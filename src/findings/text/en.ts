import type { FindingText } from '../text.ts';

export const en: FindingText = {
  'backscatter-source': {
    title: 'This server sends backscatter',
    summary:
      '{count} non-delivery notifications went to senders outside who never logged in here; most of them for recipients in {domain}. {undeliverable} tries to deliver such notifications failed.',
    cause:
      'Mail for recipients that do not exist is taken first and bounced afterwards. The senders of spam are forged, so the notification reaches a stranger, and BACKSCATTERER lists this server for it.',
    fix: [
      'Let Postfix refuse unknown recipients of {domain} while the client is still connected: replace a catch-all ("@{domain}") by the addresses that exist.',
      'Virtualmin: Edit Virtual Server, Mail for domain: alias domains should copy aliases, not forward everything.',
      'postconf -n smtpd_reject_unlisted_recipient local_recipient_maps relay_recipient_maps',
    ],
    reason: "counted from the bounce daemon's own lines",
  },
  'account-compromised': {
    title: 'The account {account} sends like a cracked one',
    summary:
      '{account} sent {count} messages to {recipients} recipients from {clients} different addresses; {bounced} recipients were refused.',
    cause: 'One account over many clients, most without a name in DNS, is how a stolen password is used.',
    fix: [
      'Change the password of {account} now, and look how it was lost.',
      'postqueue -j shows what waits; delete only this sender\'s mail from the queue, never "postsuper -d ALL".',
      'Set a limit of messages an hour for accounts.',
    ],
    reason: 'client addresses, names and refusals are in the log for each message',
  },
  'dnsbl-dead': {
    title: 'The blocklist {zone} is dead and refuses real mail',
    summary: '{zone} refused {count} times, {clients} different clients. A dead list answers for everybody.',
    cause: '{ended} Whoever holds the domain now answers "listed" to every question.',
    fix: [
      'Take "reject_rbl_client {zone}" out of main.cf at once, then: postfix reload',
      'The senders got a permanent error: ask those that you know to send again.',
    ],
    reason: "the zone's known end, or the text in the refusals",
  },
  'dnsbl-refuses-us': {
    title: 'The blocklist {zone} refuses our questions, and mail is refused for it',
    summary:
      '{zone} refused {count} times, {clients} different clients; its text says that this resolver may not ask.',
    cause:
      'An answer such as 127.255.255.254 means "you ask through a public resolver", and is no listing. Postfix takes any answer for a listing where no filter is set.',
    fix: [
      'Limit the answers: reject_rbl_client {zone}=127.0.0.[2..11]',
      "Use a resolver of your own (unbound) or the list's own query key.",
    ],
    reason: 'the text in the refusals',
  },
  'delivery-program-failed': {
    title: 'A delivery program fails: {program}',
    summary: '{count} messages could not be given to {program}.',
    cause:
      'A permission, a missing file or a missing interpreter: most often a directory on the path that the delivering user may not enter.',
    fix: [
      'namei -l PROGRAM shows the rights of each directory on the path.',
      'Try it as the user whom Postfix uses: sudo -u USER PROGRAM < a-message',
      'The bounced messages are lost to the program: see the evidence for their senders.',
    ],
    reason: 'the delivery agent logged the error',
  },
  'disk-or-resources': {
    title: '{program} stopped with a fatal error',
    summary: '{count} fatal errors of {program}: {text}',
    cause: 'A Postfix program could not go on. While this lasts, mail waits or is not taken.',
    fix: [
      'postfix check',
      'Read the line before it in the log; full disks, wrong permissions and mistyped parameters are the usual causes: df -h; postconf -n',
    ],
    reason: 'Postfix logged it as fatal or panic',
  },
  'queue-space': {
    title: 'The queue has too little space: mail is refused',
    summary:
      '{count} warnings of missing space; while it is missing, Postfix refuses every message with 452.',
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
    summary: '{count} times {program} could not load its certificate or key: {text}',
    cause:
      'The file is missing, may not be read, or certificate and key do not belong together; often after a renewal.',
    fix: [
      'postconf -n | grep -E "tls.*(cert|key|chain)" shows the files; look at each with ls -l and openssl x509 -in FILE -noout -dates',
      'postfix reload, then watch the log for the same warning.',
    ],
    reason: 'Postfix logged it',
  },
  'password-guessing': {
    title: 'Somebody guesses passwords',
    summary: '{count} failed logins from {clients} addresses, most from {client}.',
    cause:
      'Robots try lists of names and passwords on every mail server. It is a danger only where a password is weak.',
    fix: [
      'See that no account has a weak password.',
      'Postfix 3.1 and later: postconf -e smtpd_client_auth_rate_limit=10 slows each client down. Ban those who go on.',
    ],
    reason: 'counted from failed logins',
  },
};
