/**
 * Takes the place of `thread-stream` in the bundles of the Lambda functions. pino loads it for transports, which write
 * from a thread of their own; the functions write their lines themselves, so it is 8 KB to load for nothing.
 */
export {};
