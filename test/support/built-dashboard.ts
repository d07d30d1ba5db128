import { buildDashboard, isDashboardStale } from '../../scripts/build/dashboard.ts';

/** Runs once before the tests: services that they start serve the built pages. */
export default async function setup(): Promise<void> {
  if (isDashboardStale()) await buildDashboard();
}
