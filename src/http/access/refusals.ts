import { apiKeyLimits } from '../../domain/limits.ts';
import { Refusal } from '../core/http.ts';

export const noMoreApiKeys = () =>
  new Refusal(
    'limit-reached',
    `Limit reached: ${apiKeyLimits.perTenant} API keys per tenant. Delete one first.`,
  );
