/**
 * Can this resolver be used for DNS lists at all? Asked before any list is judged, or its fault would be told of them:
 *
 *     a name that nobody has answers an address      it rewrites NXDOMAIN: every client would be on every list
 *     test entries exist without an address          it takes 127.0.0.0/8 away (rebinding protection): no list works
 *     ZEN answers 127.255.255.254                    it is a public resolver, which many lists do not answer
 */
import type { Question, Resolver } from '../dns/resolver.ts';

export type ResolverFault = 'nxdomain-rewritten' | 'answers-stripped' | 'public-resolver' | 'silent';

export interface Fitness {
  /** `unknown`: it rewrites nothing, and nothing that should be there was found. */
  readonly status: 'fit' | 'unknown' | ResolverFault;
  /** Where it rewrites: what it answers for names that nobody has. */
  readonly answers: readonly string[];
  /** Of no name at all did it say even that it is not there: it may be at fault where lists fail alike. */
  readonly findsNothing?: true;
}

/** Test entries of lists that have been there for many years. */
const KNOWN = ['2.0.0.127.zen.spamhaus.org', '2.0.0.127.bl.spamcop.net', '2.0.0.127.psbl.surriel.com'];
const REFUSED = /^127\.255\.255\./;

/** Resolvers that serve the whole world. */
const PUBLIC: ReadonlySet<string> = new Set([
  ...['8.8.8.8', '8.8.4.4', '2001:4860:4860::8888', '2001:4860:4860::8844'],
  ...['1.1.1.1', '1.0.0.1', '1.1.1.2', '1.1.1.3', '2606:4700:4700::1111', '2606:4700:4700::1001'],
  ...['9.9.9.9', '9.9.9.10', '149.112.112.112', '2620:fe::fe', '2620:fe::9'],
  ...['208.67.222.222', '208.67.220.220', '94.140.14.14', '94.140.15.15', '76.76.2.0', '76.76.10.0'],
  ...['64.6.64.6', '64.6.65.6', '4.2.2.1', '4.2.2.2', '77.88.8.8', '77.88.8.1', '185.228.168.9'],
]);

export function isPublicResolver(address: string): boolean {
  return PUBLIC.has(address);
}

export interface FitnessOptions extends Question {
  readonly random?: () => number;
  /** Addresses of the servers that are asked, where they are known. */
  readonly servers?: readonly string[];
}

export async function resolverFitness(resolver: Resolver, options: FitnessOptions = {}): Promise<Fitness> {
  const random = options.random ?? Math.random;
  const label = (): string =>
    Array.from({ length: 18 }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join('');
  const ask = (name: string) => resolver.query(name, 'A', options);
  const [nobody, known] = await Promise.all([
    Promise.all([`${label()}.com`, `${label()}.example.org`, `${label()}.net`].map(ask)),
    Promise.all(KNOWN.map(ask)),
  ]);
  const rewritten = nobody.flatMap((answer) => (answer.status === 'found' ? answer.records : []));
  if (rewritten.length > 0) return { status: 'nxdomain-rewritten', answers: [...new Set(rewritten)] };
  const found = known.flatMap((answer) => (answer.status === 'found' ? answer.records : []));
  if (found.some((address) => REFUSED.test(address)) || (options.servers ?? []).some(isPublicResolver))
    return { status: 'public-resolver', answers: [...new Set(found)] };
  if (found.some((address) => address.startsWith('127.'))) return { status: 'fit', answers: [] };
  // Where a name exists without an address though it always has one, somebody took it away.
  if (known.filter(({ status }) => status === 'no-data').length >= 2)
    return { status: 'answers-stripped', answers: [] };
  const why = [...nobody, ...known].map((answer) => (answer.status === 'failed' ? answer.why : undefined));
  if (why.every((each) => each === 'timeout' || each === 'unreachable'))
    return { status: 'silent', answers: [] };
  return { status: 'unknown', answers: [], ...(why.includes(undefined) ? {} : { findsNothing: true }) };
}
