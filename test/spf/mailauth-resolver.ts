/** Our resolver as mailauth wants one: records as Node gives them, errors with Node's codes. */
import type { RecordType, Resolver } from '../../src/dns/resolver.ts';

const CODES: Readonly<Record<string, string>> = {
  ...{ nxdomain: 'ENOTFOUND', 'no-data': 'ENODATA', timeout: 'ETIMEOUT', refused: 'EREFUSED' },
};

// biome-ignore lint/suspicious/noExplicitAny: mailauth's own type
export function mailauthResolver(resolver: Resolver): any {
  return async (name: string, type: RecordType): Promise<unknown> => {
    const answer = await resolver.query(name, type);
    if (answer.status === 'found') {
      if (type === 'TXT') return (answer.records as readonly string[]).map((text) => [text]);
      if (type !== 'MX') return answer.records;
      return (answer.records as readonly { preference: number; exchange: string }[]).map(
        ({ preference: priority, exchange }) => ({ priority, exchange }),
      );
    }
    const why = answer.status === 'failed' ? answer.why : answer.status;
    throw Object.assign(new Error(why), { code: CODES[why] ?? 'ESERVFAIL' });
  };
}
