/** Which lists the arguments of `zones` name: names, or restrictions as they are copied from main.cf. */
import { SekishoError } from '../config/error.ts';
import { findZone } from '../dnsbl/find.ts';
import { hideKeys } from '../dnsbl/secret.ts';
import type { ListUse } from '../postfix/dns-lists.ts';
import { LIST, words } from '../postfix/split.ts';

const SITE = /^((?:[a-z0-9_-]+\.)+[a-z0-9_-]+)\.?(?:=([\d.[\];]+))?(?:\*(-?\d+))?$/i;
const LOOKS_UP = /^(?:reject_rh?s?bl(?:_\w+)?|reject_maps_rbl|permit_dnswl_client|permit_rhswl_client)$/;
/** Other words of a restriction list, and what they take: `check_policy_service unix:private/policy-spf`. */
const NO_LIST = /^(?:[a-z_]+|=|[a-z]+:.*|\{|\}|.*\/.*)$/;

export function usesIn(args: readonly string[]): readonly ListUse[] {
  const uses: ListUse[] = [];
  let restriction: string | undefined;
  for (const { text } of words(args.join(' '), `${LIST}"'\\`)) {
    const word = text.toLowerCase();
    const site = SITE.exec(word);
    if (site !== null) {
      uses.push(useOf(site, restriction));
      restriction = undefined;
    } else if (LOOKS_UP.test(word)) restriction = word;
    else if (NO_LIST.test(word)) restriction = undefined;
    else throw noList(text);
  }
  if (args.length > 0 && uses.length === 0) throw noList(args.join(' '));
  return uses;
}

function noList(text: string): SekishoError {
  return new SekishoError(
    'bad-argument',
    '"{text}" is no name of a list',
    'give names, as in sekisho zones zen.spamhaus.org bl.spamcop.net',
    { values: { text: hideKeys(text) } },
  );
}

function useOf([, zone, filter, weight]: RegExpExecArray, restriction: string | undefined): ListUse {
  const takes = findZone(zone!)?.record.takes;
  const domains = takes?.domain === true && !takes.ip4;
  const usual = domains ? 'reject_rhsbl_client' : 'reject_rbl_client';
  const named = restriction ?? usual;
  return {
    zone: zone!,
    place: undefined,
    parameter: '',
    service: undefined,
    restriction: weight === undefined ? named : undefined,
    about: /rhs[bw]l/.test(named) ? 'client-name' : 'client',
    does: weight !== undefined ? 'score' : named.startsWith('permit') ? 'permit' : 'reject',
    filter,
    weight: Number(weight ?? 1),
    warnsOnly: false,
    after: ['permit_sasl_authenticated'],
    beforeLogin: false,
  };
}
