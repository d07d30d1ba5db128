import { Link } from 'wouter';
import type { ApiKey } from '../../../../client/src/posthorn.ts';
import { from, useList } from '../../api/lists.ts';
import { useQueryString } from '../../app/query-string.ts';
import { useSession } from '../../app/session.tsx';
import { visible } from '../../ui/code-block.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Note } from '../../ui/note.tsx';
import { Page } from '../../ui/page.tsx';
import { Time, useNowMs } from '../../ui/time.tsx';
import { CreateKeyButton } from './create.tsx';
import { DeleteKeyButton } from './delete.tsx';

export default function ApiKeysList() {
  const [get] = useQueryString();
  const only = get('key');
  return (
    <Page title="API keys" actions={<CreateKeyButton />}>
      <p className="soft">
        A key gives a program or a person access to your tenant, as far as its scopes reach. Only a hash of it
        is kept, so that a lost key cannot be shown again: create another one and delete the lost one.
      </p>
      {only !== '' && (
        <p>
          Only the key <code className="foreign">{visible(only)}</code>.{' '}
          <Link href="/api-keys">Show all keys</Link>
        </p>
      )}
      <KeyTable only={only} />
    </Page>
  );
}

function KeyTable({ only }: { readonly only: string }) {
  const { client } = useSession();
  const { query, rows, more } = useList(['api-keys'], (cursor) =>
    client.apiKeys.list({ ...from(cursor), limit: 250 }),
  );
  const shown = only === '' ? rows : rows.filter(({ id }) => id === only);
  return (
    <Loaded query={query}>
      {() =>
        shown.length === 0 && more === undefined ? (
          <Note>No key of your tenant has this id: it may be deleted, or belong to another tenant.</Note>
        ) : (
          <DataTable label="API keys" columns={columns} rows={shown} rowKey={({ id }) => id} onEnd={more} />
        )
      }
    </Loaded>
  );
}

function Expiry({ at }: { readonly at: string | null }) {
  const nowMs = useNowMs();
  if (at === null) return 'never';
  return Date.parse(at) > nowMs ? <Time at={at} as="relative" /> : <strong>expired</strong>;
}

function Name({ apiKey }: { readonly apiKey: ApiKey }) {
  const { me } = useSession();
  return (
    <>
      <span className="foreign">{visible(apiKey.name)}</span>
      {me.id === apiKey.id && <span className="badge badge-calm">this key</span>}
    </>
  );
}

const columns: readonly Column<ApiKey>[] = [
  { id: 'name', title: 'Name', width: 'minmax(10rem, 2fr)', cell: (apiKey) => <Name apiKey={apiKey} /> },
  { id: 'scopes', title: 'Scopes', width: 'minmax(9rem, 1fr)', cell: ({ scopes }) => scopes.join(', ') },
  {
    id: 'used',
    title: 'Last used',
    width: '7.5rem',
    cell: ({ last_used_at }) => (last_used_at === null ? 'never' : <Time at={last_used_at} as="relative" />),
  },
  { id: 'expires', title: 'Expires', width: '7.5rem', cell: ({ expires_at }) => <Expiry at={expires_at} /> },
  {
    id: 'created',
    title: 'Created',
    width: '7.5rem',
    cell: ({ created_at }) => <Time at={created_at} as="relative" />,
  },
  { id: 'actions', title: 'Actions', width: '6.5rem', cell: (apiKey) => <DeleteKeyButton apiKey={apiKey} /> },
  { id: 'id', title: 'Id', width: '17.5rem', cell: ({ id }) => <code>{id}</code> },
];
