/** Logs of a few lines, read as `replay` reads them; and rules of a main.cf of a few lines. */
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableWorld } from '../../../src/cli/table-world.ts';
import { Correlator } from '../../../src/maillog/correlate/correlator.ts';
import { readLogs } from '../../../src/maillog/logs.ts';
import { newCoverage } from '../../../src/maillog/read.ts';
import { discoverLogs } from '../../../src/maillog/source/discover.ts';
import { readConfiguration } from '../../../src/postfix/read.ts';
import { compileRules, publicService } from '../../../src/restrictions/compile.ts';
import { Gathered } from '../../../src/restrictions/replay/gathered.ts';
import type { Rules } from '../../../src/restrictions/rules.ts';
import { Settings } from '../../../src/restrictions/settings.ts';

const EVER = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

async function inFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-replay-'));
  try {
    return await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param lines from the name of the program on */
export function gathered(lines: readonly string[], period = EVER): Promise<Gathered> {
  return inFolder(async (folder) => {
    const file = join(folder, 'maillog');
    writeFileSync(file, logOf(lines));
    const found = new Gathered(period);
    const correlator = new Correlator(found);
    const { sources } = await discoverLogs([file], { now: Date.now() });
    await readLogs(
      sources,
      { correlator, coverage: newCoverage(), express: undefined, unparsed: () => undefined },
      { progress: () => undefined, failed: () => undefined },
    );
    correlator.finish();
    found.finish();
    return found;
  });
}

/** One line each minute from 09:00 on. */
export function logOf(lines: readonly string[]): string {
  const stamp = (i: number): string =>
    new Date(Date.UTC(2026, 10, 20, 9, i)).toISOString().replace('.000Z', '.000000+00:00');
  return lines.map((line, i) => `${stamp(i)} mx postfix/${line}\n`).join('');
}

/** A message of a client that was taken; @param end of its only delivery */
export function taken(
  id: string,
  client: string,
  sender: string,
  recipient: string,
  end = 'dsn=2.0.0, status=sent (delivered to mailbox)',
  login = '',
): string[] {
  return [
    `smtpd[7]: ${id}: client=${client}${login === '' ? '' : `, sasl_method=PLAIN, sasl_username=${login}`}`,
    `cleanup[8]: ${id}: message-id=<${id}@x.example>`,
    `qmgr[9]: ${id}: from=<${sender}>, size=900, nrcpt=1 (queue active)`,
    `smtp[10]: ${id}: to=<${recipient}>, relay=mx.there.example[203.0.113.1]:25, delay=0.2, delays=0.1/0/0/0.1, ${end}`,
    `qmgr[9]: ${id}: removed`,
  ];
}

export function refused(
  client: string,
  reply: string,
  sender = 'x@spam.example',
  recipient = 'ann@own.example',
): string {
  return `smtpd[7]: NOQUEUE: reject: RCPT from ${client}: ${reply}; from=<${sender}> to=<${recipient}> proto=ESMTP helo=<helo.example>`;
}

export function warned(client: string, reply: string, sender: string, recipient = 'ann@own.example'): string {
  return refused(client, reply, sender, recipient).replace('reject:', 'reject_warning:');
}

export const MAIN = `compatibility_level = 3.6
myhostname = mx.own.example
mydestination = own.example
mynetworks = 127.0.0.0/8
local_recipient_maps =
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination
`;

const kept = new Map<string, Promise<Rules>>();

/** @param more lines of main.cf */
export function rulesOf(more: string): Promise<Rules> {
  const known = kept.get(more) ?? compiled(more);
  kept.set(more, known);
  return known;
}

function compiled(more: string): Promise<Rules> {
  return inFolder(async (folder) => {
    writeFileSync(join(folder, 'main.cf'), MAIN + more);
    writeFileSync(join(folder, 'master.cf'), 'smtp inet n - y - - smtpd\n');
    // postconf(1) waits for a file that has just been written.
    utimesSync(join(folder, 'main.cf'), 1, 1);
    const configuration = readConfiguration(folder);
    const service = publicService(configuration);
    return compileRules(configuration, {
      world: tableWorld(folder, new Settings(configuration, service), false),
      ownAddresses: [],
      ...(service && { service }),
    });
  });
}
