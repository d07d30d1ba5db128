import { readFileSync } from 'node:fs';

/** docs/cost/counts.json: the counted calls of the functions. */

export const COUNTS_FILE = new URL('../../docs/cost/counts.json', import.meta.url);

export const functionNames = ['api', 'ingest', 'deliver', 'release'] as const;
export type FunctionName = (typeof functionNames)[number];

/** All calls of one operation together, without zeros. */
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

export type Operations = Readonly<Record<string, OperationCount>>;

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

/** In a fixed order, so that an unchanged count has no diff. */
export const textOf = (counts: Counts): string => `${JSON.stringify(counts, inOrder, 2)}\n`;

const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;
