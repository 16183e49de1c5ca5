/**
 * The test texts of postfix-grok-patterns (Tom Hendrikx, https://github.com/whyscream/postfix-grok-patterns):
 * what that project reads out of each text, ours reads too. They lie outside of this repository.
 */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse as parseYaml } from 'yaml';
import type { Event } from '../../src/maillog/event.ts';
import { parse } from '../../src/maillog/parse.ts';
import { commandCounts } from '../../src/maillog/postfix/peer.ts';
import { classify } from '../../src/maillog/program.ts';

const FOLDER = fileURLToPath(new URL('../../../shared/data/postfix-grok/', import.meta.url));

interface Sample {
  readonly data: string;
  readonly results: Readonly<Record<string, string>>;
}

type Bag = Readonly<Record<string, unknown>>;

/** File names that are no daemon's. */
const DAEMONS: Readonly<Record<string, string>> = {
  script: 'postfix-script',
  trivial_rewrite: 'trivial-rewrite',
  tls_features: 'smtp',
  relay: 'smtp',
};

/** Understood lines that tell nothing of a message, a session, a login or the server's health. */
const QUIET: Readonly<Record<string, string>> = {
  postscreen_0001: 'the cache was cleaned up',
  verify_0001: 'the cache was cleaned up',
  verify_0002: 'the cache was cleaned up',
  tlsproxy_0001: 'a TLS proxy session begins; postscreen tells it',
  tlsproxy_0002: 'a TLS proxy session ends; postscreen tells it',
  smtpd_0039: 'EHLO keywords were left out',
  smtp_0031: 'a work-around for a firewall',
  qmgr_0006: 'still being delivered',
};

/** Fields of the other project that no event keeps, with the reason. */
const NOT_KEPT: Readonly<Record<string, string>> = {
  postfix_client_port: 'nobody asks for the port of a client',
  postfix_relay_port: 'the port of a peer; a delivery keeps it in `relay`',
  postfix_server_ip: 'our own address',
  postfix_server_port: 'our own port',
  postfix_anvil_timestamp: 'the header tells the time',
  postfix_scache_timestamp: 'the header tells the time',
  postfix_anvil_conn_period: 'anvil_rate_time_unit is a setting of the server',
  postfix_scache_miss: 'the success of the connection cache is of no use to an administrator',
  postfix_scache_success: 'the same',
  postfix_scache_addresses: 'the same',
  postfix_scache_connection: 'the same',
  postfix_tls_cipher_size: 'the name of the cipher tells it',
  postfix_tls_key_exchange: 'version and cipher suffice',
  postfix_tls_server_signature: 'the same',
  postfix_tls_server_signature_size: 'the same',
  postfix_tls_server_signature_curve: 'the same',
  postfix_tls_server_digest: 'the same',
  postfix_prepend_trigger: 'the text of the check says what was done',
};

const text = (event: Bag, ...names: string[]): string =>
  names.map((name) => String(event[name] ?? '')).join('\n');

/** Reads `from=<a> to=<b> proto=..`, `to=<b>, relay=.., dsn=..`. */
function keyValues(data: string): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const part of data.split(/,? (?=[a-z_]+=)|,$/)) {
    const equals = part.indexOf('=');
    if (equals > 0) pairs.set(part.slice(0, equals), part.slice(equals + 1).replace(/^<(.*)>$/, '$1'));
  }
  return pairs;
}

const KEYS: Readonly<Record<string, (event: Bag, value: string) => void>> = {
  from: (event, value) => equal(event.sender, value),
  to: (event, value) => equal(event.recipient, value),
  orig_to: (event, value) => equal(event.originalRecipient, value),
  helo: (event, value) => equal(event.helo, value),
  proto: () => {},
  relay: (event, value) => equal(event.relay, value),
  delay: (event, value) => equal(event.delay, Number(value)),
  delays: (event, value) => equal(event.delays, value),
  dsn: (event, value) => equal(event.dsn, value),
  tls: (event, value) => equal(event.tls, value),
  size: (event, value) => equal(event.size, Number(value)),
  nrcpt: (event, value) => equal(event.recipients, Number(value)),
  uid: (event, value) => equal(event.uid, Number(value)),
  client: (event, value) => equal(`${event.name}[${event.address}]`, value),
};

