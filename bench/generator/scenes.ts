/** What happens on a mail server: each scene writes the lines of one session and all that comes of it. */
import { type Attempt, attempt, domainOf, letter, notify, queue, remove, take } from './messages.ts';
import type { Client, Server } from './server.ts';

export type Scene = (server: Server, time: number) => void;

const REFUSALS = [
  '550 5.1.1 <{to}>: Recipient address rejected: User unknown in virtual mailbox table',
  '550-5.1.1 The mailbox that you tried to reach does not exist. 550 5.1.1 Please check the address. {id} - edge',
  '554 5.7.1 Message refused: the content looks like advertising {id}',
  '550 5.7.1 Service unavailable, sending host is listed; see https://lists.example/ask?ip=192.0.2.1',
  '552 5.2.2 <{to}>: mailbox is full',
];
const DELAYS = [
  'connect to {mx}[198.51.100.{n}]:25: Connection timed out',
  'connect to {mx}[198.51.100.{n}]:25: Connection refused',
  'host {mx}[198.51.100.{n}] said: 450 4.2.0 <{to}>: Recipient address rejected: Greylisted for {n} seconds (in reply to RCPT TO command)',
  'host {mx}[198.51.100.{n}] said: 452 4.2.2 <{to}>: over quota (in reply to RCPT TO command)',
  'lost connection with {mx}[198.51.100.{n}] while receiving the initial server greeting',
];
const ZONES = ['zen.lists.example', 'bl.lists.example', 'dnsbl.block.example.org', 'spam.lists.example.net'];

const smtpd = (server: Server): number => 1000 + server.random.below(80);

export function fill(server: Server, text: string, to: string): string {
  const { random } = server;
  return text
    .replace('{to}', to)
    .replaceAll('{mx}', `mx.${domainOf(to)}`)
    .replace('{id}', `${random.below(1e6).toString(36)}si${random.below(1e9)}`)
    .replaceAll('{n}', String(1 + random.below(250)));
}

export function connect(server: Server, time: number, pid: number, client: Client, service = 'smtpd'): void {
  server.totals.connections++;
  if (client.name === 'unknown' && server.random.chance(0.3)) {
    server.log(
      time,
      `postfix/${service}`,
      pid,
      `warning: hostname dyn${server.random.below(999)}.example.net does not resolve to address ${client.address}: Name or service not known`,
    );
  }
  server.log(time, `postfix/${service}`, pid, `connect from ${client.name}[${client.address}]`);
}

export function disconnect(
  server: Server,
  time: number,
  pid: number,
  client: Client,
  counters: string,
  service = 'smtpd',
): void {
  server.log(
    time,
    `postfix/${service}`,
    pid,
    `disconnect from ${client.name}[${client.address}] ${counters}`,
  );
}

/** Mail from the world for somebody here. */
export const inbound: Scene = (server, time) => {
  const { random } = server;
  const [pid, client, id] = [smtpd(server), server.mailServer(), server.queueId()];
  const recipients = [...new Set(Array.from({ length: random.chance(0.15) ? 2 : 1 }, () => server.user()))];
  const mail = letter(server, server.person(), recipients);
  connect(server, time, pid, client);
  if (random.chance(0.7))
    server.log(
      time + 60,
      'postfix/smtpd',
      pid,
      `Anonymous TLS connection established from ${client.name}[${client.address}]: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256`,
    );
  const active = take(server, time + 200, pid, client, id, mail);
  disconnect(
    server,
    active + 100,
    pid,
    client,
    `ehlo=2 starttls=1 mail=1 rcpt=${recipients.length} data=1 quit=1 commands=${6 + recipients.length - 1}`,
  );
  for (const to of recipients) {
    const how = random.below(10);
    const tried: Attempt =
      how < 6
        ? {
            agent: 'lmtp',
            relay: `${server.host}[private/dovecot-lmtp]`,
            dsn: '2.0.0',
            status: 'sent',
            reply: `250 2.0.0 <${to}> ${random.below(1e9).toString(36)}${random.below(1e9).toString(36)} Saved`,
            delay: 0.35,
          }
        : how < 9
          ? {
              agent: 'local',
              relay: 'local',
              dsn: '2.0.0',
              status: 'sent',
              reply: 'delivered to maildir',
              delay: 0.25,
            }
          : {
              agent: 'virtual',
              relay: 'virtual',
              dsn: '2.0.0',
              status: 'sent',
              reply: 'delivered to maildir',
              delay: 0.21,
            };
    attempt(server, active + 150, id, to, mail.size, tried);
  }
  remove(server, active + 160, id);
};

