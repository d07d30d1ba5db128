import type { Locator, Page } from 'playwright-core';
import type { EmbeddedService } from '../support/embedded-service.ts';

/** The actions of a reader on `/docs`. */

/** @returns the errors of its scripts and of its content security policy, as they come */
export async function openDocs(
  page: Page,
  { url }: Pick<EmbeddedService, 'url'>,
): Promise<readonly string[]> {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(`${url}/docs`);
  await page.waitForSelector('.opblock');
  return errors;
}

/** Pastes the API key into the dialog, as a reader does. */
export async function authorize(page: Page, key: string): Promise<void> {
  await page.click('.btn.authorize');
  const dialog = page.locator('.dialog-ux');
  await dialog.locator('input').first().fill(key);
  await dialog.locator('.btn.authorize').first().click();
  await dialog.locator('.btn-done').first().click();
}

export async function openOperation(page: Page, tag: string, id: string): Promise<Locator> {
  const operation = page.locator(`#operations-${tag.replaceAll(' ', '_')}-${id}`);
  await operation.locator('.opblock-summary-control').click();
  await operation.locator('.opblock-body').waitFor();
  return operation;
}

/** Tries an operation out with exactly the values that the page has filled in. */
export async function execute(
  operation: Locator,
): Promise<{ readonly status: string; readonly body: string }> {
  const tryOut = operation.locator('.try-out__btn:not(.cancel)');
  if ((await tryOut.count()) > 0) await tryOut.click();
  await operation.locator('.execute').click();
  const answer = operation.locator('.live-responses-table .response');
  await answer.waitFor();
  return {
    status: await answer.locator('.response-col_status').innerText(),
    body: await answer.locator('.response-col_description').innerText(),
  };
}
