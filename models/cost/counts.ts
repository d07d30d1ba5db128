import { readFileSync } from 'node:fs';
import type { NotedCall } from './noted-call.ts';

/** docs/cost/counts.json: what the functions were seen to call. */

export const COUNTS_FILE = new URL('../../docs/cost/counts.json', import.meta.url);

export const functionNames = ['api', 'ingest', 'deliver', 'release'] as const;
export type FunctionName = (typeof functionNames)[number];

/** All calls of one operation together; what is zero is left out. */
export interface OperationCount {
  readonly calls: number;
  /** Reads that ask for consistency. */
  readonly consistentReads?: number;
  readonly messageBytes?: number;
  readonly messages?: number;
  readonly readUnits?: number;
  readonly sqsRequests?: number;
  readonly writeUnits?: number;
}

type Operations = Readonly<Record<string, OperationCount>>;

export interface ScenarioCount {
  readonly attempts: number;
  readonly deliveries: number;
  readonly events: number;
  /** By function and operation; functions that called nothing are left out. */
  readonly functions: Partial<Readonly<Record<FunctionName, Operations>>>;
  /** Of each event. */
  readonly payloadBytes: number;
}

export interface Counts {
  /** The day of it: `2026-11-27`. */
  readonly counted: string;
  /** Of the functions, as they were deployed. */
  readonly memoryMb: Readonly<Record<FunctionName, number>>;
  readonly scenarios: Readonly<Record<string, ScenarioCount>>;
}

export const committedCounts = (): Counts => JSON.parse(readFileSync(COUNTS_FILE, 'utf8')) as Counts;

/** In an order of its own, so that what did not change looks the same. */
export const textOf = (counts: Counts): string => `${JSON.stringify(counts, inOrder, 2)}\n`;

const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;

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
