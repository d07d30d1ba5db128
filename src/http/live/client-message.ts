import { pointerTo, zodFaults } from '../core/problem.ts';
import { type ClientMessage, clientMessage } from './input.ts';
import type { ServerMessage } from './messages.ts';
import { invalidMessage } from './output.ts';

export type ReadMessage =
  | { readonly outcome: 'read'; readonly message: ClientMessage }
  /** The answer to a message that cannot be used. */
  | { readonly outcome: 'refused'; readonly answer: ServerMessage };

const refused = (answer: ServerMessage): ReadMessage => ({ outcome: 'refused', answer });

const KINDS = 'must be watch or ping';

/** Reads a text message of a client. The connection has limited its size already. */
export function readClientMessage(text: string): ReadMessage {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused(invalidMessage('The message is not JSON.'));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refused(invalidMessage('The message must be a JSON object.'));
  const { type } = value as { readonly type?: unknown };
  if (type !== 'watch' && type !== 'ping')
    return refused(invalidMessage(DETAIL, [{ pointer: pointerTo(['type']), detail: KINDS }]));
  const parsed = clientMessage.safeParse(value);
  if (parsed.success) return { outcome: 'read', message: parsed.data };
  const faults = zodFaults(parsed.error, 'body').map(({ pointer, detail }) => ({ pointer, detail }));
  return refused(invalidMessage(DETAIL, faults));
}

const DETAIL = 'The message is not valid: see errors.';

/** The answer to a cursor that this installation did not make. */
export const invalidCursor = (): ServerMessage =>
  invalidMessage(DETAIL, [
    { pointer: pointerTo(['cursor']), detail: 'is not a cursor of this service. Leave it out to start now' },
  ]);

/** The answer to a binary message. */
export const notText = (): ServerMessage =>
  invalidMessage('The message is binary. Send text: one JSON object a message.');
