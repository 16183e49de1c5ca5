/** Records for tests: what names have, and a resolver that tells it and remembers what it was asked. */
import type { Answer, Failure, Question, RecordType, Resolver } from '../../src/dns/resolver.ts';

/** By type; a name that is not here does not exist. */
export type Zone = Readonly<Record<string, Partial<Record<RecordType, readonly unknown[]>> | Failure>>;

export interface TestResolver extends Resolver {
  readonly asked: string[];
  zone: Zone;
}

/** @param ttl seconds, of every answer */
export function zoneResolver(zone: Zone, ttl = 300): TestResolver {
  const asked: string[] = [];
  const resolver: TestResolver = {
    ...{ asked, zone },
    async query<T extends RecordType>(name: string, type: T, options: Question = {}): Promise<Answer<T>> {
      asked.push(`${name} ${type}`);
      const failed = (why: Failure): Answer<T> => ({ status: 'failed', why, detail: `the test says ${why}` });
      if (options.signal?.aborted === true) return failed('timeout');
      const own = follow(resolver.zone, name.toLowerCase().replace(/\.$/, ''), type);
      if (own === undefined) return { status: 'nxdomain', ttl };
      if (typeof own === 'string') return failed(own);
      const records = own[type];
      if (records === undefined || records.length === 0) return { status: 'no-data', ttl };
      return { status: 'found', records, ttl } as unknown as Answer<T>;
    },
  };
  return resolver;
}

export function txt(...texts: string[]): { TXT: string[] } {
  return { TXT: texts };
}

/** What a name has, behind its aliases. */
function follow(zone: Zone, name: string, type: RecordType): Zone[string] | undefined {
  for (let at = name, hops = 0; hops < 16; hops++) {
    const own = zone[at];
    const alias = typeof own === 'string' || own?.[type] !== undefined ? undefined : own?.CNAME?.[0];
    if (typeof alias !== 'string') return own;
    at = alias;
  }
  return 'loop';
}
