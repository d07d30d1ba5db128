import { type AwsClients, awsClients } from '../../adapters/aws/clients.ts';
import { EmfMetrics } from '../../adapters/cloudwatch/emf-metrics.ts';
import { systemClock } from '../../adapters/node/system-clock.ts';
import { systemRandomness } from '../../adapters/node/system-randomness.ts';
import { SqsSender } from '../../adapters/sqs/sender.ts';
import { type FunctionEnvironment, parseFunctionEnvironment } from '../../config/function-environment.ts';
import type { Log, Metrics } from '../../ports/platform.ts';
import { lambdaLog } from './log.ts';

/** The common parts of all functions on AWS. */
export interface Foundation {
  readonly environment: FunctionEnvironment;
  readonly clients: AwsClients;
  readonly log: Log;
  readonly metrics: Metrics;
  /** To the delivery queue. */
  readonly deliveryMessages: SqsSender;
}

/**
 * A function composes its runtime once, at its start, so a fault in its environment shows at the first cold start after
 * a deployment.
 * @throws an error that names the faulty variables
 */
export function openFoundation(env: NodeJS.ProcessEnv): Foundation {
  const environment = parseFunctionEnvironment(env);
  const clients = awsClients();
  return {
    environment,
    clients,
    log: lambdaLog(environment.logLevel),
    metrics: new EmfMetrics({
      functionName: env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'unknown',
      clock: systemClock,
      write: (line) => process.stdout.write(line),
    }),
    deliveryMessages: new SqsSender(clients.sqs, environment.queueUrl, systemRandomness),
  };
}
