/** Content filters after the queue (FILTER_README): two queue ids, one message. */
import type { Act } from './acts.ts';
import { type Client, LOCALHOST, type Mail } from './mail.ts';

interface Way {
  readonly agent: string;
  readonly relay: string;
  /** Who brings the message back; undefined: a program, by sendmail(1). */
  readonly back: Client | undefined;
  /** What the filter answers, the second queue id behind it; a pipe names none. */
  readonly reply: string;
}

const AMAVIS = '250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as ';
const HERE = '127.0.0.1[127.0.0.1]:10024';
const CONTAINER: Client = { name: 'amavis', address: '172.22.1.5' };

const WAYS: Readonly<Record<string, Way>> = {
  'by smtp': { agent: 'smtp', relay: HERE, back: LOCALHOST, reply: AMAVIS },
  'by lmtp': { agent: 'lmtp', relay: HERE, back: LOCALHOST, reply: AMAVIS },
  'behind a socket': { agent: 'lmtp', relay: 'mx1[/run/amavis/lmtp]', back: LOCALHOST, reply: AMAVIS },
  'on another host': { agent: 'smtp', relay: 'amavis[172.22.1.5]:10024', back: CONTAINER, reply: AMAVIS },
  'that names no queue id': { agent: 'lmtp', relay: HERE, back: LOCALHOST, reply: '250 2.5.0 OK (12AB34)' },
  'a pipe': {
    agent: 'pipe',
    relay: 'spamfilter',
    back: undefined,
    reply: 'delivered via spamfilter service',
  },
};

/** @param added what the filter's copy has for a message-id where the message had none */
function through(way: Way, given: Partial<Mail> = {}, added = ''): Act {
  return (post, time) => {
    const { dice, writer } = post;
    const mail = post.mail({ account: dice.pick(['', '', 'emi']), ...given });
    let at = post.arrive(time, mail) + dice.between(200, 4_000);
    if (dice.chance(0.1)) {
      for (const to of mail.recipients) {
        post.attempt(at, mail, to, 'deferred', [way.agent, way.relay, '4.3.0', 'not now']);
        post.told(at, mail, to, 'deferrals');
      }
      at += 300_000;
      post.activate(at, mail);
      at += 5_000;
    }
    // Amavis may divide the recipients.
    const [first, ...rest] = mail.recipients;
    const parts = rest.length > 0 && dice.chance(0.3) ? [[first!], rest] : [mail.recipients];
    for (const recipients of parts) {
      const messageId = added === '' ? mail.messageId : `${writer.serial()}.${added}`;
      const second: Mail = { ...mail, id: writer.queueId(), recipients, size: mail.size + 400, messageId };
      const pid = writer.pid();
      if (way.back === undefined) post.line(at, 'pickup', `${second.id}: uid=99 from=<${second.sender}>`, 77);
      else {
        post.connect(at, pid, way.back);
        at += 3;
        post.accept(at, pid, { ...second, client: way.back, account: '' });
      }
      at += dice.between(2, 30);
      post.line(at, 'cleanup', `${second.id}: message-id=<${second.messageId}>`);
      // The queue manager may have it before or after the first delivery's line.
      const late = dice.chance(0.3);
      if (!late) post.activate(at + 1, second);
      at += dice.between(2, 10);
      const reply = way.reply === AMAVIS ? AMAVIS + second.id : way.reply;
      for (const to of recipients) post.attempt(at, mail, to, 'sent', [way.agent, way.relay, '2.0.0', reply]);
      if (late) post.activate(at + 2, second);
      if (way.back !== undefined)
        post.disconnect(at + 4, pid, way.back, 'ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5');
      post.fates(at + 5, second);
      at += dice.between(5, 50);
    }
    post.remove(at + 10, mail);
  };
}

export const FILTERS: Readonly<Record<string, Act>> = {
  ...Object.fromEntries(Object.entries(WAYS).map(([name, way]) => [`a filter: ${name}`, through(way)])),
  ...Object.fromEntries(
    ['by smtp', 'a pipe'].flatMap((name): [string, Act][] => [
      [`a filter: ${name}, no message-id`, through(WAYS[name]!, { messageId: '' })],
      [`a filter: ${name}, a message-id added`, through(WAYS[name]!, { messageId: '' }, 'added@mx1')],
    ]),
  ),
  'a filter that throws it away': (post, time) => {
    const mail = post.mail();
    const at = post.arrive(time, mail) + 900;
    for (const to of mail.recipients) {
      post.attempt(at, mail, to, 'sent', [
        'smtp',
        HERE,
        '2.7.0',
        '250 2.7.0 Ok, discarded, id=01234-05 - spam',
      ]);
      post.told(at, mail, to, 'discarded');
    }
    post.remove(at + 3, mail);
  },
};
