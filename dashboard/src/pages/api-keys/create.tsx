import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { type Scope, useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { fieldFaults, ProblemNote } from '../../ui/problem-note.tsx';
import { ShownOnce } from '../../ui/shown-once.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { ScopeBoxes } from './scope-boxes.tsx';
import { OWN_TENANT, TenantSelect } from './tenant-select.tsx';

export function CreateKeyButton() {
  return (
    <Dialog trigger={<Button kind="primary">Create API key</Button>} title="Create an API key">
      {(close) => <CreateKey close={close} />}
    </Dialog>
  );
}

interface Draft {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** As the browser's control has it, in the reader's zone: `2027-01-31T09:30`. Empty: never. */
  readonly expiry: string;
  readonly tenantId: string;
}

function CreateKey({ close }: { readonly close: () => void }) {
  const { client } = useSession();
  const queries = useQueryClient();
  const [draft, change] = useDraft<Draft>({
    name: '',
    scopes: ['ingest'],
    expiry: '',
    tenantId: OWN_TENANT,
  });
  const create = useMutation({
    mutationFn: ({ name, scopes, expiry, tenantId }: Draft) =>
      client.apiKeys.create({
        name,
        scopes: [...scopes],
        ...(expiry !== '' && { expires_at: new Date(expiry).toISOString() }),
        ...(tenantId !== OWN_TENANT && { tenant_id: tenantId }),
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['api-keys'] }),
  });
  if (create.data !== undefined)
    return <ShownOnce subject="the API key" secret={create.data.key} close={close} />;
  const faults = fieldFaults(create.error);
  const send = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(draft);
  };
  return (
    <form className="stack" onSubmit={send}>
      <TextField
        label="Name"
        isRequired
        autoFocus
        value={draft.name}
        onChange={(name) => change({ name })}
        fault={faults['name']}
        help="Who or what uses it, for example: shop, production."
      />
      <ScopeBoxes scopes={draft.scopes} onChange={(scopes) => change({ scopes })} fault={faults['scopes']} />
      <TextField
        label="Expires"
        type="datetime-local"
        value={draft.expiry}
        onChange={(expiry) => change({ expiry })}
        fault={faults['expires_at']}
        help="In your time zone. Empty: valid until you delete it."
      />
      <TenantSelect
        value={draft.tenantId}
        onChange={(tenantId) => change({ tenantId })}
        fault={faults['tenant_id']}
      />
      <ProblemNote error={create.error} shownElsewhere={['/name', '/scopes', '/expires_at', '/tenant_id']} />
      <FormActions action="Create" isPending={create.isPending} close={close} keep="Cancel" />
    </form>
  );
}
