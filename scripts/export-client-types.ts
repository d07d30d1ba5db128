/** Writes what of the client is generated from docs/openapi.json. A stale one fails the tests. */
import { readFileSync, writeFileSync } from 'node:fs';
import { clientTypes, type DocumentWithPaths } from './client-types.ts';

const document = JSON.parse(
  readFileSync(new URL('../docs/openapi.json', import.meta.url), 'utf8'),
) as DocumentWithPaths;
for (const [name, text] of Object.entries(await clientTypes(document))) {
  writeFileSync(new URL(`../client/src/generated/${name}`, import.meta.url), text);
}
