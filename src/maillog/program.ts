/**
 * Who wrote a line: the tag of the syslog header, taken apart.
 *
 * Postfix's tag is `syslog_name/daemon`, and anything before the last slash names the instance and the
 * service: `postfix/smtpd`, `postfix-out/smtp`, `postfix/submission/smtpd`, `mymta/qmgr` (postconf(5)
 * syslog_name). Example: "postfix/submission/smtpd" is daemon smtpd, service submission.
 */
export type Family = 'postfix' | 'dovecot' | 'ftp' | 'sasl' | 'filter' | 'policy' | 'login' | 'foreign';

export interface Program {
  readonly tag: string;
  readonly family: Family;
  /** Postfix: the daemon ("smtpd"), Dovecot: the process where the tag names it; else the program's own name. */
  readonly daemon: string;
  /** What the administrator calls the service: "submission" for postfix/submission/smtpd, else the daemon. */
  readonly service: string;
}

const POSTFIX_DAEMONS = new Set(
  (
    'smtpd postscreen dnsblog tlsproxy cleanup qmgr nqmgr oqmgr pickup smtp lmtp local virtual pipe bounce defer trace ' +
    'error retry discard verify anvil scache trivial-rewrite proxymap proxywrite master postfix-script postsuper ' +
    'sendmail postdrop postqueue postlog postlogd tlsmgr flush showq spawn qmqpd postmap postalias postkick ' +
    'postmulti postconf postcat postlock postfix postfix-wrapper postfix-files postfix-tls-script policy-spf ' +
    'policyd-spf postfwd postfwd2 postfwd3 policyd-weight rewrite relay submission smtps submissions'
  ).split(' '),
);

const POLICY = new Set([
  'policy-spf',
  'policyd-spf',
  'postfwd',
  'postfwd2',
  'postfwd3',
  'policyd-weight',
  'postgrey',
  'sqlgrey',
  'gld',
  'iredapd',
  'cbpolicyd',
  'milter-greylist',
  'python-policyd-spf',
]);
const FILTERS = new Set([
  'opendkim',
  'opendmarc',
  'rspamd',
  'amavis',
  'amavisd',
  'spamd',
  'spamc',
  'clamsmtpd',
  'clamav-milter',
  'spamass-milter',
  'MailScanner',
  'dkim-filter',
  'procmail',
  'maildrop',
  'openarc',
  'spampd',
  'dkimproxy.out',
  'dkimproxy.in',
  'clamd',
  'mimedefang',
  'pmg-smtp-filter',
  'SA',
]);
/** Plesk's own programs on a message's way. */
const PLESK = new Set([
  'spf filter',
  'greylisting filter',
  'dk filter',
  'plesk sendmail',
  'plesk-sendmail',
  'psa-pc-remote',
  'check-quota',
  'limit-out',
  'postfix-local',
  'dk_check',
  'dk_sign',
  'dd51-domainkeys',
]);
/** Dovecot's auth process where PAM writes in its name; `auth(ann)` stands in Dovecot's own log files instead. */
const AUTH = new Set(['auth', 'auth(default)']);
const FTP = new Set(['vsftpd', 'proftpd', 'pure-ftpd', 'wu-ftpd']);
const LOGINS = new Set([
  'imapd',
  'pop3d',
  'imapd-ssl',
  'pop3d-ssl',
  'roundcube',
  'sogod',
  'webmin',
  'usermin',
  'cyrus',
  'imaps',
  'authdaemond',
  'imap',
  'pop3',
  'pop3s',
  'lmtpunix',
]);

/**
 * The classes of a tag. Its names are made unique strings (as property names are in V8), so that comparing them,
 * which happens on every line, compares pointers.
 */
export function classify(tag: string): Program {
  const { family, daemon, service } = classes(tag);
  return {
    tag: unique(tag),
    family: unique(family) as Family,
    daemon: unique(daemon),
    service: unique(service),
  };
}

function unique(name: string): string {
  return Object.keys({ [name]: 0 })[0]!;
}

function classes(tag: string): Program {
  const slash = tag.lastIndexOf('/');
  const last = slash < 0 ? tag : tag.slice(slash + 1);
  const before = slash < 0 ? '' : tag.slice(0, slash);
  // `journalctl -o with-unit` puts the unit in the place of the tag: a daemon of Postfix, and nobody knows which.
  if (tag.startsWith('postfix@') && tag.endsWith('.service'))
    return { tag, family: 'postfix', daemon: 'unit', service: tag };
  // `postfwd3/policy`, `postfwd2/cache`
  if (POLICY.has(before)) return { tag, family: 'policy', daemon: before, service: before };
  if (PLESK.has(last)) return { tag, family: 'filter', daemon: 'plesk', service: last };
  if (POLICY.has(last)) return { tag, family: 'policy', daemon: last, service: last };
  // `dovecot/imap-login`, `dovecot/lmtp(ann)`: the process speaks in the tag.
  if (before === 'dovecot') return { tag, family: 'dovecot', daemon: last, service: last };
  if (slash >= 0 && !before.startsWith('cyrus') && POSTFIX_DAEMONS.has(last)) {
    const middle = before.lastIndexOf('/');
    return { tag, family: 'postfix', daemon: last, service: middle < 0 ? last : before.slice(middle + 1) };
  }
  if (tag === 'postfix' || tag === 'postfix-script')
    return { tag, family: 'postfix', daemon: 'postfix-script', service: 'postfix' };
  if (tag === 'postmulti' || tag === 'postlog' || tag === 'postfix-wrapper')
    return { tag, family: 'postfix', daemon: tag, service: tag };
  const base = tag.replace(/\(.*$/, '');
  if (base === 'dovecot' || base === 'dovecot-auth' || AUTH.has(tag))
    return { tag, family: 'dovecot', daemon: 'dovecot', service: last };
  // Dovecot 1's delivery program, `deliver(ann)`, and `lda(ann)` where it runs by itself.
  if (base !== tag && (base === 'deliver' || base === 'lda'))
    return { tag, family: 'dovecot', daemon: tag, service: base };
  if (base.startsWith('dovecot-'))
    return { tag, family: 'dovecot', daemon: tag.slice(8), service: base.slice(8) };
  if (FTP.has(base)) return { tag, family: 'ftp', daemon: base, service: base };
  if (base === 'saslauthd' || base === 'plesk_saslauthd')
    return { tag, family: 'sasl', daemon: base, service: base };
  if (FILTERS.has(base) || FILTERS.has(last))
    return { tag, family: 'filter', daemon: FILTERS.has(base) ? base : last, service: base };
  // `imap(ann)` is Dovecot's, in its own log file.
  if (LOGINS.has(last) || before === 'cyrus' || (LOGINS.has(base) && tag.endsWith('(pam_unix)')))
    return { tag, family: 'login', daemon: last, service: base };
  return { tag, family: 'foreign', daemon: base, service: base };
}
