import { setTimeout as pause } from 'node:timers/promises';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { backoffMs } from '../../domain/backoff.ts';
import type { Randomness } from '../../ports/platform.ts';
import type { Answer, SignedRequests } from '../aws/signed-requests.ts';

/** The stream of the table. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html */

export interface Shard {
  readonly id: string;
  readonly parentId: string | undefined;
  /** No record is added to it any more: its children have the later ones. */
  readonly isClosed: boolean;
}

type Image = Readonly<Record<string, AttributeValue>>;

/** A change of a row. An image is missing where the row did not exist, before or after the change. */
export interface StreamRecord {
  readonly before: Image | undefined;
  readonly after: Image | undefined;
}

export interface RecordsPage {
  readonly records: readonly StreamRecord[];
  /** Undefined: the shard has ended. */
  readonly next: string | undefined;
}

export interface StreamApi {
  /** All shards of the last 24 hours. */
  shards(): Promise<readonly Shard[]>;
  /** A position in a shard: its oldest record, or behind its newest one. It is valid for 15 minutes. */
  iterator(shardId: string, at: 'TRIM_HORIZON' | 'LATEST'): Promise<string>;
  /** At most 1,000 records, or 1 MB. @throws StreamError */
  records(iterator: string): Promise<RecordsPage>;
}

export class StreamError extends Error {
  override readonly name = 'StreamError';
  /** For example `ExpiredIteratorException`, or `unanswered`. */
  readonly code: string;

  constructor(operation: string, code: string, cause?: unknown) {
    super(`the stream of the table failed to ${operation}: ${code}`, { cause });
    this.code = code;
  }
}

/** Errors that say that a position no longer exists. */
export const isLostPosition = (error: unknown): boolean =>
  error instanceof StreamError &&
  ['ExpiredIteratorException', 'TrimmedDataAccessException', 'ResourceNotFoundException'].includes(
    error.code,
  );

const REQUEST_MS = 3_000;
const TRIES = 4;
const SERVER_ERROR = 500;
const BAD_REQUEST = 400;
const pauses = { firstMs: 100, jitter: 1 } as const;

interface Description {
  readonly StreamDescription: {
    readonly Shards?: readonly {
      readonly ShardId: string;
      readonly ParentShardId?: string;
      readonly SequenceNumberRange?: { readonly EndingSequenceNumber?: string };
    }[];
    readonly LastEvaluatedShardId?: string;
  };
}

interface Records {
  readonly Records?: readonly {
    readonly dynamodb?: { readonly OldImage?: Image; readonly NewImage?: Image };
  }[];
  readonly NextShardIterator?: string | null;
}

export interface DynamoStreamNeeds {
  readonly requests: Pick<SignedRequests, 'send'>;
  /** For example `https://streams.dynamodb.eu-west-1.amazonaws.com`. */
  readonly endpoint: string;
  readonly streamArn: string;
  readonly randomness: Pick<Randomness, 'fraction'>;
}

export class DynamoStreamApi implements StreamApi {
  readonly #needs: DynamoStreamNeeds;

  constructor(needs: DynamoStreamNeeds) {
    this.#needs = needs;
  }

  async shards(): Promise<readonly Shard[]> {
    const found: Shard[] = [];
    let after: string | undefined;
    do {
      const { StreamDescription } = await this.#ask<Description>('DescribeStream', {
        StreamArn: this.#needs.streamArn,
        ...(after !== undefined && { ExclusiveStartShardId: after }),
      });
      for (const { ShardId, ParentShardId, SequenceNumberRange } of StreamDescription.Shards ?? []) {
        const isClosed = SequenceNumberRange?.EndingSequenceNumber !== undefined;
        found.push({ id: ShardId, parentId: ParentShardId, isClosed });
      }
      after = StreamDescription.LastEvaluatedShardId;
    } while (after !== undefined);
    return found;
  }

  async iterator(ShardId: string, ShardIteratorType: 'TRIM_HORIZON' | 'LATEST'): Promise<string> {
    const { ShardIterator } = await this.#ask<{ ShardIterator: string }>('GetShardIterator', {
      StreamArn: this.#needs.streamArn,
      ShardId,
      ShardIteratorType,
    });
    return ShardIterator;
  }

  async records(ShardIterator: string): Promise<RecordsPage> {
    const { Records = [], NextShardIterator } = await this.#ask<Records>('GetRecords', { ShardIterator });
    return {
      records: Records.map(({ dynamodb }) => ({ before: dynamodb?.OldImage, after: dynamodb?.NewImage })),
      next: NextShardIterator ?? undefined,
    };
  }

  async #ask<Result>(operation: string, input: object): Promise<Result> {
    for (let tries = 1; ; tries += 1) {
      const answer = await this.#askOnce(operation, input);
      if ('status' in answer && answer.status < BAD_REQUEST) return JSON.parse(answer.text) as Result;
      const code = 'status' in answer ? codeIn(answer) : 'unanswered';
      if (tries === TRIES || !isTransient(answer, code)) {
        throw new StreamError(operation, code, 'status' in answer ? undefined : answer.cause);
      }
      await pause(backoffMs(pauses, tries, this.#needs.randomness.fraction()));
    }
  }

  async #askOnce(operation: string, input: object): Promise<Answer | { readonly cause: unknown }> {
    const { requests, endpoint } = this.#needs;
    try {
      return await requests.send({
        url: new URL(`${endpoint}/`),
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': `DynamoDBStreams_20120810.${operation}`,
        },
        body: JSON.stringify(input),
        timeoutMs: REQUEST_MS,
      });
    } catch (cause) {
      return { cause };
    }
  }
}

const isTransient = (answer: Answer | { readonly cause: unknown }, code: string): boolean =>
  !('status' in answer) ||
  answer.status >= SERVER_ERROR ||
  ['LimitExceededException', 'ThrottlingException', 'InternalServerError'].includes(code);

/** For example `com.amazonaws.dynamodb.v20120810#ExpiredIteratorException`. */
function codeIn({ status, text }: Answer): string {
  try {
    const { __type } = JSON.parse(text) as { __type?: string };
    return __type?.split('#').at(-1) ?? String(status);
  } catch {
    return String(status);
  }
}
