/** `sekisho suggest` as a person runs it: with a log of some days, without one, in both languages, and its errors. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { widthOf } from '../../src/report/render/width.ts';
import { MAIN, taken } from '../restrictions/replay/read.ts';
import { Folder, run } from './run.ts';

const GOOD = 'mail.good.example[192.0.2.10]';
const PRINTER = 'printer.good.example[192.0.2.11]';

/** Eight a day: the printer's sender has no full domain, and people here write to it. */
function logOf(days: number): string {
  const lines: string[] = [];
  for (let day = 0; day < days; day++)
    for (let i = 0; i < 8; i++) {
      const id = `4A1B2C${day}${i}0`;
      const [client, sender] = i === 7 ? [PRINTER, 'scan@printer'] : [GOOD, `bob${i}@good.example`];
      const login = i === 6 ? 'ann' : '';
      const stamp = new Date(Date.UTC(2026, 10, 10 + day, 9, i)).toISOString().replace('.000Z', '+00:00');
      const mail =
        login === ''
          ? taken(id, client, sender, 'ann@own.example')
          : taken(id, client, 'ann@own.example', 'scan@printer', undefined, login);
      for (const line of mail) lines.push(`${stamp} mx postfix/${line}\n`);
    }
  return lines.join('');
}

const LISTS = `smtpd_recipient_restrictions = permit_mynetworks, permit_sasl_authenticated,
    reject_unauth_destination, reject_rbl_client list.dsbl.org
`;

interface Told {
  settings: {
    parameter: string;
    before: string | null;
    value: string;
    reasons: { id: string; text: string }[];
  }[];
  log: string;
  offline: boolean;
  replay: { days: number; newlyRejected: { count: number; likelyReal: number } } | null;
  commands: Record<'replay' | 'shadow' | 'apply', string | null>;
}

describe('sekisho suggest', () => {
  const folder = new Folder();
  const log = folder.at('maillog');
  const suggest = (...args: string[]) => run(['suggest', '-c', folder.path, '--offline', '--quiet', ...args]);
  const told = async (...args: string[]): Promise<Told> =>
    JSON.parse((await suggest('--json', ...args)).stdout) as Told;
  before(() => {
    writeFileSync(log, logOf(8));
    writeFileSync(folder.at('short'), logOf(2));
    writeFileSync(folder.at('main.cf'), MAIN + LISTS);
    writeFileSync(folder.at('master.cf'), 'smtp inet n - y - - smtpd\n');
  });
  after(() => folder[Symbol.dispose]());

  it('a rule that would have refused real mail warns only, one that would not refuses', async () => {
    const { settings, log: judged, replay } = await told(log);
    assert.equal(judged, 'judged');
    assert.deepEqual([replay?.days, replay?.newlyRejected.likelyReal], [8, 0]);
    const list = settings.find(({ parameter }) => parameter === 'smtpd_recipient_restrictions')!;
    assert.deepEqual(list.value.split(/,\s+/), [
      ...['permit_mynetworks', 'permit_sasl_authenticated', 'reject_unauth_destination'],
      'warn_if_reject reject_non_fqdn_sender',
      'reject_non_fqdn_recipient',
      'warn_if_reject reject_invalid_helo_hostname',
      'warn_if_reject reject_non_fqdn_helo_hostname',
      'warn_if_reject reject_unknown_sender_domain',
    ]);
    const real = list.reasons.find(({ id }) => id === 'tried-real')!;
    assert.match(real.text, /\(8\): reject_non_fqdn_sender$/);
    const dark = list.reasons.find(({ id }) => id === 'tried-not-told')!;
    assert.match(dark.text, /reject_invalid_helo_hostname, .*reject_unknown_sender_domain$/);
  });

  it('a log of two days says little', async () => {
    const { settings, log: judged, replay } = await told(folder.at('short'));
    assert.equal(judged, 'short');
    assert.equal(replay?.days, 2);
    const list = settings.find(({ parameter }) => parameter === 'smtpd_recipient_restrictions')!;
    assert.match(list.value, /warn_if_reject reject_non_fqdn_recipient/);
  });

  it('its own days can be chosen', async () => {
    assert.equal((await told(log, '-d', '2026-11-10..2026-11-12')).replay?.days, 3);
  });

  for (const lang of ['en', 'ja'])
    it(`its text fits into 100 columns, but for what is copied: ${lang}`, async () => {
      const { stdout, stderr, code } = await suggest(log, '--lang', lang);
      assert.equal(stderr, '');
      assert.equal(code, 1);
      for (const line of stdout.split('\n'))
        if (!/^ {4,}(?:sekisho|--set|\s)|^[-+ ]smtpd_/.test(line)) assert.ok(widthOf(line) <= 100, line);
      assert.match(stdout, /^\+ {4}reject_non_fqdn_recipient,$/m);
      assert.doesNotMatch(stdout, /\{\w+\}/);
    });

  it('changes nothing', async () => {
    const text = readFileSync(folder.at('main.cf'), 'utf8');
    await suggest(log);
    assert.equal(readFileSync(folder.at('main.cf'), 'utf8'), text);
  });

  it('the commands name what was asked', async () => {
    const { commands } = await told(log, '-d', '2026-11-10..2026-11-17');
    assert.ok(
      commands.replay!.startsWith(
        `sekisho replay -d 2026-11-10..2026-11-17 --offline ${log} --config-dir ${folder.path} \\\n  --set '`,
      ),
    );
    assert.doesNotMatch(commands.shadow!, /smtpd_helo_required|smtpd_relay/);
    assert.match(commands.apply!, /--set 'smtpd_helo_required = yes'/);
  });

  it('a log that is named and not there; a folder without main.cf', async () => {
    assert.equal((await suggest(folder.at('none'))).code, 3);
    assert.equal((await run(['suggest', '-c', folder.at('none'), '--offline'])).code, 3);
    assert.equal((await suggest('--nonsense')).code, 2);
  });

  it('DNS that does not answer is told, and it goes on without', async () => {
    const { stdout, stderr, code } = await run([
      ...['suggest', log, '-c', folder.path, '--dns', '127.0.0.1:9', '--json'],
    ]);
    assert.equal(code, 1, stderr);
    assert.match(stderr, /DNS does not answer/);
    assert.equal((JSON.parse(stdout) as Told).offline, true);
  });

  it('a name with a control character does not reach the terminal', async () => {
    using hostile = new Folder();
    writeFileSync(
      hostile.at('main.cf'),
      `${MAIN}smtpd_recipient_restrictions = reject_unauth_destination, reject_rbl_client zen.spamhaus.org, reject_rbl_client \u001b[31m.example\n`,
    );
    writeFileSync(hostile.at('master.cf'), 'smtp inet n - y - - smtpd\n');
    const { stdout } = await run(['suggest', log, '-c', hostile.path, '--offline']);
    assert.ok(!stdout.includes('\u001b'));
  });
});
