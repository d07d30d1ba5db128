import * as z from 'zod';
import { rateLimits } from '../../domain/limits.ts';
import type { RateLimit } from '../../domain/rate-limit.ts';

const { perSecondMin, perSecondMax, burstMax } = rateLimits;

const perSecond = z
  .number()
  .min(perSecondMin)
  .max(perSecondMax)
  .meta({ description: 'The average rate, for example 10, or 0.1 for six per minute.', examples: [10] });
const burst = z
  .int()
  .min(1)
  .max(burstMax)
  .meta({
    description: 'The most at once after a pause; default: the number of one second.',
    examples: [20],
  });

export const rateLimit = z
  .strictObject({ per_second: perSecond, burst: burst.nullish() })
  .meta({ id: 'RateLimit', description: 'A rate limit: at most `burst + per_second × t` in t seconds.' });

/** Part of a limit: checked in full after it is merged into the stored limit. */
export const rateLimitPatch = z
  .strictObject({ per_second: perSecond.nullish(), burst: burst.nullish() })
  .meta({ id: 'RateLimitPatch', description: 'Changes of a rate limit.' });

type WireRateLimit = z.infer<typeof rateLimit>;

export const rateLimitOf = (limit: WireRateLimit): RateLimit => ({
  perSecond: limit.per_second,
  burst: limit.burst ?? Math.max(1, Math.ceil(limit.per_second)),
});

export const wireRateLimit = (limit: RateLimit): { per_second: number; burst: number } => ({
  per_second: limit.perSecond,
  burst: limit.burst,
});
