import { Ajv } from 'ajv';
import { asyncApiDocument } from '../../src/http/asyncapi/document.ts';
import type { ServerMessage } from '../../src/http/live/messages.ts';

/** Checks messages of the live view by the schemas of the AsyncAPI document. */

const ajv = new Ajv({ strict: false, validateFormats: false });
ajv.addSchema(JSON.parse(JSON.stringify(asyncApiDocument({ version: '0' }))), 'asyncapi');

/** @param name of the message in the document, for example `Hello` */
export function messageFaults(name: string, message: unknown): readonly string[] {
  const validate = ajv.getSchema(`asyncapi#/components/schemas/${name}`);
  if (validate === undefined) throw new Error(`the document has no message ${name}`);
  if (validate(message) === true) return [];
  return (validate.errors ?? []).map(({ instancePath, message: fault }) => `${instancePath} ${fault}`);
}

const names: Readonly<Record<ServerMessage['type'], string>> = {
  hello: 'Hello',
  delivery: 'DeliveryChanged',
  attempt: 'AttemptMade',
  skipped: 'Skipped',
  cursor: 'Cursor',
  pong: 'Pong',
  problem: 'LiveProblem',
};

/** A message as it came, after a check by the AsyncAPI document. */
export function checkedMessage(text: string): ServerMessage {
  const message = JSON.parse(text) as ServerMessage;
  const faults = messageFaults(names[message.type] ?? message.type, message);
  if (faults.length > 0) throw new Error(`not a message of the document: ${text}: ${faults.join(', ')}`);
  return message;
}
