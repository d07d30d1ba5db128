import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ProblemError } from '../../../../client/src/posthorn.ts';
import { type BulkFailure, useBulk } from '../../api/bulk.ts';
import { useSession } from '../../app/session.tsx';
import { count } from '../../format/numbers.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Progress } from '../../ui/progress.tsx';
import { shortId } from './columns.tsx';

interface BulkReplayProps {
  readonly ids: readonly string[];
  /** Called when the deliveries were replayed, as far as they could be. */
  readonly onDone: () => void;
}

/** Replays the selected deliveries one by one, with progress and a summary of the failures. */
export function BulkReplay({ ids, onDone }: BulkReplayProps) {
  return (
    <Dialog
      trigger={
        <Button isDisabled={ids.length === 0}>
          {ids.length === 0 ? 'Replay selected' : `Replay ${count(ids.length)} selected`}
        </Button>
      }
      title={ids.length === 1 ? 'Replay 1 delivery' : `Replay ${count(ids.length)} deliveries`}
    >
      {(close) => <BulkReplayRun ids={ids} onDone={onDone} close={close} />}
    </Dialog>
  );
}

/** Replays are throttled by the API: the client waits as long as it says. */
const RETRIES = 5;

function BulkReplayRun({ ids, onDone, close }: BulkReplayProps & { readonly close: () => void }) {
  const { client } = useSession();
  const queries = useQueryClient();
  const bulk = useBulk((id, signal) => client.deliveries.replay(id, { signal, maxRetries: RETRIES }));
  const run = async () => {
    await bulk.start(ids);
    await queries.invalidateQueries({ queryKey: ['deliveries'] });
    await queries.invalidateQueries({ queryKey: ['dead-letters'] });
  };
  const finish = () => {
    onDone();
    close();
  };
  return (
    <>
      {bulk.status === 'ready' ? (
        <p>
          Each delivery is attempted now, then by its retry policy. Receivers get the same webhook-id as
          before.
        </p>
      ) : (
        <Progress
          label="Replayed"
          value={bulk.succeeded + bulk.failures.length}
          most={ids.length}
          text={`${count(bulk.succeeded)} of ${count(ids.length)} replayed${failedText(bulk.failures.length)}`}
        />
      )}
      <Failures failures={bulk.failures} />
      <div className="dialog-actions">
        {bulk.status === 'running' && <Button onPress={bulk.stop}>Stop</Button>}
        {bulk.status === 'ready' && <Button onPress={close}>Keep</Button>}
        {bulk.status === 'ended' ? (
          <Button kind="primary" autoFocus onPress={finish}>
            Close
          </Button>
        ) : (
          <Button kind="primary" isPending={bulk.status === 'running'} onPress={() => void run()}>
            Replay
          </Button>
        )}
      </div>
    </>
  );
}

const failedText = (failed: number): string => (failed === 0 ? '' : `, ${count(failed)} failed`);

const IDS_SHOWN = 5;

/** Failures with the same reason together: often one reason stops all of them. */
function Failures({ failures }: { readonly failures: readonly BulkFailure[] }) {
  if (failures.length === 0) return null;
  const byReason = new Map<string, BulkFailure[]>();
  for (const failure of failures) {
    const reason = reasonOf(failure.error);
    byReason.set(reason, [...(byReason.get(reason) ?? []), failure]);
  }
  return (
    <section className="stack-small" aria-label="Failures">
      {[...byReason].map(([reason, group]) => (
        <div key={reason} className="note note-bad">
          <strong>
            {count(group.length)} × {reason}
          </strong>
          <div className="row small mono">
            {group.slice(0, IDS_SHOWN).map(({ id }) => (
              <Link key={id} href={`/deliveries/${id}`} title={id}>
                {shortId(id)}
              </Link>
            ))}
            {group.length > IDS_SHOWN && `and ${count(group.length - IDS_SHOWN)} more`}
          </div>
        </div>
      ))}
    </section>
  );
}

const reasonOf = (error: unknown): string => {
  if (error instanceof ProblemError) return error.detail || error.title;
  return error instanceof Error ? error.message : String(error);
};
