import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { ProblemError } from '../../../client/src/posthorn.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/fields.tsx';
import { Loading } from '../ui/loading.tsx';
import { Page } from '../ui/page.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { Brand } from './brand.tsx';
import { clientFor, SessionProvider, useSignedInKey } from './session.tsx';
import './sign-in.css';

/** Shows its children to a signed-in reader, and the sign-in page to everyone else. */
export function SignInGate({ children }: { readonly children: ReactNode }) {
  const { key, signIn, forget } = useSignedInKey();
  const [code] = useState(takeCode);
  const exchange = useMutation({
    mutationFn: (given: string) => clientFor(undefined).signIns.create({ code: given }),
    onSuccess: ({ api_key }) => signIn(api_key),
  });
  const { mutate } = exchange;
  useEffect(() => {
    if (code !== undefined) mutate(code);
  }, [code, mutate]);
  if (exchange.isPending) return <Loading label="Signing in" />;
  if (key === null) return <SignIn onKey={signIn} error={exchange.error} />;
  return (
    <SignedIn apiKey={key} onSignOut={forget} onKey={signIn}>
      {children}
    </SignedIn>
  );
}

/** A link that signs in has a code in its fragment, which no server sees; it is taken out of the address at once. */
function takeCode(): string | undefined {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (code === null) return undefined;
  history.replaceState(history.state, '', `${location.pathname}${location.search}`);
  return code;
}

interface SignedInProps {
  readonly apiKey: string;
  readonly onSignOut: () => void;
  readonly onKey: (key: string) => void;
  readonly children: ReactNode;
}

function SignedIn({ apiKey, onSignOut, onKey, children }: SignedInProps) {
  const [client] = useState(() => clientFor(apiKey));
  const me = useQuery({
    queryKey: ['me'],
    queryFn: () => client.me.get(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (me.data !== undefined) {
    return (
      <SessionProvider client={client} me={me.data} onSignOut={onSignOut}>
        {children}
      </SessionProvider>
    );
  }
  if (me.error === null) return <Loading label="Signing in" />;
  const isRefused = me.error instanceof ProblemError && me.error.status === 401;
  return (
    <SignIn
      error={me.error}
      onKey={(key) => {
        onSignOut();
        onKey(key);
      }}
      {...(!isRefused && { onRetry: () => void me.refetch() })}
    />
  );
}

interface SignInProps {
  readonly onKey: (key: string) => void;
  readonly error: unknown;
  readonly onRetry?: () => void;
}

function SignIn({ onKey, error, onRetry }: SignInProps) {
  const [key, setKey] = useState('');
  const check = useMutation({
    mutationFn: async (given: string) => {
      await clientFor(given).me.get();
      return given;
    },
    onSuccess: onKey,
  });
  const shown = check.error ?? error;
  return (
    <main className="sign-in">
      <Page title="Sign in" heading={<Brand />}>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            check.mutate(key.trim());
          }}
        >
          <TextField
            label="API key"
            type="password"
            autoComplete="off"
            value={key}
            onChange={setKey}
            help={
              <>
                <code>npm start</code> prints a link that signs in. The first key is in the file{' '}
                <code>.posthorn/api-key</code>; on AWS, <code>npm run admin-key</code> makes it. Only this tab
                keeps it, until the tab is closed.
              </>
            }
          />
          <ProblemNote error={shown} />
          <div className="row">
            <Button type="submit" kind="primary" isPending={check.isPending} isDisabled={key.trim() === ''}>
              Sign in
            </Button>
            {onRetry !== undefined && <Button onPress={onRetry}>Try again</Button>}
          </div>
        </form>
      </Page>
    </main>
  );
}
