import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Posthorn } from '../../../client/src/posthorn.ts';
import { hasChromium, launchChromium } from '../../support/chromium.ts';
import { serviceForFile } from '../../support/embedded-service.ts';
import { expectAccessible, hostileTexts, openDashboard, patience, tabTo } from './dashboard.ts';

const service = await serviceForFile();
const signedIn = { url: service.url, key: service.adminKey.key };
const api = new Posthorn({ url: service.url, apiKey: service.adminKey.key });

/** Types into the focused control, in place of what it has. */
async function replaceText(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

describe.skipIf(!hasChromium)('pages of an administrator in Chromium', { timeout: 120_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it('create an event type by keyboard, with each fault at its line', async () => {
    const { page, faults } = await openDashboard(browser, signedIn, '/event-types');
    await tabTo(page, 'Create event type');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Create event type' }).waitFor();
    await tabTo(page, /^Name/);
    await page.keyboard.type('order/paid 100%');
    await tabTo(page, /^Schema/);
    await page.keyboard.insertText('{\n  "type": "object"\n  "required": ["order"]\n}');
    await page.getByRole('button', { name: 'Line 3, column 3: must be a comma, or }.' }).waitFor();
    expect(await page.getByRole('button', { name: 'Create', exact: true }).isDisabled()).toBe(true);
    await replaceText(page, '{\n  "type": "object",\n  "required": "order"\n}');
    await tabTo(page, /^Example/);
    await page.keyboard.insertText('{"order": 1}');
    await tabTo(page, 'Create');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Line 3, column 15: / }).waitFor();
    await expectAccessible(page);
    await page.getByRole('textbox', { name: 'Schema' }).focus();
    await replaceText(page, '{"type": "object", "required": ["order"]}');
    await tabTo(page, 'Create');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'order/paid 100%' }).waitFor();
    await page.getByText('Subscriptions that match').waitFor();
    expect(await api.eventTypes.get('order/paid 100%')).toMatchObject({ example: { order: 1 } });
    await page.reload();
    await page.getByRole('heading', { name: 'order/paid 100%' }).waitFor();
    expect(faults).toEqual([]);
  });

  it('show a new API key once, and delete it, but not by itself', async () => {
    const { page, faults } = await openDashboard(browser, signedIn, '/api-keys');
    await tabTo(page, 'Create API key');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('deputy');
    await page.getByRole('checkbox', { name: /^admin/ }).focus();
    await page.keyboard.press('Space');
    await expectAccessible(page);
    await tabTo(page, 'Create');
    await page.keyboard.press('Enter');
    const key = await page.locator('.shown-once code').innerText();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('dialog').count(), patience).toBe(0);
    expect(await page.content()).not.toContain(key);
    const deputy = await openDashboard(browser, { url: service.url, key }, '/api-keys');
    await tabTo(deputy.page, 'Delete the key deputy');
    await deputy.page.keyboard.press('Enter');
    await deputy.page.getByText('a key cannot delete itself').waitFor();
    await tabTo(deputy.page, 'Sign out');
    await deputy.page.keyboard.press('Enter');
    await deputy.page.getByRole('heading', { name: 'Posthorn' }).waitFor();
    await tabTo(page, 'Delete the key deputy');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, 'Delete');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.getByRole('button', { name: 'Delete the key deputy' }).count(), patience)
      .toBe(0);
    expect([...faults, ...deputy.faults]).toEqual([]);
  });

  it('create a tenant, and show in the audit log who did it', async () => {
    const { page, faults } = await openDashboard(browser, signedIn, '/tenants');
    await tabTo(page, 'Create tenant');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('Example Ltd.');
    await page.keyboard.press('Enter');
    await page.locator('.shown-once code').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('table').getByText('Example Ltd.').waitFor();
    await page.goto(`${service.url}/dashboard/audit-log`);
    await tabTo(page, /^Details of tenant\.created/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('Address of the caller').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.goto(`${service.url}/dashboard/audit-log?since=2999-01-01T00:00:00.000Z`);
    await page
      .getByText(/must be in the past|No change in this time/)
      .first()
      .waitFor();
    expect(faults).toEqual([]);
  });

  it('give a receiver a record, and open its portal', async () => {
    const { page, faults } = await openDashboard(browser, signedIn, '/receivers');
    await tabTo(page, 'Create receiver');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('Ada’s Bakery');
    await tabTo(page, /^Id/);
    await page.keyboard.type('bakery/1');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Ada’s Bakery' }).waitFor();
    await tabTo(page, 'Open the portal as this receiver');
    await page.keyboard.press('Enter');
    const link = page.getByRole('link', { name: /^Portal of this receiver/ });
    expect(await link.getAttribute('href')).toContain(`${service.url}/portal/#token=pht_`);
    await expectAccessible(page);
    expect(await api.receivers.get('bakery/1')).toMatchObject({ name: 'Ada’s Bakery' });
    expect(faults).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('show hostile texts as text, %s', async (colorScheme) => {
    const { markup, directions, controls } = hostileTexts;
    const id = `${markup.slice(0, 60)}${directions}${colorScheme}`;
    const texts = { name: markup, metadata: { [directions]: controls } };
    await api.receivers.create({ id, ...texts });
    const eventType = `<b>${colorScheme}</b>`;
    await api.eventTypes.create({ name: eventType, description: `${markup}${directions}` });
    await api.apiKeys.create({ name: `${markup}${controls}`, scopes: ['read'] });
    await api.tenants.create({ name: `${markup}${directions}` });
    const { page, faults } = await openDashboard(browser, signedIn, '/about', { colorScheme });
    const [atType, atReceiver] = [encodeURIComponent(eventType), encodeURIComponent(id)];
    const paths = ['/event-types', `/event-types/${atType}`, '/receivers', `/receivers/${atReceiver}`];
    for (const path of [...paths, '/api-keys', '/tenants', '/audit-log', '/about']) {
      await page.goto(`${service.url}/dashboard${path}`);
      await page.locator('h1').waitFor();
      await expect.poll(() => page.locator('.loading').count(), patience).toBe(0);
      await expectAccessible(page);
    }
    expect(faults).toEqual([]);
  });
});
