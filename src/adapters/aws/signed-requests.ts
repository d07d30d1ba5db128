import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsIdentity } from './clients.ts';
import { domainOf } from './domain.ts';
import { Sha256 } from './sha256.ts';
import { signedHeaders } from './signed-headers.ts';

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

/** Sends signed requests. */
export class SignedRequests {
  readonly #signer: SignatureV4;

  constructor(service: SignedService, { region, credentials }: AwsIdentity) {
    this.#signer = new SignatureV4({ service: signingNames[service], region, credentials, sha256: Sha256 });
  }

  /** Resolves for every status. @throws the error of `fetch` if there is no response in time */
  async send({ method = 'POST', url, headers = {}, body, timeoutMs }: SignedRequest): Promise<Answer> {
    const response = await fetch(url, {
      method,
      headers: await signedHeaders(this.#signer, { method, url, headers, body }),
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
