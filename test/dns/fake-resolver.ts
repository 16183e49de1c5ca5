/**
 * A resolver that knows what it is told, for tests that need no network. It obeys the same contract as the stub
 * (contract.ts): aliases are followed, a name under which something exists has no data, any other does not exist.
 *
 *     const resolver = fakeResolver({
 *       'example.com': { MX: [{ preference: 10, exchange: 'mx.example.com' }], TXT: ['v=spf1 mx -all'] },
 *       'www.example.com': { CNAME: ['web.example.com'] },
 *       'slow.example': 'timeout',
 *     });
 *     resolver.asked   // ['example.com TXT', ...]
 */
import type { Answer, Failure, Question, RecordData, RecordType, Resolver } from '../../src/dns/resolver.ts';

export type FakeRecords = { readonly [T in RecordType]?: readonly RecordData[T][] | Failure };

export interface FakeResolver extends Resolver {
  /** Every question, as `name TYPE`, in its order. */
  readonly asked: string[];
  /** From now on `name` has these records, or fails; undefined: it does not exist. */
  set(name: string, records: FakeRecords | Failure | undefined): void;
}

/** @param ttl seconds of every answer */
export function fakeResolver(
  names: Readonly<Record<string, FakeRecords | Failure>> = {},
  { ttl = 300 }: { readonly ttl?: number } = {},
): FakeResolver {
  const known = new Map<string, FakeRecords | Failure>();
  const asked: string[] = [];
  const set = (name: string, records: FakeRecords | Failure | undefined): void => {
    if (records === undefined) known.delete(plain(name));
    else known.set(plain(name), records);
  };
  for (const [name, records] of Object.entries(names)) set(name, records);

  const find = <T extends RecordType>(first: string, type: T): Answer<T> => {
    const chain = [first];
    for (;;) {
      const name = chain.at(-1)!;
      const records = known.get(name);
      if (records === undefined) {
        const exists = [...known.keys()].some((each) => each.endsWith(`.${name}`));
        return { status: exists ? 'no-data' : 'nxdomain', ttl };
      }
      if (typeof records === 'string') return failed(records);
      const own = records[type] as readonly RecordData[T][] | Failure | undefined;
      if (typeof own === 'string') return failed(own);
      if (own !== undefined && own.length > 0)
        return { status: 'found', records: own, ttl, ...(chain.length > 1 ? { canonical: name } : {}) };
      const alias = records.CNAME;
      if (alias === undefined || typeof alias === 'string' || type === 'CNAME')
        return { status: 'no-data', ttl };
      const target = plain(alias[0]!);
      if (chain.includes(target) || chain.length > 16) return failed('loop');
      chain.push(target);
    }
  };

  return {
    asked,
    set,
    async query<T extends RecordType>(name: string, type: T, options: Question = {}): Promise<Answer<T>> {
      if (options.signal?.aborted === true) return failed('timeout');
      if (!isName(name)) return failed('unsendable');
      asked.push(`${plain(name)} ${type}`);
      return find(plain(name), type);
    },
  };
}

const failed = (why: Failure): Answer<never> => ({ status: 'failed', why, detail: `the fake says ${why}` });

function plain(name: string): string {
  return name.toLowerCase().replace(/(?<=.)\.$/, '');
}

function isName(name: string): boolean {
  if (name === '.') return true;
  const labels = plain(name).split('.');
  return labels.every((label) => label !== '' && label.length <= 63) && plain(name).length <= 253;
}
