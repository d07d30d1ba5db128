/**
 * What a Lambda environment does for its first request, in a process of its own: load the bundle, run its start, answer.
 * Says how long that took, without the start of Node.js, which Lambda's runtime has behind it.
 *
 *   node probe.mjs <bundle> <event as JSON>
 */
const [bundle, event] = process.argv.slice(2);
const startMs = performance.now();
const { handler } = await import(bundle);
const loadedMs = performance.now();
const { statusCode } = await handler(JSON.parse(event), { getRemainingTimeInMillis: () => 20_000 });
const answeredMs = performance.now();
process.stdout.write(
  `\n${JSON.stringify({ probe: { statusCode, loadMs: loadedMs - startMs, totalMs: answeredMs - startMs } })}\n`,
);
process.exit(0);
