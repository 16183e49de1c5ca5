/** Milters and content filters. */
import { isQuiet, isUnknown, staysInside, type Table, tells } from './told.ts';

const TABLE: Table = [
  [
    'opendkim: 4D2F1C3: DKIM-Signature field added (s=mail, d=example.com)',
    {
      kind: 'filter',
      program: 'opendkim',
      queueId: '4D2F1C3',
      verdict: 'signed',
      detail: 's=mail, d=example.com',
    },
  ],
  ['opendkim: 4D2F1C3: DKIM verification successful', { kind: 'filter', verdict: 'pass' }],
  ['opendkim: 4D2F1C3: bad signature data', { kind: 'filter', verdict: 'bad signature' }],
  ['opendkim: 4D2F1C3: no signature data', { kind: 'filter', verdict: 'no signature' }],
  [
    "opendkim: 4D2F1C3: key retrieval failed (s=x, d=example.org): 'x._domainkey.example.org' record not found",
    { kind: 'filter', verdict: 'no key' },
  ],
  [
    'opendkim: 4D2F1C3: external host mail.example.net attempted to send as example.com',
    { kind: 'filter', verdict: 'external host', detail: 'mail.example.net attempted to send as example.com' },
  ],
  [
    "opendkim: 4D2F1C3: error loading key 'mail'",
    { kind: 'complaint', level: 'warning', queueId: '4D2F1C3' },
  ],
  ["opendkim: can't load key from /etc/mail.private: Permission denied", { kind: 'complaint' }],
  [
    'opendkim: OpenDKIM Filter v2.11.0 starting (args: -P /run/opendkim.pid)',
    { kind: 'service', what: 'started' },
  ],
  [
    'opendkim: OpenDKIM Filter v2.11.0 terminating with status 0, errno = 0',
    { kind: 'service', what: 'stopped' },
  ],
  [
    'opendmarc: 4D2F1C3: example.org fail',
    { kind: 'filter', program: 'opendmarc', queueId: '4D2F1C3', verdict: 'fail', detail: 'example.org' },
  ],
  ['opendmarc: 4D2F1C3: example.org none', { kind: 'filter', verdict: 'none' }],
  [
    'opendmarc: 4D2F1C3: SPF(mailfrom): a@example.org pass',
    { kind: 'spf', result: 'pass', client: '', sender: 'a@example.org' },
  ],
  [
    'opendmarc: 4D2F1C3: RFC5322 requirement error: not exactly one Date field',
    { kind: 'filter', verdict: 'bad From' },
  ],
  [
    'dkimproxy.out: DKIM signing - signed; message-id=<a@example.org>, signer=<@example.org>',
    { kind: 'filter', program: 'dkimproxy.out', verdict: 'signed' },
  ],
  [
    'amavis: (01234-05) Passed CLEAN {RelayedInbound}, [192.0.2.1]:4321 [192.0.2.1] <a@example.org> -> <b@example.com>, Queue-ID: 4D2F1C3, Message-ID: <x@example.org>, mail_id: AbC, Hits: -1.9, size: 1234, queued_as: 9A8B7C6, 812 ms',
    { kind: 'filter', program: 'amavis', queueId: '4D2F1C3', verdict: 'Passed CLEAN' },
  ],
  [
    'amavis: (01234-05-2) Blocked SPAM {DiscardedInbound,Quarantined}, [192.0.2.1]:4321 <a@example.org> -> <b@example.com>, quarantine: x, Queue-ID: 3mPVKl0Mhjz7sXv, Message-ID: <a>, Queue-ID: FFFFF>, Hits: 12.3, size: 1, 9 ms',
    { kind: 'filter', verdict: 'Blocked SPAM' },
  ],
  [
    'amavis: (01234-05) Blocked INFECTED (Eicar-Test-Signature) {DiscardedInbound}, <a@example.org> -> <b@example.com>',
    { kind: 'filter', verdict: 'Blocked INFECTED', queueId: '' },
  ],
  [
    'amavis: (01234-05) Passed BAD-HEADER, <> -> <b@example.com>',
    { kind: 'filter', verdict: 'Passed BAD-HEADER' },
  ],
  [
    'amavis: (01234-05) (!!)TROUBLE in check_mail: parts FAILED',
    { kind: 'complaint', level: 'error', text: 'TROUBLE in check_mail: parts FAILED' },
  ],
  ['amavis: (!)Net::Server: 2026/01/01 failed', { kind: 'complaint', level: 'warning' }],
  [
    'rspamd: <a1b2c3>; task; rspamd_task_write_log: id: <x@example.org>, qid: <4D2F1C3>, ip: 192.0.2.1, from: <a@example.org>, (default: T (reject): [25.20/15.00] [MIME_GOOD(-0.10){text/plain;}]), len: 1234, time: 100.2ms, dns req: 3',
    { kind: 'filter', program: 'rspamd', queueId: '4D2F1C3', verdict: 'reject', detail: '25.20/15.00' },
  ],
  [
    'rspamd: <a1b2c3>; proxy; rspamd_task_write_log: id: <x, qid: <AAAAA>, qid: <4D2F1C3>, ip: 192.0.2.1, (default: F (no action): [-1.20/15.00] []), len: 1',
    { kind: 'filter', queueId: '4D2F1C3', verdict: 'no action' },
  ],
  [
    'spamd: spamd: identified spam (12.3/5.0) for ann:1000 in 1.2 seconds, 4321 bytes.',
    {
      kind: 'filter',
      program: 'spamd',
      verdict: 'spam',
      detail: '(12.3/5.0) for ann:1000 in 1.2 seconds, 4321 bytes.',
    },
  ],
  [
    'spamd: spamd: clean message (0.1/5.0) for ann:1000 in 0.2 seconds, 99 bytes.',
    { kind: 'filter', verdict: 'clean' },
  ],
  ['spamd: spamd: server started on IO::Socket::IP [127.0.0.1]:783', { kind: 'service', what: 'started' }],
  ['spamd: config: cannot open "/etc/x": Permission denied', { kind: 'complaint', level: 'warning' }],
  [
    'spampd: clean message <a@example.org> (0.10/5.00) from <a@example.org> for <b@example.com> in 1.21s, 1234 bytes.',
    { kind: 'filter', program: 'spampd', verdict: 'clean' },
  ],
  [
    'SA: Action: flagged as Spam but accepted: score=7.1 required=5.0 (scanned in 1/1 secs | Message-Id: a@example.org). From <a@example.org> (host=mx.example.org [192.0.2.1]) for b@example.com',
    { kind: 'filter', program: 'SA', verdict: 'flagged as Spam but accepted' },
  ],
  [
    'clamsmtpd: 100123: from=a@example.org, to=b@example.com, status=VIRUS:Eicar-Test-Signature',
    { kind: 'filter', verdict: 'VIRUS:Eicar-Test-Signature', detail: 'from=a@example.org, to=b@example.com' },
  ],
  ["clamsmtpd: 100124: couldn't connect to: /run/clamd.sock: refused", { kind: 'complaint', level: 'error' }],
  [
    "clamav-milter: Message 4D2F1C3 from <a@example.org> to <b@example.com> with subject 'x' message-id '<y>' date 'z' infected by Eicar",
    { kind: 'filter', queueId: '4D2F1C3', verdict: 'infected by Eicar' },
  ],
  [
    'clamav-milter: Clean message from <a@example.org> to <b@example.com>',
    { kind: 'filter', verdict: 'clean' },
  ],
  [
    'clamd: instream(127.0.0.1@4321): Eicar-Test-Signature FOUND',
    { kind: 'filter', verdict: 'Eicar-Test-Signature FOUND' },
  ],
  [
    'MailScanner: Message 5ctN6m5yKmz5sU7 from 192.0.2.1 (a@example.org) to example.com is spam (blacklisted)',
    { kind: 'filter', program: 'MailScanner', queueId: '5ctN6m5yKmz5sU7', verdict: 'spam (blacklisted)' },
  ],
  [
    'MailScanner: Message 4D2F1C3.A1B2C from 192.0.2.1 (a@example.org) to example.com is not spam, SpamAssassin (not cached, score=0.1, required 5)',
    { kind: 'filter', queueId: '4D2F1C3', verdict: 'not spam' },
  ],
  [
    'MailScanner: Infected message 4D2F1C3.A1B2C came from 192.0.2.1',
    { kind: 'filter', verdict: 'infected' },
  ],
  [
    'MailScanner: Requeue: 4D2F1C3.A1B2C to 9A8B7C6',
    { kind: 'filter', queueId: '4D2F1C3', verdict: 'requeued', detail: '9A8B7C6' },
  ],
  [
    'mimedefang: MDLOG,4D2F1C3,spam,12.3,192.0.2.1,<a@example.org>,<b@example.com>,a subject',
    { kind: 'filter', queueId: '4D2F1C3', verdict: 'spam' },
  ],
  [
    'pmg-smtp-filter: 381C4E5DFA31DF9E90F: accept mail to <b@example.com> (4D2F1C3) (rule: default-accept)',
    { kind: 'filter', queueId: '4D2F1C3', verdict: 'accept' },
  ],
  [
    'pmg-smtp-filter: 381C4E5DFA31DF9E90F: moved mail for <b@example.com> to spam quarantine - 4D2F1C3 (rule: spam)',
    { kind: 'filter', verdict: 'moved', filterId: '381C4E5DFA31DF9E90F', recipient: 'b@example.com' },
  ],
  [
    'procmail: Time:1700000000 From:a@example.org To:b@example.com User:ann Size:4321 Dest:/home/ann/Maildir/ Mode:Spam',
    {
      kind: 'filter',
      program: 'procmail',
      verdict: 'Spam',
      detail: 'User:ann Size:4321 Dest:/home/ann/Maildir/',
    },
  ],
  ['procmail: Quota exceeded while writing "/home/ann/Maildir"', { kind: 'complaint', level: 'error' }],
];

