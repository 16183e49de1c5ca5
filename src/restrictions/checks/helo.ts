/** Restrictions about the name that the client said at HELO. */
import { isAddress, isHostName, mailHostAddress, withoutDot } from '../../postfix/host-name.ts';
import type { Check, Checks } from '../check.ts';
import { ascii, dns } from '../dns.ts';
import { DUNNO, OK, type Run, type Status } from '../run.ts';

/** Calls with the name; "": none was said. Where nobody knows it, it may have been a bad one. */
const withHelo =
  (check: (run: Run, helo: string) => Status): Check =>
  (run) => {
    const { helo } = run;
    if (helo === undefined) return unknownHelo(run);
    return helo === '' ? DUNNO : check(run, helo);
  };

function unknownHelo(run: Run): Status {
  const bad = run.choose({ kind: 'attempt', attribute: 'helo_name' }, [false, true]);
  return bad ? run.reject(run.rules.codes.invalidHostname, '5.5.2', 'Helo command rejected') : DUNNO;
}

function refuse(run: Run, code: number, dsn: string, helo: string, why: string): Status {
  return run.reject(code, dsn, `<${helo}>: Helo command rejected: ${why}`);
}

/** `[192.0.2.1]`, `[IPv6:2001:db8::1]` */
function literal(run: Run, helo: string): Status {
  const inside = helo.length > 2 && helo.endsWith(']') ? helo.slice(1, -1) : helo;
  return mailHostAddress(inside) === undefined
    ? refuse(run, run.rules.codes.invalidHostname, '5.5.2', helo, 'invalid ip address')
    : DUNNO;
}

function invalid(run: Run, helo: string): Status {
  if (helo.startsWith('[')) return literal(run, helo);
  const name = withoutDot(helo);
  return isHostName(name) || isAddress(name)
    ? DUNNO
    : refuse(run, run.rules.codes.invalidHostname, '5.5.2', helo, 'Invalid name');
}

function nonFqdn(run: Run, helo: string): Status {
  if (helo.startsWith('[')) return literal(run, helo);
  const name = withoutDot(helo);
  const valid = isHostName(run.attempt.utf8 ? ascii(name) : name) && name.includes('.');
  return valid ? DUNNO : refuse(run, run.rules.codes.nonFqdn, '5.5.2', helo, 'need fully-qualified hostname');
}

/** No A, AAAA or MX record. */
function unknownHost(run: Run, helo: string): Status {
  if (helo.startsWith('[')) return literal(run, helo);
  const { codes, tempfail } = run.rules;
  let later = false;
  for (const type of ['A', 'AAAA', 'MX'] as const) {
    const answer = dns(run, helo, type);
    if (answer.status === 'found' || answer.status === 'null-mx') return DUNNO;
    if (answer.status === 'unknown') {
      const exists = run.choose({ kind: 'dns', name: helo, type }, [true, false]);
      if (exists) return DUNNO;
      return refuse(run, codes.unknownHostname, '4.7.1', helo, 'Host not found');
    }
    if (answer.status === 'later') later = true;
    else if (!answer.nameExists) break;
  }
  if (later)
    return run.deferIfPermit(
      tempfail.heloHostname,
      450,
      '4.7.1',
      `<${helo}>: Helo command rejected: Host not found`,
    );
  return refuse(run, codes.unknownHostname, '4.7.1', helo, 'Host not found');
}

/** permit_naked_ip_address: an address without brackets. Removed in Postfix 3.9. */
function nakedAddress(run: Run, helo: string): Status {
  if (!/^[0-9.:]*$/.test(helo)) return DUNNO;
  const status = literal(run, helo);
  return status === DUNNO ? OK : status;
}

export const heloChecks: Checks = {
  reject_invalid_helo_hostname: withHelo(invalid),
  reject_invalid_hostname: withHelo(invalid),
  reject_non_fqdn_helo_hostname: withHelo(nonFqdn),
  reject_non_fqdn_hostname: withHelo(nonFqdn),
  reject_unknown_helo_hostname: withHelo(unknownHost),
  reject_unknown_hostname: withHelo(unknownHost),
  permit_naked_ip_address: withHelo(nakedAddress),
};
