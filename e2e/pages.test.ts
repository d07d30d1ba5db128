import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { hasChromium, launchChromium } from '../test/support/chromium.ts';
import { always } from '../test/support/receiver.ts';
import { PATIENCE_MS, posthornForFile, uniqueName } from './support/posthorn.ts';

/** The pages where they are deployed: behind whatever prefix the gateway has. */

const posthorn = posthornForFile();

describe.skipIf(!hasChromium)('the pages', { timeout: 3 * PATIENCE_MS }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  async function open(path: string): Promise<{ page: Page; faults: readonly string[] }> {
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) faults.push(message.text());
    });
    await page.goto(posthorn.api.url + path);
    return { page, faults };
  }

  it('sign in, show a delivery with its attempt, and find their way back after a reload', async () => {
    const { id } = await posthorn.subscribe({}, always({ status: 201, body: 'thank you' }));
    const { task_id } = await posthorn.api.ingest(id, '{"order": 1}');
    const { page, faults } = await open(`/dashboard/deliveries/${task_id}`);
    const { key } = await posthorn.api.createApiKey({ scopes: ['read', 'manage'] });
    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    await page.getByText('delivered').first().waitFor();
    await page.getByText('201').first().waitFor();
    await page.reload();
    await page.getByText('delivered').first().waitFor();
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(page.url()).toBe(`${posthorn.api.url}/dashboard/`);
    expect(faults).toEqual([]);
  });

  it('show a receiver its own subscriptions only', async () => {
    const [mine, other] = [uniqueName(), uniqueName()];
    await posthorn.subscribe({ receiver_id: mine, description: `of ${mine}` });
    await posthorn.subscribe({ receiver_id: other, description: `of ${other}` });
    const { token } = await posthorn.api.createPortalToken({ receiver_id: mine, access: 'read' });
    const { page, faults } = await open(`/portal/#token=${token}`);
    await page.getByText(`of ${mine}`).first().waitFor();
    expect(await page.content()).not.toContain(other);
    expect(page.url()).not.toContain(token);
    expect(faults).toEqual([]);
  });
});
