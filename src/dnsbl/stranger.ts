/** A list that the catalogue does not have: all that is known of it is what RFC 5782 asks of every list. */
import { type Found, findZone, zoneName } from './find.ts';
import type { Zone } from './zone.ts';

/** `nothing`: it is not in the catalogue, and `record` says what holds of any list. */
export interface Named extends Omit<Found, 'by'> {
  readonly by: Found['by'] | 'nothing';
}

export function namedZone(text: string): Named {
  return findZone(text) ?? { record: stranger(zoneName(text)), zone: zoneName(text), by: 'nothing' };
}

function stranger(zone: string): Zone {
  return {
    zone,
    name: zone,
    operator: '',
    kind: 'block',
    takes: { ip4: true, ip6: 'unknown', domain: true },
    lists: 'lists.unknown',
    life: { status: 'unknown', confidence: 'low', listedAll: [] },
    use: 'watch',
    risk: 'high',
    codes: [],
    errors: [],
    tests: {
      listed: ['127.0.0.2', '::ffff:7f00:2', 'test'],
      clear: ['127.0.0.1', '::ffff:7f00:1', 'invalid'],
      known: 'unknown',
    },
    registration: 'none',
    publicResolvers: 'unknown',
    end: { how: 'unknown' },
    replacements: [],
    sources: [],
  };
}
