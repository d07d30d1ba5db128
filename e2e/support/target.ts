/**
 * The service under test, as e2e/run.ts passes it on by the environment. Without a target it is the embedded
 * service, started for each file of tests.
 */
export interface Target {
  /** Without a slash at the end: `https://abc.execute-api.eu-west-1.amazonaws.com/prod` */
  readonly url: string;
  /** An admin key. */
  readonly key: string;
}

const given = (name: string): string | undefined => process.env[`POSTHORN_E2E_${name}`];

function targetGiven(): Target | undefined {
  const url = given('TARGET');
  if (url === undefined) return undefined;
  const key = given('KEY');
  if (key === undefined) throw new Error('a target needs POSTHORN_E2E_KEY, an admin key of it');
  return { url: url.replace(/\/$/, ''), key };
}

export const target = targetGiven();

/** Where its rows are, if they may be read: a table of DynamoDB, over the AWS credentials and endpoint of the environment. */
export const tableName = given('TABLE');