const same =
  (...names: string[]) =>
  (event: Bag, value: string): void =>
    ok(
      names.some((name) => event[name] !== undefined && String(event[name]) === value),
      `${names.join('|')} is ${value}`,
    );
const within =
  (...names: string[]) =>
  (event: Bag, value: string): void =>
    ok(text(event, ...names).includes(value), `${names.join('|')} holds ${value}`);

const FIELDS: Readonly<Record<string, (event: Bag, value: string) => void>> = {
  postfix_queueid: same('queueId'),
  postfix_client_hostname: same('name'),
  postfix_client_ip: same('address'),
  postfix_client_ip_unknown: same('address'),
  postfix_relay_hostname: same('name'),
  postfix_relay_ip: same('address'),
  postfix_action: (event, value) =>
    equal(event.by === 'milter' ? `milter-${event.action}` : event.action, value),
  postfix_status_code: same('code'),
  postfix_status_code_enhanced: same('dsn'),
  postfix_status_data: within('text'),
  postfix_status_message: within('text'),
  postfix_smtp_stage: (event, value) => {
    if (event.kind === 'remoteTrouble') within('reason')(event, `(in reply to ${value} command)`);
    else if (event.kind === 'postscreen') within('detail')(event, ` after ${value}`);
    else same('stage', 'after', 'detail')(event, value);
  },
  postfix_status: same('status', 'kind'),
  postfix_from: same('sender'),
  postfix_smtp_response: within('reply', 'reason'),
  postfix_local_response: same('reply'),
  postfix_pipe_response: same('reply'),
  postfix_error_response: same('reply'),
  postfix_smtp_lostconn_data: within('reason'),
  postfix_smtp_lostconn_reason: within('reason'),
  postfix_smtpd_lostconn_data: (event, value) => {
    if (value === 'SSL_accept error') equal(event.kind, 'tlsFailure');
    else equal(event.how, value);
  },
  postfix_message: (event, value) => {
    if (event.kind === 'reject')
      ok(value.toUpperCase().startsWith(`${event.stage} ${event.text}`.toUpperCase()));
    else if (event.kind === 'saslFailure')
      equal(value, `SASL ${event.mechanism} authentication failed: ${event.reason}`);
    else if (event.kind === 'hostnameMismatch')
      equal(value, `hostname ${event.name} does not resolve to address ${event.address}${event.reason}`);
    else if (event.kind === 'removed') equal(value, 'removed');
    else equal(String(event.text).trim(), value);
  },
  postfix_message_level: (event, value) => {
    if (event.kind === 'reject') equal(event.action, value === 'warning' ? 'warn' : value);
    else if (event.kind === 'complaint') equal(event.level, value);
    else equal(value, 'warning');
  },
  'postfix_message-id': same('messageId'),
  postfix_milter_result: (event, value) => equal(event.action, value.replace('header-', '')),
  postfix_milter_message: (event, value) => {
    equal(event.by, 'milter');
    ok(value.includes(`${event.name}[${event.address}]`));
    ok(value.toUpperCase().startsWith(String(event.stage)));
  },
  postfix_milter_data: within('text'),
  postfix_prepend_type: (event, value) => equal(String(event.stage).toLowerCase(), value),
  postfix_prepend_value: same('text'),
  postfix_proxy_result: (event, value) => equal(event.action, value === 'accept' ? 'permit' : value),
  postfix_proxy_smtp_stage: same('stage'),
  postfix_proxy_message: (event, value) =>
    equal([event.code || '', event.dsn, event.text].filter((part) => part !== '').join(' '), value),
  postfix_proxy_status_code: same('code'),
  postfix_proxy_status_code_enhanced: same('dsn'),
  postfix_bounce_queueid: same('newQueueId'),
  postfix_bounce_recipient: same('to'),
  postfix_bounce_reason: same('type'),
  postfix_dnsbl_domain: same('zone'),
  postfix_dnsbl_result: same('answer'),
  postfix_postscreen_violation: same('what'),
  postfix_postscreen_access: same('what'),
  postfix_postscreen_violation_time: (event, value) => within('detail')(event, `after ${value} from`),
  postfix_postscreen_dnsbl_rank: (event, value) => within('detail')(event, `rank ${value} for`),
  postfix_postscreen_toobusy_data: same('text'),
  postfix_postsuper_action: (event, value) =>
    equal(
      event.action,
      {
        removed: 'deleted',
        requeued: 'requeued',
        'placed on hold': 'held',
        'released from hold': 'released',
      }[value],
    ),
  postfix_postsuper_summary_action: same('action'),
  postfix_postsuper_summary_count: same('count'),
  postfix_tls_trustlevel: same('trust'),
  postfix_tls_version: same('version'),
  postfix_tls_cipher: same('cipher'),
  postfix_tls_error: same('reason'),
  postfix_version: within('text'),
  postfix_config_path: within('text'),
  postfix_termination_signal: within('text'),
  postfix_anvil_cache_size: same('value'),
  postfix_anvil_conn_count: same('value'),
  postfix_anvil_conn_rate: same('value'),
  postfix_service: (event) => equal(event.kind, 'statistics'),
  postfix_scache_hits: same('value'),
  postfix_scache_domains: same('value'),
  postfix_command_counter_data: same('counters'),
};

