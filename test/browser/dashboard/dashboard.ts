import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

/** The pages in Chromium, as their readers use them. */

/** Two cores render the pages, run the service, and run other tests. */
export const patience = { timeout: 60_000 };

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface SignedIn {
  readonly url: string;
  readonly key: string;
}

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Faults that the page itself reported: exceptions, failed scripts, and violations of its policy. */
  readonly faults: readonly string[];
}

/**
 * A browser window of its own, signed in by an API key.
 * @param path below `/dashboard`, for example `/subscriptions?status=disabled`
 */
export async function openDashboard(
  browser: Browser,
  { url, key }: SignedIn,
  path = '/',
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<OpenPage> {
  const opened = await openWindow(browser, options);
  await opened.context.addInitScript(`sessionStorage.setItem('posthorn.key', ${JSON.stringify(key)})`);
  await opened.page.goto(`${url}/dashboard${path}`);
  await opened.page.locator('h1').waitFor();
  return opened;
}

/** A browser window of its own, without any address yet. It is closed when the test ends. */
export async function openWindow(
  browser: Browser,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<OpenPage> {
  const context = await browser.newContext(options);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(patience.timeout);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    // A browser reports each answer of 400 and more: the pages show those themselves.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      faults.push(message.text());
    }
  });
  // A page of foreign markup that ran would call it.
  await page.exposeFunction('foreignScriptRan', (name: string) => faults.push(`foreign script ran: ${name}`));
  return { page, context, faults };
}

interface AxeFinding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/**
 * Expects that axe finds nothing on the page as it is now. React Aria's live region is left out: for 7 s it names buttons
 * that were pressed, which may be gone with their dialog.
 */
export async function expectAccessible(page: Page): Promise<void> {
  // Evaluated as by a debugger: the page's policy allows no foreign script.
  await page.evaluate(axeSource);
  const findings = (await page.evaluate(
    `axe.run({ exclude: ['[data-live-announcer]'] }).then(({ violations }) => violations)`,
  )) as AxeFinding[];
  const shown = findings.map(({ id, nodes }) => [
    id,
    nodes.map(({ html, failureSummary }) => [html, failureSummary]),
  ]);
  expect(shown).toEqual([]);
}

/**
 * Presses Tab until the focused element has the accessible name.
 * @throws if no element on the page takes the focus under this name
 */
export async function tabTo(page: Page, name: string | RegExp, most = 80): Promise<void> {
  const names: string[] = [];
  for (let press = 0; press < most; press++) {
    await page.keyboard.press('Tab');
    const focused = await nameOfFocused(page);
    if (typeof name === 'string' ? focused === name : name.test(focused)) return;
    names.push(focused);
  }
  throw new Error(`No element named ${name} takes the focus. These do: ${names.join(' | ')}`);
}

/** The accessible name of the focused element, as far as the pages name their controls. */
const nameOfFocused = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const element = document.activeElement;
    const labelledBy = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
    const labels = labelledBy.map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim();
    const own = element.getAttribute('aria-label') ?? labels;
    const label = own || [...(element.labels ?? [])].map((one) => one.textContent).join(' ');
    return (label || element.textContent || '').trim();
  })()`) as Promise<string>;

/** Texts that would do harm on a careless page. */
export const hostileTexts = {
  markup: `<img src=x onerror="foreignScriptRan('img')"><script>foreignScriptRan('script')</script>`,
  directions: 'abc\u202egnp.exe\u202c \u2066isolated\u2069',
  controls: 'bell\u0007 escape\u001b[31m delete\u007f',
} as const;
