/** Scenes by name: what servers see, made up with known ends. */
import { LOCALHOST, type Mail, type Post } from './mail.ts';

export type Act = (post: Post, time: number) => void;

/** Lines of smtpd and cleanup about an envelope. */
function envelope({ sender, recipients }: Mail): string {
  return `from=<${sender}> to=<${recipients[0]!.to}> proto=ESMTP helo=<client.example>`;
}

function peer({ client }: Mail): string {
  return `${client.name}[${client.address}]`;
}

/** One message-id, several messages, all within a second. */
function copies(
  post: Post,
  time: number,
  count: number,
  given: Partial<Mail>,
): { mail: Mail; time: number }[] {
  const { messageId, sender } = post.mail(given);
  return Array.from({ length: count }, () => ({
    mail: post.mail({ ...given, messageId, sender, recipients: [{ to: `${post.user()}@${post.near()}` }] }),
    time: time + post.dice.between(0, 900),
  }));
}

/** postsuper -r: the message comes through pickup under another queue id. */
function requeue(post: Post, time: number, mail: Mail): void {
  post.line(time, 'postsuper', `${mail.id}: requeued`);
  const at = time + post.dice.between(500, 30_000);
  const next = { ...mail, id: post.writer.queueId(), size: mail.size + 120 };
  const original = post.writer.version >= 3.12 ? ` orig_id=${mail.id}` : '';
  post.line(at, 'pickup', `${next.id}: uid=115 from=<${next.sender}>${original}`, 77);
  post.fates(post.queue(at + post.dice.between(2, 20), next), next);
}

/** What a session of smtpd does with one of its messages. */
function transaction(post: Post, time: number, pid: number, mail: Mail): void {
  const { writer } = post;
  const fate = post.dice.weighted({ taken: 5, refused: 2, reset: 1, oneRefused: 2, milter: 1, data: 1 });
  const reject = (at: number, program: string, text: string): void => {
    post.line(at, program, text, program === 'smtpd' ? pid : undefined);
    writer.fact({ kind: 'rejected', time: at });
  };
  const who = peer(mail);
  if (fate === 'refused') {
    reject(
      time,
      'smtpd',
      `NOQUEUE: reject: RCPT from ${who}: 554 5.7.1 <x@far.example>: Relay access denied; ${envelope(mail)}`,
    );
    return;
  }
  post.accept(time, pid, mail);
  if (fate === 'data')
    reject(
      time + 30,
      'smtpd',
      `${mail.id}: reject: DATA from ${who}: 450 4.7.1 <DATA>: Data command rejected: no; ${envelope(mail)}`,
    );
  else if (fate === 'milter') {
    post.line(time + 30, 'cleanup', `${mail.id}: message-id=<${mail.messageId}>`);
    reject(
      time + 60,
      'cleanup',
      `${mail.id}: milter-reject: END-OF-MESSAGE from ${who}: 5.7.1 spam; ${envelope(mail)}`,
    );
  } else if (fate !== 'reset') {
    post.received(time, mail);
    if (fate === 'oneRefused')
      reject(
        time + 20,
        'smtpd',
        `${mail.id}: reject: RCPT from ${who}: 550 5.1.1 <no@hinode.example>: Recipient address rejected: User unknown in virtual mailbox table; ${envelope(mail)}`,
      );
    post.fates(post.queue(time + 60, mail), mail);
  }
}

