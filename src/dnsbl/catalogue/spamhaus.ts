/**
 * The Spamhaus Project: ZEN and its parts, the domain lists, and the same with a key (DQS). Whoever asks through a
 * public resolver, too often, or for a zone that is none, is answered 127.255.255.x, which is no listing.
 */
import type { Code, ErrorCode, Zone } from '../zone.ts';
import {
  active,
  bad,
  by,
  DOMAIN,
  error,
  IP,
  IP_PERHAPS_6,
  IP4,
  life,
  on,
  record,
  testsOf,
  unknown,
} from './make.ts';
import { S } from './sources.ts';

const OPERATOR = 'The Spamhaus Project';
const SITE = 'https://check.spamhaus.org/';

const ERRORS: readonly ErrorCode[] = [
  error('127.255.255.252', 'typing-error'),
  error('127.255.255.254', 'public-resolver'),
  error('127.255.255.255', 'over-limit'),
];

const SBL = bad('127.0.0.2', 'code.sbl');
const CSS = bad('127.0.0.3', 'code.css');
const XBL = bad('127.0.0.[4..7]', 'code.xbl');
const DROP = bad('127.0.0.9', 'code.drop');
const PBL_ISP = bad('127.0.0.10', 'code.pbl-isp');
const PBL = bad('127.0.0.11', 'code.pbl');
const BCL = bad('127.0.0.30', 'code.bcl');
const ALL: readonly Code[] = [SBL, CSS, XBL, DROP, PBL_ISP, PBL, BCL];

const DOMAINS: readonly Code[] = [
  bad('127.0.1.2', 'code.spam-domain'),
  bad('127.0.1.4', 'code.phish-domain'),
  bad('127.0.1.5', 'code.malware-domain'),
  bad('127.0.1.6', 'code.botnet-domain'),
  bad('127.0.1.102', 'code.abused-spam'),
  bad('127.0.1.103', 'code.abused-redirector'),
  bad('127.0.1.104', 'code.abused-phish'),
  bad('127.0.1.105', 'code.abused-malware'),
  bad('127.0.1.106', 'code.abused-botnet'),
];

/** The code is the number of hours. */
const FRESH: readonly Code[] = [bad('127.0.2.[2..24]', 'code.first-seen-hours')];

const DBL_ERRORS = [...ERRORS, error('127.0.1.255', 'wrong-question')];
const ZRD_ERRORS = [...ERRORS, error('127.0.2.255', 'wrong-question')];

const OPEN = {
  operator: OPERATOR,
  errors: ERRORS,
  publicResolvers: 'no',
  limits: 'limit.spamhaus',
  lookupUrl: SITE,
  delistUrl: SITE,
  risk: 'low',
} as const;

/** With a key the question says whose it is, so a public resolver will do. */
const KEYED = {
  ...OPEN,
  operator: 'Spamhaus Technology',
  keyed: true,
  publicResolvers: 'yes',
  registration: 'key',
  limits: 'limit.dqs',
  note: 'note.key-is-secret',
} as const;

const IP_TESTS = testsOf(IP, 'yes');
/** dbltest.com is what the operator names; TEST is what RFC 5782 §5 asks for. */
const DBL_TESTS = { listed: ['dbltest.com', 'test'], clear: ['invalid'], known: 'unknown' } as const;

