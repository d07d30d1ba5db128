/** Writes docs/openapi.json, the committed copy of the document that the service answers with. */
import { writeFileSync } from 'node:fs';
import packageJson from '../package.json' with { type: 'json' };
import { openApiDocument } from '../src/http/openapi/document.ts';

const file = new URL('../docs/openapi.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(openApiDocument({ version: packageJson.version }), null, 2)}\n`);
