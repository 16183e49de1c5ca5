/**
 * `sekisho replay` beside `sekisho report` on one generated log, in turn in one run: medians and their ratio. Nothing is asked of
 * DNS (`--offline`): that a name server answers fast or slowly is not the program's. A second replay has rules that are proposed,
 * and compares them with those in force.
 */
import { closeSync, mkdtempSync, openSync, rmSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generate } from './generate.ts';
import { type Measure, measure, median } from './measure.ts';

const SEKISHO = join(import.meta.dirname, '../sekisho');
const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
  },
});

/** The generator's lists, and as many that say nothing. */
const LISTS = ['zen.lists.example', 'bl.lists.example', 'dnsbl.block.example.org', 'spam.lists.example.net'];
const SILENT = Array.from({ length: 8 }, (_, i) => `bl${i}.silent.example`);
const listed = (zones: readonly string[]): string =>
  zones.map((zone) => `reject_rbl_client ${zone}`).join(', ');
const BEFORE = 'permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination';
const PROPOSED = `smtpd_recipient_restrictions=${BEFORE}, ${listed(LISTS.slice(0, 2))}, reject_unknown_client_hostname`;
const MAIN = `compatibility_level = 3.6
myhostname = mx1.hinode.example
mydestination = hinode.example, $myhostname
mynetworks = 127.0.0.0/8
local_recipient_maps =
smtpd_helo_restrictions = reject_non_fqdn_helo_hostname
smtpd_sender_restrictions = reject_unknown_sender_domain
smtpd_recipient_restrictions = ${BEFORE}, ${listed([...LISTS, ...SILENT])}, reject_unknown_client_hostname
`;

const folder = mkdtempSync(join(tmpdir(), 'sekisho-bench-'));
try {
  const log = join(folder, 'maillog');
  const file = openSync(log, 'w');
  generate({ lines: Number(values.lines) }, (text) => writeSync(file, text));
  closeSync(file);
  writeFileSync(join(folder, 'main.cf'), MAIN);
  writeFileSync(join(folder, 'master.cf'), 'smtp inet n - y - - smtpd\n');
  // postconf(1) waits for a file that has just been written.
  utimesSync(join(folder, 'main.cf'), 1, 1);
  const replay = ['replay', '--quiet', '--offline', '-c', folder, log];
  const commands = [
    ['report', 'report', '--quiet', log],
    ['replay', ...replay],
    ['replay --set --compare', ...replay, '--compare', '--set', PROPOSED],
  ] as const;
  const all = commands.map((): Measure[] => []);
  // Compiled code is in its cache then.
  for (const [, ...args] of commands) measure([SEKISHO, ...args]);
  for (let round = 0; round < Number(values.rounds); round++)
    for (const [i, [, ...args]] of commands.entries()) all[i]!.push(measure([SEKISHO, ...args]));
  console.log(`${Number(values.lines).toLocaleString('en-US')} lines, replay beside report`);
  const base = median(all[0]!.map(({ seconds }) => seconds));
  for (const [i, [name]] of commands.entries()) {
    const seconds = median(all[i]!.map((each) => each.seconds));
    const memory = median(all[i]!.map((each) => each.memory));
    const ratio = i === 0 ? '' : `  ${(seconds / base).toFixed(2)} times the report`;
    console.log(
      `${name.padEnd(23)} ${seconds.toFixed(2).padStart(6)} s  ${memory.toFixed(0).padStart(4)} MB${ratio}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
