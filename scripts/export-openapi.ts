/**
 * Writes the files made from the operations: the OpenAPI document docs/openapi.json, docs/collection, the AsyncAPI
 * document of the live view, docs/asyncapi.json, and the table src/http/openapi/operation-paths.ts.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import packageJson from '../package.json' with { type: 'json' };
import { asyncApiDocument } from '../src/http/asyncapi/document.ts';
import { openApiDocument } from '../src/http/openapi/document.ts';
import { collectionOf, type DocumentWithOperations } from './collection.ts';
import { operationPathsModule } from './operation-paths.ts';

const document = `${JSON.stringify(openApiDocument({ version: packageJson.version }), null, 2)}\n`;
const docs = new URL('../docs/', import.meta.url);
mkdirSync(new URL('collection/', docs), { recursive: true });
writeFileSync(new URL('openapi.json', docs), document);
writeFileSync(
  new URL('collection/posthorn.http', docs),
  collectionOf(JSON.parse(document) as DocumentWithOperations),
);
writeFileSync(
  new URL('asyncapi.json', docs),
  `${JSON.stringify(asyncApiDocument({ version: packageJson.version }), null, 2)}\n`,
);
writeFileSync(new URL('../src/http/openapi/operation-paths.ts', import.meta.url), operationPathsModule());
