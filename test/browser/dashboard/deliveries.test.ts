import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium } from '../../support/chromium.ts';
import { serviceForFile, serviceForTest } from '../../support/embedded-service.ts';
import { always, inTurn, receiverForFile, receiverForTest } from '../../support/receiver.ts';
import { expectAccessible, hostileTexts, openDashboard, patience, tabTo } from './dashboard.ts';

const service = await serviceForFile();
const receiver = await receiverForFile();
const signedIn = { url: service.url, key: service.adminKey.key };

describe.skipIf(!hasChromium)('the pages of deliveries in Chromium', { timeout: 300_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it('filter by the URL, show the timeline of attempts with advice, and replay by keyboard', async () => {
    const target = receiver.target(inTurn(503, { status: 404, body: hostileTexts.markup }, 200));
    await service.api.createSubscription({
      target_url: target.url,
      event_types: ['timeline.*'],
      retry_policy: { schedule: [1] },
    });
    const [id = ''] = await publish('timeline.shown');
    await service.deliveryWhen('exhausted', id);
    const { page, faults } = await openDashboard(
      browser,
      signedIn,
      '/deliveries?status=exhausted&event_type=timeline.shown',
    );
    const rows = page.getByRole('table', { name: 'Deliveries' }).locator('tbody tr');
    await expect.poll(() => rows.count(), patience).toBe(1);
    await expectAccessible(page);
    await tabTo(page, /^dlv_/);
    await page.keyboard.press('Enter');
    const timeline = page.getByRole('list', { name: /^2 attempts/ });
    await timeline.waitFor();
    const text = await timeline.innerText();
    expect(text).toContain('The receiver is not available at the moment.');
    expect(text).toContain('The receiver has nothing at this path.');
    expect(text).toContain(hostileTexts.markup);
    expect(text.match(/ later/g)).toHaveLength(2);
    await expectAccessible(page);
    await tabTo(page, 'Replay');
    await page.keyboard.press('Enter');
    await page.getByText('Attempt 3 succeeded, made by a call').waitFor();
    expect(target.requests).toHaveLength(3);
    expect(faults).toEqual([]);
  });

  it('replay a selection by keyboard, and tell why some could not be replayed', async () => {
    const target = receiver.target(always(500));
    await service.api.createSubscription({
      target_url: target.url,
      event_types: ['bulk'],
      retry_policy: { schedule: [] },
    });
    const ids = (await Promise.all(Array.from({ length: 3 }, () => publish('bulk')))).flat();
    for (const id of ids) await service.deliveryWhen('exhausted', id);
    const { event_id } = await service.api.delivery(ids[0] ?? '');
    await service.api.send('DELETE', `/events/${event_id}/payload`);
    target.behave(always(200));
    const { page, faults } = await openDashboard(browser, signedIn, '/deliveries?event_type=bulk');
    await tabTo(page, 'Select all 3 loaded rows');
    await page.keyboard.press('Space');
    await tabTo(page, 'Replay 3 selected', 120);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Replay 3 deliveries' });
    await dialog.waitFor();
    await expectAccessible(page);
    await tabTo(page, 'Replay');
    await page.keyboard.press('Enter');
    await dialog.getByText('2 of 3 replayed, 1 failed').waitFor();
    expect(await dialog.getByLabel('Failures').innerText()).toMatch(/1 × .*payload/);
    await tabTo(page, 'Close');
    await page.keyboard.press('Enter');
    for (const id of ids.slice(1)) await service.deliveryWhen('delivered', id);
    await expect.poll(() => page.getByText('✓ delivered').count(), patience).toBe(2);
    expect(faults).toEqual([]);
  });

  it('redrive dead letters with progress', async () => {
    const own = await serviceForTest();
    const ownReceiver = await receiverForTest();
    const target = ownReceiver.target(always(500));
    await own.api.createSubscription({ target_url: target.url, retry_policy: { schedule: [] } });
    const { deliveries } = await own.api.publish({ event_type: 'order.lost', payload: {} });
    const id = deliveries?.[0]?.task_id ?? '';
    await own.deliveryWhen('exhausted', id);
    target.behave(always(200));
    const { page, faults } = await openDashboard(
      browser,
      { url: own.url, key: own.adminKey.key },
      '/dead-letters',
    );
    await page.getByText('The retry policy has no further attempt.').waitFor();
    await tabTo(page, 'Redrive all');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, 'Redrive');
    await page.keyboard.press('Enter');
    await page.getByText('Done: 1 of 1 replayed').waitFor();
    await page.getByText('No dead letters').waitFor();
    await own.deliveryWhen('delivered', id);
    expect(faults).toEqual([]);
  });

  it('show 10,000 deliveries with few rows in the document, to the end of the list', async () => {
    const own = await serviceForTest();
    const ownReceiver = await receiverForTest();
    await own.api.createSubscription({ target_url: ownReceiver.target().url });
    const inDays = new Date(Date.now() + 3 * 86_400_000).toISOString();
    const batch = Array.from({ length: 100 }, () => ({
      event_type: 'many',
      payload: {},
      deliver_at: inDays,
    }));
    for (let sent = 0; sent < 10_000; sent += batch.length) {
      await own.api.sendJson('POST', '/events/batch', { events: batch });
    }
    const { page, faults } = await openDashboard(
      browser,
      { url: own.url, key: own.adminKey.key },
      '/deliveries',
    );
    const scroller = page.getByRole('region', { name: 'Deliveries, list' });
    await scroller.waitFor();
    expect(await page.evaluate(SCROLL_TO_END)).toBeLessThan(100);
    await page.getByText('10,000 loaded, all of them').waitFor();
    const last = scroller.locator('tbody tr').last();
    await expect.poll(() => last.getAttribute('aria-rowindex'), patience).toBe('10001');
    expect(faults).toEqual([]);
  });
});

