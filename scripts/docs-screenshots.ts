import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { startService } from '../embedded/service.ts';
import packageJson from '../package.json' with { type: 'json' };
import { parseEmbeddedEnvironment } from '../src/config/embedded-environment.ts';

/** `npm run docs:screenshots`: takes the pictures of `/docs` in docs/images, light and dark, in Debian's Chromium. */

const { values } = parseArgs({ options: { chromium: { type: 'string', default: '/usr/bin/chromium' } } });
const QUALITY = 80;
/** Swagger UI has much to render, and the machine may be busy. */
const TIMEOUT_MS = 120_000;

const silent = () => {};
const log = { debug: silent, info: silent, warn: silent, error: console.error };
const dataDir = mkdtempSync(join(tmpdir(), 'posthorn-screenshots-'));
const environment = parseEmbeddedEnvironment({ PORT: '0', POSTHORN_DATA_DIR: dataDir });
const service = await startService(environment, packageJson.version, log);
const browser = await chromium.launch({ executablePath: values.chromium, args: ['--no-sandbox'] });
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1_200, height: 1_000 } });
    page.setDefaultTimeout(TIMEOUT_MS);
    await page.goto(`${service.url}/docs`);
    await page.locator('#operations-Subscriptions-createSubscription .opblock-summary-control').click();
    await page.locator('.try-out__btn').click();
    await page.locator('.execute').waitFor();
    const session = await page.context().newCDPSession(page);
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
    writeFileSync(
      new URL(`../docs/images/docs-page-${colorScheme}.webp`, import.meta.url),
      Buffer.from(data, 'base64'),
    );
    await page.close();
  }
} finally {
  await browser.close();
  await service.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
