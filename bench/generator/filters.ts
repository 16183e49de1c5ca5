/** Mail from the world that goes through a content filter behind the queue (FILTER_README), which gives each one back. */
import { attempt, letter, queue, remove, take } from './messages.ts';
import { connect, disconnect, type Scene } from './scenes.ts';

const LOCALHOST = { name: 'localhost', address: '127.0.0.1' };

/** Amavis: it is given the message by SMTP, and gives it back before it answers. */
export const filtered: Scene = (server, time) => {
  const { random } = server;
  const [pid, back, client] = [1000 + random.below(80), 1300 + random.below(8), server.mailServer()];
  const [first, second] = [server.queueId(), server.queueId()];
  const to = server.user();
  const mail = letter(server, server.person(), [to]);
  connect(server, time, pid, client);
  const active = take(server, time + 200, pid, client, first, mail);
  disconnect(server, active + 100, pid, client, 'ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5');
  const copy = { ...mail, size: mail.size + 480 };
  const begun = active + 600 + random.below(900);
  connect(server, begun, back, LOCALHOST);
  server.log(begun + 10, 'postfix/smtpd', back, `${second}: client=localhost[127.0.0.1]`);
  queue(server, begun + 20, second, copy);
  disconnect(server, begun + 120, back, LOCALHOST, 'ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5');
  server.log(
    begun + 125,
    'amavis',
    1400 + random.below(8),
    `(0${1400 + random.below(8)}-${random.below(99)}) Passed CLEAN {RelayedInbound}, [${client.address}]:${20_000 + random.below(30_000)} <${mail.sender}> -> <${to}>, Queue-ID: ${first}, Message-ID: <${mail.messageId}>, mail_id: ${random.below(1e9).toString(36)}, Hits: -1.9, size: ${mail.size}, queued_as: ${second}, ${400 + random.below(900)} ms`,
  );
  server.log(
    begun + 130,
    'postfix/smtp',
    500 + random.below(60),
    `${first}: to=<${to}>, relay=127.0.0.1[127.0.0.1]:10024, delay=1.6, delays=0.3/0.01/0/1.3, dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as ${second})`,
  );
  remove(server, begun + 140, first);
  attempt(server, begun + 160, second, to, copy.size, {
    agent: 'lmtp',
    relay: `${server.host}[private/dovecot-lmtp]`,
    dsn: '2.0.0',
    status: 'sent',
    reply: `250 2.0.0 <${to}> ${random.below(1e9).toString(36)} Saved`,
    delay: 0.2,
  });
  remove(server, begun + 170, second);
};
