import type { OperationCount, Operations } from '../../../models/cost/counts.ts';

/** The billed quantities of a request to AWS and its answer. */

export interface NotedCall {
  /** `DynamoDB.UpdateItem`, `SQS.SendMessageBatch`, `S3.PUT`, … */
  readonly operation: string;
  /** Adds counters for statistics. Containers do that once a minute, so it belongs to no event. */
  readonly isOfCounters: boolean;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly isConsistentRead: boolean;
  /** Messages that were sent with it, and the bytes of their bodies. */
  readonly messages: number;
  readonly messageBytes: number;
  /** The requests that SQS bills: one for each 64 KB of a call. 0 for other services. */
  readonly sqsRequests: number;
}

export interface Exchange {
  readonly service: 'DynamoDB' | 'SQS' | 'KMS' | 'S3';
  readonly operation: string;
  readonly request: Json;
  readonly response: Json;
}

export type Json = Readonly<Record<string, unknown>>;

const SQS_CHUNK_BYTES = 64 * 1_024;
const WRITE_UNIT_BYTES = 1_024;
const reads: readonly string[] = ['GetItem', 'BatchGetItem', 'Query'];

export function notedCall(exchange: Exchange): NotedCall {
  const { service, operation, request } = exchange;
  const isRead = service === 'DynamoDB' && reads.includes(operation);
  const units = service === 'DynamoDB' ? unitsOf(exchange) : 0;
  const bodies = service === 'SQS' ? bodiesIn(request) : [];
  const messageBytes = bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0);
  return {
    operation: `${service}.${operation}`,
    isOfCounters: isOfCounters(request),
    writeUnits: isRead ? 0 : units,
    readUnits: isRead ? units : 0,
    isConsistentRead: isRead && isConsistent(request),
    messages: bodies.length,
    messageBytes,
    sqsRequests: service === 'SQS' ? Math.max(1, Math.ceil(messageBytes / SQS_CHUNK_BYTES)) : 0,
  };
}

function isOfCounters({ Key: key }: Json): boolean {
  const { PK } = (key ?? {}) as { readonly PK?: { readonly S?: string } };
  return PK?.S?.startsWith('N#') ?? false;
}

/** Of the table and its index together, as the engine counts them. */
function unitsOf({ operation, request, response }: Exchange): number {
  if (isRefused(response)) return Math.max(1, Math.ceil(itemBytes(response['Item']) / WRITE_UNIT_BYTES));
  const consumed = response['ConsumedCapacity'];
  if (consumed === undefined) throw new Error(`nobody says what ${operation} consumed`);
  // One object, or one for each table of a batch or transaction.
  const tables = [consumed].flat() as readonly { readonly CapacityUnits?: number }[];
  const units = tables.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
  return Math.max(units, leastReadUnits(operation, request));
}

/**
 * The units that AWS bills for a read without a result; DynamoDB Local counts none.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
function leastReadUnits(operation: string, request: Json): number {
  if (!reads.includes(operation)) return 0;
  const tables = Object.values(request['RequestItems'] ?? {}) as readonly {
    readonly Keys: readonly unknown[];
  }[];
  const keys = operation === 'BatchGetItem' ? tables.reduce((sum, { Keys }) => sum + Keys.length, 0) : 1;
  return keys * (isConsistent(request) ? 1 : 0.5);
}

const isConsistent = (request: Json): boolean => JSON.stringify(request).includes('"ConsistentRead":true');

/** A write whose condition does not hold costs as much as the row that is there, and the answer does not say so. */
const isRefused = ({ __type }: Json): boolean => String(__type).endsWith('ConditionalCheckFailedException');

/**
 * How large DynamoDB finds a row, as its JSON has it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
function itemBytes(item: unknown): number {
  return Object.entries((item ?? {}) as Readonly<Record<string, Json>>).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

const OF_COLLECTION = 3;
const OF_ELEMENT = 1;

function valueBytes(value: Json): number {
  const [type = '', content] = Object.entries(value)[0] ?? [];
  if (type === 'S') return Buffer.byteLength(String(content));
  if (type === 'N') return Math.ceil(String(content).length / 2) + 1;
  if (type === 'B') return Buffer.from(String(content), 'base64').length;
  if (type === 'M')
    return OF_COLLECTION + itemBytes(content) + OF_ELEMENT * Object.keys(content as Json).length;
  if (type === 'L') {
    return (content as readonly Json[]).reduce(
      (sum, one) => sum + valueBytes(one) + OF_ELEMENT,
      OF_COLLECTION,
    );
  }
  return 1;
}

/** Of a message, or of several. */
function bodiesIn({ MessageBody, Entries }: Json): readonly string[] {
  const entries = (Entries ?? [{ MessageBody }]) as readonly { readonly MessageBody?: string }[];
  return entries.flatMap(({ MessageBody: body }) => body ?? []);
}

/** Adds up the calls of each operation. */
export function operationsOf(calls: readonly NotedCall[]): Operations {
  const byOperation = Object.groupBy(calls, ({ operation }) => operation);
  return Object.fromEntries(
    Object.entries(byOperation).map(([operation, its = []]) => [operation, operationCount(its)]),
  );
}

function operationCount(calls: readonly NotedCall[]): OperationCount {
  const sum = (of: (call: NotedCall) => number) => calls.reduce((total, call) => total + of(call), 0);
  const counted = {
    consistentReads: sum(({ isConsistentRead }) => (isConsistentRead ? 1 : 0)),
    messageBytes: sum(({ messageBytes }) => messageBytes),
    messages: sum(({ messages }) => messages),
    readUnits: sum(({ readUnits }) => readUnits),
    sqsRequests: sum(({ sqsRequests }) => sqsRequests),
    writeUnits: sum(({ writeUnits }) => writeUnits),
  };
  return {
    calls: calls.length,
    ...Object.fromEntries(Object.entries(counted).filter(([, count]) => count > 0)),
  };
}
