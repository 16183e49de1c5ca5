/** Which replies of delivery agents tell of a program, mailbox or socket that cannot take mail; the names are the inputs. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deliveryProgramTrouble } from '../../src/findings/delivery-program.ts';
import type { Delivery } from '../../src/maillog/event.ts';

function delivery(agent: string, dsn: string, reply: string, relay = agent): Delivery {
  return {
    kind: 'delivery',
    queueId: 'A0001',
    agent,
    recipient: 'ann@hinode.example',
    originalRecipient: '',
    relay,
    delay: 1,
    delays: '0/0/0/1',
    tls: '',
    dsn,
    status: dsn.startsWith('4') ? 'deferred' : 'bounced',
    reply,
  };
}

/** Agent, dsn, reply, what fails, cause. */
const TOLD: readonly (readonly [string, string, string, string, string])[] = [
  [
    'local',
    '5.3.0',
    'Command died with status 1: "/usr/local/bin/ticket"',
    '/usr/local/bin/ticket',
    'command',
  ],
  [
    'local',
    '5.3.0',
    'Command died with status 1: "php /srv/shop/mail.php". Command output: PHP Fatal error:  Uncaught Error: Call to undefined function mysql_connect() in /srv/shop/mail.php:3 ',
    'php /srv/shop/mail.php',
    'command',
  ],
  [
    'local',
    '5.3.0',
    'Command died with status 1: "/srv/bin/take.py". Command output: Traceback (most recent call last):   File "/srv/bin/take.py", line 2, in <module>     import yaml ModuleNotFoundError: No module named \'yaml\' ',
    '/srv/bin/take.py',
    'command',
  ],
  [
    'local',
    '5.3.0',
    'Command died with status 2: "/bin/sh /srv/robot". Command output: /bin/sh: 0: cannot open /srv/robot: No such file ',
    '/bin/sh /srv/robot',
    'command',
  ],
  [
    'local',
    '5.3.0',
    'Command died with status 127: "procmail -a "$EXTENSION"". Command output: sh: 1: procmail: not found ',
    'procmail -a "$EXTENSION"',
    'command',
  ],
  [
    'local',
    '5.3.0',
    'Command died with signal 11: "/usr/bin/bogofilter -p"',
    '/usr/bin/bogofilter -p',
    'command',
  ],
  ['pipe', '4.3.0', 'Command time limit exceeded: "/usr/bin/spamc"', '/usr/bin/spamc', 'pipe'],
  [
    'local',
    '5.2.0',
    'can\'t create user output file. Command output: procmail: Couldn\'t create "/var/spool/mail/ann" ',
    '/var/spool/mail/ann',
    'command',
  ],
  ['local', '5.2.0', "can't create user output file", "local: can't create user output file", 'command'],
  [
    'pipe',
    '4.3.0',
    'temporary failure. Command output: lda(ann): Error: stat(/home/ann/Maildir/tmp) failed: Permission denied (euid=1001(ann)) ',
    '/home/ann/Maildir/tmp',
    'pipe',
  ],
  [
    'pipe',
    '5.3.0',
    'Command died with status 1: "/usr/bin/perl". Command output: Can\'t locate Mail/Internet.pm in @INC (you may need to install it) ',
    '/usr/bin/perl',
    'pipe',
  ],
  [
    'virtual',
    '4.2.0',
    'maildir delivery failed: create maildir file /var/vmail/hinode.example/ann/tmp/1795591649.P77.mx1: Permission denied',
    '/var/vmail/hinode.example/ann',
    'mailbox',
  ],
  [
    'local',
    '4.2.0',
    'cannot update mailbox /var/mail/ann for user ann. unable to create lock file /var/mail/ann.lock: Permission denied',
    '/var/mail/ann',
    'mailbox',
  ],
  [
    'lmtp',
    '4.4.1',
    'connect to mx1.hinode.example[private/dovecot-lmtp]: Connection refused',
    'private/dovecot-lmtp',
    'socket',
  ],
  [
    'error',
    '4.4.1',
    'delivery temporarily suspended: connect to mx1.hinode.example[/run/dovecot/lmtp]: Permission denied',
    '/run/dovecot/lmtp',
    'socket',
  ],
];

const SILENT: readonly (readonly [string, string, string])[] = [
  [
    'local',
    '5.3.0',
    'Command died with status 1: "/usr/bin/filter". Command output: this looks like advertising ',
  ],
  [
    'local',
    '5.3.0',
    'Command died with status 100: "/usr/bin/ezmlm-reject". Command output: Sorry, only subscribers may post. ',
  ],
  ['local', '5.1.1', 'user unknown'],
  ['local', '5.1.1', 'user unknown. Command output: maildrop: /home/x: No such file or directory '],
  [
    'local',
    '5.2.0',
    'can\'t create user output file. Command output: procmail: Quota exceeded while writing "/home/ann/Maildir/new/1.P" ',
  ],
  ['pipe', '5.7.0', 'permission denied. Command output: Rejected: this list is for members '],
  [
    'pipe',
    '4.3.0',
    'temporary failure. Command output: lda: Error: ann: Quota exceeded (mailbox for user is full) ',
  ],
  ['pipe', '4.3.0', 'temporary failure'],
  ['pipe', '5.3.0', 'service unavailable. Command output: not a member of this list '],
  [
    'local',
    '5.2.2',
    'cannot update mailbox /var/mail/ann for user ann. error writing message: File too large',
  ],
  ['virtual', '5.2.2', 'maildir delivery failed: error writing message: Disk quota exceeded'],
  [
    'local',
    '4.2.0',
    'cannot update mailbox /var/mail/ann for user ann. unable to lock for exclusive access: Resource temporarily unavailable',
  ],
  // The disk's trouble, which is another finding.
  [
    'local',
    '4.3.0',
    'cannot update mailbox /var/mail/ann for user ann. error writing message: No space left on device',
  ],
  ['lmtp', '4.4.1', 'connect to mail.inside.example[10.0.0.9]:24: Connection refused'],
  ['smtp', '4.4.1', 'connect to mx.far.example[192.0.2.25]:25: No such file or directory'],
  [
    'lmtp',
    '5.2.0',
    'host mx1[private/dovecot-lmtp] said: 550 5.2.0 Permission denied (in reply to end of DATA command)',
  ],
];

describe('what a delivery agent says', () => {
  for (const [agent, dsn, reply, subject, cause] of TOLD)
    it(`${agent}: ${reply}`, () => {
      const trouble = deliveryProgramTrouble(delivery(agent, dsn, reply));
      assert.deepEqual(
        { subject: trouble?.subject, cause: trouble?.cause },
        { subject, cause: `delivery-program-failed/${cause}` },
      );
    });
  for (const [agent, dsn, reply] of SILENT)
    it(`not: ${agent}: ${reply}`, () => {
      assert.equal(deliveryProgramTrouble(delivery(agent, dsn, reply)), undefined);
    });
});
