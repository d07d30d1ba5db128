/**
 * A receiver, as somebody who gets your webhooks would write it: it verifies each one with the npm package
 * `standardwebhooks`, and answers 200.
 *
 *   node examples/receiver.ts                     subscribes itself to every event, with `npm start` running
 *   node examples/receiver.ts whsec_…             verifies what comes for a subscription that has this signing secret
 *
 * POSTHORN_URL, POSTHORN_API_KEY and PORT may say where Posthorn is, its key, and where to listen.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { Webhook } from 'standardwebhooks';

const port = Number(process.env['PORT'] ?? 9000);
const targetUrl = `http://127.0.0.1:${port}/hooks`;

async function subscribe(): Promise<string> {
  const posthornUrl = process.env['POSTHORN_URL'] ?? 'http://127.0.0.1:8000';
  const apiKey = process.env['POSTHORN_API_KEY'] ?? readFileSync('.posthorn/api-key', 'utf8').trim();
  const response = await fetch(`${posthornUrl}/subscriptions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ target_url: targetUrl, description: 'examples/receiver.ts' }),
  });
  if (!response.ok) throw new Error(`Posthorn answered ${response.status}: ${await response.text()}`);
  const subscription = (await response.json()) as { id: string; signing_secret: string };
  console.log(`subscribed as ${subscription.id}`);
  return subscription.signing_secret;
}

const webhook = new Webhook(process.argv[2] ?? (await subscribe()));

/** A delivery has 1 MiB at most. @throws when there is more, or the sender hangs up */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > 1_048_576) throw new Error('the body is larger than 1 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

createServer(async (request, answer) => {
  try {
    const body = await bodyOf(request);
    const id = `${request.headers['webhook-id']}`;
    // The package does not check this: with a full stop, parts of the time and the body could pass for the id.
    if (!/^[\w-]+$/.test(id)) throw new Error('the webhook-id is malformed');
    webhook.verify(body, request.headers as Record<string, string>);
    console.log(`verified ${id}: ${body}`);
    answer.writeHead(200).end('thank you');
  } catch (error) {
    console.log(`refused: ${error}`);
    answer.writeHead(401).end('the signature is not right');
  }
}).listen(port, '127.0.0.1', () => console.log(`listening on ${targetUrl}`));
