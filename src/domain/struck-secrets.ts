import { secretIn } from './receiver-auth.ts';
import type { Subscription } from './subscription.ts';

/**
 * Strikes the secrets of a subscription from text that its receiver sent, for example when a response repeats the
 * request. Every caller who may read deliveries sees the records of attempts.
 */

const STRUCK = '[redacted]';
/** Shorter secrets occur in ordinary words, and striking them would reveal where they are. */
const CHARACTERS_MIN = 4;
/** The same for base64 and hex, whose first and last characters depend on the text beside the secret. */
const ENCODED_CHARACTERS_MIN = 5;

/** The texts to strike: each secret in plain and in the encodings of responses. */
export type SecretForms = readonly string[];

/** All secrets that attempts, their signatures or ingest use. */
export function secretsOf({ headers, auth, ingestSecret, signingSecrets }: Subscription): readonly string[] {
  return [
    ...Object.values(headers).flatMap(credentialsIn),
    ...(auth === null ? [] : [secretIn(auth)]),
    ...(ingestSecret === null ? [] : [ingestSecret]),
    ...signingSecrets.flatMap(({ secret }) => [secret, secret.replace(/^whs(ec|k)_/, '')]),
  ];
}

/** The value of a header, its credentials without the scheme (`Bearer …`), and the password of `Basic …`. */
export function credentialsIn(value: string): readonly string[] {
  const [, scheme, credentials] = /^(\S+) +(.+)$/.exec(value) ?? [];
  if (scheme === undefined || credentials === undefined) return [value];
  if (scheme.toLowerCase() !== 'basic') return [value, credentials];
  const pair = Buffer.from(credentials, 'base64').toString('utf8');
  return [value, credentials, pair.slice(pair.indexOf(':') + 1)];
}

/** Longest first, so that no part of a longer secret remains beside a shorter one. */
export function formsOf(secrets: readonly string[]): SecretForms {
  const long = secrets.filter((secret) => secret.length >= CHARACTERS_MIN);
  const forms = new Set(long.flatMap((secret) => [secret, ...escaped(secret), ...encoded(secret)]));
  return [...forms].sort((one, other) => other.length - one.length);
}

/**
 * The text without the secrets. If the text ends within a secret, this beginning of the secret is struck too, from four
 * characters on.
 */
export function struck(text: string, forms: SecretForms): string {
  if (text.length < CHARACTERS_MIN) return text;
  let result = text;
  for (const form of forms) if (result.includes(form)) result = result.replaceAll(form, STRUCK);
  // A character that was cut in two became U+FFFD.
  const end = result.replace(/\ufffd+$/, '');
  for (const form of forms) {
    const at = cutOffAt(end, form);
    if (at !== undefined) return end.slice(0, at) + STRUCK;
  }
  return result;
}

/** Where a beginning of `form` stands at the very end of the text. */
function cutOffAt(text: string, form: string): number | undefined {
  const head = form.slice(0, CHARACTERS_MIN);
  for (let at = text.indexOf(head, text.length - form.length + 1); at >= 0; at = text.indexOf(head, at + 1)) {
    if (form.startsWith(text.slice(at))) return at;
  }
  return undefined;
}

/** The spellings of a secret in URLs, forms, JSON and HTML. */
function escaped(secret: string): readonly string[] {
  const inUrl = secret.isWellFormed() ? encodeURIComponent(secret) : secret;
  const inForm = new URLSearchParams({ '': secret }).toString().slice('='.length);
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inAscii = inJson.replaceAll(/[\u0080-\uffff]/g, asUnicodeEscape);
  const jsonForms = [inJson, inAscii, inJson.replaceAll(/[<>&]/g, asUnicodeEscape)];
  return [
    ...[inUrl, inForm].flatMap((form) => [form, form.replaceAll(/%../g, (hex) => hex.toLowerCase())]),
    ...jsonForms.flatMap((form) => [form, form.replaceAll('/', '\\/')]),
    ...['&#39;', '&#x27;', '&apos;', "'"].map((apostrophe) => inHtml(secret, apostrophe)),
  ];
}

const asUnicodeEscape = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const inHtml = (secret: string, apostrophe: string): string =>
  secret
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", apostrophe);

/** In hex, and in base64 at each of the three offsets in a group, because other text can precede the secret. */
function encoded(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const hex = bytes.toString('hex');
  const inBase64 = [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const own = text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [hex, hex.toUpperCase(), ...inBase64].filter((form) => form.length >= ENCODED_CHARACTERS_MIN);
}