describe.skipIf(!hasChromium)('the page of an event in Chromium', { timeout: 300_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it('shows hostile text as text, and downloads bytes as they are', async () => {
    const text = Object.values(hostileTexts).join('\n');
    const textId = await publishBytes(text, 'text/html; charset=utf-8', `type.${hostileTexts.markup}`);
    const { page, faults } = await openDashboard(browser, signedIn, `/events/${textId}`);
    const shown = page.getByRole('region', { name: 'the payload', exact: true });
    await shown.waitFor();
    const onPage = await shown.innerText();
    expect(onPage).toContain(hostileTexts.markup);
    expect(onPage).toContain('abc⟨U+202E⟩gnp.exe');
    expect(onPage).toContain('bell␇');
    await expectAccessible(page);

    const binary = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256);
    const binaryId = await publishBytes(binary, 'application/octet-stream', 'bytes');
    await page.goto(`${service.url}/dashboard/events/${binaryId}`);
    const rows = page.getByRole('region', { name: 'Bytes of the payload' }).locator('.hex-row');
    await rows.first().waitFor();
    expect(await rows.first().innerText()).toMatch(/^00000000 {2}00 07 0e 15/);
    expect(await rows.count()).toBeLessThan(100);
    expect(await downloaded(page)).toEqual(Buffer.from(binary));
    await page.goto(`${service.url}/dashboard/events`);
    await page.getByText(`type.${hostileTexts.markup}`).first().waitFor();
    expect(faults).toEqual([]);
  });

  it('shows JSON of 1 MiB as a tree, indented, as text and as bytes', async () => {
    const payload = JSON.stringify({
      long: 'x'.repeat(900_000),
      list: Array.from({ length: 20_000 }, (_, n) => n),
    });
    const id = await publishBytes(payload, 'application/json', 'big');
    const { page, faults } = await openDashboard(browser, signedIn, `/events/${id}`);
    await page.getByText('[20000]').waitFor();
    for (const view of ['Pretty', 'Text', 'Bytes']) {
      await page.getByRole('tab', { name: view }).click();
      await page.getByRole('tabpanel', { name: view }).waitFor();
    }
    expect(new URL(page.url()).searchParams.get('view')).toBe('bytes');
    expect(await downloaded(page)).toEqual(Buffer.from(payload));
    expect(faults).toEqual([]);
  });

  it('sends the event to one more subscription, and deletes its payload, by keyboard', async () => {
    const target = receiver.target();
    const [first = ''] = await publish('page.sent');
    const { id: subscription } = await service.api.createSubscription({
      target_url: target.url,
      event_types: ['page.never'],
    });
    const eventId = first === '' ? await eventOf('page.sent') : '';
    const { page, faults } = await openDashboard(browser, signedIn, `/events/${eventId}`);
    await tabTo(page, 'Send to a subscription');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, /^Subscription/);
    await page.keyboard.type(subscription);
    await page.keyboard.press('Escape');
    await tabTo(page, 'Send');
    await page.keyboard.press('Enter');
    await page.getByText('Attempt 1 succeeded').waitFor();
    expect(target.requests).toHaveLength(1);

    await page.goto(`${service.url}/dashboard/events/${eventId}`);
    await tabTo(page, 'Delete payload');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await expectAccessible(page);
    await tabTo(page, 'Delete payload');
    await page.keyboard.press('Enter');
    await page.getByText('The payload was deleted:').waitFor();
    expect((await service.api.event(eventId)).payload).toBeNull();
    expect(faults).toEqual([]);
  });
});

