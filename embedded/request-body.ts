import type { IncomingMessage } from 'node:http';
import type { BodyBudget } from './body-budget.ts';

/** The body that the function would accept, decided by the head of the request, before the body is read. */
export interface BodyLimits {
  readonly bodyBytes: number;
  readonly isKnown: boolean;
}

type BodyReading =
  | { readonly outcome: 'read'; readonly body: Buffer; readonly release: () => void }
  | { readonly outcome: 'too-large' }
  | { readonly outcome: 'no-room' };

/** Reads a body within the limits. Stops when the body exceeds its limit or the budget; the caller handles the rest. */
export async function readBody(
  request: IncomingMessage,
  { bodyBytes, isKnown }: BodyLimits,
  budget: BodyBudget,
): Promise<BodyReading> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > bodyBytes) return { outcome: 'too-large' };
  let taken = 0;
  const takeUpTo = (bytes: number): boolean => {
    if (bytes <= taken) return true;
    if (!budget.take(bytes - taken, isKnown)) return false;
    taken = bytes;
    return true;
  };
  const release = () => {
    budget.giveBack(taken, isKnown);
    taken = 0;
  };
  const { promise, resolve, reject } = Promise.withResolvers<BodyReading>();
  const chunks: Buffer[] = [];
  let length = 0;
  let isOver = false;
  const end = (reading: BodyReading) => {
    isOver = true;
    chunks.length = 0;
    release();
    resolve(reading);
  };
  if (!takeUpTo(announced)) return { outcome: 'no-room' };
  request.on('data', (chunk: Buffer) => {
    if (isOver) return;
    length += chunk.length;
    if (length > bodyBytes) end({ outcome: 'too-large' });
    else if (!takeUpTo(length)) end({ outcome: 'no-room' });
    else chunks.push(chunk);
  });
  request.on('end', () => {
    const [only] = chunks;
    const body = only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks);
    if (!isOver) resolve({ outcome: 'read', body, release });
  });
  request.on('error', (error) => {
    if (!isOver) release();
    reject(error);
  });
  return promise;
}
