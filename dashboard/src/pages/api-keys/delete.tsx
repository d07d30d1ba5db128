import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ApiKey } from '../../../../client/src/posthorn.ts';
import { useSession } from '../../app/session.tsx';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { visible } from '../../ui/code-block.tsx';
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx';
import { Note } from '../../ui/note.tsx';

interface DeleteKeyProps {
  readonly apiKey: ApiKey;
}

export function DeleteKeyButton({ apiKey }: DeleteKeyProps) {
  const { client, me } = useSession();
  const queries = useQueryClient();
  const remove = async () => {
    await client.apiKeys.delete(apiKey.id);
    announce(`Deleted the key ${apiKey.name}`);
    await queries.invalidateQueries({ queryKey: ['api-keys'] });
  };
  const trigger = (
    <Button kind="danger" isSmall aria-label={`Delete the key ${visible(apiKey.name)}`}>
      Delete
    </Button>
  );
  if (me.id === apiKey.id) return <OwnKeyDialog trigger={trigger} />;
  return (
    <ConfirmDialog
      trigger={trigger}
      title="Delete this API key?"
      action="Delete"
      isDangerous
      onConfirm={remove}
    >
      <strong className="foreign">{visible(apiKey.name)}</strong> is refused from now on, and so are the
      portal tokens that it made. This cannot be undone.
    </ConfirmDialog>
  );
}

/** The API lets no key revoke itself, so that a tenant does not lock itself out. */
function OwnKeyDialog({ trigger }: { readonly trigger: ReactNode }) {
  const { signOut } = useSession();
  return (
    <Dialog trigger={trigger} title="This is your own key">
      {(close) => (
        <>
          <Note kind="warn">
            You are signed in by this key, and a key cannot delete itself. Sign in by another key with the
            scope admin to delete it.
          </Note>
          <div className="dialog-actions">
            <Button onPress={close}>Keep</Button>
            <Button kind="primary" onPress={signOut}>
              Sign out
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
