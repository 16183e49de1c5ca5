/**
 * A real Dovecot beside Postfix: it knows the passwords (`smtpd_sasl_type = dovecot`), takes mail by LMTP with a
 * quota and Sieve, and lets users read by IMAP. Its log is told as syslogd would write it. Debian's packages are
 * dovecot-core, dovecot-imapd, dovecot-lmtpd and dovecot-sieve.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { makeFolder, startDaemon } from './daemon.ts';
import { claimPort } from './ports.ts';
import { waitFor } from './wait.ts';

export interface Dovecot {
  readonly ports: { readonly auth: number; readonly lmtp: number; readonly imap: number };
  /** main.cf parameters that make smtpd ask it for passwords. */
  readonly parameters: Record<string, string>;
  /** Its log, each line with the header that syslogd puts before it. */
  log(): string;
  /** Logs in by IMAP from 127.0.0.1. @returns whether it may */
  imapLogin(user: string, password: string): Promise<boolean>;
  stop(): Promise<void>;
}

export interface DovecotOptions {
  /** Names and passwords. */
  users: Record<string, string>;
  /** Bytes of mail that a user may have. */
  quota?: number;
  /** Where mail of Sieve leaves, `host:port`. */
  submission?: string;
  /** A Sieve script for everybody. */
  sieve?: string;
}

export async function startDovecot(options: DovecotOptions): Promise<Dovecot> {
  const folder = makeFolder('dovecot');
  const ports = {
    auth: await claimPort(),
    lmtp: await claimPort(),
    imap: await claimPort(),
  };
  const logFile = join(folder, 'log');
  for (const name of ['mail', 'run', ...Object.keys(options.users).map((user) => `mail/${user}`)])
    mkdirSync(join(folder, name));
  for (const name of ['mail', ...Object.keys(options.users).map((user) => `mail/${user}`)])
    chmodSync(join(folder, name), 0o1777);
  writeFileSync(
    join(folder, 'users'),
    Object.entries(options.users)
      .map(([user, password]) => `${user}:{PLAIN}${password}\n`)
      .join(''),
  );
  const sieve = join(folder, 'global.sieve');
  writeFileSync(sieve, options.sieve ?? 'keep;\n');
  writeFileSync(join(folder, 'dovecot.conf'), configuration(folder, ports, options));
  execFileSync('sievec', ['-c', join(folder, 'dovecot.conf'), sieve]);
  const server = await startDaemon(folder, '/usr/sbin/dovecot', ['-F', '-c', join(folder, 'dovecot.conf')]);
  const text = (): string => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '');
  await waitFor('Dovecot to start', () => text().includes('starting up'), 10_000);
  return {
    ports,
    parameters: {
      smtpd_sasl_auth_enable: 'yes',
      smtpd_sasl_type: 'dovecot',
      smtpd_sasl_path: `inet:127.0.0.1:${ports.auth}`,
    },
    log: () => text().replaceAll(/^(\w{3} [ \d]\d [\d:]{8}) (.*?): (?:Info: )?/gm, '$1 mx dovecot: $2: '),
    imapLogin: (user, password) => imapLogin(ports.imap, user, password),
    stop: () => server.stop(),
  };
}

function configuration(folder: string, ports: Dovecot['ports'], options: DovecotOptions): string {
  const { quota, submission = '127.0.0.1:25' } = options;
  const listener = (service: string, inner: string, port: number): string =>
    `service ${service} {\n  inet_listener ${inner} {\n    address = 127.0.0.1\n    port = ${port}\n  }\n  chroot =\n}\n`;
  return `
base_dir = ${folder}/run
log_path = ${folder}/log
log_timestamp = "%b %e %H:%M:%S "
instance_name = sekisho-lab
protocols = imap lmtp
ssl = no
disable_plaintext_auth = no
auth_verbose = yes
auth_failure_delay = 0
auth_mechanisms = plain login
default_internal_user = dovecot
default_login_user = dovenull
first_valid_uid = 1
mail_location = maildir:${folder}/mail/%n
submission_host = ${submission}
postmaster_address = postmaster@local.example
hostname = mx.local.example
lmtp_save_to_detail_mailbox = no
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%n ${folder}/users
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${folder}/mail/%n
}
${listener('auth', 'postfix', ports.auth)}
${listener('lmtp', 'lmtp', ports.lmtp)}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${ports.imap}
  }
}
# No waiting for those who guess.
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
protocol lmtp {
  mail_plugins = quota sieve
}
plugin {
  quota = maildir:User quota
  quota_rule = *:bytes=${quota ?? 1_000_000_000}
  quota_grace = 0
  sieve_before = ${folder}/global.sieve
  sieve_redirect_envelope_from = sender
}
`;
}

async function imapLogin(port: number, user: string, password: string): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.setTimeout(10_000, () => socket.destroy());
  let heard = '';
  socket.write(`a login "${user}" "${password}"\r\nb logout\r\n`);
  for await (const bytes of socket) heard += (bytes as Buffer).toString('latin1');
  return /^a OK/m.test(heard);
}
