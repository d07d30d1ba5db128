/**
 * Replaces `@aws-sdk/credential-provider-node` in the bundles of the Lambda functions.
 * Lambda passes the credentials of a function's role only in these variables, so the SDK's chain (files, single
 * sign-on, container and instance metadata, …) would be 110 KB loaded for nothing.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Called by the SDK's clients that have no credentials. The variables are read at each call, never kept.
 * @throws if the environment has no credentials: the function does not run in Lambda or a substitute
 */
export const defaultProvider = () => (): Promise<Credentials> =>
  new Promise((resolve) => resolve(credentialsOf(process.env)));

function credentialsOf(env: NodeJS.ProcessEnv): Credentials {
  const accessKeyId = env['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'];
  const sessionToken = env['AWS_SESSION_TOKEN'];
  if (!accessKeyId || !secretAccessKey) throw new Error('the environment has no AWS credentials');
  // Emulators may leave the token out.
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}
