/**
 * Finds a zone's record by the name that stands in a configuration: `zen.spamhaus.org`, `KEY.zen.dq.spamhaus.net`,
 * `anything.blackholes.us`; and, for a name that is unknown, those that may have been meant.
 */
import { ZONES } from './catalogue/zones.ts';
import type { Zone } from './zone.ts';

export interface Found {
  readonly record: Zone;
  /** As it was given, in lower case, without the last dot: what is to be asked. */
  readonly zone: string;
  /** `key`: a key stands before it. `tree`: by the record of a domain above. A keyed zone by `name` lacks its key. */
  readonly by: 'name' | 'key' | 'tree';
}

const byName = new Map<string, Zone>(
  ZONES.flatMap((record) => (record.keyed ? [] : [[record.zone, record]])),
);
const byKey = new Map<string, Zone>([
  ...ZONES.flatMap((record): [string, Zone][] => (record.keyed ? [[record.zone, record]] : [])),
  // The parts of ZEN can be had with a key as well.
  ...['sbl', 'xbl', 'pbl', 'sbl-xbl'].flatMap((part): [string, Zone][] => {
    const [open, zone] = [byName.get(`${part}.spamhaus.org`), `${part}.dq.spamhaus.net`];
    const own = { zone, keyed: true, registration: 'key', publicResolvers: 'yes' } as const;
    return open === undefined ? [] : [[zone, { ...open, ...own }]];
  }),
]);
const byTree = new Map<string, Zone>(
  ZONES.flatMap((record) => (record.tree === undefined ? [] : [[record.tree, record]])),
);

/** Lower case, without the last dot. */
export function zoneName(text: string): string {
  return text.trim().toLowerCase().replace(/\.$/, '');
}

export function findZone(text: string): Found | undefined {
  const zone = zoneName(text);
  const exact = byName.get(zone) ?? byKey.get(zone);
  if (exact !== undefined) return { record: exact, zone, by: 'name' };
  for (let at = 0; at >= 0; at = zone.indexOf('.', at) + 1 || -1) {
    const above = zone.slice(at);
    const keyed = at > 0 ? byKey.get(above) : undefined;
    if (keyed !== undefined) return { record: keyed, zone, by: 'key' };
    const tree = byTree.get(above);
    if (tree !== undefined) return { record: tree, zone, by: 'tree' };
  }
  return undefined;
}

/** Of a name's length, one letter in this many may be wrong. */
const SHARE = 6;

/** Zones whose name is a few letters off, the nearest first: `zen.spamhause.org`, `bl.spamcop.org`. */
export function likeZones(text: string): readonly Zone[] {
  const zone = zoneName(text);
  const most = Math.max(1, Math.min(3, Math.floor(zone.length / SHARE)));
  return ZONES.map((record) => ({ record, off: distance(zone, record.zone, most) }))
    .filter(({ off }) => off > 0 && off <= most)
    .sort((a, b) => a.off - b.off || rank(a.record) - rank(b.record))
    .slice(0, 3)
    .map(({ record }) => record);
}

/** Another top-level domain is one mistake. */
function distance(a: string, b: string, most: number): number {
  const whole = lettersOff(a, b, most);
  const [stemA, stemB] = [a, b].map((name) => name.replace(/\.[^.]*$/, ''));
  return Math.min(whole, a === b ? 0 : lettersOff(stemA!, stemB!, most - 1) + 1);
}

/** Live ones first. */
function rank({ life, use }: Zone): number {
  return (life.status === 'active' ? 0 : 2) + (use === 'never' ? 1 : 0);
}

/** Letters to change, add, drop or swap with their neighbour (optimal string alignment); above `most` it gives up. */
export function lettersOff(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    if (Math.min(...row) > most) return most + 1;
    before = last;
    last = row;
  }
  return last[b.length]!;
}
