/** What goes wrong on the sample's server (shared facts: docs/sample.md tells each). */
import { attempt, letter, notify, queue, remove, take } from './messages.ts';
import { connect, disconnect, type Scene, submit } from './scenes.ts';
import type { Server } from './server.ts';

/** Spam to a catch-all is taken, bounces later, and the notification goes to a stranger. */
export const backscatter: Scene = (server, time) => {
  const { random } = server;
  const [pid, client, id] = [1000 + random.below(80), server.robot(), server.queueId()];
  const victim = server.person();
  const mail = letter(server, victim, [`x${random.below(99_999)}@old-name.test`]);
  connect(server, time, pid, client);
  const active = take(server, time + 300, pid, client, id, mail);
  disconnect(server, active + 50, pid, client, 'ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5');
  attempt(server, active + 90, id, mail.recipients[0]!, mail.size, {
    agent: 'local',
    relay: 'local',
    dsn: '5.1.1',
    status: 'bounced',
    reply: `unknown user: "${mail.recipients[0]!.split('@')[0]}"`,
    delay: 0.4,
  });
  const refusal = random.chance(0.6)
    ? `550 5.7.1 Mail from 192.0.2.1 refused, listed at ips.backscatterer.org`
    : undefined;
  notify(server, active + 100, id, victim, refusal);
  remove(server, active + 140, id);
};

/** A dead list refuses whoever comes. */
export const deadList: Scene = (server, time) => {
  const [pid, client] = [1000 + server.random.below(80), server.mailServer()];
  const zone = 'cn-kr.blackholes.us';
  connect(server, time, pid, client);
  server.totals.rejected++;
  server.totals.zones.set(zone, (server.totals.zones.get(zone) ?? 0) + 1);
  server.log(
    time + 200,
    'postfix/smtpd',
    pid,
    `NOQUEUE: reject: RCPT from ${client.name}[${client.address}]: 554 5.7.1 Service unavailable; Client host [${client.address}] blocked using ${zone}; THIS RBL HAS LONG BEEN DEPRECATED---DELETE IT FROM YOUR CONFIG; from=<${server.person()}> to=<${server.user()}> proto=ESMTP helo=<${client.name}>`,
  );
  disconnect(server, time + 300, pid, client, 'ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4');
};

/** A program that takes return mail may not be entered any more. */
export const failingPipe: Scene = (server, time) => {
  const { random } = server;
  const [pid, client, id] = [1000 + random.below(80), server.mailServer(), server.queueId()];
  const mail = letter(server, server.person(), ['return@hinode.example']);
  connect(server, time, pid, client);
  const active = take(server, time + 200, pid, client, id, mail);
  disconnect(server, active + 50, pid, client, 'ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5');
  attempt(server, active + 90, id, 'return@hinode.example', mail.size, {
    agent: 'local',
    relay: 'local',
    dsn: '5.3.0',
    status: 'bounced',
    reply:
      'Command died with status 126: "/home/hinode/bin/return-mail.pl". Command output: sh: 1: /home/hinode/bin/return-mail.pl: Permission denied ',
    delay: 0.3,
  });
  notify(server, active + 100, id, mail.sender, undefined);
  remove(server, active + 140, id);
};

/** One account from everywhere, to many who refuse. */
export const cracked: Scene = (server, time) => {
  const n = server.random.below(60);
  submit(
    server,
    time,
    'sato3@sakura-clinic.example',
    { name: 'unknown', address: `100.70.${n}.${7 + n}` },
    0.35,
    6,
  );
};

/** A newsletter: many recipients, one client, its own sender; nothing wrong. */
export function newsletter(server: Server, time: number): void {
  const client = { name: 'localhost', address: '127.0.0.1' };
  const id = server.queueId();
  const recipients = Array.from({ length: 40 }, (_, i) => `reader${i}@${server.domain(i)}`);
  const mail = letter(server, 'news@shop.hinode.example', recipients);
  connect(server, time, 1099, client);
  const active = take(server, time + 50, 1099, client, id, mail);
  disconnect(server, active + 20, 1099, client, 'ehlo=1 mail=1 rcpt=40 data=1 quit=1 commands=44');
  for (const [i, to] of recipients.entries()) {
    attempt(server, active + 500 + i * 90, id, to, mail.size, {
      agent: 'smtp',
      relay: `mx.${to.split('@')[1]}[198.51.100.${1 + (i % 250)}]:25`,
      dsn: '2.0.0',
      status: 'sent',
      reply: `250 2.0.0 Ok: queued as ${server.queueId()}`,
      delay: 1 + i / 10,
    });
  }
  remove(server, active + 5000, id);
}

/** Mail of a program on this machine. */
export const cron: Scene = (server, time) => {
  const id = server.queueId();
  const mail = { ...letter(server, 'root@hinode.example', ['root@hinode.example']), size: 900 };
  server.log(time, 'postfix/pickup', 720, `${id}: uid=0 from=<root>`);
  server.totals.received++;
  server.totals.bytesReceived += mail.size;
  server.totals.senders.add(mail.sender);
  server.totals.sendingDomains.add('hinode.example');
  const active = queue(server, time + 20, id, mail);
  attempt(server, active + 30, id, mail.recipients[0]!, mail.size, {
    agent: 'local',
    relay: 'local',
    dsn: '2.0.0',
    status: 'sent',
    reply: 'delivered to mailbox',
    delay: 0.1,
  });
  remove(server, active + 40, id);
};
