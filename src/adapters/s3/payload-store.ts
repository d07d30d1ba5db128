import { setTimeout as pause } from 'node:timers/promises';
import { SignatureV4 } from '@smithy/signature-v4';
import { type Backoff, backoffMs } from '../../domain/backoff.ts';
import type { Randomness } from '../../ports/platform.ts';
import { StoreUnavailableError } from '../../ports/storage.ts';
import type { AwsIdentity } from '../aws/clients.ts';
import { Sha256 } from '../aws/sha256.ts';
import { signedHeaders } from '../aws/signed-headers.ts';
import { copySource, objectUrl } from './object-location.ts';

/** S3 rejected a request, or did not answer. The message has S3's answer, but no key and nothing of the request. */
export class S3Error extends StoreUnavailableError {
  override readonly name = 'S3Error';
  /** For example `AccessDenied`; for a connection, the code of Node.js or `fetch`. */
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

/** For one request with its answer: a mebibyte takes well below a second. */
const REQUEST_MS = 3_000;
/** Tries of a request that S3 fails through no fault of the request, … */
const TRIES = 3;
/** … after these pauses. */
const pauses: Backoff = { firstMs: 100, jitter: 0.5 };

interface S3Request {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

interface S3Settings {
  readonly bucket: string;
  /** The result of `s3EndpointIn`. */
  readonly endpoint: string | undefined;
  readonly identity: AwsIdentity;
  readonly randomness: Randomness;
}

/**
 * Keeps payloads as objects of a bucket, whose lifecycle rule deletes them. It signs its four plain requests itself:
 * the SDK's S3 client would be larger than the rest of a bundle.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export class S3PayloadStore {
  readonly #settings: S3Settings;
  readonly #signer: SignatureV4;

  constructor(settings: S3Settings) {
    this.#settings = settings;
    const { region, credentials } = settings.identity;
    // S3 signs the path as it is sent, and requires a digest of each request in a header.
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
   * Keeps an existing object, and resets its age: a repeat can have other bytes for the same event, whose first bytes
   * may be delivered already. @throws S3Error
   */
  async put(key: string, payload: Uint8Array): Promise<void> {
    try {
      await this.#ask({ method: 'PUT', key, headers: newObject, body: payload });
    } catch (error) {
      if (!(error instanceof S3Error) || error.code !== 'PreconditionFailed') throw error;
      await this.refresh(key);
    }
  }

  /** Undefined if the object does not exist, or was deleted. @throws S3Error */
  async get(key: string): Promise<Uint8Array | undefined> {
    return this.#ask({ method: 'GET', key, headers: {} }).catch(undefinedIfMissing);
  }

  /**
   * Resets the age of an object, so that the lifecycle rule counts from now: copies the object onto itself, which S3
   * allows only with a change of its metadata. Does nothing if the object does not exist.
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

  /** Does nothing if the object does not exist. @throws S3Error */
  async delete(key: string): Promise<void> {
    await this.#ask({ method: 'DELETE', key, headers: {} }).catch(undefinedIfMissing);
  }

  async #ask(request: S3Request): Promise<Uint8Array> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#askOnce(request);
      } catch (error) {
        if (tries === TRIES || !(error instanceof S3Error) || !isTransient(error)) throw error;
        await pause(backoffMs(pauses, tries, this.#settings.randomness.fraction()));
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
        signal: AbortSignal.timeout(REQUEST_MS),
      });
      status = response.status;
      content = await response.bytes();
    } catch (error) {
      throw new S3Error(request.method, faultOf(error));
    }
    // S3 can answer a copy with 200 and fail later: then the body has the error.
    const isDone = status === (request.method === 'DELETE' ? 204 : 200);
    const code = isDone && request.method !== 'PUT' ? undefined : codeIn(content);
    if (!isDone || code !== undefined) throw new S3Error(request.method, code ?? 'unknown', status);
    return content;
  }

  async #signed({ method, key, headers, body }: S3Request) {
    const { bucket, endpoint, identity } = this.#settings;
    const url = objectUrl({ bucket, region: await identity.region(), endpoint }, key);
    const signed = await signedHeaders(this.#signer, { method, url, headers, body });
    return { url, method, headers: signed, body: body ?? null };
  }
}

/** Only Posthorn reads the object. The content type for receivers is stored with the event. */
const contentType = { 'content-type': 'application/octet-stream' };

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
const newObject = { ...contentType, 'if-none-match': '*' };

function undefinedIfMissing(error: unknown): undefined {
  if (error instanceof S3Error && error.code === 'NoSuchKey') return undefined;
  throw error;
}

/** No answer, a fault of S3, or too many requests. */
const isTransient = ({ statusCode, code }: S3Error): boolean =>
  statusCode === undefined || statusCode >= 500 || statusCode === 429 || transientCodes.has(code);

/** Error codes in the body of a copy answered with 200, and for a connection that was too slow to send. */
const transientCodes: ReadonlySet<string> = new Set([
  'InternalError',
  'SlowDown',
  'RequestTimeout',
  'ConditionalRequestConflict',
]);

/** Only the code: the rest of an error's body can repeat the request, with its key id and its signature. */
const codeIn = (content: Uint8Array): string | undefined =>
  /<Error>\s*<Code>(\w{1,64})<\/Code>/.exec(Buffer.from(content).toString())?.[1];

function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
}
