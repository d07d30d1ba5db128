import { join } from 'node:path';
import { parseDocsEnvironment } from '../../src/config/portal-origins.ts';
import { lambdaLog } from '../../src/runtime/aws/log.ts';
import { createDocsFunction } from '../docs.ts';

const region = process.env['AWS_REGION'] ?? '';
const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';

export const handler = createDocsFunction({
  log: lambdaLog(),
  portalOrigins: parseDocsEnvironment(process.env).portalOrigins,
  // Next to the bundle, where the stack puts the files of swagger-ui-dist.
  swaggerUiFolder: join(import.meta.dirname, 'swagger-ui'),
  pagesFolder: join(import.meta.dirname, 'dashboard'),
  // Only an emulator has it.
  compresses: process.env['AWS_ENDPOINT_URL'] === undefined,
  // The WebSocket API has a host name of its own in the same region.
  liveOrigins: [`wss://*.execute-api.${region}.${domain}`],
});
