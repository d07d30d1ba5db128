import { isUtf8 } from 'node:buffer';
import * as z from 'zod';
import type { SentRequest } from '../../domain/sent-request.ts';

const headerShape = z
  .object({ name: z.string().meta({ description: 'As it was spelt.' }), value: z.string() })
  .meta({ id: 'SentHeader', description: 'A header of a request.' });

const bodyShape = z
  .object({
    text: z.string().nullable().meta({
      description:
        'The body, if it is UTF-8 without control characters besides tabs and line ends; otherwise `null`.',
    }),
    base64: z.string().meta({ description: 'The bytes of the body.' }),
  })
  .meta({ id: 'SentBody', description: 'The body of a request.' });

export const attemptRequestShape = z
  .object({
    method: z.literal('POST'),
    url: z.string().meta({ format: 'iri' }),
    headers: z.array(headerShape).meta({ description: 'In the order in which they were sent.' }),
    body: bodyShape,
    signed: z.literal(true).meta({ description: 'Every request is signed.' }),
    is_current_settings: z.boolean().meta({
      description:
        '`false`: the subscription was changed after the attempt, or shortly before it. Its URL, headers and signatures ' +
        'may then differ from those that were sent.',
    }),
  })
  .meta({ id: 'AttemptRequest', description: 'The request that an attempt sent.' });

/** Control characters take six bytes of JSON each: a body of them would be too large for an answer. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that it looks for.
const UNSHOWN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;

export function attemptRequest({
  url,
  headers,
  body,
  isCurrent,
}: SentRequest): z.infer<typeof attemptRequestShape> {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const text = isUtf8(bytes) ? bytes.toString('utf8') : undefined;
  return {
    method: 'POST',
    url,
    headers: headers.map(([name, value]) => ({ name, value })),
    body: { text: text === undefined || UNSHOWN.test(text) ? null : text, base64: bytes.toString('base64') },
    signed: true,
    is_current_settings: isCurrent,
  };
}
