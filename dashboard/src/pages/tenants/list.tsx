import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Tenant } from '../../../../client/src/posthorn.ts';
import { from, useList } from '../../api/lists.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { visible } from '../../ui/code-block.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { TextField } from '../../ui/fields.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { fieldFaults, ProblemNote } from '../../ui/problem-note.tsx';
import { ShownOnce } from '../../ui/shown-once.tsx';
import { Time } from '../../ui/time.tsx';

export default function TenantsList() {
  const { client, me } = useSession();
  const { query, rows, more } = useList(['tenants'], (cursor) =>
    client.tenants.list({ ...from(cursor), limit: 250 }),
  );
  return (
    <Page title="Tenants" actions={<CreateTenantButton />}>
      <p className="soft">
        The tenants that yours created. Each has its own keys, subscriptions and events, and tenants never see
        each other's. Your own tenant is <code>{me.tenant_id}</code>.
      </p>
      <Loaded query={query}>
        {() =>
          rows.length === 0 ? (
            <Empty title="Your tenant has created no tenant">
              Create one for each part of your business, or each customer, that has to be kept apart.
            </Empty>
          ) : (
            <DataTable label="Tenants" columns={columns} rows={rows} rowKey={({ id }) => id} onEnd={more} />
          )
        }
      </Loaded>
    </Page>
  );
}

const columns: readonly Column<Tenant>[] = [
  {
    id: 'name',
    title: 'Name',
    width: 'minmax(12rem, 2fr)',
    cell: ({ name }) => <span className="foreign">{visible(name)}</span>,
  },
  { id: 'id', title: 'Id', width: 'minmax(18rem, 2fr)', cell: ({ id }) => <code>{id}</code> },
  { id: 'created', title: 'Created', width: '14rem', cell: ({ created_at }) => <Time at={created_at} /> },
];

const CreateTenantButton = () => (
  <Dialog trigger={<Button kind="primary">Create tenant</Button>} title="Create a tenant">
    {(close) => <CreateTenant close={close} />}
  </Dialog>
);

function CreateTenant({ close }: { readonly close: () => void }) {
  const { client } = useSession();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const create = useMutation({
    mutationFn: () => client.tenants.create({ name }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['tenants'] }),
  });
  if (create.data !== undefined) {
    return (
      <>
        <p>The tenant is created. Its first admin key can do everything within the tenant.</p>
        <ShownOnce subject="the admin key" secret={create.data.api_key.key} close={close} />
      </>
    );
  }
  const send = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form className="stack" onSubmit={send}>
      <TextField
        label="Name"
        isRequired
        autoFocus
        value={name}
        onChange={setName}
        fault={fieldFaults(create.error)['name']}
        help="The answer has the tenant's first admin key, which makes all its other keys."
      />
      <ProblemNote error={create.error} shownElsewhere={['/name']} />
      <FormActions action="Create" isPending={create.isPending} close={close} keep="Cancel" />
    </form>
  );
}
