/**
 * Lists that have ended. Some fell silent as RFC 6471 §3.4 asks; others, when their domain changed hands or their
 * operator lost patience, listed the whole world, and refused all mail of who still asked them.
 */
import type { Certainty, Since, Takes, Zone } from '../zone.ts';
import { bad, by, DOMAIN, IP_PERHAPS_6, life, on, record } from './make.ts';
import { S } from './sources.ts';

interface Ended {
  readonly operator?: string;
  readonly takes?: Takes;
  readonly lists?: Zone['lists'];
  readonly note?: NonNullable<Zone['note']>;
  readonly tree?: string;
  readonly replacements?: readonly string[];
  readonly codes?: Zone['codes'];
  readonly sources: readonly string[];
}

/** Empty, or without servers: asked in vain, until somebody buys its domain. */
function shut(zone: string, name: string, since: Since, confidence: Certainty, facts: Ended): Zone {
  return ended(zone, name, 'shut-down', since, confidence, [], facts);
}

/** It has answered for everybody. */
function parked(
  zone: string,
  name: string,
  since: Since,
  all: readonly string[],
  facts: Ended,
  sure: Certainty = 'high',
): Zone {
  return ended(zone, name, 'parked', since, sure, all, facts);
}

function ended(
  zone: string,
  name: string,
  status: 'shut-down' | 'parked',
  since: Since,
  confidence: Certainty,
  all: readonly string[],
  facts: Ended,
): Zone {
  const { operator = 'nobody any more', lists = 'lists.ended', ...rest } = facts;
  return record(zone, {
    name,
    operator,
    lists,
    life: life(status, confidence, since, all),
    use: 'never',
    risk: 'high',
    ...rest,
  });
}

const INSTEAD = ['zen.spamhaus.org'] as const;

const BLACKHOLES = {
  operator: 'Matthew Evans (left it in 2007)',
  lists: 'lists.country',
  note: 'note.blackholes',
  sources: [S.blackholes],
} as const;
const blackholes = (country: string): Zone =>
  parked(`${country}.blackholes.us`, 'blackholes.us', on('2009-10'), ['2009-10'], BLACKHOLES);

const DSBL = {
  operator: 'dsbl.org (ended)',
  lists: 'lists.relays-and-proxies',
  note: 'note.dsbl',
  replacements: INSTEAD,
  sources: [S.dsbl, S.dsblAll, S.dsblRules],
} as const;
const dsbl = (name: string, tree?: string): Zone =>
  parked(`${name}.dsbl.org`, 'DSBL', on('2008-05'), ['2012-08-20'], {
    ...DSBL,
    ...(tree === undefined ? {} : { tree }),
  });

const NJABL = {
  operator: 'njabl.org (ended)',
  lists: 'lists.relays-and-proxies',
  note: 'note.njabl',
  replacements: INSTEAD,
  sources: [S.njabl, S.njablRules],
} as const;
const njabl = (name: string, tree?: string): Zone =>
  parked(`${name}.njabl.org`, 'NJABL', on('2013-03-01'), ['2024-01'], {
    ...NJABL,
    ...(tree === undefined ? {} : { tree }),
  });

const SORBS = {
  operator: 'Proofpoint (ended)',
  lists: 'lists.sorbs',
  note: 'note.sorbs',
  replacements: INSTEAD,
  sources: [S.sorbsEnd, S.sorbsRules, S.checkRbl],
} as const;
const sorbs = (zone: string, facts: Partial<Ended> = {}): Zone =>
  shut(`${zone}.sorbs.net`, 'SORBS', on('2024-06-05'), 'high', { ...SORBS, ...facts });

const ahbl = (name: string, facts: Partial<Ended> = {}): Zone =>
  parked(`${name}.ahbl.org`, 'AHBL', on('2015-01-01'), ['2015-01-01'], {
    note: 'note.ahbl',
    sources: [S.ahbl, S.ahblRules],
    ...facts,
  });

const RHS = { takes: DOMAIN } as const;

