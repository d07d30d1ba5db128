import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Posthorn, Recovery } from '../../../../client/src/posthorn.ts';
import { useSession } from '../../app/session.tsx';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { visible } from '../../ui/code-block.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { NumberField } from '../../ui/fields.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { Note } from '../../ui/note.tsx';
import { fieldFaults, ProblemNote } from '../../ui/problem-note.tsx';
import { Time } from '../../ui/time.tsx';

type Filters = Partial<Record<'event_type' | 'subscription_id' | 'since' | 'until', string>>;

interface RedriveProps {
  readonly filters: Filters;
  /** @param id of the recovery that replays them */
  readonly onStarted: (id: string) => void;
}

/** Replays all dead letters that the filters show, in the background. */
export function Redrive({ filters, onStarted }: RedriveProps) {
  const isFiltered = Object.keys(filters).length > 0;
  return (
    <Dialog
      trigger={<Button kind="primary">{isFiltered ? 'Redrive filtered' : 'Redrive all'}</Button>}
      title={isFiltered ? 'Redrive the filtered dead letters' : 'Redrive all dead letters'}
    >
      {(close) => <RedriveForm filters={filters} onStarted={onStarted} close={close} />}
    </Dialog>
  );
}

const PER_SECOND = 10;
/** Before the first event of any installation. */
const BEGINNING = new Date(0).toISOString();

/** With a subscription it is a recovery of that subscription, which needs its beginning. */
function start(
  client: Posthorn,
  { subscription_id, since, until }: Filters,
  per_second: number,
): Promise<Recovery> {
  const period = { per_second, ...(until !== undefined && { until }) };
  if (subscription_id !== undefined) {
    return client.recoveries.start(subscription_id, { since: since ?? BEGINNING, ...period });
  }
  return client.deadLetters.redrive({ ...period, ...(since !== undefined && { since }) });
}

function RedriveForm({ filters, onStarted, close }: RedriveProps & { readonly close: () => void }) {
  const { client } = useSession();
  const [perSecond, setPerSecond] = useState<number | undefined>(PER_SECOND);
  const redrive = useMutation({
    mutationFn: () => start(client, filters, perSecond ?? PER_SECOND),
    onSuccess: ({ id }) => {
      announce('The redrive has started');
      onStarted(id);
      close();
    },
  });
  const faults = fieldFaults(redrive.error);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        redrive.mutate();
      }}
    >
      <Scope filters={filters} />
      <NumberField
        label="Attempts per second, at most"
        help="A rate limit of the subscription applies as well."
        fault={faults['per_second']}
        value={perSecond}
        onChange={setPerSecond}
        minValue={1}
      />
      <ProblemNote error={redrive.error} shownElsewhere={['/per_second']} />
      <FormActions action="Redrive" isPending={redrive.isPending} close={close} keep="Keep" />
    </form>
  );
}

/** Which dead letters a redrive takes, in words. */
function Scope({ filters: { event_type, subscription_id, since, until } }: { readonly filters: Filters }) {
  return (
    <>
      <p>
        Dead letters of {subscription_id === undefined ? 'all subscriptions' : 'the subscription '}
        {subscription_id !== undefined && <code className="foreign">{visible(subscription_id)}</code>} whose
        event was published{' '}
        {since === undefined ? (
          'at any time'
        ) : (
          <>
            since <Time at={since} />
          </>
        )}
        {until !== undefined && (
          <>
            {' '}
            and before <Time at={until} />
          </>
        )}{' '}
        are replayed in the background. Those of disabled subscriptions stay.
      </p>
      {event_type !== undefined && (
        <Note kind="warn">
          A redrive takes all event types. To replay one event type, select its rows and use "Replay
          selected".
        </Note>
      )}
    </>
  );
}