export const SPAMHAUS: readonly Zone[] = [
  record('zen.spamhaus.org', {
    ...OPEN,
    name: 'Spamhaus ZEN',
    takes: IP,
    lists: 'lists.zen',
    life: active(),
    use: 'refuse',
    note: 'note.zen',
    codes: ALL,
    tests: IP_TESTS,
    filter: '127.0.0.[2..11]',
    end: { how: 'both' },
    delist: 'delist.zen',
    sources: [
      ...[S.spamhausZones, S.spamhausErrors, S.spamhausUse, S.spamhausZen, S.spamhausClouds],
      ...[S.rspamd, S.spamassassin],
    ],
  }),
  record('sbl.spamhaus.org', {
    ...OPEN,
    name: 'Spamhaus SBL',
    takes: IP,
    lists: 'lists.sbl',
    life: active(),
    use: 'refuse',
    note: 'note.in-zen',
    codes: [SBL, CSS, DROP, BCL],
    tests: IP_TESTS,
    filter: '127.0.0.[2..9]',
    end: { how: 'request' },
    delist: 'delist.sbl',
    replacements: ['zen.spamhaus.org'],
    sources: [S.spamhausZones, S.spamhausErrors, S.rspamd],
  }),
  record('xbl.spamhaus.org', {
    ...OPEN,
    name: 'Spamhaus XBL',
    takes: IP,
    lists: 'lists.xbl',
    life: active(),
    use: 'refuse',
    note: 'note.in-zen',
    codes: [XBL],
    tests: IP_TESTS,
    filter: '127.0.0.[4..7]',
    end: { how: 'both' },
    delist: 'delist.infected',
    replacements: ['zen.spamhaus.org'],
    sources: [S.spamhausZones, S.spamhausErrors, S.cblMoved],
  }),
  record('pbl.spamhaus.org', {
    ...OPEN,
    name: 'Spamhaus PBL',
    takes: IP,
    lists: 'lists.pbl',
    life: active(),
    use: 'refuse',
    note: 'note.pbl',
    codes: [PBL_ISP, PBL],
    tests: IP_TESTS,
    filter: '127.0.0.[10;11]',
    end: { how: 'never' },
    delist: 'delist.pbl',
    replacements: ['zen.spamhaus.org'],
    sources: [S.spamhausZones, S.spamhausErrors, S.spamhausZen],
  }),
  record('sbl-xbl.spamhaus.org', {
    ...OPEN,
    name: 'Spamhaus SBL+XBL',
    takes: IP,
    lists: 'lists.sbl-xbl',
    life: life('deprecated', 'high', on('2006-12')),
    use: 'never',
    note: 'note.replace-by-zen',
    codes: [SBL, CSS, XBL, DROP],
    tests: IP_TESTS,
    filter: '127.0.0.[2..9]',
    end: { how: 'both' },
    replacements: ['zen.spamhaus.org'],
    sources: [S.spamhausZen, S.spamhausZones, S.spamhausErrors],
  }),
  record('dbl.spamhaus.org', {
    ...OPEN,
    name: 'Spamhaus DBL',
    takes: DOMAIN,
    lists: 'lists.dbl',
    life: active(),
    use: 'refuse',
    note: 'note.dbl',
    codes: DOMAINS,
    errors: DBL_ERRORS,
    tests: DBL_TESTS,
    filter: '127.0.1.[2..99]',
    end: { how: 'both' },
    sources: [
      ...[S.spamhausZones, S.spamhausErrors, S.rspamd, S.spamassassin],
      'Mail-in-a-Box, setup/mail-postfix.sh, 2026-04-20',
    ],
  }),
  record('zrd.spamhaus.org', {
    ...OPEN,
    name: 'Spamhaus ZRD',
    takes: DOMAIN,
    lists: 'lists.first-seen-24h',
    life: unknown(),
    use: 'watch',
    risk: 'medium',
    note: 'note.zrd',
    codes: FRESH,
    errors: ZRD_ERRORS,
    end: { how: 'expires', hours: 24 },
    replacements: ['zrd.dq.spamhaus.net'],
    sources: [S.spamhausZones, S.mailcow, S.unconfirmed],
  }),
  record('zen.dq.spamhaus.net', {
    ...KEYED,
    name: 'Spamhaus ZEN (DQS)',
    takes: IP,
    lists: 'lists.zen',
    life: active(),
    use: 'refuse',
    codes: ALL,
    tests: IP_TESTS,
    filter: '127.0.0.[2..11]',
    end: { how: 'both' },
    delist: 'delist.zen',
    sources: [S.spamhausZones, S.mailcow, S.spamhausErrors],
  }),
  record('dbl.dq.spamhaus.net', {
    ...KEYED,
    name: 'Spamhaus DBL (DQS)',
    takes: DOMAIN,
    lists: 'lists.dbl',
    life: active(),
    use: 'refuse',
    codes: DOMAINS,
    errors: DBL_ERRORS,
    tests: DBL_TESTS,
    filter: '127.0.1.[2..99]',
    end: { how: 'both' },
    sources: [S.spamhausZones, S.mailcow],
  }),
  record('zrd.dq.spamhaus.net', {
    ...KEYED,
    name: 'Spamhaus ZRD (DQS)',
    takes: DOMAIN,
    lists: 'lists.first-seen-24h',
    life: active(),
    use: 'score',
    risk: 'medium',
    codes: FRESH,
    errors: ZRD_ERRORS,
    end: { how: 'expires', hours: 24 },
    sources: [
      S.spamhausZones,
      S.mailcow,
      'spamhaus/rspamd-dqs, issue 11: it answers questions about addresses',
    ],
  }),
  record('authbl.dq.spamhaus.net', {
    ...KEYED,
    name: 'Spamhaus AuthBL (DQS)',
    takes: IP_PERHAPS_6,
    lists: 'lists.auth-attackers',
    life: active(),
    use: 'score',
    codes: [bad('127.0.0.20', 'code.auth-attacker')],
    end: { how: 'expires' },
    delist: 'delist.infected',
    sources: [S.spamhausZones],
  }),
  record('rbl.spamhaus.org', {
    name: 'rbl.spamhaus.org',
    operator: OPERATOR,
    lists: 'lists.never-a-list',
    life: life('deprecated', 'medium'),
    use: 'never',
    risk: 'high',
    note: 'note.never-a-list',
    errors: ERRORS,
    publicResolvers: 'no',
    replacements: ['zen.spamhaus.org'],
    sources: ['dnsbl.com, 2007-11: it answers everything', S.spamhausErrors],
  }),
  record('swl.spamhaus.org', {
    name: 'Spamhaus SWL',
    operator: OPERATOR,
    kind: 'allow',
    lists: 'lists.good-senders',
    life: life('shut-down', 'medium', by('2018-12-12')),
    use: 'never',
    risk: 'low',
    note: 'note.swl',
    sources: [S.spamassassin],
  }),
  record('cbl.abuseat.org', {
    ...OPEN,
    name: 'CBL',
    operator: 'Spamhaus (once the CBL team)',
    takes: IP4,
    lists: 'lists.xbl',
    life: life('deprecated', 'high', on('2021-01')),
    use: 'never',
    note: 'note.cbl',
    codes: [bad('127.0.0.2', 'code.xbl')],
    tests: testsOf(IP4, 'yes'),
    end: { how: 'both' },
    delist: 'delist.infected',
    replacements: ['zen.spamhaus.org', 'xbl.spamhaus.org'],
    sources: [S.cblMoved, 'dmippolitov/pydnsbl, issue 27: 127.255.255.x counted as a listing'],
  }),
];
