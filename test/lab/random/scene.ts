/** Everything that runs in the random scene: a Postfix whose settings are drawn by lot, and what stands around it. */
import { type ContentFilter, startContentFilter } from '../content-filter.ts';
import { removeFolder } from '../daemon.ts';
import { startResolver } from '../dns.ts';
import { smtpdService } from '../master-cf.ts';
import { claimPort } from '../ports.ts';
import { Postfix } from '../postfix.ts';
import { startRbldnsd } from '../rbldnsd.ts';
import { startSaslServer } from '../sasl-server.ts';
import { type Sink, startSink } from '../sink.ts';
import type { Dice } from './dice.ts';
import { ACCOUNTS, farRecipients, LISTED, POSTMASTER, REFUSED, RULED_SENDERS, WARNED } from './people.ts';
import { makePrograms } from './programs.ts';

/** What the lot fell on. */
export interface Choices {
  longQueueIds: boolean;
  delayReject: boolean;
  softBounce: boolean;
  /** A copy of everything goes to the sink, so that the size of every message is seen. */
  archive: boolean;
  xforward: boolean;
  connectionCache: boolean;
  checkUnknown: boolean;
  syslogName: string;
  sizeLimit: number;
  rotate: boolean;
}

export interface Scene {
  readonly choices: Choices;
  readonly postfix: Postfix;
  readonly submissionPort: number;
  readonly sink: Sink;
  readonly filter: ContentFilter;
  /** Recipients behind the sink. */
  readonly far: readonly string[];
  /** Each message that a delivery program took, after a line `X-Taken-For: recipient`. */
  taken(): string[];
  /** What the filter behind a pipe saw. */
  pipeFiltered(): readonly string[];
  stop(): Promise<void>;
}

export function choose(dice: Dice): Choices {
  return {
    longQueueIds: dice.chance(0.5),
    delayReject: dice.chance(0.7),
    softBounce: dice.chance(0.2),
    archive: dice.chance(0.7),
    xforward: dice.chance(0.5),
    connectionCache: dice.chance(0.3),
    checkUnknown: dice.chance(0.5),
    syslogName: dice.pick(['postfix', 'postfix', 'postfix-out', 'mx1', 'postfix/inner']),
    sizeLimit: dice.pick([0, 8000]),
    rotate: dice.chance(0.5),
  };
}

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

