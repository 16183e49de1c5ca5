/** Programs that name their process in the tag, qmqpd, maildrop; what their lines say. */
import { tells } from './told.ts';

tells([
  [
    'dovecot/imap-login: Login: user=<ann>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1, mpid=1, TLS',
    { kind: 'login', service: 'imap', account: 'ann', address: '192.0.2.1' },
  ],
  [
    'dovecot/imap-login: Info: Disconnected (auth failed, 3 attempts in 10 secs): user=<bob>, method=PLAIN, rip=192.0.2.2, lip=198.51.100.1',
    { kind: 'loginFailure', account: 'bob', address: '192.0.2.2', attempts: 3 },
  ],
  [
    'dovecot-pop3-login: Aborted login (auth failed, 1 attempts): user=<bob>, method=PLAIN, rip=192.0.2.2, lip=198.51.100.1',
    { kind: 'loginFailure', service: 'pop3', attempts: 1 },
  ],
  [
    'dovecot/lmtp(ann): msgid=<a@b>: saved mail to INBOX',
    { kind: 'mailbox', account: 'ann', mailbox: 'INBOX' },
  ],
  ['dovecot/lmtp: lmtp(ann): msgid=<a@b>: saved mail to INBOX', { kind: 'mailbox', account: 'ann' }],
  ['dovecot/imap(ann): Logged out in=1 out=2', { kind: 'quiet' }],
  [
    'dovecot/auth: passwd-file(bob,192.0.2.2): unknown user',
    { kind: 'loginFailure', account: 'bob', attempts: 0 },
  ],
  [
    'dovecot/master: Warning: Killed with signal 15 (by pid=1 uid=0 code=kill)',
    { kind: 'complaint', level: 'warning' },
  ],
  ['postfix/qmqpd: connect from list.example.com[192.0.2.9]', { kind: 'connect', address: '192.0.2.9' }],
  [
    'postfix/qmqpd: 4D2F1A2B3C: client=list.example.com[192.0.2.9]',
    { kind: 'accepted', queueId: '4D2F1A2B3C' },
  ],
  [
    'postfix/qmqpd: 4D2F1A2B3C: list.example.com[192.0.2.9]: lost connection while receiving message content',
    { kind: 'lost', how: 'lost connection', queueId: '4D2F1A2B3C', address: '192.0.2.9' },
  ],
  [
    'postfix/qmqpd: 4D2F1A2B3C: list.example.com[192.0.2.9]: netstring format error while receiving QMQP packet header',
    { kind: 'complaint', level: 'warning', queueId: '4D2F1A2B3C' },
  ],
  [
    'postfix/qmqpd: warning: 4D2F1A2B3C: list.example.com[192.0.2.9]: Error: message too large',
    { kind: 'complaint', level: 'warning', queueId: '4D2F1A2B3C' },
  ],
  ['mx1/submission/smtpd: connect from unknown[2001:db8::1]', { kind: 'connect', address: '2001:db8::1' }],
  ['maildrop: Unable to create a dot-lock at /var/mail/ann.lock.', { kind: 'complaint', level: 'error' }],
  [
    'maildrop: ERR: authdaemon: s_connect() failed: Permission denied',
    { kind: 'complaint', text: 'authdaemon: s_connect() failed: Permission denied' },
  ],
  [
    'opendkim: mail._domainkey.example.com: key data is not secure: /etc/dkimkeys is writeable and owned by uid 110',
    { kind: 'complaint', level: 'warning' },
  ],
]);
