/** Lists that somebody names, for `zones` and for `lookup --zones`: names, or restrictions as they are copied from main.cf. */
import { SekishoError } from '../config/error.ts';
import { findZone } from '../dnsbl/find.ts';
import { subjectOf } from '../dnsbl/question.ts';
import { hideKeys } from '../dnsbl/secret.ts';
import type { ListUse } from '../postfix/dns-lists.ts';
import { LIST, words } from '../postfix/split.ts';

const SITE = /^((?:[a-z0-9_-]+\.)+[a-z0-9_-]+)\.?(?:=([\d.[\];]+))?(?:\*(-?\d+))?$/i;
const LOOKS_UP = /^(?:reject_rh?s?bl(?:_\w+)?|reject_maps_rbl|permit_dnswl_client|permit_rhswl_client)$/;
/** Other words of a restriction list, and what they take: `check_policy_service unix:private/policy-spf`. */
const NO_LIST = /^(?:[a-z_]+|=|[a-z]+:.*|\{|\}|.*\/.*)$/;

/**
 * @param source what is told where nothing in it names a list; undefined: the words themselves
 * @throws SekishoError `bad-argument`
 */
export function usesIn(args: readonly string[], source?: string): readonly ListUse[] {
  const uses: ListUse[] = [];
  let restriction: string | undefined;
  for (const { text } of words(args.join(' '), `${LIST}"'\\`)) {
    const word = text.toLowerCase();
    const site = SITE.exec(word);
    if (site !== null && subjectOf(site[1]!)?.kind === 'domain') {
      uses.push(useOf(site, restriction));
      restriction = undefined;
    } else if (LOOKS_UP.test(word)) restriction = word;
    else if (NO_LIST.test(word)) restriction = undefined;
    else throw noList(text);
  }
  if (args.length > 0 && uses.length === 0) throw noList(source ?? args.join(' ').slice(0, 100));
  return uses;
}

function noList(text: string): SekishoError {
  return new SekishoError(
    'bad-argument',
    '"{text}" is no name of a list',
    'give names, as in zen.spamhaus.org,bl.spamcop.net, or restrictions as they stand in main.cf',
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
