import type { ReceiverAuth } from '../domain/receiver-auth.ts';
import type { SubscriptionSettings } from '../domain/subscription.ts';
import type { TargetGuard } from '../ports/receivers.ts';

export interface TargetFault {
  /** The faulty URL: the target of attempts, or the token endpoint. */
  readonly url: 'target' | 'token';
  readonly fault: string;
}

type Urls = Pick<SubscriptionSettings, 'targetUrl' | 'auth'>;

/** The fault of the URLs in settings. Stored URLs are not checked again. */
export async function faultOfTargets(
  guard: TargetGuard,
  { targetUrl, auth }: Urls,
  stored?: Urls,
): Promise<TargetFault | undefined> {
  const targetFault = targetUrl === stored?.targetUrl ? undefined : await guard.faultOf(targetUrl);
  if (targetFault !== undefined) return { url: 'target', fault: targetFault };
  const tokenUrl = tokenUrlOf(auth);
  if (tokenUrl === undefined || tokenUrl === tokenUrlOf(stored?.auth ?? null)) return undefined;
  const fault = await guard.faultOf(tokenUrl);
  return fault === undefined ? undefined : { url: 'token', fault };
}

const tokenUrlOf = (auth: ReceiverAuth | null): string | undefined =>
  auth?.type === 'oauth2' ? auth.tokenUrl : undefined;