/** Mail of somebody here for the world; it may wait, it may be refused. */
export const outbound: Scene = (server, time) =>
  submit(server, time, server.user(), {
    name: 'softbank.pool.example.net',
    address: `198.51.100.${1 + server.random.skewed(60)}`,
  });

export function submit(
  server: Server,
  time: number,
  account: string,
  client: Client,
  refused = 0.04,
  recipients = 1 + server.random.skewed(4),
): void {
  const { random, totals } = server;
  const [pid, id] = [1200 + random.below(20), server.queueId()];
  const mail = letter(
    server,
    account,
    Array.from({ length: recipients }, () => server.person()).filter((to, i, all) => all.indexOf(to) === i),
    account,
  );
  connect(server, time, pid, client, 'submission/smtpd');
  const active = take(server, time + 300, pid, client, id, mail, 'submission/smtpd');
  disconnect(
    server,
    active + 90,
    pid,
    client,
    `ehlo=2 starttls=1 auth=1 mail=1 rcpt=${mail.recipients.length} data=1 quit=1 commands=${7 + mail.recipients.length}`,
    'submission/smtpd',
  );
  let end = active + 1500;
  let bounced = false;
  let waited = false;
  for (const to of mail.recipients) {
    const relay = `mx.${domainOf(to)}[198.51.100.${1 + random.below(250)}]:25`;
    let at = active + 800;
    let delay = 1.1;
    if (random.chance(0.06)) {
      waited = true;
      const tries = 1 + random.skewed(6);
      for (let i = 0; i < tries; i++) {
        const reply = fill(server, random.pick(DELAYS), to);
        attempt(server, at, id, to, mail.size, {
          agent: 'smtp',
          relay: reply.startsWith('host') ? relay : 'none',
          dsn: '4.4.1',
          status: 'deferred',
          reply,
          delay,
        });
        const wait = 300_000 * (i + 1);
        at += wait;
        delay = Math.round(delay + wait / 1000);
      }
    }
    if (random.chance(refused)) {
      bounced = true;
      const reply = `host ${relay.slice(0, -3)} said: ${fill(server, random.pick(REFUSALS), to)} (in reply to RCPT TO command)`;
      attempt(server, at, id, to, mail.size, {
        agent: 'smtp',
        relay,
        dsn: '5.1.1',
        status: 'bounced',
        reply,
        delay,
      });
    } else
      attempt(server, at, id, to, mail.size, {
        agent: 'smtp',
        relay,
        dsn: '2.0.0',
        status: 'sent',
        reply: `250 2.0.0 Ok: queued as ${server.queueId()}`,
        delay,
      });
    end = Math.max(end, at);
  }
  if (waited) totals.deferred++;
  if (bounced) notify(server, end + 20, id, account, undefined);
  remove(server, end + 60, id);
}

/** A reject at RCPT, for one of the usual reasons. */
export const refused: Scene = (server, time) => {
  const { random, totals } = server;
  const [pid, client, from, to] = [smtpd(server), server.robot(), server.person(), server.user()];
  const helo = random.chance(0.3)
    ? 'WIN-9QL4SDRB93L'
    : client.name === 'unknown'
      ? `dyn${random.below(9999)}.example.net`
      : client.name;
  connect(server, time, pid, client);
  const tries = 1 + random.skewed(4);
  for (let i = 0; i < tries; i++) {
    const zone = random.pick(ZONES);
    const how = random.below(12);
    if (how < 7) totals.zones.set(zone, (totals.zones.get(zone) ?? 0) + 1);
    const nobody = `x${random.below(99999)}${to}`;
    const elsewhere = server.person();
    const nameless = `450 4.7.25 Client host rejected: cannot find your hostname, [${client.address}]`;
    const poor = `504 5.5.2 <${helo}>: Helo command rejected: need fully-qualified hostname`;
    const [reply, recipient = to] =
      how < 7
        ? [
            `554 5.7.1 Service unavailable; Client host [${client.address}] blocked using ${zone}; https://lists.example/query/ip/${client.address}`,
          ]
        : (
            [
              [
                `550 5.1.1 <${nobody}>: Recipient address rejected: User unknown in virtual mailbox table`,
                nobody,
              ],
              [client.name === 'unknown' ? nameless : poor],
              [poor],
              [`450 4.1.8 <${from}>: Sender address rejected: Domain not found`],
              [`454 4.7.1 <${elsewhere}>: Relay access denied`, elsewhere],
            ] as const
          )[how - 7]!;
    const envelope = `; from=<${from}> to=<${recipient}> proto=ESMTP helo=<${helo}>`;
    server.log(
      time + 300 + i * 50,
      'postfix/smtpd',
      pid,
      `NOQUEUE: reject: RCPT from ${client.name}[${client.address}]: ${reply}${envelope}`,
    );
    totals.rejected++;
  }
  if (random.chance(0.3))
    server.log(
      time + 700,
      'postfix/smtpd',
      pid,
      `lost connection after RCPT from ${client.name}[${client.address}]`,
    );
  disconnect(server, time + 720, pid, client, `ehlo=1 mail=1 rcpt=0/${tries} commands=2/${2 + tries}`);
};

