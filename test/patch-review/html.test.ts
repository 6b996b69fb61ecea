/** The page of a review: what it promises without a browser, and what only a browser can tell. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contrast, dark, light } from '../../tools/html/palette.js';
import { leasePair } from './lease-pair.js';
import { runCommand } from './run-command.js';

const fixtures = fileURLToPath(new URL('./fixtures/', import.meta.url));
const pair = leasePair({ 'two-pools': 'equal', 'pool-life': 'equal' });

async function page(input: string): Promise<string> {
  const values = { tree: 'lease-tree', output: ['html'], prev: 'series/version-before.mbox' };
  return (await runCommand([input], values, { cwd: fixtures, pair })).out;
}

const inputs = [
  'series/caller-left-behind-and-silent-refusal.mbox',
  'hostile/escape-sequences-and-markup.mbox',
  'series/nothing-to-report.mbox',
];

describe('the page as text', () => {
  it.each(inputs)('%s: links resolve, nothing is fetched, nothing runs', async (input) => {
    const html = await page(input);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of html.matchAll(/ href="#([^"]+)"/g)) expect(ids).toContain(target);
    expect(html).not.toMatch(/(?:src|href)="(?!#)/);
    expect(html).not.toMatch(/<script|\son[a-z]+="/i);
    expect(html.length).toBeLessThan(500_000);
    expect(html).toMatch(/<html lang="en">/);
    for (const [table] of html.matchAll(/<table[\s\S]*?<\/table>/g)) expect(table).toMatch(/<caption>[^<]/);
  });

  it('says with signs and words what it says with colour', async () => {
    const html = await page(inputs[0]!);
    expect(html).toContain('<del>-void lease_give(unsigned int id);</del>');
    expect(html).toContain('<ins>+void lease_give(struct lease_pool *pool, unsigned int id);</ins>');
    expect(html).toContain('NOT SHOWN');
  });

  it.each([
    ['light', light],
    ['dark', dark],
  ])('every text of the %s palette reaches 4.5:1 on every ground', (_name, palette) => {
    for (const ground of [palette.page, palette.panel, palette.add, palette.del]) {
      for (const text of [palette.text, palette.muted, palette.link, palette.error, palette.ok]) {
        expect(contrast(text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
});

const binary = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));

describe.skipIf(binary === undefined)('the page in Chromium (skipped: no browser)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pintle-html-'));
  let browser: Browser | undefined;
  beforeAll(async () => {
    const { chromium } = await import('playwright-core');
    browser = await chromium.launch({ executablePath: binary!, args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  it.each(inputs.flatMap((input) => (['light', 'dark'] as const).map((scheme) => [input, scheme] as const)))(
    '%s opens from disk in %s, and axe finds nothing',
    async (input, colorScheme) => {
      const file = join(folder, 'r.html');
      writeFileSync(file, await page(input));
      // The page forbids scripts; the checker is let past that, nothing else is.
      const context = await browser!.newContext({ colorScheme, bypassCSP: true });
      const tab = await context.newPage();
      const complaints: string[] = [];
      tab.on('console', (message) => complaints.push(message.text()));
      tab.on('dialog', (dialog) => complaints.push(dialog.message()));
      tab.on('request', (request) => complaints.push(...(request.url().startsWith('file:') ? [] : [request.url()])));
      await tab.goto(pathToFileURL(file).href);
      expect(await tab.locator('h1').count()).toBe(1);
      const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      await tab.evaluate(axe);
      const violations = await tab.evaluate(
        'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] }).then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html.slice(0, 120)).slice(0, 3).join(" | ")))',
      );
      expect(violations).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    },
  );

  it('its own policy lets its style through', async () => {
    const file = join(folder, 'p.html');
    writeFileSync(file, await page(inputs[0]!));
    const context = await browser!.newContext({ javaScriptEnabled: true });
    const tab = await context.newPage();
    await tab.goto(pathToFileURL(file).href);
    const width = await tab.locator('main').evaluate('(node) => getComputedStyle(node).maxWidth');
    expect(width).not.toBe('none');
    await context.close();
  });
});
