import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { rawProblem } from './raw-problem.ts';

/** More than the clients of one machine keep open; each costs some 20 KiB. */
const CONNECTIONS = 2_048;
/** A reverse proxy on this machine is one address. */
const CONNECTIONS_OF_AN_ADDRESS = 1_024;

interface ConnectionLimits {
  readonly inAll: number;
  readonly ofAnAddress: number;
}

/**
 * Answers connections beyond the limits with a 503, without reading from them.
 * @returns takes a connection out of the count: it speaks another protocol now, which has limits of its own
 */
export function limitConnections(
  server: Server,
  { inAll, ofAnAddress }: ConnectionLimits = { inAll: CONNECTIONS, ofAnAddress: CONNECTIONS_OF_AN_ADDRESS },
): (socket: Duplex) => void {
  const perAddress = new Map<string, number>();
  const releases = new WeakMap<Duplex, () => void>();
  let count = 0;
  server.prependListener('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const ofAddress = perAddress.get(address) ?? 0;
    count += 1;
    perAddress.set(address, ofAddress + 1);
    const release = () => {
      if (!releases.delete(socket)) return;
      count -= 1;
      const left = (perAddress.get(address) ?? 1) - 1;
      if (left === 0) perAddress.delete(address);
      else perAddress.set(address, left);
    };
    releases.set(socket, release);
    socket.once('close', release);
    if (count <= inAll && ofAddress < ofAnAddress) return;
    socket.end(rawProblem('overloaded', 'Too many connections are open. Try again in a moment.'));
    socket.destroySoon();
  });
  return (socket) => releases.get(socket)?.();
}
