import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { operations } from '../../src/http/openapi/operations.ts';
import { hasChromium, launchChromium } from '../support/chromium.ts';
import { serviceForFile, serviceForTest } from '../support/embedded-service.ts';
import { authorize, execute, openDocs, openOperation } from './docs-page.ts';

const documented = operations.filter(({ isDocumented }) => isDocumented);
const firstOfTags = documented.filter(({ tag }, n) => documented.findIndex((one) => one.tag === tag) === n);

/** The page has much to render, on two cores that other tests use as well. */
const patience = { timeout: 100_000 };

const isOperation = new Set(documented.map(({ id }) => id));

/** Of the longest operation, open and ready to be executed: seven parameters, and two answers with examples. */
const TALLEST_OPERATION_PX = 3_000;

const service = await serviceForFile();

/** Swagger UI is 1.7 MB of script: pages are few. */
describe.skipIf(!hasChromium)('/docs in Chromium', { timeout: 300_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  let page: Page;
  beforeEach(async () => {
    const context = await browser.newContext();
    page = await context.newPage();
    page.setDefaultTimeout(patience.timeout);
    onTestFinished(() => context.close());
  });

  // In reverse, so that none of them works only because an earlier one has made something.
  it("executes each tag's first example, the last tag first, on a service that has nothing", async () => {
    const fresh = await serviceForTest();
    const errors = await openDocs(page, fresh);
    await authorize(page, fresh.adminKey.key);
    for (const { tag, id } of firstOfTags.toReversed()) {
      const { status, body } = await execute(await openOperation(page, tag, id));
      expect(status, `${id}: ${body}`).toMatch(/^2\d\d\b/);
    }
    expect(errors).toEqual([]);
  });

  it('makes a second one when asked twice, lists it, and fills its id into the paths', async () => {
    await openDocs(page, service);
    await authorize(page, service.adminKey.key);
    const create = await openOperation(page, 'Subscriptions', 'createSubscription');
    const made = [await execute(create), await execute(create)].map(({ body }) => /sub_\w+/.exec(body)![0]);
    expect(new Set(made).size).toBe(2);
    const list = await execute(await openOperation(page, 'Subscriptions', 'listSubscriptions'));
    expect(list.body).toContain(made[1]);
    const read = await execute(await openOperation(page, 'Subscriptions', 'getSubscription'));
    expect(read.body).toContain(made[1]);

    const published = await execute(await openOperation(page, 'Ingest', 'publishEvent'));
    const status = await execute(await openOperation(page, 'Deliveries', 'getStatus'));
    expect(status.body).toContain(/dlv_\w+/.exec(published.body)![0]);
    const event = await execute(await openOperation(page, 'Events', 'getEvent'));
    expect(event.body).toContain(/evt_\w+/.exec(published.body)![0]);
  });

  it('keeps the key over a reload, and fills in ids of existing resources', async () => {
    const { id } = await service.api.createSubscription({ target_url: 'http://127.0.0.1:9000/hooks' });
    await openDocs(page, service);
    await authorize(page, service.adminKey.key);
    await page.reload();
    const read = await openOperation(page, 'Subscriptions', 'getSubscription');
    await expect.poll(() => read.locator('.parameters input').inputValue(), patience).toBe(id);
    expect((await execute(read)).status).toMatch(/^200/);
  });

  it('says where the key is, next to the page and in the dialog', async () => {
    await openDocs(page, service);
    expect(await page.locator('.posthorn-key').innerText()).toContain('cat .posthorn/api-key');
    await page.click('.btn.authorize');
    expect(await page.locator('.dialog-ux').innerText()).toContain('cat .posthorn/api-key');
  });

  it('prefills no optional parameter, and shows an operation in short', async () => {
    await openDocs(page, service);
    const operation = await openOperation(page, 'Ingest', 'publishEvent');
    await operation.locator('.try-out__btn').click();
    await operation.locator('.execute').waitFor();
    const parameters = operation.locator('tr[data-param-name] input');
    expect(await parameters.count()).toBeGreaterThan(3);
    for (const input of await parameters.all()) expect(await input.inputValue()).toBe('');
    expect((await operation.boundingBox())!.height).toBeLessThan(TALLEST_OPERATION_PX);
  });

  it('filters operations by path, summary and tag', async () => {
    await openDocs(page, service);
    const shown = () =>
      page.locator('.opblock').evaluateAll((found) => found.map(({ id }) => id.replace(/^.*-/, '')).sort());
    const wanted = {
      '/recover': ['getRecovery', 'listRecoveries', 'recoverSubscription', 'stopRecovery'],
      'Revoke an': ['deleteApiKey'],
      service: ['docs', 'getAbout', 'health', 'openapi'],
    };
    for (const [phrase, ids] of Object.entries(wanted)) {
      await page.fill('.operation-filter-input', phrase);
      await expect
        .poll(async () => (await shown()).filter((id) => isOperation.has(id)), {
          ...patience,
          message: phrase,
        })
        .toEqual(ids);
    }
  });

  it('is dark where the system is, until the reader chooses', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await openDocs(page, service);
    const ground = () =>
      page.evaluate("getComputedStyle(document.querySelector('.swagger-ui')).backgroundColor");
    const dark = await ground();
    await page.click('#theme');
    expect(await ground()).not.toBe(dark);
    await page.reload();
    await page.waitForSelector('.opblock');
    expect(await ground()).toBe('rgb(255, 255, 255)');
  });
});
