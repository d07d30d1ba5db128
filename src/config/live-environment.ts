import * as z from 'zod/mini';
import { logLevels } from './function-environment.ts';

/** The environment of the functions of the live view: lib/ writes it, src/runtime/ reads it, both through this file. */

export interface LiveEnvironment {
  readonly tableName: string;
  /** ARN of the table's stream. */
  readonly streamArn: string;
  /** The WebSocket API and its stage. */
  readonly apiId: string;
  readonly apiStage: string;
  /** The function that reads the stream; undefined: the function itself. */
  readonly pumpName?: string;
  /** How long a delivery's records are kept after its last change. */
  readonly retentionHours: number;
  readonly logLevel: (typeof logLevels)[number];
}

const given = z.string('is missing').check(z.minLength(1, 'is empty'));

const variables = z.object({
  POSTHORN_TABLE_NAME: given,
  POSTHORN_LIVE_STREAM_ARN: given,
  POSTHORN_LIVE_API_ID: given,
  POSTHORN_LIVE_API_STAGE: given,
  POSTHORN_LIVE_PUMP: z.optional(given),
  POSTHORN_RETENTION_HOURS: z.pipe(
    z.string('is missing').check(z.regex(/^[1-9]\d*$/, 'must be a number of hours')),
    z.transform((digits: string) => Number(digits)),
  ),
  POSTHORN_LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`),
});

export const liveVariables = (environment: LiveEnvironment): Readonly<Record<string, string>> => ({
  POSTHORN_TABLE_NAME: environment.tableName,
  POSTHORN_LIVE_STREAM_ARN: environment.streamArn,
  POSTHORN_LIVE_API_ID: environment.apiId,
  POSTHORN_LIVE_API_STAGE: environment.apiStage,
  ...(environment.pumpName !== undefined && { POSTHORN_LIVE_PUMP: environment.pumpName }),
  POSTHORN_RETENTION_HOURS: String(environment.retentionHours),
  POSTHORN_LOG_LEVEL: environment.logLevel,
});

/** Reads them back. Throws an error that names the invalid variables, never their values. */
export function parseLiveEnvironment(env: Readonly<Record<string, string | undefined>>): LiveEnvironment {
  const parsed = variables.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`);
    throw new Error(`invalid environment of the function: ${faults.join('; ')}`);
  }
  return {
    tableName: parsed.data.POSTHORN_TABLE_NAME,
    streamArn: parsed.data.POSTHORN_LIVE_STREAM_ARN,
    apiId: parsed.data.POSTHORN_LIVE_API_ID,
    apiStage: parsed.data.POSTHORN_LIVE_API_STAGE,
    ...(parsed.data.POSTHORN_LIVE_PUMP !== undefined && { pumpName: parsed.data.POSTHORN_LIVE_PUMP }),
    retentionHours: parsed.data.POSTHORN_RETENTION_HOURS,
    logLevel: parsed.data.POSTHORN_LOG_LEVEL,
  };
}