export const ENDED: readonly Zone[] = [
  ...['cn-kr', 'china', 'korea', 'brazil', 'russia', 'nigeria', 'argentina', 'taiwan', 'singapore'].map(
    blackholes,
  ),
  parked('blackholes.us', 'blackholes.us', on('2009-10'), ['2009-10'], {
    ...BLACKHOLES,
    tree: 'blackholes.us',
  }),
  dsbl('list', 'dsbl.org'),
  dsbl('multihop'),
  dsbl('unconfirmed'),
  parked('relays.ordb.org', 'ORDB', on('2006-12-18'), ['2008-03-25'], {
    operator: 'ordb.org (ended)',
    tree: 'ordb.org',
    lists: 'lists.relays',
    note: 'note.ordb',
    replacements: INSTEAD,
    sources: [
      'nowhere.dk: closed 2006-12-18, answers everything from 2008-03-25, 15:50 CET on; isc.sans.edu, 4198',
    ],
  }),
  parked('relays.osirusoft.com', 'Osirusoft', on('2003-08-26'), ['2003-08-26'], {
    operator: 'Joe Jared (ended)',
    tree: 'relays.osirusoft.com',
    lists: 'lists.relays',
    sources: ['bluewolfspirit.com, 2003-08-29: the entire world listed after weeks of attacks; zdnet.com.au'],
  }),
  ...['dnsbl', 'combined', 'bhnc', 'dynablock'].map((name) =>
    njabl(name, name === 'dnsbl' ? 'njabl.org' : undefined),
  ),
  parked('bl.spamcannibal.org', 'SpamCannibal', on('2018-05'), ['2018-05-30', '2019-05-30'], {
    tree: 'spamcannibal.org',
    lists: 'lists.traps',
    sources: [
      'wordtothewise.com, 2018-05; dnsbl.com, 2018-05-30; dnsbl.info: lapsed again on 2019-05-30',
      'check_rbl, issue 18: every name leads to 91.195.240.117',
    ],
  }),
  sorbs('dnsbl', {
    codes: [
      bad('127.0.0.2', 'code.http-proxy'),
      bad('127.0.0.3', 'code.socks-proxy'),
      bad('127.0.0.4', 'code.open-proxy'),
      bad('127.0.0.5', 'code.open-relay'),
      bad('127.0.0.6', 'code.spam-source'),
      bad('127.0.0.7', 'code.abusable-web-server'),
      bad('127.0.0.8', 'code.asked-not-to-be-tested'),
      bad('127.0.0.9', 'code.hijacked-network'),
      bad('127.0.0.10', 'code.dynamic-address'),
    ],
  }),
  ...[
    'dul',
    'spam',
    'recent.spam',
    'new.spam',
    'old.spam',
    'safe',
    'smtp',
    'http',
    'socks',
    'misc',
    'web',
  ].map((part) => sorbs(`${part}.dnsbl`)),
  ...['zombie', 'problems', 'proxies', 'relays', 'escalations', 'block'].map((part) =>
    sorbs(`${part}.dnsbl`),
  ),
  sorbs('aspews.ext'),
  ...['rhsbl', 'badconf.rhsbl', 'nomail.rhsbl'].map((part) =>
    sorbs(part, { ...RHS, replacements: ['dbl.spamhaus.org'] }),
  ),
  shut('sorbs.net', 'SORBS', on('2024-06-05'), 'high', { ...SORBS, takes: IP_PERHAPS_6, tree: 'sorbs.net' }),
  shut('ix.dnsbl.manitu.net', 'NiX Spam', on('2025-01-16'), 'high', {
    operator: 'manitu / iX (ended)',
    lists: 'lists.spam-sources',
    note: 'note.ended-well',
    replacements: INSTEAD,
    sources: [
      'heise.de, article 10248714: without entries since 2025-01-16',
      'rspamd, commit 1bfa2629',
      S.checkRbl,
    ],
  }),
  shut('no-more-funn.moensted.dk', 'No More Funn', by('2019-02-27'), 'medium', {
    lists: 'lists.spam-sources',
    sources: [S.checkRbl, S.unconfirmed],
  }),
  shut('db.wpbl.info', 'WPBL', on('2023-11'), 'high', {
    lists: 'lists.spam-sources',
    note: 'note.costs-timeouts',
    replacements: INSTEAD,
    sources: ['wpbl.info, 2025-10: ended in 2024, name servers now in 192.0.2.0/24, questions time out'],
  }),
  shut('dnsbl.inps.de', 'inps.de', on('2020-05-25'), 'high', {
    operator: 'Christian Jung (ended)',
    tree: 'dnsbl.inps.de',
    lists: 'lists.spam-sources',
    note: 'note.ended-well',
    sources: [S.inps, S.checkRbl],
  }),
  shut('dnswl.inps.de', 'inps.de', on('2020-05-25'), 'high', {
    operator: 'Christian Jung (ended)',
    lists: 'lists.good-senders',
    note: 'note.ended-well',
    sources: [S.inps, S.checkRbl],
  }),
  shut('virbl.bit.nl', 'Virbl', on('2017-01'), 'high', {
    operator: 'BIT (ended)',
    lists: 'lists.viruses',
    sources: [S.virbl, S.impRenamed],
  }),
  shut('virbl.dnsbl.bit.nl', 'Virbl', on('2017-01'), 'high', {
    operator: 'BIT (ended)',
    lists: 'lists.viruses',
    sources: [S.virbl, S.impRenamed],
  }),
  shut('badnets.spameatingmonkey.net', 'SEM-BADNETS', on('2010-02-15'), 'high', {
    operator: 'Spam Eating Monkey',
    replacements: ['bl.spameatingmonkey.net'],
    sources: [S.sem],
  }),
  ahbl('dnsbl', { tree: 'ahbl.org' }),
  ahbl('rhsbl', RHS),
  ahbl('ircbl'),
  ahbl('tor', { lists: 'lists.tor-nodes' }),
  parked(
    'dnsbl.burnt-tech.com',
    'Burnt Tech',
    on('2015-09-19'),
    ['2015-09-19'],
    {
      sources: ['dnsbl.com, 2015-09: expired, for sale, answers everything'],
    },
    'medium',
  ),
  parked(
    'dul.ru',
    'DUL.ru',
    on('2015-05-19'),
    ['2015-05-19'],
    {
      lists: 'lists.dynamic-addresses',
      sources: ['dnsbl.com, 2015: answers everything from 2015-05-19 on'],
    },
    'medium',
  ),
  parked('bl.emailbasura.org', 'Email Basura', on('2019-10-30'), ['2019-10-30'], {
    sources: ['dnsbl.com, 2019-10-30: expired, bought, answers everything', S.checkRbl],
  }),
  parked('rbl.megarbl.net', 'MegaRBL', on('2019-11-25'), ['2019-11-25'], {
    sources: ['dnsbl.com, 2019-11-25: expired, lists the world', S.checkRbl],
  }),
  parked(
    'all.rbl.webiron.net',
    'WebIron',
    on('2020-05'),
    ['2020-05'],
    {
      sources: ['dnsbl.com, 2020-05: expired, the page of the registrar listed the world'],
    },
    'medium',
  ),
  parked(
    'bad.psky.me',
    'Protected Sky',
    on('2019-04-21'),
    ['2019-04-21'],
    {
      sources: ['modoboa, issue 1722, 2019-04-22: taken over or broken'],
    },
    'medium',
  ),
  parked(
    'spamtrap.drbl.drand.net',
    'DRBL drand.net',
    on('2024-03-26'),
    ['2024-03-26'],
    {
      lists: 'lists.traps',
      sources: ['check_rbl, issue 53: offline since 2024-03-26, everybody told as listed'],
    },
    'medium',
  ),
  parked(
    'lbl.lagengymnastik.dk',
    'LBL',
    by('2004'),
    ['2007-01'],
    {
      sources: ['dnsbl.com, 2007-02: lists everything on purpose since 2007-01'],
    },
    'medium',
  ),
  parked(
    'ybl.megacity.org',
    'YBL',
    by('2010-09'),
    ['2010-09'],
    {
      sources: ['dnsbl.com, 2010: listed the world'],
    },
    'medium',
  ),
  parked(
    'tor.dnsbl.sectoor.de',
    'sectoor.de',
    on('2018-06'),
    ['2019-05'],
    {
      lists: 'lists.tor-nodes',
      sources: [
        'modoboa, issue 1598, 2018-10: dead since 2018-06',
        'pydnsbl, issue 3, 2019-05: false positives',
      ],
    },
    'medium',
  ),
  parked(
    'dynip.rothen.com',
    'rothen.com',
    on('2020-09-30'),
    ['2020-09-30'],
    {
      lists: 'lists.dynamic-addresses',
      sources: ['pydnsbl, issue 15', 'check_rbl, commit b62a63a, 2020-09-30'],
    },
    'medium',
  ),
  shut('dnsbl.madavi.de', 'Madavi:BL', on('2025-03'), 'medium', {
    sources: ['check_rbl, issue 63, 2025-03-27, with the words of madavi.de'],
  }),
  shut('sbl.spamdown.org', 'Spamdown', by('2026-03-30'), 'medium', { sources: [S.checkRbl] }),
  shut('rbl.lugh.ch', 'lugh.ch', by('2024-07-22'), 'high', {
    sources: ['maltrail, issue 19298: taken out of service by its owner', S.checkRbl],
  }),
  shut('cidr.bl.mcafee.com', 'McAfee CIDR BL', by('2024-11-13'), 'medium', { sources: [S.checkRbl] }),
  shut('dnsbl.darklist.de', 'Darklist.de', by('2023-04'), 'medium', { sources: [S.check49] }),
  shut('list.bbfh.org', 'BBFH', by('2023-04'), 'medium', { sources: [S.check49] }),
  shut('dul.pacifier.net', 'Pacifier DUL', by('2023-04'), 'medium', {
    lists: 'lists.dynamic-addresses',
    sources: [S.check49],
  }),
  shut('tr.countries.nerd.dk', 'countries.nerd.dk', by('2023-04'), 'medium', {
    lists: 'lists.country',
    sources: [S.check49],
  }),
  shut('osrs.dnsbl.net.au', 'dnsbl.net.au', by('2022-10-31'), 'medium', {
    tree: 'dnsbl.net.au',
    sources: [S.checkRbl],
  }),
  shut('dnsbl.anticaptcha.net', 'AntiCaptcha', on('2021-07-06'), 'medium', { sources: [S.checkRbl] }),
  shut('rbl.suresupport.com', 'SureSupport', on('2019-12-03'), 'medium', { sources: [S.checkRbl] }),
  shut('dnsbl.cyberlogic.net', 'CyberLogic', on('2018-05'), 'medium', {
    sources: ['dnsbl.com, 2018-05: broken', 'modoboa, issue 1496: a private list'],
  }),
  shut('cbl.anti-spam.org.cn', 'CASA CBL', by('2025-10'), 'medium', {
    sources: ['DjinnS/check-rbl, issue 10, 2025-10-07: gone'],
  }),
  shut('cdl.anti-spam.org.cn', 'CASA CDL', by('2025-10'), 'high', {
    sources: ['DjinnS/check-rbl, issue 10, 2025-10-07: gone', S.checkRbl],
  }),
  ...['spam', 'drone', 'combined'].map((part) =>
    shut(`${part}.abuse.ch`, 'abuse.ch', by('2019-02'), 'medium', {
      operator: 'abuse.ch',
      sources: [S.abuseCh],
    }),
  ),
  shut('bsb.spamlookup.net', 'BSB', on('2020-04-17'), 'medium', {
    sources: ['dnsbl.com, 2020-05: died on 2020-04-17'],
  }),
  shut('spamtrap.trblspam.com', 'TRBL', on('2013-04-02'), 'medium', {
    lists: 'lists.traps',
    sources: ['dnsbl.com, 2013: offline as of 2013-04-02'],
  }),
  shut('relays.visi.com', 'VISI RSL', by('2007'), 'medium', {
    lists: 'lists.relays',
    sources: ['dnsbl.com, 2007-02: dead'],
  }),
  shut('rbl.cluecentral.net', 'cluecentral', on('2009-10'), 'medium', {
    sources: ['dnsbl.com, 2009-10: ended; its operator threatened to list everything'],
  }),
  shut('dsn.rfc-ignorant.org', 'RFC-Ignorant', on('2012-09'), 'medium', {
    ...RHS,
    tree: 'rfc-ignorant.org',
    lists: 'lists.broken-domains',
    sources: ['SpamAssassin, 2012-09-15: removed', 'reviewmyemails.com'],
  }),
];
