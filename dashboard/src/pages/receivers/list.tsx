import { type FormEvent, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Receiver } from '../../../../client/src/posthorn.ts';
import { from, useList } from '../../api/lists.ts';
import { hrefOf } from '../../app/path-id.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { visible } from '../../ui/code-block.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { CreateReceiverButton } from './record-dialogs.tsx';
import { rateInWords } from './words.ts';

export default function ReceiversList() {
  const { can } = useSession();
  return (
    <Page title="Receivers" actions={can('manage') && <CreateReceiverButton />}>
      <p className="soft">
        Your customers that receive webhooks. A record gives a <code>receiver_id</code> a name, which its
        portal shows, and limits. A <code>receiver_id</code> works without a record too: open it by its id.
      </p>
      <OpenById />
      <ReceiverTable />
    </Page>
  );
}

function OpenById() {
  const [id, setId] = useState('');
  const [, navigate] = useLocation();
  const open = (event: FormEvent) => {
    event.preventDefault();
    if (id !== '') navigate(hrefOf('/receivers', id));
  };
  return (
    <form onSubmit={open} className="row receiver-by-id">
      <TextField label="Receiver id" value={id} onChange={setId} placeholder="customer-42" />
      <Button type="submit" isDisabled={id === ''}>
        Open
      </Button>
    </form>
  );
}

function ReceiverTable() {
  const { client } = useSession();
  const { query, rows, more } = useList(['receivers'], (cursor) =>
    client.receivers.list({ ...from(cursor), limit: 250 }),
  );
  return (
    <Loaded query={query}>
      {() =>
        rows.length === 0 && more === undefined ? (
          <Empty title="No receiver has a record">
            Create one to give a customer a name in its portal, or to limit its events and subscriptions.
          </Empty>
        ) : (
          <DataTable label="Receivers" columns={columns} rows={rows} rowKey={({ id }) => id} onEnd={more} />
        )
      }
    </Loaded>
  );
}

const columns: readonly Column<Receiver>[] = [
  {
    id: 'name',
    title: 'Name',
    width: 'minmax(10rem, 2fr)',
    cell: ({ id, name }) => (
      <Link href={hrefOf('/receivers', id)} className="foreign">
        {visible(name)}
      </Link>
    ),
  },
  {
    id: 'id',
    title: 'Id',
    width: 'minmax(8rem, 2fr)',
    cell: ({ id }) => <code className="foreign">{visible(id)}</code>,
  },
  {
    id: 'rate',
    title: 'Limit of events',
    width: 'minmax(12rem, 1fr)',
    cell: ({ rate_limit }) => <span>{rateInWords(rate_limit)}</span>,
  },
  {
    id: 'subscriptions',
    title: 'Limit of subscriptions',
    width: '11rem',
    cell: ({ subscriptions_limit }) => subscriptions_limit ?? 'none',
  },
  {
    id: 'updated',
    title: 'Changed',
    width: '8rem',
    cell: ({ updated_at }) => <Time at={updated_at} as="relative" />,
  },
];
