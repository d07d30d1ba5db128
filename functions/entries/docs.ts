import { join } from 'node:path';
import { openDocsRuntime } from '../../src/runtime/aws/docs.ts';
import { createDocsFunction } from '../docs.ts';

export const handler = createDocsFunction({
  ...openDocsRuntime(process.env),
  // Next to the bundle, where the stack puts the files of swagger-ui-dist and the built pages.
  swaggerUiFolder: join(import.meta.dirname, 'swagger-ui'),
  pagesFolder: join(import.meta.dirname, 'dashboard'),
});
