import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import type { Subscription } from '../../../../client/src/posthorn.ts';
import { useSession } from '../../app/session.tsx';
import { announce } from '../../ui/announcer.tsx';
import { Button, LinkButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { reasonInWords } from './health.tsx';

interface ActionProps {
  readonly subscription: Subscription;
}

/** Edit, disable or enable, delete: for keys that may. */
export function SubscriptionActions({ subscription }: ActionProps) {
  const { can } = useSession();
  if (!can('manage')) return null;
  return (
    <>
      <LinkButton href={`/subscriptions/${subscription.id}/edit`}>Edit</LinkButton>
      {subscription.status === 'enabled' ? (
        <Disable subscription={subscription} />
      ) : (
        <Enable subscription={subscription} />
      )}
      <Delete subscription={subscription} />
    </>
  );
}

/** The changed subscription is shown at once; lists ask again. */
function useChanged() {
  const queries = useQueryClient();
  return async (subscription: Subscription, message: string) => {
    queries.setQueryData(['subscriptions', subscription.id], subscription);
    await queries.invalidateQueries({ queryKey: ['subscriptions'] });
    announce(message);
  };
}

function Disable({ subscription: { id } }: ActionProps) {
  const { client } = useSession();
  const changed = useChanged();
  return (
    <ConfirmDialog
      trigger={<Button>Disable</Button>}
      title="Disable this subscription?"
      action="Disable"
      onConfirm={async () => changed(await client.subscriptions.disable(id), 'Subscription disabled')}
    >
      It gets no new events, and its open deliveries are held until you enable it. You can then send what it
      missed.
    </ConfirmDialog>
  );
}

function Enable({ subscription: { id, disabled_reason } }: ActionProps) {
  const { client } = useSession();
  const changed = useChanged();
  return (
    <ConfirmDialog
      trigger={<Button kind="primary">Enable</Button>}
      title="Enable this subscription?"
      action="Enable"
      onConfirm={async () => changed(await client.subscriptions.enable(id), 'Subscription enabled')}
    >
      {reasonInWords(disabled_reason)} Its held deliveries are sent now. Events that were published while it
      was disabled are not: send them from the tab Recoveries.
    </ConfirmDialog>
  );
}

function Delete({ subscription: { id } }: ActionProps) {
  const { client } = useSession();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  return (
    <ConfirmDialog
      trigger={<Button kind="danger">Delete</Button>}
      title="Delete this subscription?"
      action="Delete"
      isDangerous
      onConfirm={async () => {
        await client.subscriptions.delete(id);
        navigate('/subscriptions');
        announce('Subscription deleted');
        queries.removeQueries({ queryKey: ['subscriptions', id] });
        await queries.invalidateQueries({ queryKey: ['subscriptions'] });
      }}
    >
      Its open deliveries are cancelled. This cannot be undone.
    </ConfirmDialog>
  );
}
