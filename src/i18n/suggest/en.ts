/** What `sekisho suggest` says, in English. The keys are the type of every language. */
export const en = {
  nothing: 'Nothing to suggest for {folder}: it is good as it is.',
  'heading.why': 'Why',
  'heading.log': 'What it would have done to the mail of the log',
  'heading.next': 'What to do next',
  'log.none': 'No mail log was found: what would refuse more than today only warns at first.',
  'log.short':
    'The log has {days} {days: day|days} with mail and {accepted} accepted {accepted: attempt|attempts}: too little to judge by. What would refuse more than today only warns at first.',
  'log.judged': '{attempts} attempts on {days} days.',
  'log.rejected': 'newly refused: {count}, of which likely real mail: {real}',
  'log.accepted': 'newly accepted: {count}, of which likely real mail: {real}',
  'log.unknown': 'not known: {count}',
  'log.real-hit':
    'This would refuse likely real mail. Look at it with the first command below before anything is applied.',
  'next.replay': 'Look at it, mail by mail:',
  'next.shadow': 'Try it: everything new in the lists of restrictions warns in the log, and refuses nobody:',
  'next.apply': 'Make it live, with a backup, a check, and an undo where Postfix cannot live with it:',
  'next.promote': 'A week later, which of the rules that warn may refuse: sekisho replay --shadow-results',
  offline:
    'How the lists are today was not asked, or could not be: what is known of them is what the catalogue says.',
  'no-dns':
    'DNS does not answer: how the lists are today is not known, and what is known of them is what the catalogue says.',
  'no-lists':
    'The resolver finds none of the lists that have been there for many years: how the lists are today is not known.',
  unsafe:
    'With this set strangers could send through this server to strangers. That is a fault of Sekisho: nothing is suggested. Please report it.',
  copied: '{folder} is not the configuration of a Postfix on this machine.',

  'recipient-list':
    "no list of restrictions looks at strangers' mail: this one lets users pass, guards the relay, and then looks at strangers",
  'relay-list':
    'who may relay is decided by a list of its own: a permit too many among the restrictions of recipients then opens no relay',
  'permits-missing': '{parameter} asks users what is meant for strangers: {rules} lets them pass before',
  'order-permits-first': 'meets users before they are let through; it moves behind the permits: {rules}',
  'order-lists-later':
    'costs questions to DNS, or meets clients that a table spares; it moves behind the cheap checks and the tables: {rules}',
  'order-policy-last': 'asks a service for mail that is refused anyway; it moves behind the lists: {rules}',
  'client-name':
    '{was} refuses clients whose name does not lead back to their address, as that of many honest servers; {now} refuses those without any name',
  'old-name': '{was} is an old name of {now}',
  reject_non_fqdn_sender: '{rule}: a sender without a full domain cannot be answered',
  reject_non_fqdn_recipient: '{rule}: a recipient from outside has a full domain',
  reject_invalid_helo_hostname: '{rule}: no server greets with a name that is none',
  reject_non_fqdn_helo_hostname: '{rule}: no server greets with a name without a domain',
  reject_unknown_sender_domain: '{rule}: a sender whose domain does not exist cannot be answered',
  reject_unauth_pipelining: '{rule}: clients that talk on without waiting for an answer are no mail servers',
  'helo-required': 'every mail server greets; what does not is a spam program',
  'no-vrfy': 'nobody needs VRFY but who collects addresses',
  'no-smuggling':
    'a bare newline can smuggle a second message into one (SMTP smuggling); this refuses nobody',
  'add-zen':
    'zen.spamhaus.org answers this resolver and is healthy; one question for what several lists say. Its filter keeps its error codes out',
  'list-votes-only':
    '{zone} is one vote of several, and too often wrong to refuse by alone: it warns in the log from now on',
  'list-to-postscreen':
    '{zone} is one vote of several, and too often wrong to refuse by alone: postscreen counts it instead',
  'postscreen-votes': 'they no longer refuse by themselves, and count here as one vote each: {lists}',
  'ill-lists-everything': '{zone} lists everybody today',
  'ill-refuses-queries': '{zone} does not answer this resolver',
  'ill-no-test-entry': '{zone} has not even its test entry: it is empty, or hides from this resolver',
  'ill-dead': '{zone} does not answer any more',
  'ill-shut-down': '{zone} has been shut down',
  'tried-no-log': 'only warns at first, since no log says whom it would refuse: {rule}',
  'tried-short-log': 'only warns at first, since the log is too short to say whom it would refuse: {rule}',
  'tried-not-told': 'only warns at first, since a log cannot tell whom it would refuse: {rule}',
  'tried-real': 'only warns, since it would have refused likely real mail ({count}): {rule}',
  'tried-keeps':
    'only warns, since with it likely real mail ({count}) that is refused today might still be refused: {rule}',
} as const;

export type SuggestWords = Record<keyof typeof en, string>;
