/**
 * A receiver of webhooks, as your customers would write it: it verifies each webhook with the npm package
 * `standardwebhooks`, and answers 200.
 *
 *   npm run receiver                     subscribes itself to every event, with `npm start` running
 *   npm run receiver -- whsec_…          verifies the webhooks of a subscription that has this signing secret
 *
 * The variables POSTHORN_URL, POSTHORN_API_KEY and PORT say where Posthorn is, its key, and where to listen. The
 * subscription that it makes is deleted when it ends.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';

const posthornUrl = process.env['POSTHORN_URL'] ?? 'http://127.0.0.1:8000';
const port = Number(process.env['PORT'] ?? 9000);
const targetUrl = `http://127.0.0.1:${port}/hooks`;

interface Subscription {
  readonly id: string;
  readonly signing_secret: string;
}

/** @throws when Posthorn refuses the call */
async function callPosthorn(method: string, path: string, body?: object): Promise<Response> {
  const apiKey = process.env['POSTHORN_API_KEY'] ?? readFileSync('.posthorn/api-key', 'utf8').trim();
  const response = await fetch(`${posthornUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`Posthorn answered ${response.status}: ${await response.text()}`);
  return response;
}

/** A webhook has 1 MiB at most. @throws when there is more, or the sender hangs up */
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

const secret = Promise.withResolvers<string>();

async function receive(request: IncomingMessage, answer: ServerResponse): Promise<void> {
  try {
    const body = await bodyOf(request);
    const id = `${request.headers['webhook-id']}`;
    // The package does not check this: with a full stop, parts of the time and the body could pass for the id.
    if (!/^[\w-]+$/.test(id)) throw new Error('the webhook-id is malformed');
    // The first webhook may arrive before the answer that has the secret.
    new Webhook(await secret.promise).verify(body, request.headers as Record<string, string>);
    console.log(`verified ${id}: ${body}`);
    answer.writeHead(200).end('thank you');
  } catch (error) {
    console.log(`refused: ${error}`);
    answer.writeHead(401).end('the signature is not right');
  }
}

async function subscribe(): Promise<void> {
  const description = 'examples/receiver.ts';
  const response = await callPosthorn('POST', '/subscriptions', { target_url: targetUrl, description });
  const subscription = (await response.json()) as Subscription;
  secret.resolve(subscription.signing_secret);
  console.log(`subscribed as ${subscription.id}; press Ctrl-C to stop`);
  const stop = async () => {
    await callPosthorn('DELETE', `/subscriptions/${subscription.id}`);
    console.log(`deleted ${subscription.id}`);
    process.exit(0);
  };
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // npm passes on a signal that the terminal has sent already.
      if (!isStopping) stop().catch(fail);
      isStopping = true;
    });
  }
}

function fail(error: unknown): never {
  const { message, cause, code } = error as NodeJS.ErrnoException;
  if (message === 'fetch failed') console.error(`${posthornUrl}: ${cause}; is \`npm start\` running?`);
  else if (code === 'EADDRINUSE') console.error(`${message}; set PORT to listen on another one`);
  else if (code === 'ENOENT')
    console.error(`${message}; run \`npm start\` in this folder, or set POSTHORN_API_KEY`);
  else console.error(message);
  process.exit(1);
}

const server = createServer(receive);
try {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  console.log(`listening on ${targetUrl}`);
  const [, , given] = process.argv;
  if (given === undefined) await subscribe();
  else secret.resolve(given);
} catch (error) {
  fail(error);
}
