import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium } from '../../support/chromium.ts';
import { serviceForFile } from '../../support/embedded-service.ts';
import { expectAccessible, openDashboard, openWindow, patience, tabTo } from './dashboard.ts';

const service = await serviceForFile();
const signedIn = { url: service.url, key: service.adminKey.key };

const paths = [
  '/',
  '/live',
  '/subscriptions',
  '/subscriptions/new',
  '/events',
  '/deliveries',
  '/dead-letters',
  '/event-types',
  '/receivers',
  '/api-keys',
  '/tenants',
  '/audit-log',
  '/about',
];

describe.skipIf(!hasChromium)('the pages in Chromium', { timeout: 300_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it('lead from / to the sign-in page, and sign in by an API key, by keyboard', async () => {
    const { page, faults } = await openWindow(browser);
    await page.goto(`${service.url}/`);
    await page.getByRole('heading', { name: 'Posthorn' }).waitFor();
    expect(page.url()).toBe(`${service.url}/dashboard/`);
    await expectAccessible(page);
    await tabTo(page, /^API key/);
    await page.keyboard.type('phk_wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(service.adminKey.key);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    expect(await page.evaluate('sessionStorage.length + ":" + localStorage.length')).toBe('1:0');
    expect(faults).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    'have no findings of axe and break no policy, %s',
    async (colorScheme) => {
      const { page, faults } = await openDashboard(browser, signedIn, '/', { colorScheme });
      for (const path of paths) {
        await page.goto(`${service.url}/dashboard${path}`);
        await page.locator('h1').waitFor();
        await expect.poll(() => page.locator('.loading').count(), patience).toBe(0);
        await expectAccessible(page);
      }
      expect(faults).toEqual([]);
    },
  );

  it('show a key that may only read no control that changes anything', async () => {
    const created = await service.api.sendJson('POST', '/api-keys', { name: 'reader', scopes: ['read'] });
    const { key } = created.json() as { key: string };
    const { page } = await openDashboard(browser, { url: service.url, key });
    const links = await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').allInnerTexts();
    expect(links).toContain('Subscriptions');
    expect(links).not.toContain('API keys');
    expect(links).not.toContain('Tenants');
  });

  it('fit a phone: nothing is wider than the window', async () => {
    const { page } = await openDashboard(browser, signedIn, '/', { viewport: { width: 390, height: 844 } });
    for (const path of paths) {
      await page.goto(`${service.url}/dashboard${path}`);
      await page.locator('h1').waitFor();
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect([path, Number(width) <= 390]).toEqual([path, true]);
    }
  });
});
