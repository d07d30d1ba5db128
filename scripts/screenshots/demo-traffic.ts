import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Posthorn } from '../../client/src/posthorn.ts';

/** A shop with four receivers, of which some fail: real deliveries for the pictures of the dashboard. */

interface Behaviour {
  readonly description: string;
  readonly receiver_id: string;
  readonly event_types: string[];
  /** The answer to the nth request. */
  readonly status: (n: number) => number;
  readonly delayMs: (n: number) => number;
}

const behaviours: readonly Behaviour[] = [
  {
    description: 'Warehouse: pick lists',
    receiver_id: 'northwind',
    event_types: ['order.*'],
    status: () => 204,
    delayMs: (n) => 2 + (n % 7),
  },
  {
    description: 'Accounting: invoices',
    receiver_id: 'contoso',
    event_types: ['invoice.*', 'order.paid'],
    status: (n) => (n % 9 === 0 ? 503 : 200),
    delayMs: (n) => 10 + (n % 31),
  },
  {
    description: 'Analytics: everything',
    receiver_id: 'northwind',
    event_types: [],
    status: () => 200,
    delayMs: (n) => 20 + 5 * (n % 13),
  },
  {
    description: 'Old CRM: contacts',
    receiver_id: 'fabrikam',
    event_types: ['customer.*'],
    status: () => 500,
    delayMs: () => 4,
  },
];

const eventTypes = [
  ['order.created', 'A customer has placed an order.'],
  ['order.paid', 'The payment of an order has arrived.'],
  ['order.shipped', 'The parcel has left the warehouse.'],
  ['invoice.sent', 'An invoice was sent to the customer.'],
  ['customer.updated', 'A customer has changed the address or the name.'],
] as const;

interface Receiver {
  readonly id: string;
  readonly name: string;
  readonly metadata: Record<string, string>;
  readonly rate_limit?: { per_second: number };
  readonly subscriptions_limit?: number;
}

const receivers: readonly [Receiver, ...Receiver[]] = [
  { id: 'northwind', name: 'Northwind Traders', metadata: { plan: 'enterprise' } },
  { id: 'contoso', name: 'Contoso Ltd.', metadata: { plan: 'team' }, rate_limit: { per_second: 50 } },
  { id: 'fabrikam', name: 'Fabrikam, Inc.', metadata: { plan: 'free' }, subscriptions_limit: 3 },
];

async function startReceiver({ status, delayMs }: Behaviour): Promise<Server> {
  let requests = 0;
  const server = createServer((request, response) => {
    const n = requests++;
    request.resume().on('end', () => {
      setTimeout(() => {
        const code = status(n);
        response.writeHead(code, { 'content-type': 'application/json' });
        response.end(code === 204 ? undefined : JSON.stringify({ ok: code < 300, request: n }));
      }, delayMs(n));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

interface Demo {
  readonly client: Posthorn;
  stop(): void;
}

/** Settings and traffic over `durationMs`; the traffic rises and falls. */
export async function runDemo(url: string, apiKey: string, durationMs: number): Promise<Demo> {
  const client = new Posthorn({ url, apiKey });
  for (const [name, description] of eventTypes) {
    await client.eventTypes.create({
      name,
      description,
      schema: schemaOf(name),
      example: payloadOf(name, 1_001),
    });
  }
  for (const receiver of receivers) await client.receivers.create(receiver);
  const servers: Server[] = [];
  for (const behaviour of behaviours) {
    const server = await startReceiver(behaviour);
    servers.push(server);
    await client.subscriptions.create({
      target_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
      description: behaviour.description,
      receiver_id: behaviour.receiver_id,
      event_types: behaviour.event_types,
      // Short waits, so that the pictures show retries and given-up deliveries.
      retry_policy: { schedule: [2, 4, 8] },
    });
  }
  await client.apiKeys.create({ name: 'shop backend', scopes: ['ingest'] });
  await client.apiKeys.create({ name: 'support desk', scopes: ['read'] });
  const untilMs = performance.now() + durationMs;
  for (let n = 0; performance.now() < untilMs; n++) {
    const share = (untilMs - performance.now()) / durationMs;
    const [event_type] = eventTypes[n % 4 === 0 ? 0 : n % eventTypes.length] ?? eventTypes[0];
    const { id: receiver_id } = receivers[n % receivers.length] ?? receivers[0];
    await client.events.publish({ event_type, receiver_id, payload: payloadOf(event_type, 1_001 + n) });
    await sleep(60 + 50 * Math.sin(share * 9));
  }
  return {
    client,
    stop: () => {
      for (const server of servers) server.close();
      for (const server of servers) server.closeAllConnections();
    },
  };
}

const schemaOf = (name: string) => ({
  type: 'object',
  required: ['id'],
  properties: {
    id: { type: 'integer', description: `The number of the ${name.split('.')[0]}.` },
    total: { type: 'number', minimum: 0 },
    currency: { type: 'string', enum: ['EUR', 'USD'] },
  },
});

const payloadOf = (name: string, id: number) => ({
  id,
  total: 20 + (id % 17) * 3.5,
  currency: id % 4 === 0 ? 'USD' : 'EUR',
  customer: { name: 'Ada Lovelace', city: 'London' },
  items: [{ sku: `${name.slice(0, 3).toUpperCase()}-${id % 9}`, quantity: 1 + (id % 3) }],
});
