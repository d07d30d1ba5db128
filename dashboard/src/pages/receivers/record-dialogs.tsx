import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import type { Receiver } from '../../../../client/src/posthorn.ts';
import { hrefOf } from '../../app/path-id.ts';
import { useSession } from '../../app/session.tsx';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { visible } from '../../ui/code-block.tsx';
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx';
import { type Draft, draftOf, emptyDraft, ReceiverForm, settingsOf } from './form.tsx';

/** With an id: the record of a receiver that is in use without one. */
export function CreateReceiverButton({ id = '' }: { readonly id?: string }) {
  return (
    <Dialog trigger={<Button kind="primary">Create receiver</Button>} title="Create a receiver">
      {(close) => <CreateReceiver id={id} close={close} />}
    </Dialog>
  );
}

interface CreateProps {
  readonly id: string;
  readonly close: () => void;
}

function CreateReceiver({ id, close }: CreateProps) {
  const { client } = useSession();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const create = useMutation({
    mutationFn: (draft: Draft) =>
      client.receivers.create({ ...(draft.id !== '' && { id: draft.id }), ...settingsOf(draft) }),
    onSuccess: (receiver) => {
      void queries.invalidateQueries({ queryKey: ['receivers'] });
      announce(`Created ${receiver.name}`);
      close();
      navigate(hrefOf('/receivers', receiver.id));
    },
  });
  return (
    <ReceiverForm
      isNew
      start={emptyDraft(id)}
      action="Create"
      isPending={create.isPending}
      error={create.error}
      onSend={(draft) => create.mutate(draft)}
    >
      <Button onPress={close}>Cancel</Button>
    </ReceiverForm>
  );
}

export function EditReceiverButton({ receiver }: { readonly receiver: Receiver }) {
  return (
    <Dialog trigger={<Button>Edit</Button>} title="Edit the receiver">
      {(close) => <EditReceiver receiver={receiver} close={close} />}
    </Dialog>
  );
}

function EditReceiver({ receiver, close }: { readonly receiver: Receiver; readonly close: () => void }) {
  const { client } = useSession();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (draft: Draft) => client.receivers.update(receiver.id, changesOf(receiver, draft)),
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: ['receivers'] });
      announce(`Saved ${saved.name}`);
      close();
    },
  });
  return (
    <ReceiverForm
      isNew={false}
      start={draftOf(receiver)}
      action="Save"
      isPending={save.isPending}
      error={save.error}
      onSend={(draft) => save.mutate(draft)}
    >
      <Button onPress={close}>Cancel</Button>
    </ReceiverForm>
  );
}

/** The API merges metadata: a name that was removed is sent as null. */
function changesOf(receiver: Receiver, draft: Draft) {
  const { metadata, ...settings } = settingsOf(draft);
  const removed = Object.keys(receiver.metadata).filter((name) => !(name in metadata));
  return {
    ...settings,
    metadata: { ...metadata, ...Object.fromEntries(removed.map((name) => [name, null])) },
  };
}

export function DeleteReceiverButton({ receiver }: { readonly receiver: Receiver }) {
  const { client } = useSession();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const remove = async () => {
    await client.receivers.delete(receiver.id);
    navigate('/receivers');
    announce(`Deleted ${receiver.name}`);
    await queries.invalidateQueries({ queryKey: ['receivers'] });
  };
  return (
    <ConfirmDialog
      trigger={<Button kind="danger">Delete</Button>}
      title="Delete this receiver?"
      action="Delete"
      isDangerous
      onConfirm={remove}
    >
      The record of <span className="foreign">{visible(receiver.name)}</span> is deleted: its name and its
      limits. Its subscriptions and events stay, and are delivered without limits.
    </ConfirmDialog>
  );
}
