/** DNS lists: `reject_rbl_client zen.example.org=127.0.0.[2..11]` and its like (find_dnsxl_addr(), rbl_reject_reply()). */
import { matches, type Pattern, readPattern } from '../../dnsbl/pattern.ts';
import { isHostName, LONGEST_NAME } from '../../postfix/host-name.ts';
import type { Check, Checks } from '../check.ts';
import { ascii, askName, dns } from '../dns.ts';
import { expandReply } from '../expand-reply.ts';
import type { Listing } from '../facts.ts';
import { findFirst } from '../maps.ts';
import { fitStatus, type Refused, splitStatus } from '../reply.ts';
import { DUNNO, OK, type Run, type Status } from '../run.ts';
import { isAuthorized } from './relay.ts';

interface Site {
  readonly zone: string;
  /** Is a host name with any prefix, up to the longest that there may be. */
  readonly isName: boolean;
  /** undefined: any answer counts. */
  readonly filter: { readonly pattern: Pattern | undefined } | undefined;
}

const sites = new Map<string, Site>();

/** @param text `zone` or `zone=filter` */
function siteOf(text: string): Site {
  let site = sites.get(text);
  if (site === undefined) {
    const equals = text.indexOf('=');
    const zone = equals < 0 ? text : text.slice(0, equals);
    site = {
      zone,
      isName: isHostName(`1.${zone}`),
      filter: equals < 0 ? undefined : { pattern: readPattern(text.slice(equals + 1)) },
    };
    sites.set(text, site);
  }
  return site;
}

/** @param site `zone` or `zone=filter` */
function ask(run: Run, prefix: string, site: string): Listing {
  const { zone, filter, isName } = siteOf(site);
  const known = run.facts.listing?.(prefix, zone);
  if (known !== undefined) return known;
  const name = `${prefix}.${zone}`;
  const asks = isName && name.length <= LONGEST_NAME ? askName : dns;
  const answer = asks(run, name, 'A');
  if (answer.status === 'unknown')
    return run.choose<Listing>({ kind: 'dns', name, type: 'A' }, ['clear', { text: '' }]);
  if (answer.status === 'later') return 'later';
  if (answer.status !== 'found') return 'clear';
  if (filter !== undefined) {
    const { pattern } = filter;
    // smtpd(8) gives up there: the client sees its connection end.
    if (pattern === undefined) run.wrongConfiguration();
    if (!answer.records.some((address) => matches(pattern, address))) return 'clear';
  }
  const text = asks(run, name, 'TXT');
  if (text.status === 'unknown') run.want({ kind: 'dns', name, type: 'TXT' });
  return { text: text.status === 'found' ? text.records.join(' / ').slice(0, 500) : '' };
}

/** A domain that a list of domains can be asked about; undefined: it is none. */
function askable(what: string): string | undefined {
  const at = what.lastIndexOf('@');
  const domain = what.slice(at + 1);
  if (domain === '' || (at >= 0 && domain.startsWith('['))) return undefined;
  if (/^\d+$/.test(domain.slice(domain.lastIndexOf('.') + 1))) return undefined;
  const name = ascii(domain);
  return isHostName(name) ? name : undefined;
}

function refuse(run: Run, site: string, text: string, what: string, refused: Refused): Status {
  const { rules } = run;
  const own = findFirst(run, rules.rblReplyMaps, [[site, true]]);
  if (own !== 'absent' && 'failed' in own) run.wrongConfiguration();
  const template = own !== 'absent' && 'found' in own ? own.found : undefined;
  const names = { domain: site.split('=', 1)[0]!, reason: text, what, refused };
  const reply = expandReply(run, template, names);
  const code = /^[45]\d\d /.exec(reply);
  if (code === null) return run.reject(450, '4.7.1', 'Service unavailable');
  const split = splitStatus(reply.slice(4), '4.7.1');
  return run.reject(Number(code[0]), fitStatus(split.dsn, refused), split.text || 'Service unavailable');
}

function reject(run: Run, prefix: string | undefined, site: string, what: string, refused: Refused): Status {
  if (prefix === undefined) return DUNNO;
  const listed = ask(run, prefix, site);
  return typeof listed === 'string' ? DUNNO : refuse(run, site, listed.text, what, refused);
}

function permit(run: Run, prefix: string | undefined, site: string, what: string): Status {
  // Who is on an allow list does not become a user of ours.
  const { recipient } = run;
  if (run.attempt.stage === 'RCPT' && recipient !== undefined && !isAuthorized(run, recipient)) return DUNNO;
  if (prefix === undefined) return DUNNO;
  const listed = ask(run, prefix, site);
  if (listed === 'later')
    return run.deferIfReject(450, '4.7.1', `<${what}>: Client host rejected: Service unavailable`);
  return listed === 'clear' ? DUNNO : OK;
}

/** Without its argument Postfix only warns. */
const of =
  (check: (run: Run, site: string) => Status): Check =>
  (run, step) =>
    step.argument === undefined ? DUNNO : check(run, step.argument);

const byAddress = of((run, site) =>
  reject(run, run.reversed, site, run.attempt.clientAddress, 'Client host'),
);

function rejectName(run: Run, name: string | undefined, site: string, refused: Refused): Status {
  if (name === undefined || name === '') return DUNNO;
  if (refused.endsWith('Client host') && name.toLowerCase() === 'unknown') return DUNNO;
  return reject(run, askable(name), site, name, refused);
}

const byName = (what: (run: Run) => string | undefined, refused: Refused): Check =>
  of((run, site) => rejectName(run, what(run), site, refused));

const byHelo = of((run, site) => {
  if (run.helo === undefined) {
    const listed = run.choose({ kind: 'attempt', attribute: 'helo_name' }, [false, true]);
    return listed ? refuse(run, site, '', '', 'Helo command') : DUNNO;
  }
  return run.helo === '' ? DUNNO : reject(run, askable(run.helo), site, run.helo, 'Helo command');
});

const byReverse = of((run, site) => {
  const { reverseName } = run.attempt;
  if (reverseName !== undefined) return rejectName(run, reverseName, site, 'Unverified Client host');
  const listed = run.choose({ kind: 'attempt', attribute: 'reverse_client_name' }, [false, true]);
  return listed ? refuse(run, site, '', '', 'Unverified Client host') : DUNNO;
});

/** Before Postfix 2.1; removed in 3.9. */
const mapsRbl: Check = (run) => {
  for (const site of run.rules.rblDomains) {
    const status = reject(run, run.reversed, site, run.attempt.clientAddress, 'Client host');
    if (status !== DUNNO) return status;
  }
  return DUNNO;
};

export const listChecks: Checks = {
  reject_rbl_client: byAddress,
  reject_rbl: byAddress,
  reject_maps_rbl: mapsRbl,
  reject_rhsbl_client: byName((run) => run.attempt.clientName, 'Client host'),
  reject_rhsbl_reverse_client: byReverse,
  reject_rhsbl_helo: byHelo,
  reject_rhsbl_sender: byName((run) => run.sender, 'Sender address'),
  reject_rhsbl_recipient: byName((run) => run.recipient, 'Recipient address'),
  permit_dnswl_client: of((run, site) => permit(run, run.reversed, site, run.attempt.clientAddress)),
  permit_rhswl_client: of((run, site) => {
    const { clientName } = run.attempt;
    return clientName.toLowerCase() === 'unknown'
      ? DUNNO
      : permit(run, askable(clientName), site, clientName);
  }),
};
