/** Logins and encryption, in and out (SASL_README, TLS_README), and the files and sockets that they need. */
import { activeServices, type Service, titleOf } from '../../postfix/master-cf.ts';
import { isReadableByAll, isSocket } from './access-rights.ts';
import { isForServers, isForUsers, isOpenToWorld } from './doors.ts';
import type { Family, LintProblem, Reading } from './family.ts';
import { fileText, isJailed, isSet, isYes, make, makeSet, textOf, wordsOf } from './said.ts';

export const login: Family = async (reading) => {
  const interfaces = textOf(reading, 'inet_interfaces');
  const doors = activeServices(reading.configuration.master).filter(
    (service) => service.command === 'smtpd' && isOpenToWorld(service, interfaces),
  );
  return once([
    ...doors.flatMap((service) => [
      ...logins(reading, service),
      ...encryption(reading, service),
      ...oldTls(reading, service),
      ...sockets(reading, service),
    ]),
    ...outgoing(reading),
    ...(await files(reading, doors)),
  ]);
};

/** What main.cf says to several services is told once. */
function once(problems: readonly LintProblem[]): readonly LintProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ id, service, parameter, place, values }) => {
    const own = service !== undefined && (service.overrides.has(parameter) || place.line === service.line);
    const key = JSON.stringify([id, parameter, own ? titleOf(service) : '', own ? values : values.file]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

type Level = 'none' | 'may' | 'encrypt';

/** smtpd.c: smtpd_tls_security_level wins over the older switches; one that it does not know means none. */
function levelOf(reading: Reading, service: Service): Level {
  if (isYes(reading, 'smtpd_tls_wrappermode', service)) return 'encrypt';
  const level = textOf(reading, 'smtpd_tls_security_level', service).toLowerCase();
  if (level === 'encrypt' || level === 'verify' || level === 'secure' || level === 'fingerprint')
    return 'encrypt';
  if (level === 'may') return 'may';
  if (level === 'none') return 'none';
  if (isYes(reading, 'smtpd_enforce_tls', service)) return 'encrypt';
  return isYes(reading, 'smtpd_use_tls', service) ? 'may' : 'none';
}

/** The switch that says so. */
function levelParameter(reading: Reading, service: Service): string {
  const names = ['smtpd_tls_wrappermode', 'smtpd_tls_security_level', 'smtpd_enforce_tls', 'smtpd_use_tls'];
  return (
    names.find((name) => !/^(?:no|)$/i.test(textOf(reading, name, service))) ?? 'smtpd_tls_security_level'
  );
}

function* logins(reading: Reading, service: Service): Generator<LintProblem> {
  const title = titleOf(service);
  const values = { service: title };
  if (!isYes(reading, 'smtpd_sasl_auth_enable', service)) {
    if (isForUsers(service) && !takesCertificates(reading, service))
      yield {
        ...make(reading, 'submission-no-login', 'warning', 'smtpd_sasl_auth_enable', values, service),
        ...(!service.overrides.has('smtpd_sasl_auth_enable') && {
          place: { file: service.file, line: service.line },
        }),
      };
    return;
  }
  const level = levelOf(reading, service);
  const plain = !wordsOf(reading, 'smtpd_sasl_security_options', service).includes('noplaintext');
  if (level !== 'encrypt' && plain && !isYes(reading, 'smtpd_tls_auth_only', service)) {
    const own = service.overrides.has('smtpd_tls_auth_only');
    const write = isForUsers(service)
      ? '-o smtpd_tls_security_level=encrypt'
      : `${own ? '-o smtpd_tls_auth_only=yes' : 'smtpd_tls_auth_only = yes'}`;
    yield isForUsers(service)
      ? make(
          reading,
          'login-unencrypted',
          'warning',
          'smtpd_tls_security_level',
          { ...values, write },
          service,
        )
      : makeSet(
          reading,
          'login-unencrypted',
          'warning',
          'smtpd_tls_auth_only',
          'yes',
          { ...values, write },
          service,
        );
  }
  for (const parameter of ['smtpd_sasl_security_options', 'smtpd_sasl_tls_security_options']) {
    const words = wordsOf(reading, parameter, service).map((word) => word.toLowerCase());
    // By default the second is the first.
    if (words.includes('noanonymous') || (parameter.includes('_tls_') && !isSet(reading, parameter, service)))
      continue;
    const write = [...words, 'noanonymous'].join(', ');
    const said = { ...values, parameter, value: words.join(', '), write };
    yield makeSet(reading, 'sasl-anonymous', 'error', parameter, write, said, service);
  }
  if (isForUsers(service) && !permitsLogins(reading, service))
    yield {
      ...make(reading, 'login-permits-nothing', 'warning', 'smtpd_relay_restrictions', values, service),
      ...(!service.overrides.has('smtpd_relay_restrictions') && {
        place: { file: service.file, line: service.line },
      }),
    };
  const elsewhere = activeServices(reading.configuration.master).some(
    (other) =>
      isForUsers(other) && other.command === 'smtpd' && isYes(reading, 'smtpd_sasl_auth_enable', other),
  );
  if (isForServers(service) && elsewhere)
    yield make(reading, 'login-on-25', 'info', 'smtpd_sasl_auth_enable', values, service);
}

/** Who shows a certificate needs no password (permit_tls_clientcerts). */
function takesCertificates(reading: Reading, service: Service): boolean {
  return textAround(reading, service).includes('permit_tls_');
}

function permitsLogins(reading: Reading, service: Service): boolean {
  const text = textAround(reading, service);
  return /permit_sasl_authenticated|check_sasl_access|check_policy_service|permit_mynetworks\W*$/i.test(text);
}

/** The lists that let mail out, and the classes, which any of them may name. */
function textAround(reading: Reading, service: Service): string {
  const names = [
    ...['client', 'helo', 'sender', 'relay', 'recipient'].map((list) => `smtpd_${list}_restrictions`),
    ...wordsOf(reading, 'smtpd_restriction_classes', service),
  ];
  return names.map((name) => textOf(reading, name, service)).join(' ');
}

function* encryption(reading: Reading, service: Service): Generator<LintProblem> {
  const level = levelOf(reading, service);
  const parameter = levelParameter(reading, service);
  const values = { service: titleOf(service) };
  const loginsHere = isYes(reading, 'smtpd_sasl_auth_enable', service);
  if (level === 'none') {
    const value = textOf(reading, 'smtpd_tls_security_level', service) || '""';
    yield make(
      reading,
      'tls-off',
      loginsHere || isForUsers(service) ? 'warning' : 'info',
      'smtpd_tls_security_level',
      { ...values, value },
      service,
    );
    return;
  }
  const value = textOf(reading, parameter, service);
  const certificates = [
    'smtpd_tls_chain_files',
    'smtpd_tls_cert_file',
    'smtpd_tls_eccert_file',
    'smtpd_tls_dcert_file',
  ];
  if (
    certificates.every((name) => textOf(reading, name, service) === '') &&
    textOf(reading, 'tls_server_sni_maps', service) === ''
  )
    yield make(
      reading,
      'tls-no-certificate',
      level === 'encrypt' ? 'error' : 'warning',
      parameter,
      { ...values, parameter, value },
      service,
    );
  if (level !== 'encrypt' || !isForServers(service) || isYes(reading, 'smtpd_tls_wrappermode', service))
    return;
  const own = service.overrides.has(parameter);
  const write = `${own ? '-o ' : ''}smtpd_tls_security_level${own ? '=' : ' = '}may`;
  const problem = { ...values, value, write };
  yield parameter === 'smtpd_tls_security_level'
    ? makeSet(reading, 'tls-required-25', 'warning', parameter, 'may', problem, service)
    : make(reading, 'tls-required-25', 'warning', parameter, problem, service);
}

const OLD = ['SSLv2', 'SSLv3'];

/** What a list of protocols allows of those that are broken (postconf(5), smtpd_tls_protocols). */
export function oldProtocols(value: string): readonly string[] {
  const words = value.split(/[\s,:]+/).filter((word) => word !== '');
  const least = words.map((word) => /^>=(.*)$/.exec(word)?.[1]).find((word) => word !== undefined);
  // By name, or by the number on the wire.
  if (least !== undefined) return /^(?:sslv3|0300|0x0300)$/i.test(least) ? ['SSLv3'] : [];
  const named = words.filter((word) => !/^[!<>]/.test(word)).map((word) => word.toLowerCase());
  const not = new Set(
    words.filter((word) => word.startsWith('!')).map((word) => word.slice(1).toLowerCase()),
  );
  return OLD.filter((name) => {
    const lower = name.toLowerCase();
    return !not.has(lower) && (named.length === 0 || named.includes(lower));
  });
}

function* oldTls(reading: Reading, service: Service): Generator<LintProblem> {
  if (levelOf(reading, service) === 'none') return;
  const newer = reading.version >= 3006;
  for (const parameter of ['smtpd_tls_protocols', 'smtpd_tls_mandatory_protocols']) {
    if (!isSet(reading, parameter, service)) continue;
    const value = textOf(reading, parameter, service);
    const old = oldProtocols(value);
    if (old.length === 0) continue;
    const write = newer ? '>=TLSv1.2' : '!SSLv2, !SSLv3, !TLSv1, !TLSv1.1';
    const values = {
      parameter,
      value: value || '""',
      protocols: old.join(', '),
      write: `${parameter} = ${write}`,
    };
    yield makeSet(reading, 'tls-old-protocols', 'warning', parameter, write, values, service);
  }
  for (const parameter of ['smtpd_tls_ciphers', 'smtpd_tls_mandatory_ciphers']) {
    const value = textOf(reading, parameter, service);
    if (!/^(?:export|low|null)$/i.test(value)) continue;
    const values = { parameter, value, write: `${parameter} = medium` };
    yield makeSet(reading, 'tls-weak-ciphers', 'warning', parameter, 'medium', values, service);
  }
}

/** Where smtpd(8) asks Dovecot; only of this machine can it be told what is there. */
function* sockets(reading: Reading, service: Service): Generator<LintProblem> {
  const { stat } = reading.world;
  const path = textOf(reading, 'smtpd_sasl_path', service).replace(/^unix:/, '');
  const dovecot = textOf(reading, 'smtpd_sasl_type', service).toLowerCase() === 'dovecot';
  if (stat === undefined || !dovecot || !isYes(reading, 'smtpd_sasl_auth_enable', service)) return;
  if (path === '' || path.startsWith('inet:')) return;
  const root = textOf(reading, 'queue_directory');
  const jailed = isJailed(reading, service);
  const inside = path.startsWith('/') && !jailed ? path : `${root}/${path.replace(/^\//, '')}`;
  const facts = stat(inside);
  if (facts !== undefined && isSocket(facts)) return;
  const outside = jailed && path.startsWith('/') ? stat(path) : undefined;
  if (outside !== undefined && isSocket(outside))
    yield make(
      reading,
      'login-socket-chroot',
      'error',
      'smtpd_sasl_path',
      { service: titleOf(service), root, path },
      service,
    );
  else yield make(reading, 'login-socket-missing', 'error', 'smtpd_sasl_path', { path: inside }, service);
}

const MUST = new Set(['encrypt', 'dane-only', 'fingerprint', 'verify', 'secure']);

function* outgoing(reading: Reading): Generator<LintProblem> {
  const level = textOf(reading, 'smtp_tls_security_level').toLowerCase();
  const relay = textOf(reading, 'relayhost');
  const enforced = level === '' && isYes(reading, 'smtp_enforce_tls');
  if (relay === '' && (MUST.has(level) || enforced)) {
    const parameter = enforced ? 'smtp_enforce_tls' : 'smtp_tls_security_level';
    const values = { parameter, value: enforced ? 'yes' : level };
    yield enforced
      ? make(reading, 'tls-required-out', 'warning', parameter, values)
      : makeSet(reading, 'tls-required-out', 'warning', parameter, 'may', values);
  }
  const plain = !wordsOf(reading, 'smtp_sasl_security_options').includes('noplaintext');
  if (!isYes(reading, 'smtp_sasl_auth_enable') || !plain || enforced) return;
  if (MUST.has(level) || level === 'dane' || isYes(reading, 'smtp_tls_wrappermode')) return;
  if (textOf(reading, 'smtp_tls_policy_maps') !== '' || /^\[?(?:127\.|localhost|::1)/.test(relay)) return;
  const said = { relay: relay || 'smtp_sasl_password_maps', value: level || '""' };
  yield relay === ''
    ? make(reading, 'relay-login-unencrypted', 'warning', 'smtp_tls_security_level', said)
    : makeSet(reading, 'relay-login-unencrypted', 'warning', 'smtp_tls_security_level', 'encrypt', said);
}

const FILES = [
  ...['smtpd', 'smtp'].flatMap((side) =>
    [
      'chain_files',
      'cert_file',
      'key_file',
      'eccert_file',
      'eckey_file',
      'dcert_file',
      'dkey_file',
      'CAfile',
      'CApath',
    ].map((what) => `${side}_tls_${what}`),
  ),
  ...['smtpd_tls_dh1024_param_file', 'smtpd_tls_dh512_param_file'],
];

async function files(reading: Reading, doors: readonly Service[]): Promise<readonly LintProblem[]> {
  const { stat } = reading.world;
  if (stat === undefined) return [];
  const problems: LintProblem[] = [];
  const keys = new Set<string>();
  for (const parameter of FILES)
    for (const service of [undefined, ...doors.filter(({ overrides }) => overrides.has(parameter))])
      for (const file of isSet(reading, parameter, service) ? wordsOf(reading, parameter, service) : []) {
        if (!file.startsWith('/')) continue;
        const values = { parameter, file };
        if (stat(file) === undefined) {
          const severity = isNeeded(parameter) ? 'error' : 'warning';
          problems.push(make(reading, 'tls-file-missing', severity, parameter, values, service));
        } else if (isNeeded(parameter) && !keys.has(file) && isReadableByAll(file, stat)) {
          // A certificate's file may hold its key as well.
          if (!(await fileText(reading, file))?.includes('PRIVATE KEY-----')) continue;
          keys.add(file);
          problems.push(make(reading, 'tls-key-readable', 'warning', parameter, values, service));
        }
      }
  return problems;
}

/** Of what this server shows of itself; the rest is for looking at others. */
function isNeeded(parameter: string): boolean {
  return /_(?:cert|key|eccert|eckey|dcert|dkey)_file$|_chain_files$/.test(parameter);
}
