/** What changed in Postfix's lines from version to version (section 2 of LINE_SHAPES.md), field by field. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from '../../src/maillog/parse.ts';
import { commandCounts } from '../../src/maillog/postfix/peer.ts';
import { classify } from '../../src/maillog/program.ts';

function read(daemon: string, line: string): Record<string, unknown> {
  const block = `\n${line}, from=<x> status=sent (no)\n`;
  return { ...parse(classify(`postfix/${daemon}`), block, 1, 1 + line.length) };
}

/** Compares the fields that are given. */
function tells(daemon: string, line: string, expected: Record<string, unknown>): void {
  const event = read(daemon, line);
  deepEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, event[key]])), expected);
}

const peer = { name: 'mx.example.org', address: '192.0.2.1' };

test('before 2.3: no enhanced codes, no delays, the port in brackets', () => {
  tells('smtp', '4D2F1: to=<b@example.com>, relay=mx.example.org[192.0.2.1], delay=1, status=sent (250 Ok)', {
    kind: 'delivery',
    recipient: 'b@example.com',
    relay: 'mx.example.org[192.0.2.1]',
    delay: 1,
    delays: '',
    dsn: '',
    status: 'sent',
    reply: '250 Ok',
  });
  tells(
    'smtpd',
    'NOQUEUE: reject: RCPT from mx.example.org[192.0.2.1]: 554 <b@example.com>: Relay access denied; from=<a@example.org> to=<b@example.com> proto=SMTP helo=<x>',
    {
      ...peer,
      code: 554,
      dsn: '',
      text: '<b@example.com>: Relay access denied',
    },
  );
  tells('smtp', 'connect to mx.example.org[192.0.2.1]: Connection refused (port 25)', {
    kind: 'connectFailure',
    ...peer,
    reason: 'Connection refused (port 25)',
  });
  tells('smtpd', 'warning: mx.example.org[192.0.2.1] sent non-SMTP command: GET / HTTP/1.1', {
    kind: 'abuse',
    ...peer,
    what: 'non-SMTP command',
  });
});

test('2.3: optional fields of a delivery', () => {
  tells(
    'smtp',
    '4D2F1: to=<b@example.com>, orig_to=<c@example.com>, relay=mx.example.org[192.0.2.1]:25, conn_use=2, delay=0.25, delays=0.1/0/0.05/0.1, dsn=2.0.0, status=sent (250 2.0.0 Ok (really): queued as 9A8B7)',
    {
      originalRecipient: 'c@example.com',
      delay: 0.25,
      delays: '0.1/0/0.05/0.1',
      dsn: '2.0.0',
      reply: '250 2.0.0 Ok (really): queued as 9A8B7',
    },
  );
});

test('2.8: mail through an after-queue filter', () => {
  tells(
    'smtpd',
    '4D2F1A: client=localhost[127.0.0.1], orig_queue_id=9A8B7C, orig_client=mx.example.org[192.0.2.1]',
    {
      kind: 'accepted',
      address: '127.0.0.1',
      originalQueueId: '9A8B7C',
      originalClient: 'mx.example.org[192.0.2.1]',
    },
  );
});

test('2.9: host names that do not fit, before and after', () => {
  const expected = { kind: 'hostnameMismatch', ...peer };
  tells(
    'smtpd',
    'warning: hostname mx.example.org does not resolve to address 192.0.2.1: Name or service not known',
    {
      ...expected,
      reason: 'Name or service not known',
    },
  );
  tells('smtpd', 'warning: hostname mx.example.org does not resolve to address 2001:db8::1', {
    address: '2001:db8::1',
  });
  tells('smtpd', 'warning: 192.0.2.1: address not listed for hostname mx.example.org', expected);
  tells('smtpd', 'warning: 192.0.2.1: hostname mx.example.org verification failed: Host not found', expected);
  tells('smtpd', 'error: open /etc/postfix/x.db: No such file or directory', {
    kind: 'complaint',
    level: 'error',
  });
});

