/** What the SPF benchmarks evaluate: two domains, the request, and how fast a check is. */
import { txt, type Zone } from '../test/spf/zone.ts';

export const REQUEST = { ip: '192.0.2.1', sender: 'ann@example.com', helo: 'mx.example.com' };

export const CASES: readonly (readonly [name: string, zone: Zone, count: number])[] = [
  ['one ip4 term', { 'example.com': txt('v=spf1 ip4:192.0.2.0/24 -all') }, 20_000],
  [
    'six lookups',
    {
      'example.com': { ...txt('v=spf1 mx a include:_spf.example.net -all'), A: ['203.0.113.9'], MX: hosts() },
      'mx1.example.com': { A: ['203.0.113.10'] },
      'mx2.example.com': { A: ['203.0.113.11'] },
      '_spf.example.net': txt(
        'v=spf1 include:a.example.net include:b.example.net include:c.example.net ~all',
      ),
      'a.example.net': txt('v=spf1 ip4:198.51.100.0/25 ip4:203.0.113.128/25 ~all'),
      'b.example.net': txt('v=spf1 ip4:198.51.100.128/25 ip6:2001:db8::/32 ~all'),
      'c.example.net': txt('v=spf1 ip4:192.0.2.0/24 ~all'),
    },
    3_000,
  ],
];

function hosts(): { preference: number; exchange: string }[] {
  return [1, 2].map((preference) => ({ preference, exchange: `mx${preference}.example.com` }));
}

/** Verdicts a second, one after the other. */
export async function pace(count: number, check: () => Promise<string>): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < count; i++) if ((await check()) !== 'pass') throw new Error('a wrong verdict');
  return (count * 1000) / (performance.now() - start);
}

export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}

/** One line a way: verdicts a second, and how many times as fast Sekisho's first way is as another program. */
export function tell(title: string, paces: Readonly<Record<string, readonly number[]>>): void {
  console.log(`\n${title}`);
  const all = Object.entries(paces).filter(([, each]) => each.length > 0);
  const own = median(all[0]![1]);
  const width = Math.max(...all.map(([program]) => program.length));
  for (const [program, each] of all) {
    const isOwn = program.startsWith('Sekisho');
    const ratio = isOwn ? '' : `  Sekisho is ${(own / median(each)).toFixed(1)} times as fast`;
    console.log(
      `${program.padEnd(width)} ${Math.round(median(each)).toLocaleString('en-US').padStart(9)} /s${ratio}`,
    );
  }
}
