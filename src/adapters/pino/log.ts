import { type Logger, pino, stdSerializers } from 'pino';
import type { Log } from '../../ports/platform.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** A pino destination for log lines. */
export interface LogDestination {
  write(line: string): void;
}

/**
 * One JSON object per line, with the time as RFC 3339. Callers pass only ids and outcomes. As a second safeguard,
 * fields with the names of secrets are redacted.
 */
export function pinoLog(level: LogLevel, destination: LogDestination): Log {
  const logger: Logger = pino(
    {
      level,
      base: null,
      messageKey: 'occurrence',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: stdSerializers.err },
      redact: { paths: SECRET_NAMES.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
    },
    destination,
  );
  return {
    debug: (occurrence, fields) => logger.debug(fields ?? {}, occurrence),
    info: (occurrence, fields) => logger.info(fields ?? {}, occurrence),
    warn: (occurrence, fields) => logger.warn(fields ?? {}, occurrence),
    error: (occurrence, fields) => logger.error(fields ?? {}, occurrence),
  };
}

const SECRET_NAMES = [
  'authorization',
  'secret',
  'ingestSecret',
  'signingSecrets',
  'payload',
  'body',
  'headers',
];
