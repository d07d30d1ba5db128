/**
 * Builds the npm package of `client/`, whole, in a folder of its own: `dist/client` unless another is named.
 *
 *   npm run client:build && npm publish dist/client
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const project = resolve(import.meta.dirname, '..');
const folder = resolve(process.argv[2] ?? join(project, 'dist/client'));

rmSync(folder, { recursive: true, force: true });
const tsc = join(project, 'node_modules/typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '-p', join(project, 'client/tsconfig.json'), '--outDir', folder], {
  stdio: 'inherit',
});
copyFileSync(join(project, 'LICENSE'), join(folder, 'LICENSE'));
for (const file of ['package.json', 'README.md'])
  copyFileSync(join(project, 'client', file), join(folder, file));
// npm does so when it installs the package; this is for running it from the folder.
chmodSync(join(folder, 'src/cli/main.js'), 0o755);
