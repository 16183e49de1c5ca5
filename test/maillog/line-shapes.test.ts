/**
 * Every line template that 236,000 lines of public logs gave (LINE_SHAPES.md, outside of this repository), with
 * invented values, is understood; what it tells stands in the event. The templates were cut out by a program, so
 * some name another daemon than the one that wrote them: those are accepted by their text.
 */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Event } from '../../src/maillog/event.ts';
import { parse } from '../../src/maillog/parse.ts';
import { classify } from '../../src/maillog/program.ts';

const FILE = fileURLToPath(new URL('../../../shared/LINE_SHAPES.md', import.meta.url));

interface Template {
  readonly section: string;
  readonly daemon: string;
  readonly text: string;
  /** The reply code and enhanced status code that take the place of `CODE ENH`. */
  readonly code: string;
  readonly dsn: string;
}

const DAEMONS: Readonly<Record<string, string>> = {
  A7b: 'anvil',
  A: 'smtpd',
  B: 'cleanup',
  C3: 'dnsblog',
  C: 'postscreen',
  D: 'qmgr',
  E2: 'lmtp',
  E3: 'error',
  E: 'smtp',
  F1: 'local',
  F2: 'virtual',
  F3: 'pipe',
  F4: 'local',
  G: 'bounce',
  H: 'master',
  J: 'policyd-spf',
};

/** Daemons whose lines the catalogue files under another's section. */
const OTHERS =
  'smtpd cleanup postscreen tlsproxy qmgr smtp local bounce pickup anvil scache postsuper verify postfix-script'.split(
    ' ',
  );

/** Templates that nobody needs to understand, and why. */
const NOT_UNDERSTOOD: readonly [RegExp, string][] = [
  [/^(?:FOOBAR|CLEANUP|DELIVERY)9?\d*N?:$|^STATISTICS1:$/, 'a line that a test of another tool made up'],
  [/^unsupported message$/, 'the same'],
];

const SENDER = 'sender@example.org';
const RECIPIENT = 'rcpt@example.com';
const HELO = 'helo.example.org';
const CLIENT = 'client.example.net[192.0.2.7]';
const ZONE = 'zen.spamhaus.org';

/** Placeholder and value, in the order in which they are put in. */
const VALUES: readonly [RegExp, string][] = [
  [/ ~ENV~/g, `; from=<${SENDER}> to=<${RECIPIENT}> proto=ESMTP helo=<${HELO}>`],
  [/~TO~/g, `to=<${RECIPIENT}>, orig_to=<alias@example.com>,`],
  [/~DLY~/g, 'delay=1.5, delays=0.1/0.2/0.3/0.9, dsn=4.2.1,'],
  [/\[cu\],?/g, ', conn_use=2,'],
  [/from=<ADDR>/g, `from=<${SENDER}>`],
  [/to=<ADDR>/g, `to=<${RECIPIENT}>`],
  [/<NULL>/g, '<>'],
  [/bare <X>/g, 'bare <LF>'],
  [/CLIENT\[IP\]/g, CLIENT],
  [/HOST\[IP\]/g, 'mx.example.org[192.0.2.25]'],
  [/2xx REMOTE-TEXT/g, '250 2.0.0 Ok: queued as 9A8B7C6'],
  [/CODE REMOTE-TEXT/g, '550 5.1.1 <b@example.org>: no such user (see 1.2)'],
  [/RAW-MSGID/g, '=?utf-8?q?raw?= id'],
  [/MSGID/g, 'a.b@example.org'],
  [/QID2/g, '9A8B7C6'],
  [/HELO(?=>)|NAME(?=>)/g, HELO],
  [/\bTEXT\b/g, 'Subject: a text'],
  [/\bRBL\b(?!\+)/g, ZONE],
  [/COUNTERS/g, 'ehlo=1 auth=0/1 quit=1 commands=2/3'],
  [/\bADDR\b/g, 'someone@example.com'],
  [/\bHOST\b/g, 'host.example.org'],
  [/\bIP\b/g, '192.0.2.7'],
  [/\bPORT\b/g, '40123'],
  [/\bPATH\b/g, '/etc/postfix/some'],
  [/\bSTR\b/g, 'some'],
  [/\bURL\b/g, 'https://example.org/x?y=1'],
  [/\bPROTO\b/g, 'ESMTP'],
  [/\bDATE\b/g, 'Oct 26 18:13:50'],
  [/\bBASE64\b/g, 'UGFzc3dvcmQ6'],
  [/\bTLSVER\b/g, 'TLSv1.3'],
  [/\bCIPHER\b/g, 'TLS_AES_256_GCM_SHA384'],
  [/\bSERVICE\b/g, 'dovecot'],
  [/\bDSN\b/g, '4.2.1'],
  [/after T from/g, 'after 0.05 from'],
  [/(?<![A-Za-z])N(?![A-Za-z])/g, '5'],
];

