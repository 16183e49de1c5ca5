import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { STYLE } from '../../src/report/render/style.ts';
import { Folder, run, SAMPLE } from '../cli/run.ts';
import { hostileLog, SCRIPT } from './hostile-log.ts';

const CHROMIUM = '/usr/bin/chromium';
const missing = existsSync(CHROMIUM) ? false : `this machine has no ${CHROMIUM}`;
if (missing !== false && process.env.SEKISHO_REQUIRE_ALL)
  throw new Error(`${missing} (SEKISHO_REQUIRE_ALL is set)`);

async function html(log: string, ...args: string[]): Promise<string> {
  const { code, stdout } = await run(['report', '--format', 'html', ...args, log]);
  assert.equal(code, 0);
  return stdout;
}

describe('the HTML report', () => {
  it('needs nothing from elsewhere', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('hostile'), hostileLog());
    for (const log of [SAMPLE, folder.at('hostile')]) {
      const page = await html(log, '--smtpd-stats', '--show-unparsed');
      assert.match(page, /^<!doctype html>\n<html lang="en">/);
      assert.match(page, /<meta charset="utf-8">/);
      assert.match(page, /default-src 'none'/);
      assert.doesNotMatch(page, /<(?:script|link|img|iframe|object|embed|form|base|a)\b/i);
      assert.doesNotMatch(page, /\s(?:src|href|on[a-z]+)\s*=\s*["']/i);
      assert.doesNotMatch(page, /url\(|@import/);
    }
  });

  it('a text as long as its sender liked is cut', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('hostile'), hostileLog());
    const cells = (await html(folder.at('hostile'))).match(/<td[^>]*>[^<]*/g)!;
    assert.ok(cells.some((cell) => cell.endsWith('xxx…')));
    for (const cell of cells) assert.ok(!cell.includes('x'.repeat(300)));
  });

  it('can be read where the style sheet is dropped: sides and edges are in the tags', async () => {
    const page = await html(SAMPLE);
    assert.match(page, /<td align="right">1,423<\/td>/);
    assert.match(page, /<article class="finding critical" style="border-left:5px solid #[0-9a-f]{6}/);
    assert.doesNotMatch(page.replace(/<style>.*<\/style>/s, ''), /var\(--/);
  });
});

describe('the style sheet', () => {
  it('has a colour before each variable, for mail clients that know none', () => {
    const declarations = STYLE.split(/[;{}]/).map((each) => each.trim());
    let found = 0;
    for (const [i, declaration] of declarations.entries()) {
      if (!declaration.includes('var(--')) continue;
      found++;
      const property = declaration.slice(0, declaration.indexOf(':'));
      assert.ok(declarations[i - 1]!.startsWith(`${property}: `), declaration);
      assert.ok(!declarations[i - 1]!.includes('var('), declaration);
    }
    assert.ok(found > 30);
  });
  it('is small enough for Gmail', () => assert.ok(STYLE.length < 8192, String(STYLE.length)));
});

describe('the HTML report in Chromium', { skip: missing }, () => {
  let browser: Browser;
  before(async () => {
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  });
  after(() => browser.close());

  /** What a page asks for, says and becomes. */
  async function open(
    content: string,
    look: (page: Page, told: string[]) => Promise<void>,
    options = {},
  ): Promise<void> {
    const page = await browser.newPage(options);
    const told: string[] = [];
    page.on('request', (request) => told.push(`request ${request.url()}`));
    page.on('dialog', (dialog) => told.push(`dialog ${dialog.message()}`));
    page.on('console', (message) => told.push(`console ${message.text()}`));
    page.on('pageerror', (error) => told.push(`error ${error.message}`));
    await page.setContent(content);
    await look(page, told);
    await page.close();
  }

  for (const lang of ['en', 'ja'])
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [400, 1200])
        it(`fits: ${lang}, ${colorScheme}, ${width} pixels wide`, async () => {
          using folder = new Folder();
          writeFileSync(folder.at('hostile'), hostileLog());
          for (const log of [SAMPLE, folder.at('hostile')])
            await open(
              await html(log, '--lang', lang, '--smtpd-stats', '--show-unparsed'),
              async (page, told) => {
                const overflow = await page.evaluate(
                  'document.documentElement.scrollWidth - document.documentElement.clientWidth',
                );
                assert.equal(overflow, 0);
                assert.equal(await page.locator('svg.chart').count(), log === SAMPLE ? 2 : 1);
                assert.ok((await page.locator('svg.chart rect').first().boundingBox())!.height > 5);
                assert.equal(await page.locator('.tiles td').count(), 5);
                const [ink, ground] = (await coloursOf(page)).map((each) => Number(/\d+/.exec(each)![0]));
                assert.ok(colorScheme === 'light' ? ink! < ground! : ink! > ground!);
                assert.deepEqual(told, []);
                if (process.env.SEKISHO_SCREENSHOTS)
                  await shoot(
                    page,
                    `${lang}-${colorScheme}-${width}-${log === SAMPLE ? 'sample' : 'hostile'}`,
                  );
              },
              { viewport: { width, height: 900 }, colorScheme },
            );
        });

  /** Ink and ground: `rgb(0, 0, 0)`. */
  async function coloursOf(page: Page): Promise<[string, string]> {
    return await page.evaluate(
      '[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]',
    );
  }

  async function shoot(page: Page, name: string): Promise<void> {
    const folder = process.env.SEKISHO_SCREENSHOTS!;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  }

  it('no text of a log becomes an element, a script, a request', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('hostile'), hostileLog());
    // Without its policy: escaping alone must do.
    const content = (
      await html(folder.at('hostile'), '--top', '0', '--show-unparsed', '--smtpd-stats')
    ).replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
    await open(content, async (page, told) => {
      await page.waitForTimeout(200);
      assert.match(await page.title(), /^Mail report: mx1\.hinode\.example/);
      assert.equal(
        await page.locator('script, img, iframe, a, form, input, b b, svg:not(.chart)').count(),
        0,
      );
      assert.equal(await page.locator('style').count(), 1);
      assert.equal(
        await page.evaluate(
          `[...document.querySelectorAll('*')].flatMap((each) => each.getAttributeNames()).filter((name) => name.startsWith('on')).length`,
        ),
        0,
      );
      assert.ok((await page.locator('body').textContent())!.length > 1000);
      assert.ok(
        (await page.locator('body').textContent())!.includes(SCRIPT.slice(0, 30)),
        'it is shown as it stands',
      );
      assert.deepEqual(told, []);
    });
  });

  it('on paper: dark ink on white, nothing hidden', async () => {
    await open(
      await html(SAMPLE),
      async (page) => {
        await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
        assert.deepEqual(await coloursOf(page), ['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
      },
      { viewport: { width: 800, height: 900 } },
    );
  });
});
