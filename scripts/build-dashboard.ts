/**
 * Builds the pages (dashboard and portal) into `dist/dashboard`, with their compressed copies, and checks the size of
 * the first load.
 *
 *   npm run dashboard:build            always
 *   node scripts/build-dashboard.ts --if-stale    unless the folder was made from the same sources
 */
import { parseArgs } from 'node:util';
import { buildDashboard, isDashboardStale } from './build/dashboard.ts';

const { values } = parseArgs({ options: { 'if-stale': { type: 'boolean', default: false } } });

if (!values['if-stale'] || isDashboardStale()) {
  const { firstLoadBytes, files } = await buildDashboard();
  console.log(
    `built dist/dashboard: ${files} assets, first load ${Math.ceil(firstLoadBytes / 1_024)} KiB compressed`,
  );
}
