/** Random restrictions: lists, classes, tables, codes and switches, each as an administrator could have written them. */
import type { Dice } from '../random/dice.ts';

const TABLES = ['texthash', 'hash', 'cidr', 'regexp', 'pcre'] as const;
type Kind = (typeof TABLES)[number];

const ACTIONS = [
  ...[
    'OK',
    'REJECT',
    'REJECT no thanks',
    'REJECT 5.1.1 not you',
    'DUNNO',
    'dunno',
    'RELAY',
    'DEFER',
    'DEFER later',
  ],
  ...[
    'DEFER_IF_PERMIT',
    'DEFER_IF_PERMIT 4.2.2 wait',
    'DEFER_IF_REJECT',
    'DEFER_IF_REJECT maybe',
    'HOLD',
    'DISCARD',
  ],
  ...[
    'DISCARD quietly',
    'FILTER smtp:[127.0.0.1]:1',
    'FILTER nowhere',
    'REDIRECT a@local.example',
    'REDIRECT nobody',
  ],
  ...[
    'PREPEND X-Seen: yes',
    'PREPEND nothing',
    'WARN look',
    'INFO look',
    'BCC b@local.example',
    '123456',
    '550 5.7.9 no',
  ],
  ...[
    '450 later',
    '451 4.3.9 soon',
    '554',
    '521 5.3.2 go away',
    '250 fine',
    'reject_unknown_sender_domain',
    'class_one',
  ],
  ...[
    'reject_non_fqdn_sender, permit',
    'warn_if_reject reject',
    'class_two, reject',
    'nonsense',
    'permit',
    'reject',
  ],
  ...[
    'reject_rbl_client bl.lab',
    'check_client_access hash:nothing',
    '554 5.1.8 sender status',
    '450 4.1.1 other status',
  ],
  ...[
    'permit_mynetworks',
    'defer_if_permit',
    'permit_auth_destination',
    'REJECT tabs\tinside',
    '5555 no code',
  ],
];

const CLIENT_KEYS = [
  ...[
    '203.0.113.10',
    '203.0.113',
    '203.0',
    '198.51.100',
    '2001:db8::25',
    '2001:db8',
    'good.example',
    'mx.good.example',
  ],
  ...[
    '.good.example',
    'example',
    'bad.example',
    'unknown',
    'localhost',
    'dynamic.bad.example',
    '.bad.example',
    '10',
    '127.0.0.1',
  ],
];
const NAME_KEYS = [
  ...[
    'good.example',
    'mx.good.example',
    'localhost',
    'nodots',
    '[203.0.113.10]',
    '203.0.113.10',
    'example',
    'bad.example',
  ],
  ...[
    '.good.example',
    'dead.example',
    'ns.host.example',
    'host.example',
    'mx.local.example',
    '203.0.113',
    '127',
    '203.0.113.53',
  ],
];
const MAIL_KEYS = [
  ...[
    'ann@good.example',
    'ann+news@good.example',
    'good.example',
    '.good.example',
    'ann@',
    'x@',
    '<>',
    'bad.example',
  ],
  ...[
    'user@local.example',
    'local.example',
    'nobody@',
    'user@',
    'example',
    'postmaster@',
    'spam@good.example',
    'relayed.example',
  ],
  ...[
    '"odd name"@good.example',
    'odd name@good.example',
    'virtual.example',
    'a@b@good.example',
    'mx.local.example',
  ],
];
const PATTERNS = [
  ...[
    '/good/',
    '/^203\\./',
    '/\\.example$/',
    '/^ann/i',
    '!/example/',
    '/^<>$/',
    '/^unknown$/',
    '/@local\\.example$/',
    '/bad/',
  ],
];
const NETWORKS = [
  '203.0.113.0/24',
  '198.51.100.0/25',
  '!10.0.0.0/8',
  '2001:db8::/32',
  '127.0.0.1',
  '0.0.0.0/0',
  '::/0',
];

