import { spawnSync } from 'node:child_process';
import { type Browser, chromium } from 'playwright-core';

/** Debian's Chromium; `POSTHORN_CHROMIUM` names another one. */
const executablePath = process.env['POSTHORN_CHROMIUM'] ?? '/usr/bin/chromium';

/** Where Chromium is not installed, tests that need it say so and are skipped; with `CI=true` they run, and fail. */
export const hasChromium =
  process.env['CI'] === 'true' || spawnSync(executablePath, ['--version']).status === 0;
if (!hasChromium) console.warn(`${executablePath} is not installed: tests that need it are skipped`);

/** Without its sandbox, which root cannot have: it loads pages of our own only. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
