import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import type { Posthorn } from '../client/src/posthorn.ts';
import { startService } from '../embedded/service.ts';
import packageJson from '../package.json' with { type: 'json' };
import { parseEmbeddedEnvironment } from '../src/config/embedded-environment.ts';
import { buildDashboard, isDashboardStale } from './build/dashboard.ts';
import { runDemo } from './screenshots/demo-traffic.ts';
import { startInThePast } from './screenshots/fast-clock.ts';

/**
 * `npm run dashboard:screenshots`: takes the pictures of the dashboard and the portal in docs/images/dashboard, of real
 * deliveries, light and dark, on a desktop and on a phone, in Debian's Chromium. It takes about five minutes.
 */

const { values } = parseArgs({
  options: {
    chromium: { type: 'string', default: '/usr/bin/chromium' },
    /** Minutes of traffic that the pictures show. */
    minutes: { type: 'string', default: '60' },
    /** Only pages whose name has this text. */
    only: { type: 'string', default: '' },
    out: { type: 'string', default: new URL('../docs/images/dashboard/', import.meta.url).pathname },
  },
});
const QUALITY = 75;
const FASTER = 20;
const TIMEOUT_MS = 60_000;
const CALM_MS = 400;

const screens = [
  { name: 'desktop', viewport: { width: 1_280, height: 860 } },
  { name: 'phone', viewport: { width: 390, height: 844 } },
] as const;

interface Picture {
  readonly name: string;
  readonly path: string;
}

async function picturesOf(client: Posthorn): Promise<readonly Picture[]> {
  const [failing] = await client.deadLetters.list({ limit: 1 }).take(1);
  const [event] = await client.events.list({ limit: 1 }).take(1);
  const subscriptions = await client.subscriptions.list().take(10);
  const accounting = subscriptions.find(({ description }) => description?.startsWith('Accounting'));
  const token = await client.portalTokens.create({ receiver_id: 'contoso', access: 'manage' });
  const portal = `/portal/#token=${token.token}`;
  const dashboard = [
    ['overview', '/'],
    ['live', '/live'],
    ['subscriptions', '/subscriptions'],
    ['subscription', `/subscriptions/${accounting?.id}`],
    ['subscription-new', '/subscriptions/new'],
    ['events', '/events'],
    ['event', `/events/${event?.id}`],
    ['deliveries', '/deliveries'],
    ['delivery', `/deliveries/${failing?.id}`],
    ['dead-letters', '/dead-letters'],
    ['event-types', '/event-types'],
    ['event-type', '/event-types/order.created'],
    ['receivers', '/receivers'],
    ['receiver', '/receivers/contoso'],
    ['api-keys', '/api-keys'],
    ['tenants', '/tenants'],
    ['audit-log', '/audit-log'],
    ['about', '/about'],
  ] as const;
  return [
    ...dashboard.map(([name, path]) => ({ name, path: `/dashboard${path}` })),
    { name: 'sign-in', path: '/dashboard/?sign-in' },
    { name: 'portal', path: portal },
  ].filter(({ name }) => name.includes(values.only));
}

async function take(browser: Browser, url: string, apiKey: string, { name, path }: Picture): Promise<void> {
  for (const screen of screens) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ colorScheme, viewport: screen.viewport });
      if (name !== 'sign-in' && name !== 'portal') {
        await context.addInitScript(`sessionStorage.setItem('posthorn.key', ${JSON.stringify(apiKey)})`);
      }
      const page = await context.newPage();
      page.setDefaultTimeout(TIMEOUT_MS);
      await page.goto(url + path);
      await page.locator('h1').waitFor();
      await page.locator('.loading').first().waitFor({ state: 'detached' });
      // Charts draw in the frame after their data.
      await sleep(CALM_MS);
      const session = await context.newCDPSession(page);
      const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
      writeFileSync(
        join(values.out, `${name}-${screen.name}-${colorScheme}.webp`),
        Buffer.from(data, 'base64'),
      );
      await context.close();
    }
  }
}

if (isDashboardStale()) await buildDashboard();
mkdirSync(values.out, { recursive: true });
const dataDir = mkdtempSync(join(tmpdir(), 'posthorn-screenshots-'));
const durationMs = startInThePast(Number(values.minutes) * 60_000, FASTER);
const silent = () => {};
const log = { debug: silent, info: silent, warn: silent, error: console.error };
const environment = parseEmbeddedEnvironment({
  PORT: '0',
  POSTHORN_DATA_DIR: dataDir,
  POSTHORN_ALLOW_HTTP_TARGETS: '1',
  POSTHORN_ALLOWED_TARGET_CIDRS: '127.0.0.0/8',
});
const service = await startService(environment, packageJson.version, log);
const browser = await chromium.launch({ executablePath: values.chromium, args: ['--no-sandbox'] });
try {
  const demo = await runDemo(service.url, service.adminKey.key, durationMs);
  for (const picture of await picturesOf(demo.client)) {
    await take(browser, service.url, service.adminKey.key, picture);
  }
  demo.stop();
} finally {
  await browser.close();
  await service.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