export async function startScene(dice: Dice, choices: Choices): Promise<Scene> {
  const cleanup: (() => unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of cleanup.reverse()) await end();
  };
  try {
    const sink = await startSink();
    cleanup.push(() => sink.stop());
    const far = farRecipients(dice, 'relayed.example', 40);
    for (const { address, rule } of far) {
      // A session that is used again is opened anew after a loss: nobody but Postfix sees how often it tried.
      if (rule?.reply === 'drop' && choices.connectionCache) continue;
      sink.answer(address, rule);
    }
    sink.answer('slow@good.example', { at: 'recipient', reply: '450 4.2.2 mailbox full', times: 3 });
    sink.answer('gone@good.example', { at: 'recipient', reply: '550 5.1.1 no such user' });
    const lists = await startRbldnsd({
      'zen.lab': { type: 'ip4set', lines: LISTED.map(({ addr }) => `${addr} :127.0.0.2:listed, see $`) },
      'second.lab': { type: 'ip4set', lines: [WARNED.addr] },
    });
    cleanup.push(() => lists.stop());
    const records = ['good.example. MX 10 mail.good.example.', 'mail.good.example. A 203.0.113.10'];
    const resolver = await startResolver({ records, blocklists: [lists] });
    cleanup.push(() => resolver.stop());
    const sasl = await startSaslServer({ ...ACCOUNTS });
    cleanup.push(() => sasl.stop());
    const reentry = await claimPort();
    const submissionPort = await claimPort();
    const filter = await startContentFilter(reentry);
    cleanup.push(() => filter.stop());
    const programs = makePrograms();
    cleanup.push(() => removeFolder(programs.folder));
    const archive = choices.archive ? { always_bcc: 'archive@far.example' } : {};
    const pipe = (name: string, argv: string, more = '') => ({
      name,
      type: 'unix' as const,
      unprivileged: false,
      command: `pipe flags=Rq user=nobody ${more} argv=${argv}`,
    });
    const postfix = await Postfix.start({
      resolvConf: resolver.resolvConf,
      longQueueIds: choices.longQueueIds,
      aliases: aliases(programs.folder),
      parameters: {
        ...sasl.parameters,
        ...archive,
        syslog_name: choices.syslogName,
        relayhost: `[127.0.0.1]:${sink.port}`,
        relay_domains:
          'relayed.example discarded.example errored.example piped.example filtered.example pipefiltered.example held.example',
        transport_maps: 'texthash:$config_directory/transport',
        virtual_alias_domains: 'alias.example',
        virtual_alias_maps: 'texthash:$config_directory/virtual',
        sender_bcc_maps: 'texthash:$config_directory/sender_bcc',
        recipient_bcc_maps: 'texthash:$config_directory/recipient_bcc',
        inet_protocols: 'all',
        smtpd_helo_required: 'yes',
        smtpd_delay_reject: yesNo(choices.delayReject),
        soft_bounce: yesNo(choices.softBounce),
        smtp_send_xforward_command: yesNo(choices.xforward),
        smtp_connection_cache_on_demand: yesNo(choices.connectionCache),
        smtpd_authorized_xforward_hosts: '127.0.0.0/8',
        message_size_limit: String(choices.sizeLimit),
        // Notifications must stay under that limit too, and give small messages and each other back whole.
        bounce_size_limit: '4800',
        mailbox_size_limit: '0',
        notify_classes: '2bounce',
        '2bounce_notice_recipient': `${POSTMASTER}@local.example`,
        header_checks: 'pcre:$config_directory/header_checks',
        body_checks: 'pcre:$config_directory/body_checks',
        smtpd_client_restrictions:
          'warn_if_reject reject_rbl_client second.lab, check_client_access texthash:$config_directory/clients',
        smtpd_helo_restrictions:
          'permit_mynetworks, reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname',
        smtpd_sender_restrictions: `check_sender_access texthash:$config_directory/senders${
          choices.checkUnknown ? ', reject_unknown_sender_domain' : ''
        }`,
        smtpd_relay_restrictions: 'permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination',
        smtpd_recipient_restrictions:
          'check_recipient_access texthash:$config_directory/recipients, permit_mynetworks, permit_sasl_authenticated, reject_rbl_client zen.lab' +
          (choices.checkUnknown ? ', reject_unknown_reverse_client_hostname' : ''),
        smtpd_data_restrictions:
          'reject_multi_recipient_bounce, check_sender_access texthash:$config_directory/data',
        smtpd_end_of_data_restrictions: 'check_sender_access texthash:$config_directory/end_of_data',
      },
      tables: {
        transport: [
          'discarded.example discard:',
          'errored.example error:5.1.2 no such place',
          'later@errored.example error:4.3.0 not today',
          'piped.example take:',
          'fail@piped.example fail:',
          'later@piped.example later:',
          'absent@piped.example absent:',
        ].join('\n'),
        virtual: [
          'team@alias.example games@local.example, ok-1@relayed.example, ok-team@far.example',
          'one@alias.example news@local.example',
          'chain@alias.example team@alias.example, moved@local.example',
        ].join('\n'),
        sender_bcc: 'ann@good.example copy@far.example\n',
        recipient_bcc: 'man@local.example copy2@far.example\n',
        clients: `${REFUSED.addr} REJECT not you\n`,
        senders: Object.entries(RULED_SENDERS)
          .map(([name, action]) => `${name}@good.example ${action}`)
          .join('\n'),
        data: 'nodata@good.example REJECT not this one\n',
        end_of_data: 'noend@good.example REJECT not this one either\n',
        recipients: [
          'held@held.example HOLD',
          'dropped@held.example DISCARD',
          'refused@held.example REJECT',
          'redirected@held.example REDIRECT news@local.example',
          `filtered.example FILTER smtp:[127.0.0.1]:${filter.port}`,
          'pipefiltered.example FILTER pipefilter:dummy',
        ].join('\n'),
        header_checks: [
          '/^Subject: refused here/ REJECT no',
          '/^Subject: hold here/ HOLD',
          '/^Subject: discard here/ DISCARD',
          '/^Subject: warn here/ WARN look',
          '/^Subject: prepend here/ PREPEND X-Lab-More: yes',
        ].join('\n'),
        body_checks: '/^refuse this body/ REJECT bad words\n/^discard this body/ DISCARD\n',
      },
      services: [
        smtpdService(reentry, {
          syslog_name: 'postfix/reentry',
          receive_override_options: 'no_header_body_checks,no_address_mappings',
          smtpd_client_restrictions: '',
          smtpd_sender_restrictions: '',
          smtpd_recipient_restrictions: 'permit_mynetworks,reject',
          smtpd_data_restrictions: '',
          smtpd_end_of_data_restrictions: '',
        }),
        smtpdService(submissionPort, {
          syslog_name: `${choices.syslogName}/submission`,
          smtpd_client_restrictions: '',
          smtpd_recipient_restrictions: 'permit_sasl_authenticated,reject',
        }),
        pipe('take', `${programs.take} \${recipient}`),
        pipe('fail', '/bin/sh -c {echo no mailbox; exit 67}'),
        pipe('later', '/bin/sh -c {echo try again; exit 75}'),
        pipe('absent', '/nonexistent/bin/take-mail'),
        pipe('pipefilter', `${programs.filter} \${sender} \${recipient}`, 'null_sender='),
      ],
    });
    cleanup.push(() => postfix.remove());
    const stopFiltering = programs.filterWith(postfix);
    cleanup.push(stopFiltering);
    return {
      choices,
      postfix,
      submissionPort,
      sink,
      filter,
      far: far.map(({ address }) => address),
      taken: () => programs.taken(),
      pipeFiltered: () => programs.filtered,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function aliases(folder: string): string {
  return [
    'moved: away@far.example',
    'mixed: games@local.example, away@far.example, ok-2@relayed.example',
    'inner: news@local.example',
    `program: "|${folder}/take program@local.example"`,
    'failing: "|exit 67"',
    'waiting: "|exit 75"',
    'absent: "|/nonexistent/bin/take-mail"',
    'lost: no-such-user-here',
    '',
  ].join('\n');
}
