/**
 * Whom lint says that a server relays for, and for whom a real smtpd does: every verdict about open relays is held to what
 * Postfix answers a stranger. The same for networks and policy services that lint says are broken.
 */
import assert from 'node:assert/strict';
import { chmodSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { LintProblem } from '../../src/restrictions/lint/family.ts';
import { policy } from '../../src/restrictions/lint/policy.ts';
import { refusers } from '../../src/restrictions/lint/refusers.ts';
import { relay } from '../../src/restrictions/lint/relay.ts';
import { liveReading } from './lint-reading.ts';
import { smtpdService } from './master-cf.ts';
import { claimPort } from './ports.ts';
import { Postfix } from './postfix.ts';
import { skipWithout } from './require.ts';
import { openSession, type Reply } from './smtp-client.ts';

const skip = skipWithout('postfix');

interface Case {
  readonly options: Readonly<Record<string, string>>;
  /** `error open-relay`, ...; undefined: nothing of this service. */
  readonly told?: string;
  /** What a stranger who writes to a stranger hears. */
  readonly code: number | 'nothing';
  readonly from?: string;
  readonly to?: string;
  readonly helo?: string;
  readonly client?: string;
  readonly chroot?: true;
}

const lists = (recipient: string, relays = ''): Case['options'] => ({
  smtpd_relay_restrictions: relays,
  smtpd_recipient_restrictions: recipient,
});
const MISSING = 'info relay-restrictions-missing';
const table = (name: string): string => `texthash:$config_directory/${name}`;

const RELAYS: Readonly<Record<string, Case>> = {
  'as Postfix has it': { options: {}, code: 454 },
  'refused in the one list': { options: lists('permit_mynetworks, reject_unauth_destination'), code: 554 },
  'permit for all': {
    options: lists('check_helo_access static:OK, reject', 'permit_mynetworks, permit'),
    told: 'error open-relay',
    code: 250,
  },
  'an OK for all': {
    options: lists('check_client_access static:OK, reject_unauth_destination'),
    told: 'error open-relay',
    code: 250,
  },
  'a list that refuses behind one that permits': {
    options: lists('permit_mynetworks, reject_unauth_destination', 'permit_mynetworks, permit'),
    code: 554,
  },
  'only what is deferred if permitted': {
    options: lists('permit_mynetworks', 'permit_mynetworks, defer_if_permit'),
    code: 450,
  },
  // trivial-rewrite(8) tells whose a domain is, and reads main.cf.
  'every domain is relayed, says the service': { options: { relay_domains: 'static:yes' }, code: 454 },
  'an OK in a class': {
    options: {
      ...lists('mine, reject'),
      smtpd_restriction_classes: 'mine',
      mine: 'permit_mynetworks, check_sender_access static:OK',
    },
    told: 'error open-relay',
    code: 250,
  },
  'refused at DATA': {
    options: { ...lists('check_client_access static:OK, reject'), smtpd_data_restrictions: 'reject' },
    told: MISSING,
    code: 554,
  },
  'one sender': {
    options: lists(`check_sender_access ${table('senders')}, reject_unauth_destination`),
    told: 'error permit-before-relay',
    code: 250,
    from: 'boss@partner.test',
  },
  'another sender': {
    options: lists(`check_sender_access ${table('senders')}, reject_unauth_destination`),
    told: 'error permit-before-relay',
    code: 554,
  },
  'one sender behind the list against relaying': {
    options: { smtpd_recipient_restrictions: `check_sender_access ${table('senders')}` },
    code: 454,
    from: 'boss@partner.test',
  },
  'an own domain as sender': {
    options: lists('check_sender_access inline:{ local.example=OK }, reject_unauth_destination'),
    told: 'error open-relay',
    code: 250,
    from: 'x@local.example',
  },
  'the empty sender': {
    options: lists('check_sender_access inline:{ <>=OK }, reject_unauth_destination'),
    told: 'error open-relay',
    code: 250,
    from: '',
  },
  'a name in HELO': {
    options: lists(`check_helo_access ${table('helos')}, reject_unauth_destination`),
    told: 'error permit-before-relay',
    code: 250,
    helo: 'mx.partner.test',
  },
  'one client': {
    options: lists('check_client_access cidr:$config_directory/clients, reject_unauth_destination'),
    told: 'warning permit-before-relay',
    code: 250,
    client: '45.83.16.77',
  },
  'postmaster of everybody': {
    options: lists('check_recipient_access inline:{ postmaster@=OK }, reject_unauth_destination'),
    told: 'warning permit-before-relay',
    code: 250,
    to: 'postmaster@far.test',
  },
  'a percent sign': { options: {}, code: 454, to: 'x%far.test@local.example' },
  'a percent sign, relayed': { options: {}, code: 454, to: 'x%far.test@relayed.example' },
  'a percent sign, relayed with routes': {
    options: { allow_untrusted_routing: 'yes' },
    told: 'error open-relay',
    code: 250,
    to: 'x%far.test@relayed.example',
  },
  quoted: { options: {}, code: 454, to: '"x@far.test"@local.example' },
  'a bang path': { options: {}, code: 454, to: 'far.test!x@local.example' },
  'a list of good clients': {
    options: lists('permit_dnswl_client list.test, reject_unauth_destination'),
    told: MISSING,
    code: 554,
  },
  'networks of the world': {
    options: { mynetworks: '0.0.0.0/1 128.0.0.0/1' },
    told: 'error mynetworks-world',
    code: 250,
  },
  'a wide network': {
    options: { mynetworks: '127.0.0.1 203.0.0.0/8' },
    told: 'error mynetworks-wide',
    code: 250,
  },
  'a network with host bits': {
    options: { mynetworks: '127.0.0.1 192.168.1.5/24' },
    told: 'error mynetworks-broken',
    code: 451,
  },
  'a network with a mask': {
    options: { mynetworks: '127.0.0.1 192.168.1.0/255.255.255.0' },
    told: 'error mynetworks-broken',
    code: 451,
  },
  'IPv6 without brackets': {
    options: { mynetworks: '127.0.0.1 2001:db8::/48' },
    told: 'error mynetworks-broken',
    code: 451,
  },
  'an OK that is not allowed': {
    options: { smtpd_client_restrictions: 'check_reverse_client_hostname_access static:OK' },
    told: 'error access-ok-forbidden',
    code: 451,
  },
  'asks before it refuses': {
    options: {
      ...lists('reject_unverified_recipient', 'reject_unauth_destination'),
      smtpd_relay_before_recipient_restrictions: 'no',
      unverified_recipient_reject_code: '550',
    },
    told: 'warning recipient-callout-open',
    code: 554,
    to: 'asked@far.test',
  },
  'no guard': { options: lists('permit_mynetworks'), told: 'error relay-check-missing', code: 'nothing' },
  'a guard that only warns': {
    options: lists('permit_mynetworks, warn_if_reject reject_unauth_destination'),
    told: 'error relay-check-missing',
    code: 'nothing',
  },
  'a guard behind permit': {
    options: lists('', 'permit, reject_unauth_destination'),
    told: 'error relay-check-missing',
    code: 'nothing',
  },
  'a guard in capitals': { options: lists('', 'Reject_Unauth_Destination'), code: 554 },
  'a guard in a class': {
    options: { ...lists('', 'mine'), smtpd_restriction_classes: 'mine', mine: 'reject_unauth_destination' },
    code: 554,
  },
};

const asks = (service: string, action = '451 4.3.5 not now'): Case['options'] => ({
  smtpd_client_restrictions: `check_policy_service ${service}`,
  smtpd_policy_service_default_action: action,
  smtpd_policy_service_try_limit: '1',
});
const mine = (told: string | undefined, code: Case['code'], options: Case['options']): Case => ({
  ...{ options, code, to: 'x@local.example' },
  ...(told !== undefined && { told }),
});
const NO_DEFAULT = 'info policy-no-default';

const POLICIES: Readonly<Record<string, Case>> = {
  'a socket that is there': mine(NO_DEFAULT, 250, asks('unix:private/there')),
  'a socket with its whole path': mine(NO_DEFAULT, 250, asks('unix:$queue_directory/private/there')),
  'a socket that is not there': mine('error policy-socket-missing', 451, asks('unix:nowhere/socket')),
  'a service that is not there': mine('error policy-spawn-missing', 451, asks('unix:private/nobody')),
  'the same, with a safe default': mine(
    'warning policy-spawn-missing',
    250,
    asks('unix:private/nobody', 'DUNNO'),
  ),
  'the same, with a default of its own': mine(
    'warning policy-spawn-missing',
    250,
    asks('{ unix:private/nobody, default_action=DUNNO }'),
  ),
  'a socket with its whole path, in a chroot': {
    ...mine('error policy-chroot', 451, asks('unix:$queue_directory/private/there')),
    chroot: true,
  },
  'a socket in a chroot': { ...mine(NO_DEFAULT, 250, asks('unix:private/there')), chroot: true },
  'a socket that is closed': mine('error policy-socket-closed', 451, asks('unix:private/closed')),
  'a service in the other folder': mine('error policy-spawn-missing', 451, asks('unix:private/cleanup')),
  'a path alone': mine('error policy-bad-name', 'nothing', asks('private/there:')),
  'a host and a port': mine('error policy-bad-name', 'nothing', asks('127.0.0.1:10023')),
  'in capitals': mine('error policy-bad-name', 'nothing', asks('INET:127.0.0.1:10023')),
};

/** What a stranger hears last of RCPT TO and DATA; undefined: he is not even greeted. */
async function play(
  port: number,
  {
    code,
    from = 'a@somewhere.test',
    to = 'b@far.test',
    helo = 'mx.somewhere.test',
    client = '203.0.113.77',
  }: Case,
): Promise<Reply | undefined> {
  const session = await openSession(port, '127.0.0.1', code === 'nothing' ? 2_500 : 15_000).catch(
    () => undefined,
  );
  if (session === undefined) return undefined;
  try {
    await session.become({ addr: client, name: 'mx.somewhere.test' });
    for (const command of [`HELO ${helo}`, `MAIL FROM:<${from}>`, `RCPT TO:<${to}>`]) {
      const reply = await session.command(command);
      if (reply.code >= 400 || command.startsWith('RCPT')) {
        const data = reply.code === 250 ? await session.command('DATA') : reply;
        return data.code === 354 ? reply : data;
      }
    }
    return undefined;
  } finally {
    session.drop();
  }
}

const WORLD: Readonly<Record<string, Case>> = {
  'as Postfix has it': { options: {}, told: 'error open-relay', code: 250 },
};

for (const [title, cases, family, domains] of [
  ['relaying', RELAYS, [relay, refusers], 'relayed.example'],
  ['every domain relayed', WORLD, [relay], 'static:yes'],
  ['policy services', POLICIES, [policy], ''],
] as const)
  describe(`lint and a real smtpd: ${title}`, { skip, timeout: 240_000 }, () => {
    let postfix: Postfix;
    const ports = new Map<string, number>();
    const servers: Server[] = [];
    let problems: readonly LintProblem[] = [];

    before(async () => {
      for (const name of Object.keys(cases)) ports.set(name, await claimPort());
      postfix = await Postfix.start({
        parameters: {
          ...Object.fromEntries(['default', 'relay', 'local'].map((of) => [`${of}_transport`, 'discard'])),
          local_recipient_maps: '',
          relay_domains: domains,
          address_verify_poll_delay: '1',
          smtpd_client_connection_count_limit: '0',
        },
        services: Object.entries(cases).map(([name, { options }]) =>
          smtpdService(ports.get(name)!, { ...options }),
        ),
        before: (config) => {
          const file = join(config, 'master.cf');
          const all: Readonly<Record<string, Case>> = cases;
          const jailed = Object.keys(all).filter((name) => all[name]!.chroot);
          let text = readFileSync(file, 'utf8');
          for (const name of jailed)
            text = text.replace(
              `127.0.0.1:${ports.get(name)} inet n - n`,
              `127.0.0.1:${ports.get(name)} inet n - y`,
            );
          writeFileSync(file, text);
        },
        tables: {
          senders: 'partner.test OK\nbad.test REJECT\n',
          helos: 'mx.partner.test OK\n',
          clients: '45.83.16.0/24 OK\n',
        },
      });
      for (const [name, mode] of [
        ['there', 0o666],
        ['closed', 0o600],
      ] as const) {
        const path = join(postfix.folder.root, 'queue/private', name);
        const server = createServer((socket) =>
          socket.on('data', () => socket.end('action=DUNNO\n\n')).on('error', () => socket.destroy()),
        );
        await new Promise<void>((done) => server.listen(path, done));
        chmodSync(path, mode);
        servers.push(server);
      }
      problems = await look();
    });

    after(async () => {
      await postfix?.remove();
      for (const server of servers) server.close();
    });

    /** The same configuration, as if its doors were open to the world. */
    async function look(): Promise<readonly LintProblem[]> {
      const { root, config } = postfix.folder;
      const folder = join(root, 'read');
      cpSync(config, folder, { recursive: true });
      const edit = (file: string, change: (text: string) => string): void =>
        writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')));
      edit('master.cf', (text) => text.replace(/^127\.0\.0\.1:/gm, ''));
      edit('main.cf', (text) => text.replace('inet_interfaces = 127.0.0.1', 'inet_interfaces = all'));
      const found: LintProblem[] = [];
      for (const one of family) found.push(...(await one(liveReading(folder))));
      return found;
    }

    for (const [name, one] of Object.entries(cases))
      it(name, async () => {
        const port = ports.get(name)!;
        const told = problems
          // What main.cf says to all is told once.
          .filter(
            ({ service, id, parameter }) =>
              service?.name === String(port) || (id === 'open-relay' && parameter === 'relay_domains'),
          )
          .map(({ id, severity }) => `${severity} ${id}`);
        const reply = await play(port, one);
        assert.equal(reply?.code ?? 'nothing', one.code, reply?.text);
        if (one.told === undefined) assert.deepEqual(told, []);
        else assert.ok(told.includes(one.told) || one.told.startsWith('info'), `${told}, not ${one.told}`);
        if (name === 'asks before it refuses')
          await postfix.waitForLog(/to=<asked@far\.test>.*status=deliverable/);
      });
  });
