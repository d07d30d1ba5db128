import { signingSecretLimits } from '../domain/limits.ts';
import { type SignatureVersion, secretFrom } from '../domain/signature.ts';
import type { Randomness } from '../ports/platform.ts';

export const newSigningSecret = ({ bytes }: Randomness, version: SignatureVersion): string =>
  secretFrom(version, bytes(signingSecretLimits.bytesGenerated));
