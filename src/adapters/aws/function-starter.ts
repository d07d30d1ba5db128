import type { AwsIdentity } from './clients.ts';
import { type SignedRequests, serviceEndpoint } from './signed-requests.ts';

const REQUEST_MS = 3_000;
const ACCEPTED = 202;

export interface FunctionStarterNeeds {
  readonly requests: Pick<SignedRequests, 'send'>;
  readonly identity: Pick<AwsIdentity, 'region'>;
  readonly functionName: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Starts a Lambda function without waiting for it. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export class FunctionStarter {
  readonly #needs: FunctionStarterNeeds;

  constructor(needs: FunctionStarterNeeds) {
    this.#needs = needs;
  }

  /** @throws if Lambda does not accept the event */
  async start(event: object): Promise<void> {
    const { requests, identity, functionName, env } = this.#needs;
    const endpoint = serviceEndpoint('lambda', await identity.region(), env);
    const { status, text } = await requests.send({
      url: new URL(`${endpoint}/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`),
      headers: { 'content-type': 'application/json', 'x-amz-invocation-type': 'Event' },
      body: JSON.stringify(event),
      timeoutMs: REQUEST_MS,
    });
    if (status !== ACCEPTED) throw new Error(`Lambda did not start ${functionName}: ${status} ${text}`);
  }
}