test('2.10: tests of postscreen end in the command', () => {
  tells('postscreen', 'NON-SMTP COMMAND from [192.0.2.1]:45284 after CONNECT: GET / HTTP/1.1', {
    kind: 'postscreen',
    what: 'NON-SMTP COMMAND',
    address: '192.0.2.1',
  });
  tells(
    'postscreen',
    'NOQUEUE: reject: RCPT from [2001:db8::1]:4984: 550 5.7.1 Service unavailable; client [2001:db8::1] blocked using zen.spamhaus.org; from=<a@example.org>, to=<b@example.com>, proto=ESMTP, helo=<x y>',
    {
      address: '2001:db8::1',
      by: 'postscreen',
      zone: 'zen.spamhaus.org',
      sender: 'a@example.org',
      recipient: 'b@example.com',
      helo: 'x y',
    },
  );
});

test('3.0: counters', () => {
  const counters = 'ehlo=2 starttls=1 auth=0/1 commands=4/5';
  tells('smtpd', `disconnect from mx.example.org[192.0.2.1] ${counters}`, {
    kind: 'disconnect',
    ...peer,
    counters,
  });
  deepEqual(commandCounts(counters).get('auth'), { ok: 0, all: 1 });
  deepEqual(commandCounts(counters).get('ehlo'), { ok: 2, all: 2 });
  tells('smtpd', 'disconnect from mx.example.org[192.0.2.1]', { counters: '' });
});

test('3.4: reused TLS connections', () => {
  for (const how of ['established', 'reused'])
    tells(
      'smtp',
      `Untrusted TLS connection ${how} to mx.example.org[192.0.2.1]:25: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)`,
      {
        kind: 'tls',
        ...peer,
        direction: 'to',
        trust: 'Untrusted',
        version: 'TLSv1.3',
        cipher: 'TLS_AES_256_GCM_SHA384',
      },
    );
});

test('3.5: quoted addresses', () => {
  tells('qmgr', '4D2F1A: from=<"name with spaces"@example.com>, size=4321, nrcpt=2 (queue active)', {
    kind: 'active',
    sender: '"name with spaces"@example.com',
    size: 4321,
    recipients: 2,
  });
  tells(
    'smtpd',
    'NOQUEUE: reject: RCPT from mx.example.org[192.0.2.1]: 554 5.7.1 <a b@example.com>: Relay access denied; from=<> to=<"a b"@example.com> proto=ESMTP helo=<x>',
    {
      sender: '',
      recipient: '"a b"@example.com',
      helo: 'x',
    },
  );
});

test('3.6: names without colours, another transport', () => {
  for (const what of ['ALLOWLISTED', 'DENYLISTED', 'WHITELISTED', 'BLACKLISTED'])
    tells('postscreen', `${what} [192.0.2.1]:53024`, { kind: 'postscreen', what, address: '192.0.2.1' });
  equal(read('smtp', '4D2F1A: passing <b@example.com> to transport=local').kind, 'quiet');
});

test('3.9: bare newlines', () => {
  tells(
    'smtpd',
    'NOQUEUE: reject: bare <LF> received after DATA from mx.example.org[192.0.2.1]: 521 5.5.2 x; from=<a@example.org> to=<b@example.com> proto=ESMTP helo=<h>',
    {
      kind: 'reject',
      ...peer,
      stage: 'DATA',
      code: 521,
      dsn: '5.5.2',
      recipient: 'b@example.com',
    },
  );
  tells('smtpd', 'bare <LF> received after CONNECT from mx.example.org[192.0.2.1]', {
    kind: 'lost',
    after: 'CONNECT',
  });
});