export const ACTS: Readonly<Record<string, Act>> = {
  'a message from outside': (post, time) => {
    const mail = post.mail();
    post.fates(post.arrive(time, mail), mail);
  },
  'a logged-in user': (post, time) => {
    const account = post.dice.pick(['ann', 'emi@hinode.example', 'fumi']);
    const mail = post.mail({ account });
    post.fates(post.arrive(time, mail, 'submission/smtpd'), mail);
  },
  'a local program': (post, time) => {
    const mail = post.mail({ sender: 'root@mx1.hinode.example', client: { name: '', address: '' } });
    post.fates(post.submit(time, mail), mail);
  },
  'the empty sender': (post, time) => {
    const mail = post.mail({ sender: '' });
    post.fates(post.arrive(time, mail), mail);
  },
  'no message-id': (post, time) => {
    const mail = post.mail({ messageId: '' });
    post.fates(post.arrive(time, mail), mail);
  },
  'virtual aliases': (post, time) => {
    const mail = post.mail();
    const recipients = mail.recipients.map(({ to }) => ({ to, original: `all@${post.near()}` }));
    const aliased = { ...mail, recipients };
    post.fates(post.arrive(time, aliased), aliased);
  },
  'an alias or .forward file': (post, time) => {
    const mail = post.mail({ recipients: [{ to: 'team@hinode.example' }] });
    const at = post.arrive(time, mail) + post.dice.between(5, 500);
    const { sender, messageId } = mail;
    const next = post.mail({ sender, messageId, size: mail.size + 200 });
    post.line(at, 'cleanup', `${next.id}: message-id=<${messageId}>`);
    // Either line may come first.
    const [told, active] = post.dice.pick([
      [at + 3, at + 9],
      [at + 9, at + 3],
    ] as const);
    const forwarded = `forwarded as ${next.id}`;
    post.attempt(told, mail, mail.recipients[0]!, 'sent', ['local', 'local', '2.0.0', forwarded]);
    post.told(told, mail, mail.recipients[0]!, 'forwarded');
    post.activate(active, next);
    post.remove(at + 10, mail);
    post.fates(at + 12, next);
  },
  'a session with several messages': (post, time) => {
    const { client, sender } = post.mail();
    const pid = post.writer.pid();
    post.connect(time, pid, client);
    let at = time;
    for (let count = post.dice.between(2, 5); count > 0; count--) {
      at += post.dice.between(400, 900);
      transaction(post, at, pid, post.mail({ client, sender }));
    }
    at += 500;
    if (post.dice.chance(0.3)) {
      const broken = post.mail({ client, sender });
      post.accept(at, pid, broken);
      if (post.dice.chance(0.5))
        post.line(at + 9, 'cleanup', `${broken.id}: message-id=<${broken.messageId}>`);
      const how = post.dice.pick([
        'lost connection after DATA (12 bytes)',
        'timeout after BDAT',
        'lost connection after DATA',
      ]);
      at += 700;
      post.line(at, 'smtpd', `${how} from ${client.name}[${client.address}]`, pid);
    }
    post.disconnect(at + 3, pid, client, 'ehlo=1 mail=3 rcpt=3 data=2 quit=1 commands=10');
  },
  'a session without mail': (post, time) => {
    const mail = post.mail();
    const pid = post.writer.pid();
    post.connect(time, pid, mail.client);
    let at = time;
    for (let count = post.dice.between(0, 3); count > 0; count--) {
      at += 300;
      const warns = post.dice.chance(0.3);
      if (post.dice.chance(0.5)) {
        post.line(at, 'smtpd', `warning: ${peer(mail)}: SASL LOGIN authentication failed: UGFzc3dvcmQ6`, pid);
        post.writer.fact({ kind: 'saslFailures', time: at });
      } else {
        const what = warns ? 'reject_warning' : 'reject';
        post.line(
          at,
          'smtpd',
          `NOQUEUE: ${what}: RCPT from ${peer(mail)}: 554 5.7.1 Service unavailable; Client host [${mail.client.address}] blocked using bl.example; listed; ${envelope(mail)}`,
          pid,
        );
        post.writer.fact({ kind: warns ? 'rejectWarnings' : 'rejected', time: at });
      }
    }
    post.disconnect(at + 200, pid, mail.client, 'ehlo=1 commands=1');
  },
  'header checks and milters': (post, time) => {
    const mail = post.mail();
    const pid = post.writer.pid();
    const { writer, dice } = post;
    post.connect(time, pid, mail.client);
    post.accept(time + 50, pid, mail);
    post.line(time + 80, 'cleanup', `${mail.id}: message-id=<${mail.messageId}>`);
    const at = time + 100;
    const check = (action: string, reply: string): void =>
      post.line(
        at,
        'cleanup',
        `${mail.id}: ${action}: header Subject: buy from ${peer(mail)}; ${envelope(mail)}: ${reply}`,
      );
    switch (dice.weighted({ reject: 1, discard: 1, hold: 2, redirect: 1, milter: 1, full: 1 })) {
      case 'reject':
        check('reject', '5.7.1 no');
        writer.fact({ kind: 'rejected', time: at });
        if (writer.version === 3.1) post.line(at + 2, 'cleanup', `${mail.id}: removed (canceled)`);
        break;
      case 'discard':
        check('discard', 'gone');
        writer.fact({ kind: 'checked-discarded', time: at });
        post.received(time + 50, mail, false);
        break;
      case 'hold': {
        check('hold', 'look');
        writer.fact({ kind: 'held', time: at });
        const released = dice.chance(0.5);
        post.received(time + 50, mail, released);
        const later = at + dice.between(60_000, 3_000_000);
        post.line(later, 'postsuper', `${mail.id}: ${released ? 'released from hold' : 'removed'}`);
        if (!released) break;
        post.activate(later + 700, mail);
        post.fates(later + 700, mail);
        break;
      }
      case 'redirect': {
        check('redirect', 'other@hinode.example');
        const next = {
          ...mail,
          recipients: [{ to: 'other@hinode.example', original: mail.recipients[0]!.to }],
        };
        post.received(time + 50, next);
        post.activate(at + 9, next);
        post.fates(at + 9, next);
        break;
      }
      case 'milter':
        post.line(
          at,
          'cleanup',
          `${mail.id}: milter-discard: END-OF-MESSAGE from ${peer(mail)}: milter triggers DISCARD action; ${envelope(mail)}`,
        );
        writer.fact({ kind: 'checked-discarded', time: at });
        post.received(time + 50, mail, false);
        break;
      default:
        post.line(at, 'cleanup', `warning: ${mail.id}: queue file size limit exceeded`);
    }
    post.disconnect(at + 90, pid, mail.client, 'ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5');
  },
  'an access rule that discards': (post, time) => {
    const mail = post.mail();
    const pid = post.writer.pid();
    post.connect(time, pid, mail.client);
    post.line(
      time + 50,
      'smtpd',
      `NOQUEUE: discard: RCPT from ${peer(mail)}: <${mail.sender}>: Sender address triggers DISCARD action; ${envelope(mail)}`,
      pid,
    );
    post.writer.fact({ kind: 'checked-discarded', time: time + 50 });
    post.accept(time + 52, pid, mail);
    post.received(time + 52, mail, false);
    post.disconnect(time + 90, pid, mail.client, 'ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5');
  },
  'deleted in mid-flight': (post, time) => {
    const mail = post.mail();
    const at = post.arrive(time, mail) + 500;
    for (const to of mail.recipients) post.defer(at, mail, to);
    post.line(at + 300_000, 'postsuper', `${mail.id}: removed`);
  },
  'postsuper -r': (post, time) => {
    const mail = post.mail(post.dice.chance(0.3) ? { messageId: '' } : {});
    const at = post.arrive(time, mail) + 500;
    for (const to of mail.recipients) post.defer(at, mail, to);
    requeue(post, at + post.dice.between(60_000, 900_000), mail);
  },
  'postsuper -r of copies with one message-id': (post, time) => {
    post.pipes = false;
    for (const { mail, time: at } of copies(post, time, 3, {})) {
      post.defer(post.arrive(at, mail) + 900, mail, mail.recipients[0]!);
      requeue(post, time + 400_000, mail);
    }
  },
  'spam with one message-id': (post, time) => {
    post.pipes = false;
    for (const { mail, time: at } of copies(post, time, 4, {})) post.fates(post.arrive(at, mail), mail);
  },
  'a program that sends one message-id': (post, time) => {
    post.pipes = false;
    const sender = `news${post.writer.serial()}@mx1.hinode.example`;
    for (const { mail, time: at } of copies(post, time, 3, { sender, client: { name: '', address: '' } }))
      post.fates(post.submit(at, mail), mail);
  },
  'a list manager': (post, time) => {
    post.pipes = false;
    const mail = post.mail({ recipients: [{ to: 'list@hinode.example' }] });
    const at = post.arrive(time, mail) + 300;
    post.attempt(at, mail, mail.recipients[0]!, 'sent', [
      'local',
      'local',
      '2.0.0',
      'delivered to command: mailman post',
    ]);
    post.told(at, mail, mail.recipients[0]!, 'delivered');
    post.remove(at + 3, mail);
    for (let count = post.dice.between(1, 4); count > 0; count--) {
      const copy = post.mail({
        messageId: mail.messageId,
        sender: 'list-bounces@hinode.example',
        client: LOCALHOST,
      });
      post.fates(post.arrive(at + post.dice.between(500, 5_000), copy), copy);
    }
  },
  'Sieve sends a copy on': (post, time) => {
    post.pipes = false;
    const mail = post.mail({ recipients: [{ to: 'ann@hinode.example' }] });
    const at = post.arrive(time, mail) + 300;
    post.attempt(at, mail, mail.recipients[0]!, 'sent', [
      'lmtp',
      '127.0.0.1[127.0.0.1]:24',
      '2.0.0',
      '250 2.0.0 <ann@hinode.example> abc Saved',
    ]);
    post.told(at, mail, mail.recipients[0]!, 'delivered');
    const { messageId, sender } = mail;
    const copy = post.mail({ messageId, sender, recipients: [{ to: 'ann@far.example' }], client: LOCALHOST });
    post.fates(post.arrive(at - 100, copy), copy);
    post.remove(at + 50, mail);
  },
  'address verification': (post, time) => {
    const probe = post.mail({
      sender: 'double-bounce@mx1.hinode.example',
      recipients: [{ to: 'x@far.example' }],
    });
    const at = post.queue(time, probe) + 400;
    post.attempt(at, probe, probe.recipients[0]!, post.dice.pick(['deliverable', 'undeliverable']), [
      'smtp',
      'mx.far.example[203.0.113.9]:25',
      '2.1.5',
      '250 ok',
    ]);
    post.remove(at + 2, probe);
  },
  'a proxy filter before the queue': (post, time) => {
    const mail = post.mail({ account: post.dice.pick(['', 'ann']) });
    const [front, back] = [post.writer.pid(), post.writer.pid()];
    post.connect(time, front, mail.client);
    post.accept(time + 20, front, { ...mail, id: 'NOQUEUE' });
    post.connect(time + 300, back, LOCALHOST);
    post.accept(
      time + 303,
      back,
      { ...mail, client: LOCALHOST, account: '' },
      'smtpd',
      `, orig_client=${peer(mail)}`,
    );
    post.received(time + 303, mail);
    const at = post.queue(time + 310, mail);
    post.line(
      at + 2,
      'smtpd',
      `proxy-accept: END-OF-MESSAGE: 250 2.0.0 Ok: queued as ${mail.id}; ${envelope(mail)}`,
      front,
    );
    post.disconnect(at + 3, back, LOCALHOST, 'ehlo=1 xforward=2 mail=1 rcpt=1 data=1 quit=1 commands=7');
    post.disconnect(at + 5, front, mail.client, 'ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5');
    post.fates(at, mail);
  },
};
