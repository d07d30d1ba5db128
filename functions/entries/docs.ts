import { join } from 'node:path';
import { parseDocsEnvironment } from '../../src/config/portal-origins.ts';
import { lambdaLog } from '../../src/runtime/aws/log.ts';
import { createDocsFunction } from '../docs.ts';

export const handler = createDocsFunction({
  log: lambdaLog(),
  portalOrigins: parseDocsEnvironment(process.env).portalOrigins,
  // Next to the bundle, where the stack puts the files of swagger-ui-dist.
  swaggerUiFolder: join(import.meta.dirname, 'swagger-ui'),
});
