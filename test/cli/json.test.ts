import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Report } from '../../src/report/model.ts';
import { run, SAMPLE } from './run.ts';

/** The contract's row `report`: others script against these. */
const KEYS = [
  'schema',
  'period',
  'lines',
  'totals',
  'rejects',
  'deferrals',
  'bounces',
  'warnings',
  'perHour',
  'perDay',
  'topSenders',
  'topRecipients',
  'topClients',
  'accounts',
  'domains',
  'findings',
] as const;
const TOTALS = [
  'received',
  'delivered',
  'forwarded',
  'deferred',
  'deferrals',
  'bounced',
  'rejected',
  'rejectWarnings',
  'held',
  'discarded',
  'bytesReceived',
  'bytesDelivered',
  'senders',
  'recipients',
  'sendingDomains',
  'recipientDomains',
  'saslFailures',
  'connections',
] as const;
const RFC_3339_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** Every string of the document that begins as a time does, with the way to it. */
function times(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT/.test(value) ? [[path, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => times(each, `${path}.${key}`));
}

describe('report --json', () => {
  let report: Report;
  let stdout = '';
  before(async () => {
    const ended = await run(['report', '--json', '--smtpd-stats', SAMPLE]);
    assert.deepEqual([ended.code, ended.stderr], [0, '']);
    stdout = ended.stdout;
    report = JSON.parse(stdout) as Report;
  });

  it('is one document and nothing else', () => {
    assert.ok(stdout.startsWith('{') && stdout.endsWith('}\n'));
    assert.equal(report.schema, 1);
  });

  it('--format json is the same', async () => {
    const other = JSON.parse(
      (await run(['report', '--format', 'json', '--smtpd-stats', SAMPLE])).stdout,
    ) as Report;
    assert.deepEqual({ ...other, generated: '' }, { ...report, generated: '' });
  });

  for (const key of KEYS) it(`has ${key}`, () => assert.ok(Object.hasOwn(report, key)));
  for (const key of TOTALS)
    it(`has totals.${key}, a count`, () =>
      assert.ok(Number.isInteger(report.totals[key]) && report.totals[key] >= 0));

  it('period and lines', () => {
    assert.deepEqual(report.period, {
      from: report.period.from,
      to: report.period.to,
      days: ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23'],
    });
    assert.match(report.period.from!, RFC_3339_UTC);
    assert.match(report.period.to!, RFC_3339_UTC);
    const { total, parsed, unparsed } = report.lines;
    assert.deepEqual([total, parsed, unparsed], [10_148, 10_148, 0]);
  });

  it('rejects, with the zone where a blocklist refused', () => {
    assert.equal(
      report.rejects.reduce((sum, { count }) => sum + count, 0),
      report.totals.rejected,
    );
    const [first] = report.rejects;
    assert.deepEqual(
      [first!.reason, first!.zone, first!.count],
      ['blocked using cn-kr.blackholes.us', 'cn-kr.blackholes.us', 100],
    );
    for (const row of report.rejects)
      assert.equal(Object.hasOwn(row, 'zone'), row.reason.startsWith('blocked using'));
  });

  it('accounts', () => {
    const { account, messages, recipients, clients } = report.accounts[0]!;
    assert.deepEqual(
      [account, messages, recipients, clients],
      ['sato3@sakura-clinic.example', 170, 1020, 56],
    );
  });

  it('perHour has 24 hours, perDay each day', () => {
    assert.deepEqual(
      report.perHour.map(({ hour }) => hour),
      Array.from({ length: 24 }, (_, i) => i),
    );
    assert.equal(
      report.perHour.reduce((sum, { received }) => sum + received, 0),
      report.totals.received,
    );
    assert.equal(
      report.perDay.reduce((sum, { received }) => sum + received, 0),
      report.totals.received,
    );
  });

  it('findings say what, where, why and what to do', () => {
    assert.deepEqual(report.findings.map(({ id }) => id).sort(), [
      'account-compromised',
      'backscatter-source',
      'delivery-program-failed',
      'dnsbl-dead',
      'password-guessing',
    ]);
    for (const finding of report.findings) {
      assert.ok(['info', 'warning', 'critical'].includes(finding.severity));
      for (const key of ['title', 'summary', 'cause', 'first', 'last'] as const)
        assert.ok(finding[key] !== '', key);
      assert.ok(finding.count > 0 && finding.fix.length > 0 && finding.subjects.length >= 0);
      assert.ok(['low', 'medium', 'high'].includes(finding.confidence.level));
      for (const { file, line, text } of finding.evidence) {
        assert.equal(file, SAMPLE);
        assert.ok(line > 0 && text.length > 0);
      }
    }
  });

  it('times are RFC 3339 in UTC', () => {
    const found = times({
      ...report,
      findings: report.findings.map(({ evidence: _lines, ...rest }) => rest),
    }).filter(([path]) => !path.endsWith('.example'));
    assert.ok(found.length > 30);
    for (const [path, time] of found) assert.match(time, RFC_3339_UTC, path);
  });

  it('says the same in both languages but for the findings', async () => {
    const other = JSON.parse(
      (await run(['report', '--json', '--smtpd-stats', '--lang', 'ja', SAMPLE])).stdout,
    ) as Report;
    assert.deepEqual({ ...other, generated: '', findings: [] }, { ...report, generated: '', findings: [] });
    assert.match(other.findings[0]!.title, /[ぁ-ん]/);
  });
});
