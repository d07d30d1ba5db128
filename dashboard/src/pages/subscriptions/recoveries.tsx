import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Recovery, RecoveryStopReason, Subscription } from '../../../../client/src/posthorn.ts';
import { useSession } from '../../app/session.tsx';
import { count } from '../../format/numbers.ts';
import { StatusBadge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Time } from '../../ui/time.tsx';
import { RecoverSection } from './recover.tsx';

const SHOWN = 20;
const ASK_AGAIN_MS = 1_000;

/** Starts recoveries of the subscription, and shows those that run and ran. */
export function Recoveries({ subscription }: { readonly subscription: Subscription }) {
  const { client, can } = useSession();
  const query = useQuery({
    queryKey: ['recoveries', 'of', subscription.id],
    queryFn: () => client.recoveries.list({ subscription_id: subscription.id, limit: SHOWN }).firstPage(),
    refetchInterval: ({ state }) =>
      state.data?.data.some(({ status }) => status === 'running') ? ASK_AGAIN_MS : false,
  });
  return (
    <div className="stack">
      {can('manage') && <RecoverSection subscription={subscription} />}
      <Section title="Its recoveries">
        <Loaded query={query}>
          {({ data }) =>
            data.length === 0 ? (
              <Empty title="No recovery yet" />
            ) : (
              data.map((recovery) => <RecoveryView key={recovery.id} recovery={recovery} />)
            )
          }
        </Loaded>
      </Section>
    </div>
  );
}

function RecoveryView({ recovery }: { readonly recovery: Recovery }) {
  const { can } = useSession();
  const { missed, since, until, per_second, status, created_at, ended_at, stop_reason } = recovery;
  return (
    <div className="recovery">
      <div className="row spread">
        <span className="row">
          <StatusBadge status={status} />
          <strong>{missed ? 'Missed events' : 'Exhausted deliveries'}</strong>
          <span>
            from <Time at={since} /> to <Time at={until} />, {count(per_second)} per second
          </span>
        </span>
        {status === 'running' && can('manage') && <Stop id={recovery.id} />}
      </div>
      <Progress
        label={`Progress of the recovery of ${missed ? 'missed events' : 'exhausted deliveries'}`}
        value={Math.round((recovery.progress ?? 0) * 100)}
        most={100}
        text={progressInWords(recovery)}
      />
      <p className="small soft">
        Started <Time at={created_at} as="relative" />
        {ended_at !== null && (
          <>
            , ended <Time at={ended_at} as="relative" />
          </>
        )}
        {stop_reason !== null && `: ${stopReasons[stop_reason]}`}
      </p>
    </div>
  );
}

const stopReasons: Readonly<Record<RecoveryStopReason, string>> = {
  by_request: 'stopped by a call',
  subscription_disabled: 'the subscription was disabled',
  subscription_deleted: 'the subscription was deleted',
  receiver_changed: 'the subscription has moved to another receiver',
};

function progressInWords({ missed, deliveries_count, recovered_count, skipped_count, progress }: Recovery) {
  const all = deliveries_count === null ? '' : ` of ${count(deliveries_count)}`;
  const verb = missed ? 'sent' : 'replayed';
  const skipped = skipped_count === 0 ? '' : `, ${count(skipped_count)} skipped`;
  const share = progress === null ? '' : ` (${Math.round(progress * 100)} %)`;
  return `${count(recovered_count)}${all} ${verb}${skipped}${share}`;
}

function Stop({ id }: { readonly id: string }) {
  const { client } = useSession();
  const queries = useQueryClient();
  const stop = useMutation({
    mutationFn: () => client.recoveries.stop(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['recoveries'] }),
  });
  return (
    <>
      <ProblemNote error={stop.error} />
      <Button isPending={stop.isPending} onPress={() => stop.mutate()}>
        Stop
      </Button>
    </>
  );
}
