import { join } from 'node:path';
import { lambdaLog } from '../../src/runtime/aws/log.ts';
import { createDocsFunction } from '../docs.ts';

export const handler = createDocsFunction({
  log: lambdaLog(),
  // Next to the bundle, where the stack puts the files of swagger-ui-dist.
  swaggerUiFolder: join(import.meta.dirname, 'swagger-ui'),
  pagesFolder: join(import.meta.dirname, 'dashboard'),
  portalOrigins: [],
  // The WebSocket API has a host name of its own in the same region.
  liveOrigins: [`wss://*.execute-api.${process.env['AWS_REGION']}.amazonaws.com`],
});
