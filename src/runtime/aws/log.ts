import { type LogLevel, pinoLog } from '../../adapters/pino/log.ts';
import type { Log } from '../../ports/platform.ts';

/** Lambda copies standard output to CloudWatch, line by line. */
export const lambdaLog = (level: LogLevel = 'info'): Log => pinoLog(level, process.stdout);
