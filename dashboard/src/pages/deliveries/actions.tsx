import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DeliveryWithAttempts } from '../../../../client/src/posthorn.ts';
import { useSession } from '../../app/session.tsx';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { focusHeading } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { isOpen } from './open.ts';

/** Retry now and cancel while the delivery is open, replay once it has ended; nothing for a key that may not. */
export function DeliveryActions({ delivery }: { readonly delivery: DeliveryWithAttempts }) {
  const { can } = useSession();
  if (!can('manage')) return null;
  return (
    <>
      <SendNow delivery={delivery} />
      {isOpen(delivery) && <Cancel id={delivery.id} />}
    </>
  );
}

/** One button for both, so that it keeps the focus while the delivery changes its state. */
function SendNow({ delivery }: { readonly delivery: DeliveryWithAttempts }) {
  const { client } = useSession();
  const queries = useQueryClient();
  const isRetry = isOpen(delivery);
  const send = useMutation({
    mutationFn: () =>
      isRetry ? client.deliveries.retry(delivery.id) : client.deliveries.replay(delivery.id),
    onSuccess: () => announce(isRetry ? 'The next attempt is made now' : 'The delivery is replayed'),
    onSettled: () => queries.invalidateQueries({ queryKey: ['deliveries'] }),
  });
  return (
    <>
      <ProblemNote error={send.error} />
      <Button kind="primary" isPending={send.isPending} onPress={() => send.mutate()}>
        {isRetry ? 'Retry now' : 'Replay'}
      </Button>
    </>
  );
}

function Cancel({ id }: { readonly id: string }) {
  const { client } = useSession();
  const queries = useQueryClient();
  const cancel = async () => {
    const { attempt_in_flight } = await client.deliveries.cancel(id);
    announce(attempt_in_flight ? 'Cancelled; an attempt under way can still arrive' : 'Cancelled');
    await queries.invalidateQueries({ queryKey: ['deliveries'] });
    focusHeading();
  };
  return (
    <ConfirmDialog
      trigger={<Button kind="danger">Cancel delivery</Button>}
      title="Cancel this delivery?"
      action="Cancel delivery"
      isDangerous
      onConfirm={cancel}
    >
      No further attempt starts. An attempt that has begun can still arrive. You can replay the delivery
      later.
    </ConfirmDialog>
  );
}
