import * as z from 'zod';
import { subscriptionLimits } from '../../domain/limits.ts';
import { hmacAlgorithms, hmacEncodings, providers, type Source } from '../../domain/sources/source.ts';

/** Whose webhooks are posted straight to a subscription's ingest address. */

const knownSource = z
  .strictObject({ type: z.enum(providers) })
  .meta({ id: 'KnownSource', description: 'A provider whose signatures are known.' });

const hmacSource = z
  .strictObject({
    type: z.literal('hmac'),
    header: z
      .string()
      .regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/, 'is not a header name (RFC 9110 token)')
      .max(subscriptionLimits.headerNameCharacters)
      .meta({ description: 'The header with the signature.', examples: ['X-Signature'] }),
    algorithm: z.enum(hmacAlgorithms).default('sha256'),
    encoding: z.enum(hmacEncodings).default('hex'),
    prefix: z
      .string()
      .max(subscriptionLimits.signaturePrefixCharacters)
      .default('')
      .meta({ description: 'What stands before the signature, such as `sha256=`.' }),
  })
  .meta({
    id: 'HmacSource',
    description: 'Any other provider that sends an HMAC of the body in a header.',
  });

export const source = z.discriminatedUnion('type', [knownSource, hmacSource], {
  error: ({ code }) =>
    code === 'invalid_union' ? `must be one of ${providers.join(', ')}, hmac` : undefined,
});

export const sourceOf = (given: z.infer<typeof source>): Source => given;
