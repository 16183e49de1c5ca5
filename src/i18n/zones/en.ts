/** The health of DNS lists in English. The keys are the type of every language. */
export const en = {
  'status.healthy': 'healthy',
  'status.lists-everything': 'LISTS EVERYBODY',
  'status.refuses-queries': 'does not answer you',
  'status.no-test-entry': 'no test entry',
  'status.dead': 'dead',
  'status.shut-down': 'shut down',
  'status.unreachable': 'unreachable',
  'status.unknown': 'not known',
  'reason.strangers-listed': 'random addresses are all on it: it lists everybody',
  'reason.no-zone': 'there is no such zone: it is gone, or its name is mistyped',
  'reason.parked-servers': 'its name servers are said to be in a network for documentation: it was ended so',
  'reason.ended': 'it has ended',
  'reason.nxdomain-rewritten': 'the resolver invents answers: nothing can be said of the list',
  'reason.silent': 'the resolver does not answer',
  'resolver.nxdomain-rewritten':
    'The resolver answers {answers} for names that nobody has: with it every client would be on every list. Use a resolver that does not rewrite, best one of your own (unbound).',
  'resolver.answers-stripped':
    'The resolver takes answers in 127.0.0.0/8 away (protection against DNS rebinding): with it no list works. Exempt the zones of the lists (unbound: private-domain), or use a resolver of your own.',
  'resolver.public-resolver':
    'The resolver is a public one, or shared by many: Spamhaus, SpamCop, URIBL, SURBL and others do not answer it, or answer with an error that looks like a listing. Use a resolver of your own (unbound on 127.0.0.1).',
  'resolver.silent': 'The resolver does not answer.',
  'column.zone': 'list',
  'column.now': 'now',
  'column.catalogue': 'by the catalogue',
  'column.use': 'right use',
  'column.used': 'used in',
  'not-listed': 'not in the catalogue',
  since: '{status} {since}',
  arguments: 'arguments',
  stdin: 'standard input, line {line}',
  problems: 'What to change',
  'of-service': '{place}, {parameter} of {service}',
  'of-main': '{place}, {parameter}',
  delete: 'Delete "{text}".',
  write: 'Write "{text}".',
  instead: 'Instead: {zones}.',
  summary: '{count} lists: {healthy} healthy, {unsafe} unsafe',
  'summary.offline': '{count} lists, by the catalogue alone (--offline): {unsafe} unsafe',
  'finds-nothing':
    'the resolver found nothing, not even names that are no list: it may be at fault, and not the lists',
  'nothing-used': '{folder} asks no DNS list; all of the catalogue follow',
  'advice.list-ended': '{zone} has ended: it costs time, and will list everybody when somebody buys its name',
  'advice.list-listed-everybody':
    '{zone} has ended, and then listed everybody: whoever still asks it may refuse all mail',
  'advice.list-deprecated': '{zone} was replaced',
  'advice.list-unreliable': '{zone} is unreliable',
  'advice.list-never': '{zone} does not belong in a mail server',
  'advice.list-empty-sender-only': '{zone} is meant for mail with the empty sender only (bounces)',
  'advice.list-watch-only': '{zone} hits neighbours and good senders: to look at, not to refuse by',
  'advice.list-score-only': '{zone} is better as one vote of several (postscreen) than to refuse by alone',
  'advice.list-misspelled': '{zone} is in no catalogue; {like} may be meant',
  'advice.list-unknown': '{zone} is not in the catalogue: nothing is known of it',
  'advice.no-filter': 'any answer of {zone} counts, its error codes too, and those of who buys its name',
  'advice.filter-never-matches': '{zone} never answers {filter}: it has no effect',
  'advice.filter-matches-errors':
    '{filter} takes answers for listings by which {zone} says that it does not answer you',
  'advice.filter-unreadable': '{filter} is no filter that Postfix can read',
  'advice.asked-about-address': '{zone} lists domains, and is asked about an address',
  'advice.asked-about-domain': '{zone} lists addresses, and is asked about a domain',
  'advice.refuses-good-senders': '{zone} answers for good senders too, and refuses them without a filter',
  'advice.duplicate': '{zone} is asked twice here',
  'advice.part-of-zen': 'zen.spamhaus.org holds {zone} already',
  'advice.decides-alone':
    '{zone} with weight {weight} reaches the threshold {threshold} alone: if it fails, all mail is refused',
  'advice.key-shown':
    'the key in the name stands in each refusal: hide it by rbl_reply_maps or postscreen_dnsbl_reply_map',
  'advice.key-missing': '{zone} answers only with a key before its name',
  'advice.needs-registration': '{zone} answers only resolvers that are registered with it',
  'advice.refuses-users':
    '{zone} lists the homes of honest users, who send here: put permit_sasl_authenticated before',
  'advice.old-restriction': '{restriction} is an old name, which newer versions of Postfix do not know',
  'advice.needs-subscription': '{zone} answers its customers only',
  'advice.public-resolver':
    '{zone} does not answer {resolver}, which lists take for a public resolver: use one of your own (unbound on 127.0.0.1)',
  'advice.postscreen-ignores':
    'postscreen_dnsbl_action is "ignore": what {zone} says is logged, and nobody is refused by it',
  'advice.renamed': '{name} is called {now} since Postfix {since}',
  'advice.postscreen-off': 'postscreen is not switched on in master.cf: {zone} is not asked here',
} as const;

export type ZoneWords = Record<keyof typeof en, string>;