const QUIET = [
  'opendkim: 4D2F1C3: mail.example.net [192.0.2.1] not internal',
  'opendkim: 4D2F1C3: not authenticated',
  "opendkim: 4D2F1C3: no signing table match for 'a@example.org'",
  'opendkim: 4D2F1C3: s=mail d=example.org SSL error:04091068:rsa routines:int_rsa_verify:bad signature',
  'opendkim: 4D2F1C3: s=mailo d=example.org SSL ',
  'opendkim: 4D2F1C3: failed to parse authentication-results: header field',
  'opendmarc: 4D2F1C3 ignoring Authentication-Results at 1 from mx.example.net',
  'opendmarc: implicit authentication service: mx.example.com',
  'amavis: (01234-05) size: 1234, TIMING [total 812 ms] - SMTP greeting: 1 (0%)0',
  'amavis: (01234-05) p001 1 Content-Type: multipart/alternative',
  'amavis: (01234-05) Open relay? Nonlocal recips but not originating: b@example.com',
  'amavis: (01234-05) ESMTP :10024 /var/lib/amavis: <a@example.org> -> <b@example.com> SIZE=1234',
  'amavis: (01234-05) bounce unverifiable, <> -> <b@example.com>',
  'rspamd: <a1b2c3>; milter; rspamd_milter_process_command: got connection from 192.0.2.1:4321',
  'spamd: spamd: processing message <a@example.org> for ann:1000',
  'spamd: spamd: connection from localhost [127.0.0.1]:4321 to port 783, fd 5',
  'spamd: spamd: result: Y 12 - BAYES_99 scantime=1.2,size=4321,user=ann,mid=<a@example.org>,autolearn=no',
  'spamd: prefork: child states: II',
  'spamd: dns: new_dns_packet: domain is utf8 flagged: example.org',
  'clamsmtpd: 100123: accepted connection from: 127.0.0.1',
  'clamd: SelfCheck: Database status OK.',
  'MailScanner: New Batch: Scanning 1 messages, 1234 bytes',
  'pmg-smtp-filter: 381C4E5DFA31DF9E90F: processing time: 1.2 seconds (1, 0.1, 0)',
  'pmg-smtp-filter: 381C4E5DFA31DF9E90F: new mail message-id=<a@example.org>',
  'pmg-smtp-filter: 2026/01/18-10:11:12 CONNECT TCP Peer: "127.0.0.1:4321" Local: "127.0.0.1:10024"',
];

const TAGS =
  'opendkim opendmarc dkimproxy.out amavis rspamd spamd SA clamsmtpd clamav-milter clamd MailScanner';

tells(TABLE);
isQuiet(QUIET);
isUnknown(['opendkim: ', 'opendkim: 4D2F1C3: nothing known', 'procmail: nothing known', 'spamass-milter: x']);
staysInside(
  [...TAGS.split(' '), 'mimedefang', 'procmail', 'pmg-smtp-filter'],
  [...TABLE.map(([line]) => line), ...QUIET],
);
