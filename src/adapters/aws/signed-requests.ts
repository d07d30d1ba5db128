import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsIdentity } from './clients.ts';
import { Sha256 } from './sha256.ts';

/** The services of the live view. The SDK's clients for them would be larger than the functions that need them. */
export type SignedService = 'dynamodb-streams' | 'execute-api' | 'lambda';

/** The name of a service in a signature, where it is not the name in its endpoint. */
const signingNames: Readonly<Record<SignedService, string>> = {
  'dynamodb-streams': 'dynamodb',
  'execute-api': 'execute-api',
  lambda: 'lambda',
};

export interface SignedRequest {
  readonly method?: 'POST' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** From the start of the request to the end of its response. */
  readonly timeoutMs: number;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Sends requests with a Signature Version 4. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
export class SignedRequests {
  readonly #signer: SignatureV4;

  constructor(service: SignedService, { region, credentials }: AwsIdentity) {
    this.#signer = new SignatureV4({ service: signingNames[service], region, credentials, sha256: Sha256 });
  }

  /** Resolves for every status. @throws the error of `fetch` if there is no response in time */
  async send({ method = 'POST', url, headers = {}, body, timeoutMs }: SignedRequest): Promise<Answer> {
    const signed = await this.#signer.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      headers: { ...headers, host: url.host },
      ...(body !== undefined && { body }),
    });
    const response = await fetch(url, {
      method,
      headers: signed.headers,
      body: body ?? null,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, text: await response.text() };
  }
}

/** For example `https://lambda.eu-west-1.amazonaws.com`, or the address of an emulator (`AWS_ENDPOINT_URL`). */
export function serviceEndpoint(host: string, region: string, env: NodeJS.ProcessEnv): string {
  const emulator = env['AWS_ENDPOINT_URL'];
  return emulator ? emulator.replace(/\/$/, '') : `https://${host}.${region}.${domainOf(region)}`;
}

/** The domain of AWS's services in the partition of the region. */
export const domainOf = (region: string): string =>
  region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
