import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isDashboardStale } from '../../scripts/build/dashboard.ts';

/**
 * Runs once before the tests: services that they start serve the built pages. A process of its own builds them, because
 * Vitest sets `NODE_ENV=test`, and React's build for development is larger than the limit.
 */
export default async function setup(): Promise<void> {
  if (!isDashboardStale()) return;
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)(process.execPath, ['scripts/build-dashboard.ts'], { env });
}
