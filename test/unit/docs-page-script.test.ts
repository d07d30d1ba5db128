import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { docsScriptModule } from '../../scripts/docs-script.ts';

it('functions/docs-page/script.ts is what `npm run docs:script` writes', async () => {
  const file = readFileSync(new URL('../../functions/docs-page/script.ts', import.meta.url), 'utf8');
  expect(file, 'stale: run `npm run docs:script`').toBe(await docsScriptModule());
});
