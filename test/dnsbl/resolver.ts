/** A resolver that knows what a test tells it: names with their records, everything else does not exist. */
import type { Answer, Failure, RecordType, Resolver } from '../../src/dns/resolver.ts';

/** By name: addresses, `TXT` text after them; or why there is no answer; or `no-data`. */
export type Names = Readonly<Record<string, readonly string[] | Failure | 'no-data'>>;

export interface FakeResolver extends Resolver {
  /** Every question, as `A name`. */
  readonly asked: string[];
}

export function fakeResolver(names: Names | ((name: string) => Names[string] | undefined)): FakeResolver {
  const asked: string[] = [];
  return {
    asked,
    query<T extends RecordType>(name: string, type: T): Promise<Answer<T>> {
      asked.push(`${type} ${name}`);
      const known = typeof names === 'function' ? names(name) : names[name];
      return Promise.resolve(answerOf(known, type) as Answer<T>);
    },
  };
}

function answerOf(known: Names[string] | undefined, type: RecordType): Answer {
  if (known === undefined) return { status: 'nxdomain', ttl: 60 };
  if (known === 'no-data') return { status: 'no-data', ttl: 60 };
  if (typeof known === 'string') return { status: 'failed', why: known, detail: `no answer: ${known}` };
  const address = /^\d+\.\d+\.\d+\.\d+$/;
  const records = known.filter((text) => address.test(text) === (type === 'A'));
  if (records.length === 0 || (type !== 'A' && type !== 'TXT')) return { status: 'no-data', ttl: 60 };
  return { status: 'found', records, ttl: 60 } as Answer;
}

/** A list with right test entries, beside what it lists: `{ '192.0.2.10': ['127.0.0.2'] }` by address or domain. */
export function healthy(zone: string, listed: Names = {}): Names {
  return {
    ...{ [`2.0.0.127.${zone}`]: ['127.0.0.2'], [`test.${zone}`]: ['127.0.0.2'] },
    ...on(zone, listed),
  };
}

export function on(zone: string, listed: Names): Names {
  return Object.fromEntries(
    Object.entries(listed).map(([subject, answer]) => [
      `${/^[\d.]+$/.test(subject) ? subject.split('.').reverse().join('.') : subject}.${zone}`,
      answer,
    ]),
  );
}
