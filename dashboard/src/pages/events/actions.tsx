import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { EventWithPayload } from '../../../../client/src/posthorn.ts';
import { useSubscriptionChoices } from '../../api/choices.ts';
import { useSession } from '../../app/session.tsx';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { focusHeading } from '../../ui/page.tsx';
import { fieldFaults, ProblemNote } from '../../ui/problem-note.tsx';
import { ComboBox } from '../../ui/select.tsx';

/** Sends the event to one more subscription, and deletes its payload; nothing for a key that may not. */
export function EventActions({ event }: { readonly event: EventWithPayload }) {
  const { can, isPortal } = useSession();
  if (!can('manage') || event.payload_deleted_at !== null) return null;
  return (
    <>
      <Dialog
        trigger={<Button kind="primary">Send to a subscription</Button>}
        title="Send to one more subscription"
      >
        {(close) => <SendForm eventId={event.id} close={close} />}
      </Dialog>
      {!isPortal && <DeletePayload id={event.id} />}
    </>
  );
}

function SendForm({ eventId, close }: { readonly eventId: string; readonly close: () => void }) {
  const { client } = useSession();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [subscription, setSubscription] = useState('');
  const choices = useSubscriptionChoices();
  const send = useMutation({
    mutationFn: () => client.events.send(eventId, { subscription_id: subscription.trim() }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['events', eventId] });
      announce('Sent: this is its delivery');
      close();
      go(`/deliveries/${id}`);
    },
  });
  const faults = fieldFaults(send.error);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      <ComboBox
        label="Subscription"
        help="Event types and filters are not checked. If the subscription has a delivery of the event already, you come to that one."
        fault={faults['subscription_id']}
        choices={choices}
        value={subscription}
        onChange={setSubscription}
        isRequired
        placeholder="sub_…"
      />
      <ProblemNote error={send.error} shownElsewhere={['/subscription_id']} />
      <FormActions
        action="Send"
        isPending={send.isPending}
        isDisabled={subscription === ''}
        close={close}
        keep="Keep"
      />
    </form>
  );
}

function DeletePayload({ id }: { readonly id: string }) {
  const { client } = useSession();
  const queries = useQueryClient();
  const remove = async () => {
    await client.events.deletePayload(id);
    await queries.invalidateQueries({ queryKey: ['events'] });
    await queries.invalidateQueries({ queryKey: ['deliveries'] });
    announce('The payload is deleted');
    focusHeading();
  };
  return (
    <ConfirmDialog
      trigger={<Button kind="danger">Delete payload</Button>}
      title="Delete the payload for good?"
      action="Delete payload"
      isDangerous
      onConfirm={remove}
    >
      The event and its deliveries stay. Deliveries that are still open end as exhausted, and none can be
      replayed. This cannot be undone.
    </ConfirmDialog>
  );
}
