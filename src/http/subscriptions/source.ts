import * as z from 'zod';
import { sourceLimits } from '../../domain/limits.ts';
import { providers, type SignedTimestamp, type Source, sourceTypes } from '../../domain/sources/source.ts';
import { discriminatorOf, kind, NULL_ALLOWED, refusedBy, text } from '../core/fields.ts';
import { provider } from '../core/named-values.ts';
import { eventType, headerName, hmacSource, prefix, publicUrl, type timestamp } from './hmac-source.ts';

/** The providers that post webhooks directly to a subscription's ingest URL. */

const knownSource = z
  .strictObject({ type: provider })
  .meta({ id: 'KnownSource', description: 'A provider whose signature scheme is built in.' });

const tokenSource = z
  .strictObject({
    type: kind('token'),
    header: headerName.meta({ description: 'The header with the token.', examples: ['X-Webhook-Token'] }),
    prefix: prefix('The text before the token, for example `Bearer `.'),
    event_type: eventType,
  })
  .meta({
    id: 'TokenSource',
    description: 'A provider that sends the `ingest_secret` itself in a header.',
    examples: [{ type: 'token', header: 'X-Webhook-Token', prefix: '' }],
  });

const basicSource = z
  .strictObject({
    type: kind('basic'),
    username: text(1, sourceLimits.usernameCharacters)
      .superRefine(refusedBy((name) => (name.includes(':') ? 'must not contain a colon' : undefined)))
      .meta({ pattern: '^[^:]+$' }),
    event_type: eventType,
  })
  .meta({
    id: 'BasicSource',
    description: 'HTTP Basic authentication; the `ingest_secret` is the password.',
    examples: [{ type: 'basic', username: 'provider' }],
  });

const squareSource = z
  .strictObject({ type: kind('square'), url: publicUrl })
  .meta({ id: 'SquareSource', description: 'Square, which signs the URL as well.' });

const metaSource = z
  .strictObject({
    type: kind('meta'),
    verify_token: text(1, sourceLimits.verifyTokenCharacters).meta({
      description: 'The verify token as entered at Meta next to the URL.',
      examples: ['meatyhamhock'],
    }),
  })
  .meta({ id: 'MetaSource', description: 'Facebook, Instagram, WhatsApp.' });

export const source = z
  .discriminatedUnion('type', [knownSource, hmacSource, tokenSource, basicSource, squareSource, metaSource], {
    error: ({ code }) => (code === 'invalid_union' ? `must be one of ${sourceTypes.join(', ')}` : undefined),
  })
  .meta({
    id: 'Source',
    description: 'The provider that posts its webhooks directly to the ingest URL of a subscription.',
    ...NULL_ALLOWED,
    discriminator: discriminatorOf('type', {
      ...Object.fromEntries(providers.map((name) => [name, 'KnownSource'])),
      hmac: 'HmacSource',
      token: 'TokenSource',
      basic: 'BasicSource',
      square: 'SquareSource',
      meta: 'MetaSource',
    }),
  });

type WireSource = z.infer<typeof source>;

/** Omitted members are left out of the stored setting. */
const defined = <Members extends object>(members: Members) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Members]: Exclude<Members[Name], undefined>;
  };

export function sourceOf(given: WireSource): Source {
  switch (given.type) {
    case 'meta':
      return { type: 'meta', verifyToken: given.verify_token };
    case 'hmac': {
      const { event_type: eventType, timestamp: time, ...others } = given;
      const timestamp = time && timestampOf(time);
      return defined({ ...others, timestamp, eventType }) as Source;
    }
    case 'token':
    case 'basic': {
      const { event_type: eventType, ...others } = given;
      return defined({ ...others, eventType }) as Source;
    }
    default:
      return given;
  }
}

const timestampOf = ({
  tolerance_seconds: toleranceSeconds,
  ...others
}: z.infer<typeof timestamp> & object) => defined({ ...others, toleranceSeconds });

/** The source as answers show it, and as a patch is merged into it. */
export function wireSource(stored: Source): WireSource {
  switch (stored.type) {
    case 'meta':
      return { type: 'meta', verify_token: stored.verifyToken };
    case 'hmac': {
      const { eventType, timestamp: time, ...others } = stored;
      return defined({
        ...others,
        timestamp: time && wireTimestamp(time),
        event_type: eventType,
      }) as WireSource;
    }
    case 'token':
    case 'basic': {
      const { eventType, ...others } = stored;
      return defined({ ...others, event_type: eventType }) as WireSource;
    }
    default:
      return { ...stored };
  }
}

const wireTimestamp = ({ toleranceSeconds, ...others }: SignedTimestamp) => ({
  ...others,
  tolerance_seconds: toleranceSeconds,
});
