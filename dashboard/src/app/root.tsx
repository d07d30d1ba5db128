import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Router } from 'wouter';
import { Announcer } from '../ui/announcer.tsx';
import { dashboardPath } from './addresses.ts';
import { Frame } from './frame.tsx';
import { SignInGate } from './sign-in.tsx';

const STALE_MS = 2_000;

/** The client of the API retries by itself. */
const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: STALE_MS } } });

/** The dashboard: for operators and developers, signed in by an API key. */
export function Root() {
  return (
    <QueryClientProvider client={queries}>
      <Router base={dashboardPath}>
        <SignInGate>
          <Frame />
        </SignInGate>
      </Router>
      <Announcer />
    </QueryClientProvider>
  );
}
