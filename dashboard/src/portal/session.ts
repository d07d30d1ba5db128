import type { QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type Caller, type Posthorn, ProblemError } from '../../../client/src/posthorn.ts';
import { clientFor } from '../app/session.tsx';
import { keepToken } from './arrival.ts';
import { listenForTokens, tellParent } from './embedding.ts';

export interface SignedIn {
  readonly client: Posthorn;
  readonly me: Caller;
}

export type PortalState =
  | { readonly kind: 'signing-in' }
  | { readonly kind: 'signed-in'; readonly session: SignedIn }
  /** The last session stays, so that a new token finds the page as the reader left it. */
  | { readonly kind: 'expired'; readonly session: SignedIn | undefined }
  | { readonly kind: 'failed'; readonly error: unknown };

const TIMER_MS_MOST = 2_147_483_647;

/** Whether an answer says that the token is not good any more. */
export const isSignedOut = (error: unknown): boolean => error instanceof ProblemError && error.status === 401;

/** Signs in by the first token, and again by each token that the embedding page sends. */
export function usePortalSession(firstToken: string | undefined, queries: QueryClient) {
  const [state, setState] = useState<PortalState>(
    firstToken === undefined ? { kind: 'expired', session: undefined } : { kind: 'signing-in' },
  );
  const latest = useRef(state);

  const expire = useCallback(() => {
    if (latest.current.kind === 'expired') return;
    latest.current = { kind: 'expired', session: sessionIn(latest.current) };
    setState(latest.current);
    tellParent({ type: 'posthorn:expired' });
  }, []);

  /** After a refused call. A call that began with an older token is refused although the newest one is good. */
  const check = useCallback(() => {
    const asked = latest.current;
    if (asked.kind !== 'signed-in') return;
    asked.session.client.me.get().catch((error: unknown) => {
      if (isSignedOut(error) && latest.current === asked) expire();
    });
  }, [expire]);

  const signIn = useCallback(
    async (token: string) => {
      const client = clientFor(token);
      try {
        const me = await client.me.get();
        if (me.kind !== 'portal_token') throw new Error('The portal needs a portal token, not an API key.');
        keepToken(token);
        const before = sessionIn(latest.current);
        if (before !== undefined && !isSameReach(before.me, me)) queries.clear();
        latest.current = { kind: 'signed-in', session: { client, me } };
        setState(latest.current);
        void queries.invalidateQueries();
      } catch (error) {
        if (isSignedOut(error)) expire();
        else {
          latest.current = { kind: 'failed', error };
          setState(latest.current);
        }
      }
    },
    [expire, queries],
  );

  useEffect(() => {
    if (firstToken === undefined) tellParent({ type: 'posthorn:expired' });
    else void signIn(firstToken);
    return listenForTokens((token) => void signIn(token));
  }, [firstToken, signIn]);
  useExpiry(state, expire);
  return { state, check, signIn };
}

const sessionIn = (state: PortalState): SignedIn | undefined =>
  state.kind === 'signed-in' || state.kind === 'expired' ? state.session : undefined;

/** The page of one receiver must not keep anything for another. */
const isSameReach = (one: Caller, other: Caller): boolean =>
  one.tenant_id === other.tenant_id && one.receiver_id === other.receiver_id;

/** Ends the session when its token expires, without waiting for a call that fails. */
function useExpiry(state: PortalState, expire: () => void): void {
  const expiresAt = state.kind === 'signed-in' ? state.session.me.expires_at : null;
  useEffect(() => {
    if (expiresAt === null) return;
    const waitMs = Math.max(0, Date.parse(expiresAt) - Date.now());
    const timer = setTimeout(expire, Math.min(waitMs, TIMER_MS_MOST));
    return () => clearTimeout(timer);
  }, [expiresAt, expire]);
}