/** A rule on trial. */
export const onTrial: Scene = (server, time) => {
  const client = server.mailServer();
  server.totals.rejectWarnings++;
  server.log(
    time,
    'postfix/smtpd',
    smtpd(server),
    `NOQUEUE: reject_warning: RCPT from ${client.name}[${client.address}]: 450 4.7.25 Client host rejected: cannot find your hostname, [${client.address}]; from=<${server.person()}> to=<${server.user()}> proto=ESMTP helo=<${client.name}>`,
  );
};

/** Somebody guesses passwords. */
export const guessing: Scene = (server, time) => {
  const [pid, client] = [smtpd(server), server.robot()];
  const tries = 1 + server.random.skewed(5);
  connect(server, time, pid, client);
  for (let i = 0; i < tries; i++) {
    server.totals.saslFailures++;
    server.log(
      time + 1000 * (i + 1),
      'postfix/smtpd',
      pid,
      `warning: ${client.name}[${client.address}]: SASL LOGIN authentication failed: UGFzc3dvcmQ6`,
    );
  }
  disconnect(
    server,
    time + 1000 * (tries + 1),
    pid,
    client,
    `ehlo=1 auth=0/${tries} quit=1 commands=2/${2 + tries}`,
  );
};

/** An alias that sends on. */
export const forwarded: Scene = (server, time) => {
  const [pid, client, id, second] = [smtpd(server), server.mailServer(), server.queueId(), server.queueId()];
  const mail = letter(server, server.person(), [`kaigi@${server.own[0]}`]);
  connect(server, time, pid, client);
  const active = take(server, time + 200, pid, client, id, mail);
  disconnect(server, active + 100, pid, client, 'ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5');
  const next = { ...mail, recipients: [server.person()], size: mail.size + 300 };
  const queued = queue(server, active + 120, second, next);
  attempt(server, active + 125, id, mail.recipients[0]!, mail.size, {
    agent: 'local',
    relay: 'local',
    dsn: '2.0.0',
    status: 'sent',
    reply: `forwarded as ${second}`,
    delay: 0.3,
  });
  remove(server, queued + 10, id);
  attempt(server, queued + 900, second, next.recipients[0]!, next.size, {
    agent: 'smtp',
    relay: `mx.${domainOf(next.recipients[0]!)}[198.51.100.9]:25`,
    dsn: '2.0.0',
    status: 'sent',
    reply: '250 2.0.0 Ok',
    delay: 1.2,
  });
  remove(server, queued + 910, second);
};

/** Lines that say little: other programs, statistics, scanners. */
export const noise: Scene = (server, time) => {
  const { random } = server;
  const client = server.robot();
  switch (random.below(6)) {
    case 0:
      server.log(time, 'CRON', 4000 + random.below(2000), '(root) CMD (test -x /usr/sbin/anacron)');
      break;
    case 1:
      server.log(
        time,
        'postfix/anvil',
        700,
        `statistics: max connection rate ${1 + random.below(9)}/60s for (smtp:${client.address}) at Nov 20 10:11:12`,
      );
      break;
    case 2:
      server.log(
        time,
        'dovecot',
        900,
        `imap-login: Login: user=<${server.user()}>, method=PLAIN, rip=${client.address}, lip=192.0.2.1, mpid=${random.below(99999)}, TLS, session=<${random.below(1e9).toString(36)}>`,
      );
      break;
    case 3:
      server.log(
        time,
        'postfix/postscreen',
        650,
        `CONNECT from [${client.address}]:${1024 + random.below(60000)} to [192.0.2.1]:25`,
      );
      server.log(
        time + 900,
        'postfix/postscreen',
        650,
        `PREGREET 14 after 0.1 from [${client.address}]:${1024 + random.below(60000)}: EHLO ylmf-pc\\r\\n`,
      );
      break;
    case 4:
      server.log(
        time,
        'sshd',
        5000 + random.below(999),
        `Invalid user admin from ${client.address} port ${random.below(60000)}`,
      );
      break;
    default:
      server.log(
        time,
        'postfix/smtpd',
        smtpd(server),
        `warning: non-SMTP command from ${client.name}[${client.address}]: GET / HTTP/1.1`,
      );
  }
};
