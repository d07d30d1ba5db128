import * as z from 'zod';
import { time, timeOf } from '../core/fields.ts';

export const signInShape = z
  .object({
    api_key: z.string().meta({ description: 'A new API key with the scope `admin`.' }),
    expires_at: time.meta({ description: 'The key is refused from this time on.' }),
  })
  .meta({ id: 'SignIn', description: 'The API key of a page that was opened by a sign-in link.' });

export const signInCodeShape = z
  .object({
    code: z.string().meta({ description: 'Belongs into a link: `/dashboard/#code=…`.' }),
    expires_at: time,
  })
  .meta({ id: 'SignInCode', description: 'A code that can be exchanged once for an API key.' });

interface Expiring {
  readonly expiresAtMs: number;
}

export const signInResource = (key: string, { expiresAtMs }: Expiring): z.infer<typeof signInShape> => ({
  api_key: key,
  expires_at: timeOf(expiresAtMs),
});

export const signInCodeResource = (
  code: string,
  { expiresAtMs }: Expiring,
): z.infer<typeof signInCodeShape> => ({ code, expires_at: timeOf(expiresAtMs) });