function checkFields(event: Bag, results: Sample['results']): void {
  for (const [name, raw] of Object.entries(results)) {
    const value = raw.trim();
    if (name === 'postfix_keyvalue_data') {
      for (const [key, part] of keyValues(value)) {
        ok(KEYS[key] !== undefined, `a check for ${key}`);
        KEYS[key](event, part);
      }
    } else if (NOT_KEPT[name] === undefined) {
      ok(FIELDS[name] !== undefined, `a check for ${name}`);
      FIELDS[name](event, value);
    }
  }
}

function read(daemon: string, line: string): Event | undefined {
  // As a part of a block: nothing after the line's end may change what is read.
  return parse(classify(`postfix/${daemon}`), `\n${line}, from=<x> ]>: 5`, 1, 1 + line.length);
}

/** `ehlo=2 rcpt=0/1 commands=5/7` against `postfix_cmd_rcpt`, `postfix_cmd_rcpt_accepted`, `postfix_cmd_count`. */
function checkCounts(sample: Sample): void {
  const counts: Record<string, string> = {};
  for (const [command, { ok: accepted, all }] of commandCounts(sample.data)) {
    const name = `postfix_cmd_${command === 'commands' ? 'count' : command}`;
    counts[name] = String(all);
    if (accepted !== all) counts[`${name}_accepted`] = String(accepted);
  }
  deepEqual(counts, { ...sample.results });
}

/** Parts of a delivery line: read as such. */
function checkPart(part: 'delays' | 'relay' | 'tls', value: string): void {
  const fields = { relay: 'mx.example.org[192.0.2.1]:25', delays: '1/2/3/4', tls: 'may', [part]: value };
  const line = `4D2F1A: to=<b@example.org>, relay=${fields.relay}, delay=10, delays=${fields.delays}, tls=${fields.tls}, dsn=2.0.0, status=sent (ok)`;
  equal((read('smtp', line) as unknown as Bag)[part], value);
}

const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.yaml')) : [];

test('there are texts', { skip: files.length > 0 ? false : `no ${FOLDER}` }, () => equal(files.length, 191));

for (const file of files) {
  const name = file.replace('.yaml', '');
  const kind = name.replace(/_\d+$/, '');
  const sample: Sample = parseYaml(readFileSync(FOLDER + file, 'utf8'), { schema: 'failsafe' });
  const line = sample.data.replace(/[\r\n]+$/, '');
  test(`${name}: ${line.slice(0, 90)}`, () => {
    if (kind === 'command_counter_data') checkCounts(sample);
    else if (kind === 'delays') checkPart('delays', line);
    else if (kind === 'relay') checkPart('relay', line);
    else if (kind === 'tls_features' && !line.includes(' ')) checkPart('tls', line);
    else {
      const event = read(DAEMONS[kind] ?? kind, line);
      ok(event !== undefined, 'understood');
      equal(event.kind === 'quiet', QUIET[name] !== undefined, `quiet: ${QUIET[name]}, is ${event.kind}`);
      if (event.kind !== 'quiet') checkFields(event as unknown as Bag, sample.results);
    }
  });
}
