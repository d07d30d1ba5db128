/**
 * Replaces `thread-stream` in the bundles of the Lambda functions. pino loads it for transports, which write from a
 * thread of their own; the functions write their lines themselves, so its 8 KB would be loaded for nothing.
 */
export {};