function keysFor(kind: Kind, keys: readonly string[]): readonly string[] {
  return kind === 'cidr' ? NETWORKS : kind === 'regexp' || kind === 'pcre' ? PATTERNS : keys;
}

/** A table's text. */
function table(dice: Dice, kind: Kind, keys: readonly string[]): string {
  const used = dice.some(keysFor(kind, keys), dice.between(1, 6));
  const quote = (key: string): string => (key.includes(' ') ? `"${key}"` : key);
  return used
    .filter((key) => !key.includes(' ') || kind === 'texthash')
    .map((key) => `${quote(key)} ${dice.pick(ACTIONS)}\n`)
    .join('');
}

export interface TableSet {
  /** By file name; those of `hash` want postmap. */
  readonly files: Record<string, string>;
  readonly client: readonly string[];
  readonly name: readonly string[];
  readonly mail: readonly string[];
}

export function makeTables(dice: Dice, count: number): TableSet {
  const files: Record<string, string> = {};
  const made = (about: string, keys: readonly string[]): string[] =>
    Array.from({ length: count }, (_, i) => {
      const kind = TABLES[i % TABLES.length]!;
      const file = `${about}-${i}`;
      files[file] = table(dice, kind, keys);
      return `${kind}:$config_directory/${file}`;
    });
  const fixed = [
    'static:OK',
    'static:{REJECT by static}',
    'inline:{good.example=REJECT,ann@good.example=OK}',
    'fail:down',
    'cidr:{ {203.0.113.0/24 REJECT by cidr}, { !10.0.0.0/8 DUNNO } }',
    'pcre:{{/^ann@(.*)$$/i REJECT $$1 by pcre}, {/good/ OK}}',
    'regexp:{{!/example/ REJECT by regexp}}',
    'unionmap:{inline:{good.example=REJECT},inline:{bad.example=OK}}',
    'pipemap:{inline:{good.example=one},inline:{one=REJECT by pipe}}',
    'pipemap:{inline:{good.example=one},inline:{two=OK}}',
    'randmap:{REJECT}',
    'cidr:{broken}',
    'texthash:/nowhere/at/all',
  ];
  return {
    files,
    client: [...made('client', CLIENT_KEYS), ...fixed],
    name: [...made('name', NAME_KEYS), ...fixed],
    mail: [...made('mail', MAIL_KEYS), ...fixed],
  };
}

const ZONES = [
  ...[
    'bl.lab',
    'bl.lab=127.0.0.2',
    'bl.lab=127.0.0.[3..9]',
    'bl.lab=127.0.[0..1].[2;4]',
    'world.lab',
    'world.lab=127.0.0.9',
  ],
  ...['gone.lab', 'empty.lab'],
];
const RHS = ['rhs.lab', 'rhs.lab=127.0.1.2', 'rhs.lab=127.0.0.1', 'gone.lab', 'empty.lab'];
const ALLOW = ['wl.lab', 'wl.lab=127.0.10.[2..3]', 'gone.lab', 'empty.lab'];

const PLAIN = [
  ...['permit', 'reject', 'defer', 'defer_if_permit', 'defer_if_reject', 'permit_mynetworks'],
  ...[
    'permit_sasl_authenticated',
    'permit_tls_clientcerts',
    'reject_plaintext_session',
    'reject_unknown_client_hostname',
  ],
  ...[
    'reject_unknown_reverse_client_hostname',
    'reject_unknown_client',
    'reject_invalid_helo_hostname',
    'reject_invalid_hostname',
  ],
  ...[
    'reject_non_fqdn_helo_hostname',
    'reject_non_fqdn_hostname',
    'reject_unknown_helo_hostname',
    'reject_unknown_hostname',
  ],
  ...[
    'reject_non_fqdn_sender',
    'reject_non_fqdn_recipient',
    'reject_unknown_sender_domain',
    'reject_unknown_recipient_domain',
  ],
  ...[
    'reject_unknown_address',
    'reject_unlisted_sender',
    'reject_unlisted_recipient',
    'check_recipient_maps',
  ],
  ...['permit_auth_destination', 'reject_unauth_destination', 'defer_unauth_destination', 'permit_mx_backup'],
  ...[
    'reject_multi_recipient_bounce',
    'reject_sender_login_mismatch',
    'reject_authenticated_sender_login_mismatch',
  ],
  ...[
    'reject_known_sender_login_mismatch',
    'reject_unauthenticated_sender_login_mismatch',
    'class_one',
    'class_two',
  ],
  ...[
    'permit_naked_ip_address',
    'reject_unauth_pipelining',
    'check_relay_domains',
    'Reject_Non_FQDN_Sender',
    'no_such_thing',
  ],
];

