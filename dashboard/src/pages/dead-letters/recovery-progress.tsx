import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Recovery } from '../../../../client/src/posthorn.ts';
import { useSession } from '../../app/session.tsx';
import { count } from '../../format/numbers.ts';
import { Button } from '../../ui/button.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Progress } from '../../ui/progress.tsx';

const POLL_MS = 1_000;

interface RecoveryProgressProps {
  readonly id: string;
  readonly onEnded?: () => void;
}

/** A recovery while it runs, and its result. */
export function RecoveryProgress({ id, onEnded }: RecoveryProgressProps) {
  const { client } = useSession();
  const query = useQuery({
    queryKey: ['recoveries', id],
    queryFn: () => client.recoveries.get(id),
    refetchInterval: ({ state: { data } }) => (data?.status === 'running' ? POLL_MS : false),
  });
  const status = query.data?.status;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the end matters, not a new function
  useEffect(() => {
    if (status !== undefined && status !== 'running') onEnded?.();
  }, [status]);
  return (
    <Section title="Redrive">
      <Loaded query={query}>{(recovery) => <Shown recovery={recovery} />}</Loaded>
    </Section>
  );
}

function Shown({ recovery }: { readonly recovery: Recovery }) {
  const { status, progress, deliveries_count } = recovery;
  return (
    <div className="stack-small">
      <Progress label="Redrive" value={progress ?? 0} most={1} text={wordsOf(recovery)} />
      {status === 'running' && deliveries_count === null && (
        <span className="small soft">Too many to count at the start.</span>
      )}
      {status === 'running' && <Stop id={recovery.id} />}
    </div>
  );
}

const statusWords = { running: 'Running', done: 'Done', stopped: 'Stopped' } as const;

function wordsOf({ status, recovered_count, skipped_count, deliveries_count }: Recovery): string {
  const of = deliveries_count === null ? '' : ` of ${count(deliveries_count)}`;
  const skipped = skipped_count === 0 ? '' : `, ${count(skipped_count)} skipped`;
  return `${statusWords[status]}: ${count(recovered_count)}${of} replayed${skipped}`;
}

function Stop({ id }: { readonly id: string }) {
  const { client, can } = useSession();
  const queries = useQueryClient();
  const stop = useMutation({
    mutationFn: () => client.recoveries.stop(id),
    onSettled: () => queries.invalidateQueries({ queryKey: ['recoveries'] }),
  });
  if (!can('manage')) return null;
  return (
    <div className="row">
      <Button isSmall isPending={stop.isPending} onPress={() => stop.mutate()}>
        Stop the redrive
      </Button>
      <ProblemNote error={stop.error} />
    </div>
  );
}

/** Redrives that were started elsewhere and still run. */
export function RunningRedrives({ except }: { readonly except: readonly string[] }) {
  const { client } = useSession();
  const { data = [] } = useQuery({
    queryKey: ['recoveries', 'newest'],
    queryFn: async () => (await client.recoveries.list({ limit: 20 }).firstPage()).data,
  });
  return data
    .filter(({ id, status, missed }) => status === 'running' && !missed && !except.includes(id))
    .map(({ id }) => <RecoveryProgress key={id} id={id} />);
}
