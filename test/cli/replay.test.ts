/** `sekisho replay` as a person runs it: its texts, its page, rules that are tried, its errors. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { chromium } from 'playwright-core';
import { widthOf } from '../../src/report/render/width.ts';
import { logOf, MAIN, refused, taken, warned } from '../restrictions/replay/read.ts';
import { Folder, run } from './run.ts';

const CHROMIUM = '/usr/bin/chromium';
const GOOD = 'mail.good.example[192.0.2.10]';
const EVIL = 'unknown[198.51.100.6]';
const HOSTILE = '<script>alert(1)</script>';
const blocked = (zone: string): string =>
  `554 5.7.1 Service unavailable; Client host [198.51.100.6] blocked using ${zone}; ${HOSTILE}`;
const NAMELESS = '450 4.7.25 Client host rejected: cannot find your hostname, [198.51.100.6]';

const LOG = [
  refused(EVIL, blocked('bl.one.example'), `x${'y'.repeat(150)}"><img/src=x>@spam.example`),
  refused(EVIL, blocked('bl.one.example')),
  refused(EVIL, blocked('bl.two.example')),
  ...taken('4A1B2C3D01', GOOD, 'ann@own.example', 'bob@good.example', undefined, 'ann'),
  warned(EVIL, blocked('bl.three.example'), 'x@spam.example'),
  refused(EVIL, blocked('bl.one.example'), 'x@spam.example'),
  warned(
    GOOD,
    '554 5.7.1 <mail.good.example[192.0.2.10]>: Client host rejected: Access denied',
    'bob@good.example',
  ),
  ...taken('4A1B2C3D02', GOOD, 'bob@good.example', 'ann@own.example'),
  warned(EVIL, NAMELESS, 'z@spam.example'),
  warned(EVIL, blocked('bl.gone.example'), 'z@spam.example'),
];
const CONFIGURATION = `${MAIN}smtpd_recipient_restrictions = permit_mynetworks, permit_sasl_authenticated,
    reject_rbl_client bl.one.example, reject_rbl_client bl.two.example,
    warn_if_reject reject_rbl_client bl.three.example,
    warn_if_reject check_client_access inline:{192.0.2.10=REJECT},
    warn_if_reject reject_unknown_client_hostname
`;
const CHANGE =
  'smtpd_recipient_restrictions = reject_rbl_client bl.one.example, check_client_access inline:{192.0.2.10=REJECT}';

describe('sekisho replay', () => {
  const folder = new Folder();
  const log = folder.at('maillog');
  const replay = (...args: string[]) =>
    run(['replay', log, '-c', folder.path, '--offline', '--quiet', ...args]);
  before(() => {
    writeFileSync(log, logOf(LOG));
    writeFileSync(folder.at('main.cf'), CONFIGURATION);
    writeFileSync(folder.at('master.cf'), 'smtp inet n - y - - smtpd\n');
  });
  after(() => folder[Symbol.dispose]());

  for (const lang of ['en', 'ja'])
    for (const args of [['--set', CHANGE], ['--set', CHANGE, '--compare'], [], ['--shadow-results']])
      it(`fits into 100 columns, as where there is no terminal: ${lang} ${args.filter((each) => each.startsWith('--')).join(' ')}`, async () => {
        const { stdout, stderr } = await replay('--lang', lang, ...args);
        assert.equal(stderr, '');
        const long = stdout
          .split('\n')
          .filter((line) => widthOf(line) > 100 && !line.includes('sekisho apply'));
        assert.deepEqual(long, []);
        assert.ok(!/undefined|\{\w+\}(?!=)/.test(stdout.replace(/inline:\{[^}]*\}/g, '')), stdout);
      });

  it('ends with 1 where likely real mail would be refused, and says so first', async () => {
    const { code, stdout } = await replay('--set', CHANGE);
    assert.equal(code, 1);
    assert.match(stdout, /1 of the newly rejected is likely real mail \(1 certainly\)/);
  });

  it('--compare has the rules of both sides', async () => {
    const told = JSON.parse((await replay('--set', CHANGE, '--compare', '--json')).stdout);
    const hits = (rules: { restriction: string; hits: number }[], zone: string) =>
      rules.find(({ restriction }) => restriction.endsWith(zone))?.hits;
    assert.deepEqual(
      [hits(told.currentRules, 'bl.two.example'), hits(told.rules, 'bl.two.example')],
      [4, undefined],
    );
    assert.equal(hits(told.currentRules, 'bl.one.example'), hits(told.rules, 'bl.one.example'));
    const { stdout } = await replay('--set', CHANGE, '--compare');
    assert.match(stdout, /reject_rbl_client bl\.two\.example +4 +- /);
    assert.equal(JSON.parse((await replay('--set', CHANGE, '--json')).stdout).currentRules, null);
  });

  for (const lang of ['en', 'ja'])
    it(`HTML escapes what clients wrote, and needs nothing else: ${lang}`, async () => {
      const { stdout } = await replay(
        '--format',
        'html',
        '--set',
        'smtpd_recipient_restrictions = permit',
        '--lang',
        lang,
      );
      assert.ok(stdout.includes('&#60;img/src=x&#62;'));
      assert.ok(!/<(?:script|img|link|iframe)\b|https?:|url\(|\bon\w+=/i.test(stdout));
      assert.ok(stdout.includes(`<html lang="${lang}">`));
      assert.ok(stdout.includes("default-src 'none'"));
    });

  it('HTML fits and asks nobody: Chromium, narrow and wide', { skip: !existsSync(CHROMIUM) }, async () => {
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    try {
      for (const lang of ['en', 'ja']) {
        const { stdout } = await replay(
          '--format',
          'html',
          '--compare',
          '--set',
          'smtpd_recipient_restrictions = permit',
          '--lang',
          lang,
        );
        for (const width of [400, 1200]) {
          const page = await browser.newPage({ viewport: { width, height: 800 } });
          const told: string[] = [];
          page.on('request', (request) => told.push(request.url()));
          page.on('dialog', (dialog) => told.push(dialog.message()));
          page.on('console', (message) => told.push(message.text()));
          await page.setContent(stdout);
          const beyond = await page.evaluate(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          );
          assert.equal(beyond, 0, `${lang} ${width}`);
          assert.deepEqual(told, []);
          await page.close();
        }
      }
    } finally {
      await browser.close();
    }
  });

  it('HTML shows the overlap of lists and the days', async () => {
    const { stdout } = await replay('--format', 'html', '--compare');
    assert.match(stdout, /class="overlap"[\s\S]*A bl\.one\.example/);
    assert.match(stdout, /<svg class="chart"/);
  });

  it('--shadow-results tells which rule has warned, and what is safe', async () => {
    const { code, stdout } = await replay('--shadow-results', '--json');
    assert.equal(code, 0);
    const told = JSON.parse(stdout);
    assert.deepEqual(
      told.shadow.map((each: Record<string, unknown>) => [
        each.restriction,
        each.warned,
        each.taken,
        each.likelyReal,
        each.promote,
      ]),
      [
        ['reject_rbl_client bl.three.example', 1, 0, 0, true],
        ['check_client_access inline:{192.0.2.10=REJECT}', 1, 1, 1, false],
        ['reject_unknown_client_hostname', 1, 0, 0, true],
      ],
    );
    assert.equal(told.unmatched, 1);
    assert.match(told.shadow[0].since, /^2026-11-20T09:/);
    const words = spawnSync('sh', ['-c', `sekisho() { printf '%s\\n' "$@"; }; ${told.command}`], {
      encoding: 'utf8',
    });
    assert.deepEqual(words.stdout.trimEnd().split('\n'), [
      'apply',
      '--config-dir',
      folder.path,
      '--set',
      'smtpd_recipient_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_rbl_client bl.one.example, ' +
        'reject_rbl_client bl.two.example, reject_rbl_client bl.three.example, ' +
        'warn_if_reject check_client_access inline:{192.0.2.10=REJECT}, reject_unknown_client_hostname',
    ]);
  });

  const errors: [string, string[], number, RegExp][] = [
    ['no log', ['replay', '/nonexistent/maillog'], 3, /nonexistent/],
    ['no setting', ['replay', '--set', 'nonsense', log], 2, /"nonsense" is no setting/],
    [
      'an unknown parameter',
      ['replay', '--set', 'smtpd_recipent_restrictions = permit', log],
      2,
      /no parameter smtpd_recipent_restrictions/,
    ],
    ['an unknown form', ['replay', '--format', 'pdf', log], 2, /pdf/],
    [
      '--shadow-results with --set',
      ['replay', '--shadow-results', '--set', CHANGE, log],
      2,
      /goes without --set/,
    ],
    [
      '--shadow-results as HTML',
      ['replay', '--shadow-results', '--format', 'html', log],
      2,
      /goes without --format html/,
    ],
    ['an unknown service', ['replay', '--service', 'nobody', log], 2, /no smtpd service nobody/],
    ['no number', ['replay', '--top', 'x', log], 2, /--top/],
    ['a class that goes in circles', ['replay', '--set', 'mynetworks = $mynetworks', log], 3, /mynetworks/],
  ];
  for (const [name, args, status, text] of errors)
    it(`error: ${name}`, async () => {
      const { code, stderr, stdout } = await run([...args, '-c', folder.path, '--offline', '--quiet']);
      assert.match(stderr, text);
      assert.ok(!/ {4}at /.test(stderr), stderr);
      assert.equal(stdout, '');
      assert.equal(code, status);
    });
});
