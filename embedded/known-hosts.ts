import type { IncomingMessage } from 'node:http';
import { withoutMapping } from '../src/domain/source-network.ts';

const LOOPBACK_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;
const PORT = /:\d+$/;

/** Whether a request is meant for this server, by its header Host. */
export type HostCheck = (request: IncomingMessage) => boolean;

/**
 * Answers to loopback, to the names that the operator allows, and to the address of the connection, which load
 * balancers and Kubernetes use. A web page from elsewhere cannot reach the server by a name of its own (DNS rebinding),
 * because that name is not allowed.
 * @param allowedHosts in lower case; for example `hooks.example.com`; with a port, only that port is allowed
 */
export function hostCheck(allowedHosts: readonly string[]): HostCheck {
  const allowed = new Set(allowedHosts);
  return ({ headers, socket }) => {
    const host = headers.host?.toLowerCase();
    if (host === undefined) return false;
    if (LOOPBACK_NAME.test(host) || allowed.has(host)) return true;
    const name = host.replace(PORT, '');
    return allowed.has(name) || name === hostOf(socket.localAddress);
  };
}

/** An address as it appears in a URL. */
function hostOf(address = ''): string {
  const plain = withoutMapping(address);
  return plain.includes(':') ? `[${plain}]` : plain;
}
