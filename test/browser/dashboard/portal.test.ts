import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PortalTokenInput, Posthorn } from '../../../client/src/posthorn.ts';
import { hasChromium, launchChromium } from '../../support/chromium.ts';
import { serviceForFile } from '../../support/embedded-service.ts';
import { expectAccessible, hostileTexts, openWindow, patience, tabTo } from './dashboard.ts';
import { startPortalHost } from './portal-host.ts';

const host = await startPortalHost();
const service = await serviceForFile({ POSTHORN_PORTAL_ORIGINS: host.origin });
const api = new Posthorn({ url: service.url, apiKey: service.adminKey.key });

const tokenFor = (receiver: string, more: Partial<PortalTokenInput> = {}) =>
  api.portalTokens.create({ receiver_id: receiver, access: 'manage', ...more });

async function openPortal(browser: Browser, receiver: string, more: Partial<PortalTokenInput> = {}) {
  const opened = await openWindow(browser);
  const { url } = await tokenFor(receiver, more);
  await opened.page.goto(url);
  await opened.page.locator('h1').waitFor();
  return opened;
}

const subscribe = (receiver: string, target = `http://127.0.0.1:9001/${receiver}`) =>
  api.subscriptions.create({ target_url: target, receiver_id: receiver });

/** The iframe of the host page. */
async function embed(page: Page, origin: string, url: string) {
  await page.goto(origin);
  await page.evaluate(`document.getElementById('portal').src = ${JSON.stringify(url)}`);
  return page.frameLocator('#portal');
}

const messages = (page: Page, type: string) =>
  page.evaluate(`messages.filter((one) => one.type === '${type}')`) as Promise<Record<string, unknown>[]>;

