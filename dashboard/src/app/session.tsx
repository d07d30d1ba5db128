import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useMemo, useState } from 'react';
import { type Caller, Posthorn } from '../../../client/src/posthorn.ts';
import { apiUrl } from './addresses.ts';

export type Scope = Caller['scopes'][number];

export interface Session {
  readonly client: Posthorn;
  readonly me: Caller;
  /** Whether the key has the scope: a page shows no control that the key may not use. */
  can(scope: Scope): boolean;
  /** Whether the reader is a receiver in its portal: then the tenant's own settings and lists are not shown. */
  readonly isPortal: boolean;
  signOut(): void;
}

/** Only this tab keeps the key, and only until it is closed. */
const KEY = 'posthorn.key';

const keptKey = (): string | null => sessionStorage.getItem(KEY);
const keepKey = (key: string): void => sessionStorage.setItem(KEY, key);
const forgetKey = (): void => sessionStorage.removeItem(KEY);

/** A client of the API that waits no longer than a reader does. */
export const clientFor = (apiKey: string | undefined): Posthorn =>
  new Posthorn({ url: apiUrl, apiKey, maxRetries: 1, timeoutSeconds: 20 });

const SessionContext = createContext<Session | undefined>(undefined);

interface SessionProviderProps {
  readonly client: Posthorn;
  readonly me: Caller;
  readonly onSignOut: () => void;
  readonly children: ReactNode;
}

export function SessionProvider({ client, me, onSignOut, children }: SessionProviderProps) {
  const session = useMemo<Session>(
    () => ({
      client,
      me,
      can: (scope) => me.scopes.includes(scope),
      isPortal: me.kind === 'portal_token',
      signOut: () => {
        forgetKey();
        onSignOut();
      },
    }),
    [client, me, onSignOut],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** @throws Error outside of a signed-in page */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === undefined) throw new Error('useSession needs a SessionProvider');
  return session;
}

export function useSignedInKey() {
  const [key, setKey] = useState(keptKey);
  const queries = useQueryClient();
  return {
    key,
    signIn: (next: string) => {
      keepKey(next);
      setKey(next);
    },
    forget: () => {
      forgetKey();
      queries.clear();
      setKey(null);
    },
  };
}
