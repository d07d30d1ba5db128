import { useQueryClient } from '@tanstack/react-query';
import type { ApiKey } from '../../../../client/src/posthorn.ts';
import { useSession } from '../../app/session.tsx';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { visible } from '../../ui/code-block.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Note } from '../../ui/note.tsx';

/** Deletes a key. The key of this page ends the session too. */
export function DeleteKeyButton({ apiKey }: { readonly apiKey: ApiKey }) {
  const { client, me, signOut } = useSession();
  const queries = useQueryClient();
  const isOwn = me.id === apiKey.id;
  const remove = async () => {
    await client.apiKeys.delete(apiKey.id);
    announce(`Deleted the key ${apiKey.name}`);
    if (isOwn) signOut();
    else await queries.invalidateQueries({ queryKey: ['api-keys'] });
  };
  return (
    <ConfirmDialog
      trigger={
        <Button kind="danger" isSmall aria-label={`Delete the key ${visible(apiKey.name)}`}>
          Delete
        </Button>
      }
      title="Delete this API key?"
      action={isOwn ? 'Delete and sign out' : 'Delete'}
      isDangerous
      onConfirm={remove}
    >
      <div className="stack">
        <p>
          <strong className="foreign">{visible(apiKey.name)}</strong> is refused from now on, and so are the
          portal tokens that it made. This cannot be undone.
        </p>
        {isOwn && <Note kind="warn">You are signed in by this key: this page will sign you out.</Note>}
      </div>
    </ConfirmDialog>
  );
}
