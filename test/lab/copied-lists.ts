/**
 * A Postfix beside the lists that administrators copied from each other: some work and know one spammer, some have ended and
 * list everybody, of some not even the name is found. Its policy service lets everything pass.
 */
import { type Resolver, startResolver } from './dns.ts';
import { Postfix } from './postfix.ts';
import { type BlocklistServer, startRbldnsd } from './rbldnsd.ts';
import { sendMail } from './send-mail.ts';

/** They list everybody. */
export const GONE = ['cn-kr.blackholes.us', 'brazil.blackholes.us', 'russia.blackholes.us'];
export const ALIVE = [
  ...['bl.spamcop.net', 'sbl.spamhaus.org', 'bl.blocklist.de', 'rbl.interserver.net'],
  ...['dnsbl-1.uceprotect.net', 'dnsbl-2.uceprotect.net', 'dnsbl-3.uceprotect.net'],
];
/** Their names are not even found any more. */
export const NOT_FOUND = ['all.rbl.jp', 'list.dsbl.org'];

/** `smtpd_recipient_restrictions` that ask these lists. */
export function asking(zones: readonly string[]): string {
  return [
    ...['permit_mynetworks', 'permit_sasl_authenticated', 'reject_unauth_destination'],
    ...zones.map((zone) => `reject_rbl_client ${zone}`),
    ...['reject_unknown_client', 'check_policy_service unix:private/policy-spf'],
  ].join(', ');
}

/** Says DUNNO to every question, as policyd-spf does to mail without fault. */
const POLICY = `while IFS= read -r line; do [ -z "$line" ] && printf 'action=DUNNO\\n\\n'; done`;

export const REAL = {
  client: { addr: '203.0.113.10', name: 'mx.good.example' },
  helo: 'mx.good.example',
  from: 'ann@good.example',
  to: ['root@local.example'],
  message: 'Subject: our order\n\nPlease send ten.\n',
};
/** On all lists that are alive. */
export const SPAMMER = { addr: '198.51.100.66', name: 'x.spam.example' };

export class CopiedLists {
  readonly postfix: Postfix;
  readonly dns: Resolver;
  readonly #lists: BlocklistServer;

  private constructor(postfix: Postfix, dns: Resolver, lists: BlocklistServer) {
    this.postfix = postfix;
    this.dns = dns;
    this.#lists = lists;
  }

  static async start(parameters: Record<string, string> = {}): Promise<CopiedLists> {
    const zone = (lines: string[]) => ({ type: 'ip4set' as const, lines });
    const everybody = [
      ':127.0.0.2:THIS RBL HAS LONG BEEN DEPRECATED---DELETE IT',
      '0.0.0.0/1',
      '128.0.0.0/1',
    ];
    const spammers = [':127.0.0.2:spam', '127.0.0.2', SPAMMER.addr];
    const lists = await startRbldnsd({
      ...Object.fromEntries(GONE.map((name) => [name, zone(everybody)])),
      ...Object.fromEntries(ALIVE.map((name) => [name, zone(spammers)])),
      'zen.spamhaus.org': zone([...spammers, '198.51.100.67']),
    });
    const dns = await startResolver({
      records: ['good.example. A 203.0.113.10', 'good.example. MX 10 good.example.'],
      blocklists: [lists],
    });
    const postfix = await Postfix.start({
      resolvConf: dns.resolvConf,
      parameters: {
        smtpd_relay_restrictions: 'permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination',
        smtpd_sender_restrictions: 'reject_unknown_sender_domain',
        ...parameters,
      },
      services: [
        {
          ...{ name: 'policy-spf', type: 'unix', unprivileged: false },
          command: `spawn user=nobody argv=/bin/sh -c { ${POLICY} }`,
        },
      ],
    });
    return new CopiedLists(postfix, dns, lists);
  }

  /** Real mail, but for what is said. */
  mail(more: Partial<typeof REAL> = {}): ReturnType<typeof sendMail> {
    return sendMail(this.postfix.port, { ...REAL, ...more });
  }

  async stop(): Promise<void> {
    await this.postfix.remove();
    await this.dns.stop();
    await this.#lists.stop();
  }
}
