import { describe, it } from 'node:test';
import { assertFinds, assertSilent, START } from './log.ts';
import { queueId, removed, SENT, taken, times, tried, UNKNOWN } from './mail.ts';

interface Use {
  readonly messages: number;
  readonly clients: number;
  /** Hundredths of the messages that come from clients without a name in DNS. */
  readonly nameless: number;
  /** Of each message. */
  readonly recipients?: number;
  /** Hundredths of the recipients that are refused. */
  readonly bounced?: number;
  readonly senders?: number;
  readonly accounts?: number;
}

/** How an account is used, spread evenly over its messages. */
function use({
  messages,
  clients,
  nameless,
  recipients = 1,
  bounced = 0,
  senders = 1,
  accounts = 1,
}: Use): string[] {
  let tries = 0;
  return times(messages, (n) => {
    const id = queueId(n);
    const name = n < (messages * nameless) / 100 ? 'unknown' : `host-${n}.pool.example.net`;
    const to = Array.from({ length: recipients }, (_, i) => `to${n}-${i}@far.example`);
    const account = accounts === 1 ? 'sato@hinode.example' : `user${n % accounts}@hinode.example`;
    const client = `${name}[100.64.1.${n % clients}]`;
    return [
      ...taken({ id, sender: `s${n % senders}@hinode.example`, recipients: to, client, account }),
      ...to.map((address) => {
        const refused = Math.floor((++tries * bounced) / 100) > Math.floor(((tries - 1) * bounced) / 100);
        return tried(id, address, refused ? UNKNOWN : SENT);
      }),
      removed(id),
    ];
  });
}

const found = {
  id: 'account-compromised',
  severity: 'critical',
  subjects: ['sato@hinode.example'],
  evidence: /client=.*sasl_username=sato@hinode\.example/,
} as const;

describe('account-compromised', () => {
  for (const [name, how, level, numbers] of [
    [
      '20 messages of 10 clients, 30 % nameless',
      { messages: 20, clients: 10, nameless: 30 },
      'high',
      [20, 10],
    ],
    [
      '40 messages of 40 clients, all nameless, half refused',
      { messages: 40, clients: 40, nameless: 100, bounced: 50, recipients: 5 },
      'high',
      [40, 200, 100],
    ],
    [
      '5 clients, half nameless, 10 % refused',
      { messages: 20, clients: 5, nameless: 50, bounced: 10 },
      'medium',
      [20, 5, 2],
    ],
    [
      '5 clients, half nameless, 5 senders',
      { messages: 20, clients: 5, nameless: 50, senders: 5 },
      'medium',
      [20, 5],
    ],
    [
      '500 recipients, a quarter refused, 3 clients with names',
      { messages: 20, clients: 3, nameless: 0, recipients: 25, bounced: 25 },
      'medium',
      [20, 500, 3, 125],
    ],
    [
      '1200 recipients, most refused, 4 clients',
      { messages: 20, clients: 4, nameless: 0, recipients: 60, bounced: 75 },
      'medium',
      [1200, 900],
    ],
  ] as const)
    it(name, async () => {
      await assertFinds(use(how), { ...found, count: how.messages, level, numbers });
    });

  for (const [name, how] of [
    [
      '19 messages of 19 nameless clients',
      { messages: 19, clients: 19, nameless: 100, bounced: 50, senders: 10 },
    ],
    ['10 clients, 29 % nameless', { messages: 100, clients: 10, nameless: 29, senders: 10 }],
    ['60 clients with names: a telephone on the road', { messages: 60, clients: 60, nameless: 0 }],
    ['9 nameless clients, one sender, nobody refuses', { messages: 90, clients: 9, nameless: 100 }],
    [
      '5 nameless clients, 4 senders, 9 % refused',
      { messages: 100, clients: 5, nameless: 100, senders: 4, bounced: 9 },
    ],
    [
      '5 clients, 49 % nameless, 9 senders, 20 % refused',
      { messages: 100, clients: 5, nameless: 49, senders: 9, bounced: 20 },
    ],
    [
      '4 nameless clients, half refused',
      { messages: 100, clients: 4, nameless: 100, bounced: 50, senders: 9 },
    ],
    [
      'a newsletter of 2 clients, a third refused',
      { messages: 20, clients: 2, nameless: 0, recipients: 60, bounced: 33 },
    ],
    [
      'a newsletter of 3 clients, 24 % refused',
      { messages: 20, clients: 3, nameless: 0, recipients: 60, bounced: 24 },
    ],
    ['499 recipients of 3 clients, half refused', { messages: 499, clients: 3, nameless: 0, bounced: 50 }],
    [
      '10 accounts with 10 messages each',
      { messages: 100, clients: 100, nameless: 100, bounced: 50, accounts: 10 },
    ],
  ] as const)
    it(`not: ${name}`, () => assertSilent(use(how)));

  /** One message a time, `hours` apart, of clients without a name. */
  const nameless = (count: number, hours: number, address: (n: number) => string): string[] =>
    times(count, (n) => {
      const id = queueId(n);
      const mail = {
        id,
        sender: 'sato@hinode.example',
        recipients: [`to${n}@far.example`],
        client: `unknown[${address(n)}]`,
        account: 'sato@hinode.example',
      };
      const at = new Date(START + n * hours * 3_600_000).toISOString();
      return [...taken(mail), tried(id, `to${n}@far.example`, SENT), removed(id)].map(
        (line) => `${at} ${line}`,
      );
    });
  it('a trickle from all over the world', async () => {
    await assertFinds(
      nameless(40, 12, (n) => `${20 + n}.7.1.9`),
      { ...found, count: 40, level: 'medium', numbers: [40] },
    );
  });
  for (const [name, lines] of Object.entries({
    'a telephone at home, with a new IPv6 address for each message': nameless(
      60,
      0.1,
      (n) => `2001:db8:7:1:${(4096 + n * 77).toString(16)}:0:0:${(1 + n).toString(16)}`,
    ),
    'scanners of the office, one account': nameless(60, 0.1, (n) => `192.168.7.${10 + n}`),
    'a month on the road, two or three places a day': nameless(60, 9, (n) => `100.64.${n % 12}.${n}`),
  }))
    it(`not: ${name}`, () => assertSilent(lines));

  it('not: without a login', () =>
    assertSilent(
      use({ messages: 100, clients: 100, nameless: 100, bounced: 50 }).map((line) =>
        line.replace(/, sasl_.*/, ''),
      ),
    ));
});
