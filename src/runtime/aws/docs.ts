import { domainOf } from '../../adapters/aws/domain.ts';
import { parseDocsEnvironment } from '../../config/portal-origins.ts';
import { lambdaLog } from './log.ts';

/** The settings of the docs function; its files lie next to its bundle. @throws an error that names the variable */
export function openDocsRuntime(env: NodeJS.ProcessEnv) {
  const region = env['AWS_REGION'] ?? '';
  return {
    log: lambdaLog(),
    portalOrigins: parseDocsEnvironment(env).portalOrigins,
    // Only an emulator has it.
    compresses: env['AWS_ENDPOINT_URL'] === undefined,
    // The WebSocket API has a host name of its own in the same region.
    liveOrigins: [`wss://*.execute-api.${region}.${domainOf(region)}`],
  };
}
