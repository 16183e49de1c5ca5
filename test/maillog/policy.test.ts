/** Policy services. */
import { isQuiet, isUnknown, staysInside, type Table, tells } from './told.ts';

const SPF: Table = [
  [
    'policyd-spf: prepend Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.1; helo=mx.example.org; envelope-from=a@example.org; receiver=<UNKNOWN>',
    { kind: 'spf', result: 'pass', client: '192.0.2.1', sender: 'a@example.org' },
  ],
  [
    'postfix/policyd-spf: prepend Received-SPF: Softfail (mailfrom) identity=mailfrom; client-ip=2001:db8::1; helo=client-ip=203.0.113.9; envelope-from=a@example.org; receiver=x',
    { kind: 'spf', result: 'softfail', client: '2001:db8::1' },
  ],
  [
    'policyd-spf: Permerror; identity=mailfrom; client-ip=192.0.2.1; helo=example.org; envelope-from=a@example.org; receiver=b@example.com',
    { kind: 'spf', result: 'permerror', client: '192.0.2.1', sender: 'a@example.org' },
  ],
  [
    'policyd-spf: 550 5.7.23 Message rejected due to: SPF fail - not authorized. Please see http://www.example.net/Why?s=mfrom;id=a@example.org;ip=192.0.2.1;r=mx.example.com',
    { kind: 'spf', result: 'fail', client: '192.0.2.1', sender: 'a@example.org' },
  ],
  [
    'policyd-spf: 451 4.7.24 Message rejected due to: SPF Permanent Error. Please see http://www.example.net/',
    { kind: 'spf', result: 'permerror' },
  ],
  [
    'policyd-spf: prepend Authentication-Results: mx.example.com; spf=none (no SPF record) smtp.mailfrom=a@example.org (client-ip=192.0.2.1; helo=x; envelope-from=a@example.org; receiver=mx.example.com)',
    { kind: 'spf', result: 'none', client: '192.0.2.1', sender: 'a@example.org' },
  ],
  [
    "postfix/policy-spf: SPF pass (Mechanism 'ip4:192.0.2.0/24' matched): Envelope-from: a@example.org",
    { kind: 'spf', result: 'pass', client: '', sender: 'a@example.org' },
  ],
  [
    "postfix/policy-spf: SPF fail (Mechanism '-all' matched): HELO/EHLO: mx.example.org",
    { kind: 'spf', result: 'fail' },
  ],
  [
    "postfix/policy-spf: SPF permerror (Included domain 'example.net' has no applicable sender policy): Envelope-from: a@example.org",
    { kind: 'spf', result: 'permerror' },
  ],
  [
    "postfix/policy-spf: Policy action=PREPEND Received-SPF: pass (example.org: 192.0.2.1 is authorized to use 'a@example.org' in 'mfrom' identity (mechanism 'ip4:192.0.2.0/24' matched)) receiver=mx.example.com; identity=mailfrom; envelope-from=\"a@example.org\"; helo=mx.example.org; client-ip=192.0.2.1",
    { kind: 'spf', result: 'pass', client: '192.0.2.1', sender: 'a@example.org' },
  ],
  [
    'postfix/policy-spf: Policy action=PREPEND Received-SPF: none (example.org: No applicable sender policy available) receiver=mx1.example',
    { kind: 'spf', result: 'none', client: '', sender: '' },
  ],
  [
    'postfix/policy-spf: 4D2F1C3: SPF none: smtp_comment=SPF: domain of sender a@example.org does not designate mailers, header_comment=mx.example.com: domain of a@example.org does not designate permitted sender hosts',
    { kind: 'spf', result: 'none', client: '', sender: 'a@example.org' },
  ],
  [
    'postfix/policy-spf: : SPF pass: smtp_comment=Please see http://example.net/ x MX y A 192.0.2.1, header_comment=example.com: domain of a@example.org designates 192.0.2.1 as permitted sender',
    { kind: 'spf', result: 'pass', client: '192.0.2.1', sender: 'a@example.org' },
  ],
  [
    'postfix/policy-spf: : SPF fail: smtp_comment=Please see http://example.net/, header_comment=example.com: domain of a@example.org does not designate 192.0.2.1 as permitted sender',
    { kind: 'spf', result: 'fail', client: '192.0.2.1' },
  ],
  [
    'postfix/policy-spf: : : SPF none: smtp_comment=SPF: domain of sender does not designate mailers, header_comment=mx1.example.com: domain of does not designate permitted sender hosts',
    { kind: 'spf', result: 'none', sender: '' },
  ],
  [
    "postfix/policy-spf: HELO check failed - Mail::SPF->new(, , ) failed: Missing required 'identity' option",
    { kind: 'complaint', level: 'warning' },
  ],
  [
    "postfix/policy-spf: Mail From (sender) check failed - Mail::SPF->new(192.0.2.1, , x) failed: 'identity' option must not be empty",
    { kind: 'complaint', level: 'warning' },
  ],
  [
    'postfix/policy-spf: warning: ignoring garbage: # No SPF',
    { kind: 'complaint', level: 'warning', text: 'ignoring garbage: # No SPF' },
  ],
];

