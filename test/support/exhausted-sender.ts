import { openSync } from 'node:fs';
import { GuardedResolver } from '../../src/adapters/http/guarded-resolver.ts';
import { HttpWebhookSender } from '../../src/adapters/http/webhook-sender.ts';
import { targetRules } from '../../src/domain/target-address.ts';

/** A process that has used up its file descriptors. It sends to the URLs of its arguments, and prints the results. */

const rules = targetRules({ allowHttp: true, allowedCidrs: ['127.0.0.0/8'] });
const sender = new HttpWebhookSender({ rules, resolver: new GuardedResolver(rules) });
// Modules that the first TLS connection loads need a descriptor of their own.
const send = (url: string) => sender.send({ url, headers: {}, body: Buffer.from('{}'), timeoutMs: 10_000 });
await send('https://127.0.0.1:9999/');

try {
  for (;;) openSync('/dev/null', 'r');
} catch {
  const results = [];
  for (const url of process.argv.slice(2)) results.push(await send(url));
  process.stdout.write(JSON.stringify(results), () => process.exit());
}