describe.skipIf(!hasChromium)('the portal of a receiver in Chromium', { timeout: 180_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it('creates a subscription and fills its secret into code, by keyboard', async () => {
    await api.receivers.create({ id: 'bakery', name: 'Ada’s Bakery' });
    const { page, faults } = await openPortal(browser, 'bakery', { theme: { accent: '#ffd400', radius: 3 } });
    expect(page.url()).toBe(`${service.url}/portal/subscriptions`);
    await page.getByText('Ada’s Bakery').waitFor();
    expect(
      await page.evaluate('getComputedStyle(document.documentElement).getPropertyValue("--radius")'),
    ).toBe('3px');
    await expectAccessible(page);
    await tabTo(page, 'Create subscription');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'New subscription' }).waitFor();
    expect(await page.getByText('Metadata').count()).toBe(0);
    await tabTo(page, /^Target URL/);
    await page.keyboard.type('http://127.0.0.1:9001/hooks');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Subscription created' }).waitFor();
    await tabTo(page, 'How to verify');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Fill in my secret');
    await page.keyboard.press('Enter');
    const [subscription] = await api.subscriptions.list({ receiver_id: 'bakery' }).take(1);
    const { signing_secret } = await api.subscriptions.secret(subscription?.id ?? '');
    await page.getByText(signing_secret).waitFor();
    await expectAccessible(page);
    expect(faults).toEqual([]);
  });

  it('shows a reader no control that changes anything', async () => {
    await subscribe('reader');
    const { page } = await openPortal(browser, 'reader', { access: 'read' });
    await page.getByRole('link', { name: /reader/ }).waitFor();
    expect(await page.getByText('Create subscription').count()).toBe(0);
    await page.goto(`${service.url}/portal/verify`);
    await page.getByText("const secret = 'whsec_YOUR_SECRET'").waitFor();
    expect(await page.getByRole('button', { name: 'Fill in my secret' }).count()).toBe(0);
  });

  it('shows two receivers in two browsers nothing of each other', async () => {
    const [mine, theirs] = [await subscribe('one'), await subscribe('two')];
    const { deliveries } = await api.events.publish({
      event_type: 'secret.two',
      receiver_id: 'two',
      payload: {},
    });
    const [one, two] = [await openPortal(browser, 'one'), await openPortal(browser, 'two')];
    await one.page.getByRole('link', { name: mine.target_url }).waitFor();
    await two.page.getByRole('link', { name: theirs.target_url }).waitFor();
    expect(await one.page.getByText(theirs.target_url).count()).toBe(0);
    await two.page.goto(`${service.url}/portal/deliveries`);
    await two.page.getByText('secret.two').waitFor();
    await one.page.goto(`${service.url}/portal/deliveries`);
    await one.page.getByText('No deliveries yet').waitFor();
    for (const path of [`/subscriptions/${theirs.id}`, `/deliveries/${deliveries?.[0]?.task_id}`]) {
      await one.page.goto(`${service.url}/portal${path}`);
      await one.page.getByRole('alert').waitFor();
      expect(await one.page.getByText('secret.two').count()).toBe(0);
    }
    expect([...one.faults, ...two.faults]).toEqual([]);
  });

  it('tells an allowed page its height, and takes a new token from it', async () => {
    await subscribe('framed');
    const { page, faults } = await openWindow(browser);
    const { url } = await tokenFor('framed');
    const portal = await embed(page, host.origin, url);
    await portal.getByRole('link', { name: /framed/ }).waitFor();
    await expect.poll(() => messages(page, 'posthorn:height'), patience).not.toEqual([]);
    const [height] = await messages(page, 'posthorn:height');
    expect(height).toMatchObject({ origin: service.url });
    await api.portalTokens.revoke({ receiver_id: 'framed' });
    await expect.poll(() => messages(page, 'posthorn:expired'), patience).not.toEqual([]);
    await portal.getByRole('heading', { name: 'Your session has ended' }).waitFor();
    const { token } = await tokenFor('framed');
    await page.evaluate(`send(${JSON.stringify(token)})`);
    await portal.getByRole('link', { name: /framed/ }).waitFor();
    expect(faults).toEqual([]);
  });

  it('is refused in an iframe of another origin', async () => {
    const { page } = await openWindow(browser);
    const { url } = await tokenFor('framed');
    const refused = page.waitForEvent('console', {
      predicate: (one) => one.text().includes('frame-ancestors'),
    });
    await embed(page, host.otherOrigin, url);
    await refused;
    expect(await messages(page, 'posthorn:height')).toEqual([]);
  });

  it('says plainly that a token is missing or has expired, and refuses an API key', async () => {
    const { page } = await openWindow(browser);
    await page.goto(`${service.url}/portal/`);
    await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
    await expectAccessible(page);
    await page.goto(`${service.url}/portal/#token=${service.adminKey.key}`);
    await page.reload();
    await page.getByText('needs a portal token').waitFor();
    const opened = await openPortal(browser, 'expiring');
    await api.portalTokens.revoke({ receiver_id: 'expiring' });
    await opened.page.goto(`${service.url}/portal/deliveries`);
    await opened.page.getByRole('heading', { name: /session has ended|not signed in/ }).waitFor();
  });

  it('shows hostile texts as text', async () => {
    const { markup, directions } = hostileTexts;
    await api.receivers.create({ id: 'hostile', name: `${markup}${directions}` });
    await api.eventTypes.create({ name: '<b>x</b>', description: markup, example: { [markup]: directions } });
    await api.subscriptions.create({
      target_url: 'http://127.0.0.1:9001/',
      receiver_id: 'hostile',
      description: markup,
    });
    const { page, faults } = await openPortal(browser, 'hostile');
    for (const path of [
      '/subscriptions',
      '/event-types',
      '/event-types/%3Cb%3Ex%3C%2Fb%3E',
      '/verify',
      '/deliveries',
    ]) {
      await page.goto(`${service.url}/portal${path}`);
      await page.locator('h1').waitFor();
      await expect.poll(() => page.locator('.loading').count(), patience).toBe(0);
      await expectAccessible(page);
    }
    expect(faults).toEqual([]);
  });
});
