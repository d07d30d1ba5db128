import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

/** A page of a customer that shows the portal in an iframe, and keeps the messages that it gets from it. */

const PAGE = `<!doctype html><title>Shop</title><h1>Shop</h1>
<iframe id="portal" title="Webhooks" width="900" height="300"></iframe>
<script>
  const frame = document.getElementById('portal');
  window.messages = [];
  addEventListener('message', ({ data, origin }) => {
    messages.push({ ...data, origin });
    if (data.type === 'posthorn:height') frame.style.height = data.height + 'px';
  });
  window.send = (token) => frame.contentWindow.postMessage({ type: 'posthorn:token', token }, '*');
</script>`;

export interface PortalHost {
  /** Its origin by address, and the same page under the name of another origin. */
  readonly origin: string;
  readonly otherOrigin: string;
}

export async function startPortalHost(): Promise<PortalHost> {
  const server = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, otherOrigin: `http://localhost:${port}` };
}
