/**
 * Takes the place of `@aws-sdk/credential-provider-node` in the bundles of the Lambda functions.
 *
 * Lambda hands a function the credentials of its role in these variables, and nowhere else, so that the SDK's chain
 * (files, single sign-on, container and instance metadata, …) is 110 KB to load for nothing.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * What the SDK's clients call when they are given no credentials. The variables are read at each call, never kept.
 * @throws when the environment has no credentials: the function does not run in Lambda, nor as if it did
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
