import * as z from 'zod';
import { signInLimits } from '../../domain/limits.ts';
import { text } from '../core/fields.ts';

export const EXAMPLE_CODE = 'dGhpcyBpcyBhbiBleGFtcGxlLCBub3QgYSBjb2RlIQ';

export const newSignIn = z
  .strictObject({
    code: text(1, signInLimits.codeCharacters).meta({
      description: 'The part after `#code=` of the link.',
      examples: [EXAMPLE_CODE],
    }),
  })
  .meta({ id: 'SignInInput', description: 'The code of a sign-in link.' });