/** One restriction, now and then only to be warned of. */
function restriction(dice: Dice, tables: TableSet, nested: boolean): string {
  const warn = dice.chance(0.08) ? 'warn_if_reject ' : '';
  return warn + one(dice, tables, nested);
}

function one(dice: Dice, tables: TableSet, nested: boolean): string {
  const plain = nested ? PLAIN.filter((each) => !each.startsWith('class')) : PLAIN;
  switch (dice.weighted({ plain: 50, access: 22, lists: 14, servers: 8, bare: 2 })) {
    case 'plain':
      return dice.pick(plain);
    case 'access': {
      const about = dice.pick([
        'client',
        'reverse_client_hostname',
        'helo',
        'sender',
        'recipient',
        'sasl',
      ] as const);
      const from =
        about === 'client' || about === 'reverse_client_hostname'
          ? tables.client
          : about === 'helo'
            ? tables.name
            : tables.mail;
      return `check_${about}_access ${dice.pick(from)}`;
    }
    case 'lists':
      return dice.pick([
        `reject_rbl_client ${dice.pick(ZONES)}`,
        `permit_dnswl_client ${dice.pick(ALLOW)}`,
        `permit_rhswl_client ${dice.pick(RHS)}`,
        `reject_rhsbl_client ${dice.pick(RHS)}`,
        `reject_rhsbl_reverse_client ${dice.pick(RHS)}`,
        `reject_rhsbl_helo ${dice.pick(RHS)}`,
        `reject_rhsbl_sender ${dice.pick(RHS)}`,
        `reject_rhsbl_recipient ${dice.pick(RHS)}`,
      ]);
    case 'servers': {
      const about = dice.pick(['client', 'reverse_client_hostname', 'helo', 'sender', 'recipient'] as const);
      return `check_${about}_${dice.pick(['ns', 'mx', 'a'])}_access ${dice.pick(tables.name)}`;
    }
    case 'bare':
      return dice.pick(tables.mail);
  }
}

function list(dice: Dice, tables: TableSet, most: number, nested = false): string {
  const count = dice.between(0, most);
  return Array.from({ length: count }, () => restriction(dice, tables, nested)).join(', ');
}

/**
 * smtpd notes that it has asked for the sender once, and forgets it at the next MAIL FROM only: in other lists, what
 * `reject_unlisted_sender` does depends on the session before.
 */
function withoutSenderCheck(list: string): string {
  return list.replaceAll('reject_unlisted_sender', 'reject_non_fqdn_sender');
}

const CODES = [
  ...[
    'access_map_reject_code',
    'access_map_defer_code',
    'defer_code',
    'reject_code',
    'invalid_hostname_reject_code',
  ],
  ...[
    'maps_rbl_reject_code',
    'multi_recipient_bounce_reject_code',
    'non_fqdn_reject_code',
    'plaintext_reject_code',
  ],
  ...['relay_domains_reject_code', 'unknown_address_reject_code', 'unknown_client_reject_code'],
  ...[
    'unknown_hostname_reject_code',
    'unknown_local_recipient_reject_code',
    'unknown_relay_recipient_reject_code',
  ],
  ...['unknown_virtual_alias_reject_code', 'unknown_virtual_mailbox_reject_code'],
];

