import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SubscriptionInput } from '../../support/api-client.ts';
import { hasChromium, launchChromium } from '../../support/chromium.ts';
import { serviceForFile } from '../../support/embedded-service.ts';
import { always, receiverForFile } from '../../support/receiver.ts';
import { expectAccessible, hostileTexts, openDashboard, patience, tabTo } from './dashboard.ts';

const service = await serviceForFile();
const receiver = await receiverForFile();
const signedIn = { url: service.url, key: service.adminKey.key };

const createSubscription = async (input: SubscriptionInput): Promise<string> =>
  (await service.api.createSubscription(input)).id;

const folds = (page: Page, title: string) => page.locator('details.fold', { hasText: title });

describe.skipIf(!hasChromium)('the pages of subscriptions in Chromium', { timeout: 300_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it('create a subscription by keyboard alone: the API names a fault at its field, and the secret is shown', async () => {
    await service.api.sendJson('POST', '/event-types', { name: 'order.created' });
    const { page, faults } = await openDashboard(browser, signedIn, '/subscriptions');
    await tabTo(page, 'Create subscription');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'New subscription' }).waitFor();
    await tabTo(page, /^Target URL/);
    await page.keyboard.type('nonsense');
    await page.keyboard.press('Enter');
    const target = page.getByRole('textbox', { name: /^Target URL/ });
    await page.getByText('is not an absolute URL').waitFor();
    await expect.poll(() => target.and(page.locator(':focus')).count(), patience).toBe(1);
    expect(await target.getAttribute('aria-invalid')).toBe('true');
    await expectAccessible(page);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(receiver.target().url);
    await tabTo(page, /^Event types/);
    await page.keyboard.type('order.*');
    await page.keyboard.press('Enter');
    await page.locator('.chip', { hasText: 'order.*' }).waitFor();
    await tabTo(page, 'Create subscription');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Subscription created' }).waitFor();
    expect(await page.locator('pre').innerText()).toMatch(/^whsec_/);
    await expectAccessible(page);
    await tabTo(page, 'Open the subscription');
    await page.keyboard.press('Enter');
    await page.getByText('healthy').waitFor();
    expect(faults).toEqual([]);
  });

  it('try a filter with the example of an event type, and explain why it does not match', async () => {
    await service.api.sendJson('POST', '/event-types', {
      name: 'invoice.paid',
      example: { total: 99, country: 'FR' },
    });
    const { page } = await openDashboard(browser, signedIn, '/subscriptions/new');
    await page.getByRole('textbox', { name: /^Target URL/ }).fill(receiver.target().url);
    await folds(page, 'Payload filter').locator('summary').click();
    await page.getByLabel('Filter', { exact: true }).fill('{"country": ["DE"]}');
    await page.getByRole('button', { name: /With$/ }).click();
    await page.getByRole('option', { name: 'Example of invoice.paid' }).click();
    await page.getByRole('button', { name: 'Try the filter' }).click();
    await page.getByText('/filter/country').waitFor();
    await page.getByText('It does not match').waitFor();
    await page.getByLabel('Filter', { exact: true }).fill('{"country": ["DE", "FR"]}');
    await page.getByRole('button', { name: 'Try the filter' }).click();
    await page.getByText('It matches').waitFor();
    await page.getByLabel('Filter', { exact: true }).fill('{"country": [{"numerik": 1}]}');
    await page.getByRole('button', { name: 'Create subscription' }).click();
    await page.getByRole('button', { name: /^Line 1, column \d+: is not an operator/ }).waitFor();
  });

  it('show a retry policy as attempts with waits to scale, and send only what changed', async () => {
    const id = await createSubscription({
      target_url: receiver.target().url,
      headers: { 'X-Shop': 'secret' },
    });
    const { page } = await openDashboard(browser, signedIn, `/subscriptions/${id}/edit`);
    await folds(page, 'Retries and timeout').locator('summary').first().click();
    await page.getByRole('img', { name: /Attempts at 0 ms, 5 s, 35 s/ }).waitFor();
    await page.getByRole('button', { name: /Retry policy$/ }).click();
    await page.getByRole('option', { name: 'A list of waits' }).click();
    await page.getByLabel('Waits before each retry').fill('10 s, soon');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('"soon" is not a wait').waitFor();
    await page.getByLabel('Waits before each retry').fill('10 s, 1 min, 8 d');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText(/\/2: /).waitFor();
    await page.getByLabel('Waits before each retry').fill('10 s, 1 min');
    await page.getByRole('img', { name: 'Attempts at 0 ms, 10 s, 1 min 10 s after the event' }).waitFor();
    const [request] = await Promise.all([
      page.waitForRequest((sent) => sent.method() === 'PATCH'),
      page.getByRole('button', { name: 'Save changes' }).click(),
    ]);
    expect(request.postDataJSON()).toEqual({ retry_policy: { schedule: [10, 60] } });
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByText('3 attempts within 1 min 10 s').waitFor();
  });

  it('send a test event and show the answer', async () => {
    const target = receiver.target(always({ status: 418, body: `teapot ${hostileTexts.markup}` }));
    const id = await createSubscription({ target_url: target.url });
    const { page, faults } = await openDashboard(browser, signedIn, `/subscriptions/${id}`);
    await page.getByRole('button', { name: 'Send test event' }).click();
    await page.getByText(/^Answered 418 after/).waitFor();
    await page.getByText('teapot <img').waitFor();
    target.behave(always(204));
    await page.getByRole('button', { name: 'Send test event' }).click();
    await page.getByText(/^Answered 204 after/).waitFor();
    expect(faults).toEqual([]);
  });

  it('show the secret when asked, and rotate it with a grace period', async () => {
    const id = await createSubscription({ target_url: receiver.target().url });
    const { page } = await openDashboard(browser, signedIn, `/subscriptions/${id}`);
    await page.getByRole('button', { name: 'Show the secret' }).click();
    const secret = page.getByRole('region', { name: 'the signing secret' }).locator('pre');
    const old = await secret.innerText();
    await page.getByRole('button', { name: 'Rotate the secret' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate', exact: true }).click();
    await page.getByText('still signs as well until').waitFor();
    expect(await secret.innerText()).not.toBe(old);
    expect(await page.getByRole('region', { name: 'the old secret' }).locator('pre').innerText()).toBe(old);
  });

  it('disable and enable with the reason shown, then recover with progress what was given up', async () => {
    const target = receiver.target(always(500));
    const id = await createSubscription({ target_url: target.url, retry_policy: { schedule: [] } });
    const deliveries = await Promise.all(
      [1, 2, 3].map(async () => {
        const { task_id } = await service.api.ingest(id);
        return task_id;
      }),
    );
    await Promise.all(deliveries.map((delivery) => service.deliveryWhen('exhausted', delivery)));
    const { page } = await openDashboard(browser, signedIn, `/subscriptions/${id}`);
    await page.getByText(/^Failing since/).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await page.getByText('It was disabled by a call.').waitFor();
    await page.getByRole('button', { name: 'Enable' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Enable' }).click();
    await page.getByText(/^Failing since/).waitFor();
    target.behave(always(200));
    await page.getByRole('tab', { name: 'Recoveries' }).click();
    await page.getByRole('button', { name: 'Start the recovery' }).click();
    await page.getByText('3 of 3 replayed (100 %)').waitFor();
    await expectAccessible(page);
    await Promise.all(deliveries.map((delivery) => service.deliveryWhen('delivered', delivery)));
  });

  it('stop a recovery that is running', async () => {
    const target = receiver.target(always(500));
    const id = await createSubscription({ target_url: target.url, retry_policy: { schedule: [] } });
    await Promise.all(Array.from({ length: 130 }, () => service.api.ingest(id)));
    const { page } = await openDashboard(browser, signedIn, `/subscriptions/${id}?tab=recoveries`);
    await expect
      .poll(async () => {
        const stats = await service.api.send('GET', `/subscriptions/${id}/stats`);
        return (stats.json() as { deliveries: { exhausted: number } }).deliveries.exhausted;
      }, patience)
      .toBe(130);
    await page.getByLabel('Attempts per second').fill('1');
    await page.getByRole('button', { name: 'Start the recovery' }).click();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText(/: stopped by a call/).waitFor();
  });

  it('list health and activity of all subscriptions by one call each, not by one a row', async () => {
    const target = receiver.target(always(204));
    const description = 'The busiest of all';
    const id = await createSubscription({ target_url: target.url, description });
    await createSubscription({ target_url: target.url, description: 'Another one' });
    const { task_id } = await service.api.ingest(id);
    await service.deliveryWhen('delivered', task_id);
    const { page } = await openDashboard(browser, signedIn, '/about');
    const paths: string[] = [];
    page.on('request', (sent) => paths.push(new URL(sent.url()).pathname));
    await page.getByRole('link', { name: 'Subscriptions' }).click();
    const row = page.getByRole('row', { name: description });
    await row.getByRole('img', { name: '1 attempt in 24 hours, 0 failed' }).waitFor();
    await row.getByText('healthy').waitFor();
    await row.locator('time').waitFor();
    expect(paths.filter((path) => path === '/stats')).toHaveLength(1);
    expect(paths.filter((path) => path.startsWith('/subscriptions/'))).toEqual([]);
  });

  it('filter the list by the URL, and show texts of others as texts', async () => {
    await createSubscription({
      target_url: `${receiver.origin}/${encodeURIComponent(hostileTexts.markup)}`,
      description: `${hostileTexts.markup}${hostileTexts.directions}${hostileTexts.controls}`,
      event_types: ['<script>.*'],
      metadata: { [hostileTexts.markup.slice(0, 60)]: hostileTexts.directions },
      receiver_id: 'acme',
      status: 'disabled',
    });
    const { page, faults } = await openDashboard(
      browser,
      signedIn,
      '/subscriptions?status=disabled&receiver_id=acme',
    );
    const rows = page.getByRole('row');
    await expect.poll(() => rows.count(), patience).toBe(2);
    await expectAccessible(page);
    await page.getByRole('link', { name: '<img src=x' }).click();
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByText('⟨U+202E⟩').first().waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByRole('heading', { name: 'Edit subscription' }).waitFor();
    await page.getByRole('button', { name: 'Remove <script>.*' }).waitFor();
    expect(faults).toEqual([]);
  });

  it('offer no change to a key that may only read', async () => {
    const id = await createSubscription({ target_url: receiver.target().url });
    const created = await service.api.sendJson('POST', '/api-keys', { name: 'reader', scopes: ['read'] });
    const { key } = created.json() as { key: string };
    const { page } = await openDashboard(browser, { url: service.url, key }, `/subscriptions/${id}`);
    await page.getByText('healthy').waitFor();
    const buttons = await page.getByRole('main').getByRole('button').allInnerTexts();
    expect(buttons).toEqual([]);
  });
});
