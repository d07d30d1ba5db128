import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Router } from 'wouter';
import { portalPath } from '../app/addresses.ts';
import { SessionProvider } from '../app/session.tsx';
import { Announcer } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { Loading } from '../ui/loading.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { applyPortalTheme } from './apply-theme.ts';
import { takeArrival } from './arrival.ts';
import { isEmbedded, reportHeight } from './embedding.ts';
import { PortalFrame } from './frame.tsx';
import { isSignedOut, type PortalState, usePortalSession } from './session.ts';
import { themeIn } from './theme.ts';
import './portal.css';

const STALE_MS = 2_000;

const arrival = takeArrival();
const theme = themeIn(arrival);
applyPortalTheme(theme);
if (isEmbedded) document.documentElement.classList.add('embedded');

let onSignedOut: () => void = () => undefined;
const onError = (error: unknown) => {
  if (isSignedOut(error)) onSignedOut();
};
const queries = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: { queries: { retry: false, staleTime: STALE_MS } },
});

/** The receiver's portal: signed in by the portal token in the URL's fragment. */
export function Root() {
  const token = arrival.get('token') ?? undefined;
  const { state, check, signIn } = usePortalSession(token, queries);
  useEffect(() => {
    onSignedOut = check;
    const root = document.getElementById('root');
    return root === null ? undefined : reportHeight(root);
  }, [check]);
  return (
    <QueryClientProvider client={queries}>
      <Router base={portalPath}>
        <Portal state={state} onRetry={() => token !== undefined && void signIn(token)} />
      </Router>
      <Announcer />
    </QueryClientProvider>
  );
}

interface PortalProps {
  readonly state: PortalState;
  readonly onRetry: () => void;
}

function Portal({ state, onRetry }: PortalProps) {
  if (state.kind === 'signing-in') return <Loading label="Signing in" />;
  if (state.kind === 'failed') {
    return (
      <main className="portal-notice stack">
        <ProblemNote error={state.error} />
        <div>
          <Button onPress={onRetry}>Try again</Button>
        </div>
      </main>
    );
  }
  const { session } = state;
  const isExpired = state.kind === 'expired';
  return (
    <>
      {isExpired && <Expired hadSession={session !== undefined} />}
      {session !== undefined && (!isExpired || isEmbedded) && (
        <div hidden={isExpired}>
          <SessionProvider
            key={`${session.me.tenant_id} ${session.me.receiver_id}`}
            client={session.client}
            me={session.me}
            onSignOut={() => undefined}
          >
            <PortalFrame logo={theme.logo} />
          </SessionProvider>
        </div>
      )}
    </>
  );
}

function Expired({ hadSession }: { readonly hadSession: boolean }) {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), 5_000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main className="portal-notice stack">
      <h1>{hadSession ? 'Your session has ended' : 'You are not signed in'}</h1>
      {isEmbedded && !isLate ? (
        <p role="status">Asking the page around this one to sign you in again.</p>
      ) : (
        <p>
          {isEmbedded
            ? 'Reload the page to sign in again.'
            : 'Open your webhooks again from the site that sent you here: each link is valid for a short time.'}
        </p>
      )}
    </main>
  );
}
