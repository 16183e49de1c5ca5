/** The folder of a Postfix of one's own: settings, queue, data, mailboxes and log, with the owners it insists on. */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './daemon.ts';
import { masterCf, type Service } from './master-cf.ts';

export interface PostfixSettings {
  /** main.cf parameters; they replace the lab's own. `$config_directory` is the folder of the tables. */
  parameters?: Record<string, string>;
  /** More master.cf services; one with the name of another takes its place. */
  services?: Service[];
  /** Files beside main.cf: used as `texthash:$config_directory/NAME`, `pcre:$config_directory/NAME`, ... */
  tables?: Record<string, string>;
  /** The text of an alias file, aliases(5). */
  aliases?: string;
  longQueueIds?: boolean;
  /** postscreen(8) takes the connections. */
  behindPostscreen?: boolean;
}

export interface PostfixFolder {
  root: string;
  config: string;
  log: string;
  /** Mailboxes: `mail/USER` for local users, `mail/PATH` for virtual ones. */
  mail: string;
}

/** Makes the folder; nothing runs yet. */
export function makePostfixFolder(port: number, settings: PostfixSettings): PostfixFolder {
  const root = makeFolder('postfix');
  const folder = {
    root,
    config: join(root, 'etc'),
    log: join(root, 'log', 'maillog'),
    mail: join(root, 'mail'),
  };
  for (const name of ['etc', 'log', 'mail', 'queue', 'data']) mkdirSync(join(root, name), { mode: 0o755 });
  const postfix = Number(execFileSync('id', ['-u', 'postfix'], { encoding: 'utf8' }));
  chownSync(join(root, 'data'), postfix, 0);
  chmodSync(folder.mail, 0o1777); // as /var/mail: each user makes a mailbox of his own
  for (const [name, text] of Object.entries(settings.tables ?? {})) {
    writeFileSync(join(folder.config, name), text);
  }
  writeFileSync(join(folder.config, 'aliases'), settings.aliases ?? '');
  const parameters = { ...baseParameters(folder, settings), ...settings.parameters };
  const lines = Object.entries(parameters).map(([name, value]) => `${name} = ${value}\n`);
  writeFileSync(join(folder.config, 'main.cf'), lines.join(''));
  writeFileSync(
    join(folder.config, 'master.cf'),
    masterCf(port, settings.services ?? [], settings.behindPostscreen),
  );
  execFileSync('postalias', ['-c', folder.config, join(folder.config, 'aliases')]);
  return folder;
}

function baseParameters(folder: PostfixFolder, settings: PostfixSettings): Record<string, string> {
  return {
    compatibility_level: '3.6',
    queue_directory: join(folder.root, 'queue'),
    data_directory: join(folder.root, 'data'),
    maillog_file: folder.log,
    maillog_file_prefixes: join(folder.root, 'log'),
    enable_long_queue_ids: settings.longQueueIds ? 'yes' : 'no',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    myhostname: 'mx.local.example',
    mydestination: 'local.example, $myhostname',
    mynetworks: '127.0.0.1/32',
    smtpd_authorized_xclient_hosts: '127.0.0.0/8',
    alias_maps: '$default_database_type:$config_directory/aliases',
    alias_database: '$alias_maps',
    mail_spool_directory: `${folder.mail}/`.replace(/\/$/, ''),
    // Nothing waits, nothing comes by itself: a test decides when the queue runs.
    smtpd_error_sleep_time: '0',
    in_flow_delay: '0',
    queue_run_delay: '3600',
    minimal_backoff_time: '3600',
    maximal_backoff_time: '7200',
    notify_classes: '',
    default_process_limit: '20',
    // One failed delivery must not put the other mail for the same sink off.
    default_destination_concurrency_failed_cohort_limit: '1000',
  };
}
