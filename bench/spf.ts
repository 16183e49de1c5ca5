/**
 * SPF: fresh verdicts by Sekisho, mailauth (strict) and pyspf, which policyd-spf is made of (Debian: python3-spf), in turn in
 * one run over DNS from memory; medians and their ratio. Then verdicts that are kept; then, and with --server alone, the
 * whole path over a local name server, beside policyd-spf itself (spf-server.ts).
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { spf as mailauth } from 'mailauth/lib/spf/index.js';
import { Spf } from '../src/spf/spf.ts';
import { mailauthResolver } from '../test/spf/mailauth-resolver.ts';
import { txt, type Zone, zoneResolver } from '../test/spf/zone.ts';
import { CASES, pace, REQUEST, tell } from './spf-cases.ts';
import { benchServer, missing } from './spf-server.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, server: { type: 'boolean', default: false } },
});

/** Debian's own, which has its packages. */
const PYTHON = '/usr/bin/python3';
const PYSPF = `
import json, sys, time, spf
zone, request, count = json.loads(sys.stdin.read())
def lookup(name, qtype, *rest, **options):
    own = zone.get(name.rstrip('.').lower(), {})
    for record in own.get(qtype, []):
        if qtype == 'TXT': yield ((name, qtype), (record.encode(),))
        elif qtype == 'MX': yield ((name, qtype), (record['preference'], record['exchange']))
        elif qtype == 'A': yield ((name, qtype), record)
spf.DNSLookup = lookup
start = time.monotonic()
for _ in range(count):
    assert spf.check2(i=request['ip'], s=request['sender'], h=request['helo'])[0] == 'pass'
print(count / (time.monotonic() - start))
`;
const hasPyspf = spawnSync(PYTHON, ['-c', 'import spf']).status === 0;
if (!hasPyspf) console.error('pyspf is left out: apt-get install python3-spf');

function pyspf(zone: Zone, count: number): number {
  const input = JSON.stringify([zone, REQUEST, count]);
  const { stdout, stderr, status } = spawnSync(PYTHON, ['-c', PYSPF], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}

async function fromMemory(): Promise<void> {
  for (const [name, zone, count] of CASES) {
    const resolver = zoneResolver(zone);
    const forMailauth = mailauthResolver(resolver);
    const spf = new Spf(resolver, { keep: 0 });
    const ours = async (): Promise<string> => (await spf.check(REQUEST)).result;
    const theirs = async (): Promise<string> =>
      (await mailauth({ ...REQUEST, mta: 'mx.test', strict: true, resolver: forMailauth })).status.result;
    const paces = { Sekisho: [] as number[], mailauth: [] as number[], pyspf: [] as number[] };
    // Both warm before the first round.
    for (const check of [ours, theirs]) await pace(count / 2, check);
    for (let round = 0; round < Number(values.rounds); round++) {
      paces.Sekisho.push(await pace(count, ours));
      paces.mailauth.push(await pace(count, theirs));
      if (hasPyspf) paces.pyspf.push(pyspf(zone, count / 10));
      resolver.asked.length = 0;
    }
    tell(`${name}, over DNS from memory`, paces);
  }
}

/** Of 10,000 domains, a quarter by IPv6, a third of them with records that look at the local part. */
async function kept(): Promise<void> {
  const many = Array.from({ length: 10_000 }, (_, i) => ({
    ip: i % 4 === 0 ? '2001:db8::1' : `192.0.2.${i & 255}`,
    sender: `a${i}@d${i}.example`,
    helo: 'mx.example.com',
  }));
  const records = (i: number): Zone[string] =>
    txt(i % 3 === 0 ? 'v=spf1 exists:%{l}.%{h} +all' : 'v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all');
  const spf = new Spf(zoneResolver(Object.fromEntries(many.map((_, i) => [`d${i}.example`, records(i)]))));
  const paces: number[] = [];
  let next = 0;
  for (let round = -1; round < Number(values.rounds); round++) {
    const measured = await pace(300_000, async () => (await spf.check(many[next++ % many.length]!)).result);
    // The first round fills the memory.
    if (round >= 0) paces.push(measured);
  }
  tell('of 10,000 domains', { 'Sekisho, verdicts kept': paces });
}

if (!values.server) {
  await fromMemory();
  await kept();
}
const lacking = missing();
if (lacking === undefined) await benchServer(Number(values.rounds));
else console.error(`\n${lacking}`);
