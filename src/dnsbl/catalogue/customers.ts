/** Lists that answer customers only: with a key in the question, or from a resolver that is registered. */
import type { Code, Zone } from '../zone.ts';
import { active, bad, DOMAIN, IP, IP_PERHAPS_6, IP4, record, testsOf, unknown } from './make.ts';
import { S } from './sources.ts';

const BLACK: readonly Code[] = [
  bad('127.0.0.2', 'code.pristine-trap'),
  bad('127.0.0.3', 'code.heuristic'),
  bad('127.0.0.200', 'code.black'),
];

const ABUSIX = {
  operator: 'Abusix',
  keyed: true,
  life: active(),
  risk: 'low',
  note: 'note.key-is-secret',
  registration: 'key',
  publicResolvers: 'yes',
  // There is no code for it: a question with a wrong key, or one too many, is refused.
  refusal: 'bad-key',
  limits: 'limit.abusix',
  lookupUrl: 'https://lookup.abusix.com/',
  delistUrl: 'https://lookup.abusix.com/',
  sources: [S.abusix, S.abusixRefused],
} as const;

const INVALUEMENT = {
  operator: 'invaluement / PowerView Systems',
  life: active('medium'),
  use: 'score',
  risk: 'low',
  note: 'note.answers-strangers',
  registration: 'subscription',
  publicResolvers: 'no',
  limits: 'limit.paid',
  end: { how: 'both' },
  lookupUrl: 'https://www.invaluement.com/lookup/',
  delistUrl: 'https://www.invaluement.com/lookup/',
  sources: [S.invaluement, S.invaluementAll],
} as const;

export const CUSTOMERS: readonly Zone[] = [
  record('combined.mail.abusix.zone', {
    ...ABUSIX,
    name: 'Abusix combined',
    takes: IP,
    lists: 'lists.abusix-combined',
    use: 'refuse',
    codes: [
      ...BLACK,
      bad('127.0.0.4', 'code.exploited'),
      bad('127.0.0.11', 'code.generic-name'),
      bad('127.0.0.12', 'code.no-reverse'),
    ],
    tests: testsOf(IP, 'yes'),
    filter: '127.0.0.[2..4;11;12;200]',
    end: { how: 'both', hours: 125 },
  }),
  record('black.mail.abusix.zone', {
    ...ABUSIX,
    name: 'Abusix black',
    takes: IP_PERHAPS_6,
    lists: 'lists.traps',
    use: 'refuse',
    codes: BLACK,
    end: { how: 'both', hours: 125 },
  }),
  record('dblack.mail.abusix.zone', {
    ...ABUSIX,
    name: 'Abusix domain black',
    takes: DOMAIN,
    lists: 'lists.spam-domains',
    use: 'score',
    codes: [bad('127.0.1.1', 'code.in-spam-body'), bad('127.0.1.2', 'code.newly-observed')],
  }),
  record('sip.invaluement.com', {
    ...INVALUEMENT,
    name: 'invaluement SIP',
    takes: IP4,
    lists: 'lists.spam-sources',
  }),
  record('sip24.invaluement.com', {
    ...INVALUEMENT,
    name: 'invaluement SIP/24',
    takes: IP4,
    lists: 'lists.networks-24',
    risk: 'medium',
  }),
  record('uri.invaluement.com', {
    ...INVALUEMENT,
    name: 'invaluement URI',
    takes: DOMAIN,
    lists: 'lists.spam-domains',
  }),
  record('access.mail-abuse.com', {
    name: 'Trend Micro ERS (once MAPS RBL+)',
    operator: 'Trend Micro',
    tree: 'mail-abuse.com',
    lists: 'lists.poor-reputation',
    life: unknown(),
    use: 'watch',
    note: 'note.activation-code',
    registration: 'subscription',
    sources: [S.spamassassin],
  }),
];
