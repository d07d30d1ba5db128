import { type LogLevel, pinoLog } from '../../adapters/pino/log.ts';
import type { Log } from '../../ports/platform.ts';

/** Lambda takes what is written to standard output into CloudWatch, line by line. */
export const lambdaLog = (level: LogLevel = 'info'): Log => pinoLog(level, process.stdout);
