import { pinoLog } from '../adapters/pino/log.ts';
import { type FunctionEnvironment, parseFunctionEnvironment } from '../config/function-environment.ts';
import type { Log } from '../ports/log.ts';

/** The functions can be synthesized and bundled, but this release has no adapters for DynamoDB, SQS and S3. */
class AwsAdaptersMissingError extends Error {
  override readonly name = 'AwsAdaptersMissingError';
  constructor(environment: FunctionEnvironment) {
    super(
      `this release cannot use the table ${environment.tableName} yet: it runs embedded only (npm start)`,
    );
  }
}

/**
 * Everything that a function needs, over AWS. A function composes it once, while it starts: a fault in its environment
 * shows at the first cold start after a deployment.
 * @throws AwsAdaptersMissingError
 */
export function composeAwsRuntime(env: NodeJS.ProcessEnv): never {
  throw new AwsAdaptersMissingError(parseFunctionEnvironment(env));
}

/** For functions that need nothing else. Lambda takes what is written to standard output into CloudWatch, line by line. */
export const lambdaLog = (): Log => pinoLog('info', process.stdout);
