import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { documentForPage } from '../../../functions/docs-page/browser/document-for-page.ts';
import { docsScriptModule } from '../../../scripts/docs-script.ts';
import { openApiDocument } from '../../../src/http/openapi/document.ts';

it('functions/docs-page/script.ts equals the output of `npm run docs:script`', async () => {
  const file = readFileSync(new URL('../../../functions/docs-page/script.ts', import.meta.url), 'utf8');
  expect(file, 'stale: run `npm run docs:script`').toBe(await docsScriptModule());
});

it('leaves every optional parameter of the page empty, and no problem with an example', () => {
  const document = documentForPage(
    JSON.parse(JSON.stringify(openApiDocument({ version: '0', serverUrl: '/' }))),
  );
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  const optional = operations
    .flatMap(({ parameters = [] }) => parameters)
    .filter(({ required }) => !required);
  expect(optional.length).toBeGreaterThan(50);
  for (const parameter of optional) {
    expect(parameter).not.toHaveProperty('example');
    expect(parameter.schema).not.toHaveProperty('default');
    if (parameter.name !== 'cursor') expect(parameter.description).toMatch(/ (Default|Example): `.+`\.$/);
  }
  for (const { content, description } of Object.values(document.components.responses)) {
    expect(content).toBeUndefined();
    expect(description).toMatch(/^`[a-z-]+` /);
  }
});
