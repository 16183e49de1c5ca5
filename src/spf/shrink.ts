/** Which terms of a record with too many lookups could name their addresses, as DNS tells them today, and cost nothing. */
import type { RecordType, Resolver } from '../dns/resolver.ts';
import { escaped } from './evaluate.ts';
import { isTargetName, targetName } from './macro.ts';
import { type Directive, readRecord } from './record.ts';

export interface Shorter {
  readonly term: string;
  /** `ip4:192.0.2.1 ip6:2001:db8::1` */
  readonly write: string;
}

/** Terms that are looked at; hosts and addresses of one that is still better off with them. */
const MOST_TERMS = 10;
const MOST_HOSTS = 3;
const MOST_ADDRESSES = 4;

/** @param record one that can be read; its own terms alone, since what is included has another owner */
export async function shorterTerms(
  domain: string,
  record: string,
  resolver: Resolver,
  signal?: AbortSignal,
): Promise<readonly Shorter[]> {
  const read = readRecord(record);
  if ('fault' in read) return [];
  const options = signal === undefined ? {} : { signal };
  const ask = async (name: string, type: RecordType): Promise<readonly unknown[] | undefined> => {
    const answer = await resolver.query(escaped(name), type, options);
    return answer.status === 'failed' ? undefined : answer.status === 'found' ? answer.records : [];
  };
  const end = read.directives.findIndex(({ kind }) => kind === 'all');
  const reached = end < 0 ? read.directives : read.directives.slice(0, end);
  const able = reached.filter(isWhole).slice(0, MOST_TERMS);
  const found = await Promise.all(able.map((each) => addressesOf(each, domain, ask)));
  return able.flatMap(({ text, qualifier }, i) => {
    const sign = qualifier === '+' ? '' : qualifier;
    const write = found[i]?.map((each) => `${sign}${each.includes(':') ? 'ip6' : 'ip4'}:${each}`).join(' ');
    return write === undefined || write === '' ? [] : [{ term: text, write }];
  });
}

type Hosts = Directive & { readonly kind: 'a' | 'mx' };

/** `a` and `mx` of single addresses, whose name no client decides. */
function isWhole(directive: Directive): directive is Hosts {
  if (directive.kind !== 'a' && directive.kind !== 'mx') return false;
  const { target, prefix4, prefix6 } = directive;
  return prefix4 === 32 && prefix6 === 128 && (target?.letters ?? '') === '';
}

/** undefined: DNS would not tell, or they are too many. */
async function addressesOf(
  { kind, target }: Hosts,
  domain: string,
  ask: (name: string, type: RecordType) => Promise<readonly unknown[] | undefined>,
): Promise<readonly string[] | undefined> {
  const name = target === undefined ? domain : targetName(target.tokens.join(''));
  if (!isTargetName(name)) return undefined;
  const exchanges = kind === 'mx' ? await ask(name, 'MX') : undefined;
  if (kind === 'mx' && exchanges === undefined) return undefined;
  const hosts =
    kind === 'a'
      ? [name]
      : exchanges!.map((each) => (each as { exchange: string }).exchange).filter(isTargetName);
  if (hosts.length > MOST_HOSTS) return undefined;
  const answers = await Promise.all(hosts.flatMap((host) => [ask(host, 'A'), ask(host, 'AAAA')]));
  if (answers.includes(undefined)) return undefined;
  const addresses = [...new Set(answers.flat() as string[])];
  return addresses.length > MOST_ADDRESSES ? undefined : addresses;
}