test('3.10: queue ids before lost connections, unfinished messages, accounts in rejects', () => {
  tells('smtpd', '4D2F1A: lost connection after DATA (120 bytes) from mx.example.org[192.0.2.1]', {
    kind: 'lost',
    ...peer,
    how: 'lost connection',
    after: 'DATA',
    queueId: '4D2F1A',
  });
  tells('smtpd', 'NOQUEUE: timeout after RCPT from mx.example.org[192.0.2.1]', {
    how: 'timeout',
    queueId: 'NOQUEUE',
  });
  tells('cleanup', '4D2F1A: removed (canceled)', { kind: 'removed', why: '(canceled)' });
  tells(
    'smtpd',
    'NOQUEUE: reject: RCPT from mx.example.org[192.0.2.1]: 550 5.1.1 <b@example.com>: x; from=<a@example.org> to=<b@example.com> proto=ESMTP helo=<h> sasl_username=<ann>',
    {
      account: 'ann',
      helo: 'h',
    },
  );
  tells(
    'smtpd',
    'NOQUEUE: reject: RCPT from mx.example.org[192.0.2.1]: 550 5.1.1 <b@example.com>: x; from=<a@example.org> to=<b@example.com> proto=ESMTP helo=<h> sasl_method=PLAIN sasl_username=ann sasl_sender=bob',
    {
      account: 'ann',
      helo: 'h',
    },
  );
  tells(
    'smtpd',
    'proxy-reject: END-OF-MESSAGE: 554 5.7.0 Reject, id=1 - spam; from=<a@example.org> to=<b@example.com> proto=ESMTP helo=<h> sasl_username=<ann>',
    {
      by: 'proxy',
      account: 'ann',
      code: 554,
      text: 'Reject, id=1 - spam',
    },
  );
  tells(
    'smtpd',
    "warning: mx.example.org[192.0.2.1]: SASL X-Y authentication failed: Invalid authentication mechanism: 'X-Y', sasl_username=(unavailable)",
    {
      kind: 'saslFailure',
      mechanism: 'X-Y',
      reason: "Invalid authentication mechanism: 'X-Y'",
      account: '',
    },
  );
});

test('3.11: TLS of a delivery, order and failure of notifications', () => {
  for (const tls of [
    'none',
    'may',
    'may?',
    'may:none',
    'dane:halfdane',
    'dane/requiretls',
    'dane/!requiretls:nostarttls',
  ])
    tells(
      'smtp',
      `4D2F1A: to=<b@example.com>, relay=none, delay=1, delays=1/0/0/0, tls=${tls}, dsn=4.4.1, status=deferred (x)`,
      {
        tls,
        dsn: '4.4.1',
        status: 'deferred',
      },
    );
  tells('bounce', '4D2F1A: sender non-delivery notification: 9A8B7C', {
    newQueueId: '9A8B7C',
    type: 'non-delivery',
  });
  tells('bounce', '4D2F1A: sender notification failed to <a@example.org>: mail system down', {
    kind: 'notification',
    type: 'failed',
    newQueueId: '',
    reason: 'failed to <a@example.org>: mail system down',
  });
  tells(
    'cleanup',
    '4D2F1A: milter-reject: END-OF-MESSAGE from mx.example.org[192.0.2.1]: 421 4.7.0 Server closing connection; from=<a@example.org> to=<b@example.com> proto=ESMTP helo=<h>',
    {
      by: 'milter',
      code: 421,
      dsn: '4.7.0',
      text: 'Server closing connection',
    },
  );
});

test('3.12: the id before a requeue', () => {
  tells('pickup', '4D2F1A: uid=0 from=<root> orig_id=9A8B7C', {
    kind: 'pickup',
    uid: 0,
    sender: 'root',
    originalQueueId: '9A8B7C',
  });
});

test('why a host would not do', () => {
  for (const reason of [
    'TLS is required, but was not offered by host mx.example.org[192.0.2.1]',
    'message size 12 exceeds size limit 5 of server mx.example.org[192.0.2.1]',
    'SMTPUTF8 is required, but was not offered by host mx.example.org[192.0.2.1]',
  ])
    tells('smtp', `4D2F1A: ${reason}`, { kind: 'remoteTrouble', ...peer, reason });
  tells('smtp', '4D2F1A: Server certificate not verified', { kind: 'remoteTrouble', name: '', address: '' });
});

test('a warning names its message', () => {
  tells('cleanup', 'warning: 4D2F1A: queue file size limit exceeded', {
    kind: 'complaint',
    queueId: '4D2F1A',
    text: 'queue file size limit exceeded',
  });
});

test('debug output never swallows what tells', () => {
  for (const daemon of ['smtpd', 'smtp', 'cleanup', 'qmgr', 'postscreen', 'verify', 'tlsmgr'])
    for (const line of [
      '4D2F1A: something new',
      'warning: something new',
      'Something new happened',
      'NOQUEUE: new: x',
    ])
      equal(read(daemon, line).kind === 'quiet', false, `${daemon}: ${line}`);
});
