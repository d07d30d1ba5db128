import { setTimeout as pause } from 'node:timers/promises';
import { SignatureV4 } from '@smithy/signature-v4';
import { s3Limits } from '../../domain/limits.ts';
import type { Randomness } from '../../ports/platform.ts';
import { StoreUnavailableError } from '../../ports/storage.ts';
import type { AwsIdentity } from '../aws/clients.ts';
import { Sha256 } from '../aws/sha256.ts';
import { copySource, objectUrl } from './object-location.ts';

/** S3 would not, or could not be asked. Says what it answered, and neither keys nor anything of the request. */
export class S3Error extends StoreUnavailableError {
  override readonly name = 'S3Error';
  /** As in `AccessDenied`; of a connection, what Node.js or `fetch` call the fault. */
  readonly code: string;
  readonly statusCode: number | undefined;

  constructor(method: string, code: string, statusCode?: number) {
    super('failing', {
      message: `S3 failed to ${method} a payload: ${[statusCode, code].filter(Boolean).join(' ')}`,
    });
    this.code = code;
    this.statusCode = statusCode;
  }
}

interface S3Request {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

interface S3Settings {
  readonly bucket: string;
  /** `s3EndpointIn` the environment. */
  readonly endpoint: string | undefined;
  readonly identity: AwsIdentity;
  readonly randomness: Randomness;
}

/**
 * Keeps payloads as objects of a bucket, whose lifecycle rule deletes them. Four plain requests, signed by hand: the
 * SDK's client for S3 would weigh more than all else in a bundle.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export class S3PayloadStore {
  readonly #settings: S3Settings;
  readonly #signer: SignatureV4;

  constructor(settings: S3Settings) {
    this.#settings = settings;
    const { region, credentials } = settings.identity;
    // S3 wants the path in the signature as it is sent, and every request's digest in a header.
    this.#signer = new SignatureV4({
      service: 's3',
      region,
      credentials,
      sha256: Sha256,
      uriEscapePath: false,
      applyChecksum: true,
    });
  }

  /**
   * Keeps what is there already, and makes it young again: a repeat may have other bytes for the same event, whose first
   * ones may have been delivered. @throws S3Error
   */
  async put(key: string, payload: Uint8Array): Promise<void> {
    try {
      await this.#ask({ method: 'PUT', key, headers: newObject, body: payload });
    } catch (error) {
      if (!(error instanceof S3Error) || error.code !== 'PreconditionFailed') throw error;
      await this.refresh(key);
    }
  }

  /** Undefined if there is none, or none any more. @throws S3Error */
  async get(key: string): Promise<Uint8Array | undefined> {
    return this.#ask({ method: 'GET', key, headers: {} }).catch(undefinedIfMissing);
  }

  /**
   * Makes it as young as a new one, so that the lifecycle rule counts again: copied onto itself, which S3 does when
   * something about the object is said anew. If there is none any more, nothing is done.
   * @throws S3Error
   */
  async refresh(key: string): Promise<void> {
    const headers = {
      ...contentType,
      'x-amz-copy-source': copySource(this.#settings.bucket, key),
      'x-amz-metadata-directive': 'REPLACE',
    };
    await this.#ask({ method: 'PUT', key, headers }).catch(undefinedIfMissing);
  }

  /** One that is not there, or not any more, is deleted already. @throws S3Error */
  async delete(key: string): Promise<void> {
    await this.#ask({ method: 'DELETE', key, headers: {} }).catch(undefinedIfMissing);
  }

  async #ask(request: S3Request): Promise<Uint8Array> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#askOnce(request);
      } catch (error) {
        if (tries === s3Limits.tries || !(error instanceof S3Error) || !isTransient(error)) throw error;
        await pause(s3Limits.pauseMs * 2 ** (tries - 1) * (1 - this.#settings.randomness.fraction() / 2));
      }
    }
  }

  async #askOnce(request: S3Request): Promise<Uint8Array> {
    const { url, ...signed } = await this.#signed(request);
    let status: number;
    let content: Uint8Array;
    try {
      const response = await fetch(url, {
        ...signed,
        redirect: 'manual',
        signal: AbortSignal.timeout(s3Limits.requestMs),
      });
      status = response.status;
      content = await response.bytes();
    } catch (error) {
      throw new S3Error(request.method, faultOf(error));
    }
    // A copy that fails halfway has been answered with 200 already, and says so in its body.
    const isDone = status === (request.method === 'DELETE' ? 204 : 200);
    const code = isDone && request.method !== 'PUT' ? undefined : codeIn(content);
    if (!isDone || code !== undefined) throw new S3Error(request.method, code ?? 'unknown', status);
    return content;
  }

  async #signed({ method, key, headers, body }: S3Request) {
    const { bucket, endpoint, identity } = this.#settings;
    const url = objectUrl({ bucket, region: await identity.region(), endpoint }, key);
    const signed = await this.#signer.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      headers: { ...headers, host: url.host },
      body,
    });
    return { url, method, headers: signed.headers, body: body ?? null };
  }
}

/** What is in an object is for nobody but us; how a receiver is to read it stands with its event. */
const contentType = { 'content-type': 'application/octet-stream' };

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
const newObject = { ...contentType, 'if-none-match': '*' };

function undefinedIfMissing(error: unknown): undefined {
  if (error instanceof S3Error && error.code === 'NoSuchKey') return undefined;
  throw error;
}

/** No answer, S3's own fault, or too many requests. */
const isTransient = ({ statusCode, code }: S3Error): boolean =>
  statusCode === undefined || statusCode >= 500 || statusCode === 429 || transientCodes.has(code);

/** Answers of a copy that had a status already, and to a connection that was slow to ask. */
const transientCodes: ReadonlySet<string> = new Set([
  'InternalError',
  'SlowDown',
  'RequestTimeout',
  'ConditionalRequestConflict',
]);

/** The rest of an error's body may repeat the request, with its key id and its signature. */
const codeIn = (content: Uint8Array): string | undefined =>
  /<Error>\s*<Code>(\w{1,64})<\/Code>/.exec(Buffer.from(content).toString())?.[1];

function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
}