describe.skipIf(!hasChromium)('the live page in Chromium', { timeout: 300_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it('shows a delivery after its attempt, unless the filter leaves it out, and waits while it is paused', async () => {
    const target = receiver.target();
    await service.api.createSubscription({ target_url: target.url, event_types: ['live.*', 'other'] });
    const { page, faults } = await openDashboard(browser, signedIn, '/live?event_type=live.*');
    await page.getByText(WATCHING).waitFor();
    await publish('other');
    await publish('live.one');
    const rows = page.getByRole('table', { name: 'Changes, newest first' }).locator('tbody tr');
    await rows.filter({ hasText: 'live.one' }).filter({ hasText: 'delivered' }).first().waitFor();
    expect(await rows.filter({ hasText: 'other' }).count()).toBe(0);
    await expectAccessible(page);
    await tabTo(page, 'Pause');
    await page.keyboard.press('Enter');
    await publish('live.two');
    await page.getByText(/Paused: [1-9]/).waitFor();
    expect(await rows.filter({ hasText: 'live.two' }).count()).toBe(0);
    await page.keyboard.press('Enter');
    await rows.filter({ hasText: 'live.two' }).filter({ hasText: 'delivered' }).first().waitFor();
    expect(faults).toEqual([]);
  });
});

/** Scrolls on until no page follows; its result is the most rows that were in the document. */
const SCROLL_TO_END = `(async () => {
  const scroller = document.querySelector('.table-scroller');
  let most = 0;
  while (!document.querySelector('main').innerText.includes('all of them')) {
    scroller.scrollTo(0, scroller.scrollHeight);
    await new Promise((resolve) => setTimeout(resolve, 20));
    most = Math.max(most, scroller.querySelectorAll('tbody tr').length);
  }
  scroller.scrollTo(0, scroller.scrollHeight);
  return most;
})()`;

const WATCHING = 'Live: changes are shown as they happen.';

/** @returns the ids of its deliveries */
async function publish(eventType: string): Promise<readonly string[]> {
  const { deliveries } = await service.api.publish({ event_type: eventType, payload: { of: eventType } });
  return (deliveries ?? []).map(({ task_id }) => task_id);
}

/** @returns the id of the event */
async function publishBytes(
  payload: string | Uint8Array,
  contentType: string,
  eventType: string,
): Promise<string> {
  const answer = await service.api.send('POST', '/events', {
    body: payload,
    headers:
      contentType === 'application/json'
        ? { 'content-type': contentType }
        : { 'content-type': contentType, 'x-event-type': eventType },
    ...(contentType === 'application/json' && {
      body: `{"event_type": ${JSON.stringify(eventType)}, "payload": ${String(payload)}}`,
    }),
  });
  expect(answer.status, answer.body.toString()).toBe(202);
  return (answer.json() as { event_id: string }).event_id;
}

const eventOf = async (eventType: string): Promise<string> => {
  const { data } = await service.api.events(`?event_type=${eventType}`);
  return data[0]?.id ?? '';
};

async function downloaded(page: Page): Promise<Buffer> {
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  return readFile(await (await started).path());
}