/** What one smtpd gets by `-o`. */
export function makeOptions(dice: Dice, tables: TableSet): Record<string, string> {
  const options: Record<string, string> = {
    smtpd_restriction_classes: 'class_one, class_two',
    class_one: withoutSenderCheck(list(dice, tables, 3, true)) || 'permit_mynetworks',
    class_two: withoutSenderCheck(list(dice, tables, 2, true)) || 'reject_non_fqdn_sender',
  };
  const lists = { client: 2, helo: 2, sender: 3, data: 2, end_of_data: 2 };
  for (const [name, most] of Object.entries(lists)) {
    const drawn = dice.chance(0.6) ? list(dice, tables, most) : '';
    options[`smtpd_${name}_restrictions`] = name === 'sender' ? drawn : withoutSenderCheck(drawn);
  }
  const relay = list(dice, tables, 2);
  const recipient = list(dice, tables, 6);
  const required = dice.pick(['reject_unauth_destination', 'defer_unauth_destination']);
  const inRelay = dice.chance(0.6);
  const join = (before: string, end: string): string => [before, end].filter(Boolean).join(', ');
  // smtpd does not start without one of them where it can be reached.
  const reachable = (text: string): string =>
    text.replace(/(^|, )(?:warn_if_reject )?permit(?=,|$)/g, '$1permit_mynetworks');
  options.smtpd_relay_restrictions = inRelay ? join(reachable(relay), required) : '';
  options.smtpd_recipient_restrictions = inRelay ? recipient : join(reachable(recipient), required);
  for (const code of dice.some(CODES, dice.between(0, 4)))
    options[code] = String(dice.pick([450, 550, 554, 521, 451]));
  const maybe = (probability: number, name: string, value: string): void => {
    if (dice.chance(probability)) options[name] = value;
  };
  maybe(0.15, 'smtpd_delay_reject', 'no');
  maybe(0.1, 'soft_bounce', 'yes');
  maybe(0.15, 'smtpd_reject_unlisted_sender', 'yes');
  maybe(0.15, 'smtpd_reject_unlisted_recipient', 'no');
  maybe(0.2, 'smtpd_relay_before_recipient_restrictions', 'no');
  maybe(0.15, 'reject_tempfail_action', 'defer');
  maybe(0.15, 'rbl_reply_maps', 'texthash:$config_directory/rbl-replies');
  maybe(
    0.1,
    'default_rbl_reply',
    '$rbl_code 5.7.7 $client_name $helo_name $sender $recipient_domain $rbl_txt',
  );
  maybe(0.1, 'smtpd_null_access_lookup_key', 'ann@good.example');
  maybe(0.1, 'allow_untrusted_routing', 'yes');
  maybe(0.1, 'permit_mx_backup_networks', '203.0.113.0/24');
  maybe(0.1, 'unknown_address_tempfail_action', 'defer');
  maybe(0.1, 'unknown_helo_hostname_tempfail_action', 'defer');
  maybe(0.1, 'smtpd_expansion_filter', 'abcdefghijklmnopqrstuvwxyz.@');
  maybe(0.1, 'local_recipient_maps', dice.pick(['', 'unix:passwd.byname', 'static:x', 'regexp:{{/^u/ x}}']));
  maybe(0.1, 'relay_recipient_maps', '');
  maybe(
    0.1,
    'mynetworks',
    dice.pick([
      'cidr:{{203.0.113.0/24 x}}',
      '!203.0.113.10, 203.0.113.0/24',
      '[::1]/128',
      '203.0.113.20 10.0.0.0/8',
    ]),
  );
  maybe(
    0.1,
    'smtpd_sender_login_maps',
    dice.pick(['static:ann', 'pcre:{{/^(.*)@good\\.example$$/ $$1}}', '']),
  );

  return options;
}