function rows(markdown: string): Template[] {
  const templates: Template[] = [];
  let section = '';
  // One template goes over several lines.
  for (const row of markdown.split(/\n(?=[|#]|$)/)) {
    const title = /^### ([A-J]\d+b?) /.exec(row);
    if (title !== null) section = title[1]!;
    else if (row.startsWith('#')) section = '';
    const cells =
      section === '' ? null : /^\| \d+ \| [a-z,]+ \| (?:\*\*(.+?)\*\*: )?`(.*)` \|([^|]*)\|\s*$/s.exec(row);
    if (cells === null) continue;
    const text = cells[2]!.replaceAll('\\|', '|');
    const [, code = '550', dsn = ''] = /(\d{3})(?: (\d\.\d+\.\d+))?/.exec(cells[3]!) ?? ['', '550', '5.7.1'];
    const daemon = cells[1] ?? DAEMONS[section] ?? DAEMONS[section[0]!] ?? '';
    templates.push({ section, daemon, text, code, dsn });
  }
  return templates;
}

function fill(template: Template, queueId: string): string {
  const both = template.dsn === '' ? template.code : `${template.code} ${template.dsn}`;
  let line = template.text.replaceAll(/CODE ENH/g, both).replaceAll(/\bENH\b/g, '5.7.1');
  for (const [placeholder, value] of VALUES) line = line.replaceAll(placeholder, value);
  return line.replaceAll(/\bQID\b/g, queueId).replaceAll(/\bCODE\b/g, template.code);
}

type Bag = Readonly<Record<string, string>>;

const REJECT =
  /^(?:QID: |NOQUEUE: )?(?:milter-(?:header-)?|proxy-)?(?:reject|reject_warning|accept|hold|discard|filter|redirect|bcc|warn|info|permit|prepend|replace|strip)(?:: )/;
const CONTENT = /(?:: |^)(?:header|body|content) /;

/** What kind of event a template makes, by its first words. */
const KINDS: readonly [RegExp, Event['kind']][] = [
  [/^QID: warning: (?:header|body|content) /, 'reject'],
  [REJECT, 'reject'],
  [/^(?:QID: |NOQUEUE: )?client=/, 'accepted'],
  [/^connect from /, 'connect'],
  [/^disconnect from /, 'disconnect'],
  [/^(?:QID: |NOQUEUE: )?(?:lost connection|timeout|too many errors|bare <X> received) after /, 'lost'],
  [/^warning: CLIENT\[IP\](?::PORT)?: SASL \S+ authentication failed/, 'saslFailure'],
  [/TLS connection established (?:from|to) /, 'tls'],
  [/^SSL_\w+ error |^TLS handshake failed |^certificate verification failed /, 'tlsFailure'],
  [/^warning: .* rate limit exceeded: |^warning: .* concurrency limit exceeded: /, 'abuse'],
  [/^warning: non-SMTP command |^warning: CLIENT\[IP\] sent |^warning: Illegal address syntax /, 'abuse'],
  [/improper command pipelining after /, 'abuse'],
  [
    /address not listed for hostname|^warning: hostname .* does not resolve|hostname \S+ verification failed/,
    'hostnameMismatch',
  ],
  [/^(?:QID: )?(?:resent-)?message-id=/, 'messageId'],
  [/^QID: from=.*, size=/, 'active'],
  [/^QID: from=.*, status=(?:force-)?expired/, 'expired'],
  [/^QID: .*to=|^QID: ~TO~/, 'delivery'],
  [/^QID: (?:host|lost connection with|conversation with|SASL |Cannot start TLS)/, 'remoteTrouble'],
  [/^connect to /, 'connectFailure'],
  [/^QID: .* notification: /, 'notification'],
  [/^QID: uid=/, 'pickup'],
  [/^QID: (?:requeued|placed on hold|released from hold)/, 'queueAction'],
  [/^[A-Z][a-z ]+: N messages?$/, 'queueSummary'],
  [/^QID: removed/, 'removed'],
  [/^addr IP listed by /, 'dnsblog'],
  [/^statistics: /, 'statistics'],
  [/^(?:NOQUEUE: )?(?:warning|error|fatal|panic): /, 'complaint'],
  [/^NOQUEUE: unable to dlopen|^cannot load Certificate|^QID: status=deferred \(bounce failed/, 'complaint'],
  [/^(?:[A-Z-]+ )+(?:N |after |from |for )*.*\[IP\]:PORT/, 'postscreen'],
  [
    /^(?:daemon started|reload |refreshing|starting|stopping|terminating|the Postfix|Postfix is|See |To disable)/,
    'service',
  ],
];

/** Telling words in templates that make no event of their own: each with its reason in the parser. */
const QUIET =
  /^cache |^table |^discarding EHLO|^(?:DIS)?CONNECT from \[IP\]:PORT$|^DISCONNECT |^Host offered|^looking for|^Unverified:|enabling PIX|skipped, still|^QID: Used TLS|^QID: to=<ADDR>,?$|dsn=DSN,"STR"|^HOST\[private|^pref N|^connecting to|^begin |^transport_event|^master disconnect|^using backwards/;

function checkPeer(template: Template, event: Bag): void {
  if (/CLIENT\[IP\]/.test(template.text)) {
    equal(event.name, 'client.example.net');
    equal(event.address, '192.0.2.7');
  } else if (/\bHOST\[IP\]/.test(template.text)) equal(event.address, '192.0.2.25');
  else if (/\[IP\]:PORT/.test(template.text)) equal(event.address, '192.0.2.7');
}

function checkReject(template: Template, event: Bag): void {
  const { text } = template;
  const content = CONTENT.test(text);
  if (/(?:from|for) (?:CLIENT\[IP\]|\[IP\]:PORT)/.test(text)) checkPeer(template, event);
  if (/CODE ENH/.test(text) && !/(?:CODE.*){2}/.test(text))
    equal(`${event.code} ${event.dsn}`, `${template.code} ${template.dsn}`);
  else if (/: ENH/.test(text)) equal(event.dsn, '5.7.1');
  const action = /(?:^|: |-)(\w+): /.exec(text.replace(/^(?:QID|NOQUEUE): /, ''))![1]!;
  equal(event.action, action === 'accept' ? 'permit' : action === 'warning' ? 'warn' : action);
  equal(
    event.by,
    content && !text.includes('milter') ? 'checks' : (/milter|proxy/.exec(text)?.[0] ?? event.by),
  );
  const stage = /: ([\w-]+)(?: from|:) /.exec(text)?.[1];
  if (!content && stage !== undefined && /^[A-Z-]+$/.test(stage)) equal(event.stage, stage);
  if (/ ~ENV~|[; ]from=<ADDR>(?: |,|:|$)/.test(text)) equal(event.sender, SENDER);
  if (/ ~ENV~| to=<ADDR>(?: |,|:|$)/.test(text)) equal(event.recipient, RECIPIENT);
  if (/ ~ENV~| helo=<HELO>/.test(text)) equal(event.helo, HELO);
  if (/blocked using RBL/.test(text)) equal(event.zone, ZONE);
  else if (/rbl_domain=/.test(text)) equal(event.zone, 'rhsbl.porcupine.org');
  else equal(event.zone, '');
  if (!content) ok(!/~ENV~|; from=<|proto=/.test(event.text!), `no envelope in the text: ${event.text}`);
}

function checkDelivery(template: Template, event: Bag): void {
  const { text } = template;
  equal(event.recipient, text.includes('to=<NULL>') ? '' : RECIPIENT);
  if (text.includes('~TO~')) equal(event.originalRecipient, 'alias@example.com');
  if (/~DLY~|dsn=DSN/.test(text)) equal(event.dsn, '4.2.1');
  if (text.includes('~DLY~')) equal(`${event.delay} ${event.delays}`, '1.5 0.1/0.2/0.3/0.9');
  if (text.includes('relay=HOST[IP]:PORT')) equal(event.relay, 'mx.example.org[192.0.2.25]:40123');
  equal(event.status, /status=([\w-]+)/.exec(text)![1]!.toLowerCase());
  ok(event.reply !== '' && !event.reply!.startsWith('('), event.reply);
}

function check(template: Template, event: Bag): void {
  const { text } = template;
  if (/^QID: /.test(text) && !/^QID: SPF/.test(text)) ok(event.queueId !== '', 'a queue id');
  if (event.kind === 'reject') checkReject(template, event);
  else if (event.kind === 'delivery') checkDelivery(template, event);
  else if (
    /^(?:connect|disconnect|lost|accepted|saslFailure|tls|tlsFailure|abuse|connectFailure|remoteTrouble|postscreen)$/.test(
      event.kind!,
    )
  ) {
    checkPeer(template, event);
    if (event.kind === 'disconnect' && text.includes('COUNTERS'))
      equal(event.counters, 'ehlo=1 auth=0/1 quit=1 commands=2/3');
    if (event.kind === 'accepted' && text.includes('sasl_username='))
      equal(event.account, 'someone@example.com');
    if (event.kind === 'tls') equal(`${event.version} ${event.cipher}`, 'TLSv1.3 TLS_AES_256_GCM_SHA384');
    if (event.kind === 'saslFailure') ok(/^[A-Z0-9-]+$/.test(event.mechanism!));
  } else if (event.kind === 'hostnameMismatch')
    ok(/^192\.0\.2\.7$|^IP$/.test(event.address!) && event.name !== '', event.address);
  else if (event.kind === 'active' || event.kind === 'expired')
    equal(event.sender, text.includes('<NULL>') ? '' : /<ADDR>/.test(text) ? SENDER : 'someone@example.com');
  else if (event.kind === 'dnsblog') ok(event.zone !== '' && event.answer === '192.0.2.7');
  else if (event.kind === 'notification') equal(event.newQueueId, '9A8B7C6');
  else if (event.kind === 'complaint') ok(event.text !== '');
}

const templates = existsSync(FILE) ? rows(readFileSync(FILE, 'utf8')) : [];
const counts = { telling: 0, quiet: 0, policy: 0, not: 0 };

test('all templates are read', { skip: existsSync(FILE) ? false : `no ${FILE}` }, () =>
  equal(templates.length, 1059),
);

for (const template of templates) {
  for (const queueId of ['4D2F1AB', '3mPVKl0Mhjz7sXv']) {
    const line = fill(template, queueId);
    test(`${template.section} ${template.text.slice(0, 100)}`, () => {
      const first = template.daemon;
      const program = classify(`postfix/${first}`);
      const wanted = QUIET.test(template.text)
        ? 'quiet'
        : KINDS.find(([words]) => words.test(template.text))?.[1];
      let event = parse(program, line, 0, line.length);
      if (template.section !== 'J1' && event?.kind !== wanted) {
        for (const other of OTHERS) {
          const read = parse(classify(`postfix/${other}`), line, 0, line.length);
          if (read?.kind === wanted || event === undefined) event = read ?? event;
          if (event?.kind === wanted) break;
        }
      }
      // The policy services have tests of their own (policy.test.ts).
      if (template.section === 'J1') counts.policy++;
      else if (NOT_UNDERSTOOD.some(([words]) => words.test(template.text))) counts.not++;
      else if (QUIET.test(template.text)) {
        ok(event?.kind === 'quiet' || event?.kind === 'postscreen', `quiet, is ${event?.kind}`);
        counts.quiet++;
      } else {
        ok(wanted !== undefined, 'a kind is expected');
        equal(event?.kind, wanted);
        check(template, event as unknown as Bag);
        counts.telling++;
      }
    });
  }
}

/** `-v` output of Postfix: the samples of section zz. */
const DEBUG = `master_notify: status 1; qmgr_scan_start: start incoming queue scan; done incoming queue scan;
  done deferred queue scan; qmgr_scan_start: start deferred queue scan; request: 5 (W); request: 5 (?);
  trigger_server_accept_local: trigger arrived; request ignored; qmgr_active_feed: queue deferred;
  qmgr_active_feed: deferred/A/4D2F1AB; qmgr_active_feed: skip 4D2F1AB (5 seconds); input attribute value: 5;
  input attribute value: (end); input attribute name: (end); input attribute name: flags;
  private/smtp socket: wanted attribute: status; private/rewrite socket: wanted attribute: flags;
  mail_addr_find: a@example.com -> (not found); start sorted recipient list; end sorted recipient list;
  qmgr_message_sort: a@example.com`;

for (const line of DEBUG.split(/;\s+/)) {
  test(`debug: ${line}`, () => {
    for (const daemon of ['qmgr', 'master', 'smtp', 'smtpd'])
      equal(parse(classify(`postfix/${daemon}`), line, 0, line.length)?.kind, 'quiet');
  });
}

test('counts', { skip: templates.length > 0 ? false : 'no templates' }, (context) => {
  // Each template is read twice, with a short queue id and a long one.
  const halves = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count / 2]));
  context.diagnostic(JSON.stringify(halves));
  deepEqual(halves, { telling: 992, quiet: 32, policy: 30, not: 5 });
});
