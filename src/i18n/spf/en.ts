/** What is said of SPF, in English: verdicts, what is wrong, what to do. The keys are the type of every language. */
export const en = {
  'verdict.pass': '{ip} may send mail for {domain}.',
  'verdict.fail': '{ip} may not send mail for {domain}; its owner wants such mail refused.',
  'verdict.softfail':
    '{ip} probably may not send mail for {domain}; its owner wants such mail looked at with suspicion, not refused.',
  'verdict.neutral': '{domain} says neither that {ip} may send mail for it nor that it may not.',
  'verdict.none': '{domain} does not say who may send mail for it.',
  'verdict.temperror':
    'Nobody can tell just now whether {ip} may send mail for {domain}: DNS did not answer. A mail server lets the sender try again later.',
  'verdict.permerror': 'What {domain} publishes is wrong, so it says nothing about {ip}.',
  'identity.helo': 'The sender is empty, so the HELO name was checked.',
  'matched.one': 'The term that decided: {term}',
  'matched.first': 'The term that decided: {term} in the record of {domain}',
  'matched.next': 'and in it {term} in the record of {domain}',
  'matched.none': 'No term of the record matched, and none says what then holds: neutral.',
  explanation: 'The owner of {domain} says: {text}',
  'title.record': 'Record of {domain}',
  'title.questions': 'Questions to DNS, in their order',
  'title.why': 'Why',
  'title.wrong': 'What is wrong',
  'title.do': 'What to do',
  'title.costs': 'Lookups a term ({count} in all; {most} are allowed)',
  'title.advice': 'Worth knowing',
  counts: '{lookups} of {most} lookups, {voids} of {mostVoids} that may find nothing',
  'answer.nxdomain': 'the name does not exist',
  'answer.no-data': 'no {type} record',
  'answer.more': '... {count} in all',
  'answer.servfail': 'SERVFAIL: its name servers are out of order',
  'answer.refused': 'REFUSED: the resolver will not tell',
  'answer.timeout': 'no answer in time',
  'answer.unreachable': 'the resolver cannot be reached',
  'answer.malformed': 'an answer that cannot be read',
  'answer.loop': 'its aliases (CNAME) lead in a circle',
  'answer.unsendable': 'not a name that DNS can be asked for',
  'answer.other': 'an error',
  // What is wrong.
  'problem.no-address': 'The client has no address.',
  'problem.no-domain': '"{domain}" is no domain that DNS can be asked for.',
  'problem.nxdomain': '{domain} does not exist in DNS.',
  'problem.no-data': '{domain} exists, but has no TXT record.',
  'problem.other-text': '{domain} has TXT records, but none that begins with v=spf1.',
  'problem.near':
    'One of them seems to be meant for one: "{text}". Receivers take a text for an SPF record only if it begins with v=spf1 and a blank.',
  'problem.leads': '{term} in the record of {of} leads there.',
  'problem.dns': '{type} of {name}: {why}.',
  'problem.time': 'It took longer than {seconds} s.',
  'problem.several-records': '{domain} has {count} SPF records; one is allowed (RFC 7208 §4.5).',
  'problem.lookups':
    'More than {most} terms ask DNS; the one too many is {term} in the record of {domain} (RFC 7208 §4.6.4).',
  'problem.loop': 'The records lead in a circle: {way}.',
  'problem.voids':
    'Terms that lead to names without records: {names}. More than {most} are not allowed (RFC 7208 §4.6.4).',
  'problem.hosts':
    '{name} has more than {most} MX hosts, for {term} in the record of {domain} (RFC 7208 §4.6.4).',
  'problem.target': '{term} in the record of {domain} leads to "{target}", which is no name of DNS.',
  'problem.syntax': 'The record of {domain} has an error at character {at}: {why}',
  'fault.not-ascii': 'only printable ASCII characters may stand there.',
  'fault.unknown-mechanism':
    'there is no such term; there are all, include, a, mx, ptr, ip4, ip6, exists, redirect=, exp=.',
  'fault.value-of-all': 'all takes nothing behind it.',
  'fault.no-domain': 'a domain must follow, as in include:_spf.example.com.',
  'fault.bad-domain': 'this is no domain, as _spf.example.com is.',
  'fault.bad-macro': 'this is no macro, as %{d} is; a percent sign itself is %%.',
  'fault.text-macro': 'the macros c, r and t are allowed in explanations only.',
  'fault.bad-ip4': 'this is no IPv4 address, as ip4:192.0.2.1 or ip4:192.0.2.0/24 have.',
  'fault.bad-ip6': 'this is no IPv6 address, as ip6:2001:db8::1 or ip6:2001:db8::/32 have.',
  'fault.bad-prefix': 'the length is no number from 0 to 32 (IPv6: 128) without leading zeros.',
  'fault.bad-modifier':
    'the name before = begins with a letter, and has letters, digits, "-", "_" and "." only.',
  'fault.twice': 'redirect= and exp= may stand there once each.',
  // What to do.
  'do.own':
    'If {ip} is a mail server of {domain}, add {term} to its record; what stands behind an all is not looked at.',
  'do.publish': 'If the domain is yours, publish one, as in: {domain}. TXT "v=spf1 mx -all"',
  'do.publish-none': 'For a domain that never sends mail: {domain}. TXT "v=spf1 -all"',
  'do.instead': 'Instead of "{wrong}" write {write}',
  'do.delete': 'Delete {wrong}',
  'do.then': 'The record is then: {record}',
  'do.meant': 'Probably {write} is meant instead of {term}.',
  'do.meant-apart':
    'Probably "{write}" is meant. Where a record is cut into several strings, receivers put them together without a blank: one of them must end or begin with it.',
  'do.host':
    'If {target} is a mail server, and no service with a record of its own, write a:{target} instead.',
  'do.shorter':
    '{term} is {write} today. Written so it costs no lookups, but must follow when the addresses change.',
  'do.costliest': 'Most lookups are those of {terms}.',
  'do.correct': 'Correct it in the DNS of {domain}. Until then no receiver can use the record.',
  'do.merge': 'Merge them into one, for example: {record}',
  'do.merge-plain': 'Merge them into one record, and delete the others.',
  'do.remove': 'Remove {term} from the record of {domain}, or have {target} mended.',
  'do.remove-voids': 'Remove the terms whose names are gone.',
  'do.fewer':
    'Name networks (ip4:, ip6:) instead of hosts, drop what no longer sends for the domain, or send through fewer services: each include costs its own lookup and those of its record.',
  'do.circle': 'Take one of them out of the circle.',
  'do.hosts': 'Name the networks with ip4: and ip6: instead of mx.',
  'do.later':
    'Try again later. If it stays, the name servers of {name} must be looked at: dig +trace {name} {type}',
  'do.resolver': 'See whether your own resolver is well: ask another with --dns.',
  // A record without a client.
  'review.sound':
    '{domain} publishes a record that can be used; at most it takes {lookups} of {most} lookups.',
  'review.broken': '{domain} publishes what receivers cannot use (permerror).',
  'review.none': '{domain} does not say who may send mail for it.',
  'review.unknown': 'What {domain} publishes cannot be told just now, at least in part: DNS did not answer.',
  'problem.worst-case':
    'It can take {lookups} lookups, and {most} are allowed: receivers that get that far have a permerror.',
  'cost.void': 'finds nothing',
  'cost.hosts': 'has more than 10 hosts',
  'cost.no-host': 'has MX records without a host',
  'cost.no-name': 'is no name of DNS',
  'cost.none': 'has no SPF record',
  'cost.several': 'has several SPF records',
  'cost.fault': 'has an error in its record',
  'cost.loop': 'leads in a circle',
  'cost.unread': 'not looked at any more',
  'cost.failed': 'not known: {why}',
  'advice.pass-all': '{term} lets everybody in the world send mail for the domain.',
  'advice.more': 'The same holds for {count} more {count: term|terms}.',
  'advice.leads-to-all':
    '{term} leads to the record of {domain}, which lets everybody in the world send mail.',
  'advice.wide': '{term} is a very large network: millions of strangers may send mail for the domain.',
  'advice.private':
    '{term} stands for addresses of private networks, which no receiver on the Internet ever sees.',
  'advice.mapped': '{term} matches nobody, since such clients count as IPv4. Write {write}',
  'advice.host-bits':
    '{term} means all of {network}. Write that; if fewer addresses are meant, a longer prefix.',
  'advice.unread': '{term} is nothing that SPF knows: receivers pass it over.',
  'advice.unread-write': '{term} is nothing that SPF knows: receivers pass it over. Write {write}',
  'advice.twice':
    '{term} stands there twice; the second time it matches nobody more, and costs its lookups again.',
  'advice.void': '{term} finds nothing in DNS. More than two terms like that are an error (permerror).',
  'advice.no-name': '{term} matches nobody: what it names is no name of DNS.',
  'advice.no-host': '{term} matches nobody: those MX records name no host.',
  'advice.covered': '{term} changes nothing: {by} stands before it, and has all its addresses.',
  'advice.exp':
    'What {term} names cannot be used, so nobody ever sees the explanation: it must be just one TXT record, in ASCII, with macros that are right.',
  'advice.large':
    'The TXT records of the name have {size} characters together. Above 450 the answer may not fit into one packet (RFC 7208 §3.4).',
  'advice.neutral-all': '{term} says nothing about those who are not named; ~all or -all would.',
  'advice.ptr': '{term} is slow, loads the reverse zones, and should not be used (RFC 7208 §5.5).',
  'advice.open-end':
    'It has no all at its end: who is not named is neutral. ~all or -all says what you mean.',
  'advice.behind-all': '{term} stands with an all, and is never looked at.',
} as const;

export type SpfWords = Record<keyof typeof en, string>;