const GREY: Table = [
  [
    'postgrey: action=greylist, reason=new, client_name=unknown, client_address=192.0.2.1, sender=a@example.org, recipient=b@example.com',
    { kind: 'filter', program: 'postgrey', queueId: '', verdict: 'greylist' },
  ],
  [
    'postgrey: 4D2F1C3: action=pass, reason=client whitelist, client_name=mx.example.org, client_address=192.0.2.1, sender=a@example.org, recipient=b@example.com',
    { kind: 'filter', queueId: '4D2F1C3', verdict: 'pass' },
  ],
  [
    'postfix/postgrey: action=greylist, reason=early-retry (295s missing), client_name=x, client_address=192.0.2.1',
    { kind: 'filter', verdict: 'wait' },
  ],
  [
    'postgrey: delayed 320 seconds: client=mx.example.org, from=a@example.org, to=b@example.com',
    { kind: 'filter', verdict: 'pass' },
  ],
  ['postgrey: whitelisted: mx.example.org[192.0.2.1]', { kind: 'filter', verdict: 'pass' }],
  [
    'sqlgrey: grey: new: 192.0.2(192.0.2.1), a@example.org -> b@example.com',
    { kind: 'filter', program: 'sqlgrey', verdict: 'greylist' },
  ],
  [
    'sqlgrey: grey: reconnect ok: 192.0.2(192.0.2.1), a@example.org -> b@example.com (00:05:10)',
    { kind: 'filter', verdict: 'pass' },
  ],
  ['sqlgrey: dbaccess: error: cannot connect', { kind: 'complaint', level: 'error' }],
  [
    'milter-greylist: 4D2F1C3: addr mx.example.org[192.0.2.1] from <a@example.org> to <b@example.com> delayed for 00:05:00 (ACL 70)',
    { kind: 'filter', queueId: '4D2F1C3', verdict: 'greylist' },
  ],
  [
    'milter-greylist: 4D2F1C3: skipping greylist because address 192.0.2.1 is whitelisted, (from=<a@example.org>, rcpt=<b@example.com>, addr=mx.example.org[192.0.2.1]) ACL 5',
    { kind: 'filter', verdict: 'pass' },
  ],
  [
    'milter-greylist: (unknown id): addr mx.example.org[192.0.2.1] from <a@example.org> rcpt <b@example.com>: autowhitelisted for 24:00:00',
    { kind: 'filter', queueId: '', verdict: 'pass' },
  ],
  [
    'gld: Greylist activated for recipient=<b@example.com> sender=<a@example.org> ip=<192.0.2.1>',
    { kind: 'filter', program: 'gld', verdict: 'greylist' },
  ],
];

const RULES: Table = [
  [
    'postfix/postfwd: [RULES] rule=12, id=OK_DNSWL, client=mx.example.org[192.0.2.1], sender=<a@example.org>, recipient=<b@example.com>, helo=<x, action=REJECT>, proto=ESMTP, state=RCPT, delay=0s, hits=OK_DNSWL, action=DUNNO',
    { kind: 'filter', program: 'postfwd', verdict: 'DUNNO' },
  ],
  [
    'postfwd: [CACHE] rule=9, id=GREY_NODNS, client=unknown[192.0.2.1], sender=<>, recipient=<b@example.com>, helo=<x>, proto=SMTP, state=RCPT, delay=0s, hits=SET_NODNS;GREY_NODNS, action=greylist',
    { kind: 'filter', verdict: 'greylist' },
  ],
  [
    'postfwd: [DNSBL] object 192.0.2.1 listed on rbl:zen.example.net (answer: 127.0.0.4, time: 0s)',
    { kind: 'dnsblog', address: '192.0.2.1', zone: 'zen.example.net', answer: '127.0.0.4' },
  ],
  [
    'postfwd: [DNSBL] object example.org listed on rhsbl:dbl.example.net (answer: 127.0.1.2, time: 0s)',
    { kind: 'filter', verdict: 'listed' },
  ],
  [
    'policyd-weight: decided action=550 Mail appeared to be SPAM; <client=192.0.2.1> <helo=x> <from=a@example.org> <to=b@example.com>; delay: 1s',
    { kind: 'filter', verdict: '550 Mail appeared to be SPAM' },
  ],
  [
    'cbpolicyd: module=Greylisting, action=defer, host=192.0.2.1, helo=x, from=a@example.org, to=b@example.com, reason=greylisted',
    { kind: 'filter', program: 'cbpolicyd', verdict: 'defer' },
  ],
];

const QUIET = [
  'policyd-spf: prepend X-Comment: SPF check N/A for local connections - client-ip=127.0.0.1; helo=x; envelope-from=a@example.org; receiver=b@example.com',
  'postfix/policy-spf: testing: stripped sender=a@example.org, stripped rcpt=b@example.com',
  'postfix/policy-spf: SPF not applicable to localhost connection - skipped check',
  'postfix/policy-spf: Policy action=DUNNO',
  'postgrey: cleaning up old logs...',
  'postgrey: cleaning up old entries...',
  'sqlgrey: perf: spent 0s cleaning: from_awl (0) domain_awl (0) connect (1)',
  'milter-greylist: Final database dump',
  'postfwd: [STATS] Counters: 100 seconds uptime, 12 rules',
  'postfwd: [LOGS info]: compare rbl: "zen.example.net" -> "x"',
];

const TABLES = [...SPF, ...GREY, ...RULES];
tells(TABLES);
isQuiet(QUIET);
isUnknown([
  'policyd-spf: ',
  'policyd-spf: nothing known',
  'postgrey: nothing known',
  'sqlgrey: nothing known',
]);
staysInside(
  [
    'policyd-spf',
    'policy-spf',
    'postgrey',
    'sqlgrey',
    'milter-greylist',
    'gld',
    'postfwd',
    'policyd-weight',
    'cbpolicyd',
  ],
  [...TABLES.map(([line]) => line), ...QUIET],
);
