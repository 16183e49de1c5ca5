/**
 * How many attempts a second the restrictions are evaluated for in one process, without DNS: what lists and domains say is
 * known. Two configurations: one that asks a dozen lists, and one with tables and local checks alone. No peer does this.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableWorld } from '../src/cli/table-world.ts';
import { readConfiguration } from '../src/postfix/read.ts';
import type { Attempt } from '../src/restrictions/attempt.ts';
import { compileRules, publicService } from '../src/restrictions/compile.ts';
import { evaluate } from '../src/restrictions/evaluate.ts';
import { KnownFacts } from '../src/restrictions/facts-known.ts';
import type { Rules } from '../src/restrictions/rules.ts';
import { Settings } from '../src/restrictions/settings.ts';

const BASE = `myhostname = mx.own.example
mydestination = own.example, $myhostname
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination
local_recipient_maps = inline:{ ann@own.example=x, bob@own.example=x }
`;
const BEGIN = 'permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination';
const ZONES = Array.from({ length: 12 }, (_, i) => `bl${i}.example`);

const SETS: Readonly<Record<string, string>> = {
  'a dozen lists, reverse names, sender domains': `${BASE}smtpd_recipient_restrictions = ${BEGIN},
 ${ZONES.map((zone) => `reject_rbl_client ${zone}`).join(', ')}, reject_unknown_client_hostname
smtpd_sender_restrictions = reject_unknown_sender_domain
`,
  'tables and local checks': `${BASE}smtpd_helo_required = yes
smtpd_helo_restrictions = permit_mynetworks, reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname
smtpd_sender_restrictions = reject_non_fqdn_sender, check_sender_access inline:{ bad.example=REJECT }
smtpd_recipient_restrictions = ${BEGIN}, reject_non_fqdn_recipient,
 check_client_access cidr:{ { 198.51.100.0/24 REJECT } }
`,
};

const DISTINCT = 20_000;

function attempts(): readonly Attempt[] {
  return Array.from({ length: DISTINCT }, (_, i) => ({
    stage: 'RCPT' as const,
    clientAddress: `203.0.${i >> 8}.${i & 255}`,
    clientName: `host${i}.client${i % 500}.example`,
    reverseName: `host${i}.client${i % 500}.example`,
    helo: `host${i}.client${i % 500}.example`,
    sender: `user${i}@sender${i % 1000}.example`,
    recipient: i % 10 === 0 ? `nobody${i}@own.example` : 'ann@own.example',
    account: '',
  })) as unknown as readonly Attempt[];
}

function known(): KnownFacts {
  const facts = new KnownFacts();
  const gone = { status: 'nxdomain', ttl: 60 } as never;
  const found = { status: 'found', records: [{ preference: 10, exchange: 'mx.example' }], ttl: 60 } as never;
  facts.setDns('.', 'A', gone);
  facts.dns = ((name: string, type: string) =>
    type === 'MX' ? found : name.includes('.bl') ? gone : undefined) as never;
  return facts;
}

async function rulesOf(text: string): Promise<Rules> {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-bench-'));
  try {
    writeFileSync(join(folder, 'main.cf'), text);
    const configuration = readConfiguration(folder);
    const service = publicService(configuration);
    const settings = new Settings(configuration, service);
    return await compileRules(configuration, {
      world: tableWorld(folder, settings, false),
      ownAddresses: ['192.0.2.1'],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const [name, text] of Object.entries(SETS)) {
  const rules = await rulesOf(text);
  const facts = known();
  const all = attempts();
  const rates: number[] = [];
  const verdicts = new Map<string, number>();
  for (let round = 0; round < 6; round++) {
    const begun = performance.now();
    for (let i = 0; i < 10 * DISTINCT; i++) {
      const { verdict } = evaluate(rules, all[i % DISTINCT]!, facts);
      if (round === 0) verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    }
    // The first round warms up.
    if (round > 0) rates.push((10 * DISTINCT) / ((performance.now() - begun) / 1000));
  }
  const [, , median] = rates.sort((a, b) => a - b);
  const said = [...verdicts].map(([verdict, count]) => `${verdict} ${count}`).join(', ');
  console.log(`evaluation, ${name}: ${Math.round(median!).toLocaleString('en')} attempts/s (${said})`);
}
