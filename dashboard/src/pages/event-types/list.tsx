import { Link } from 'wouter';
import type { EventType } from '../../../../client/src/posthorn.ts';
import { from, useList } from '../../api/lists.ts';
import { hrefOf } from '../../app/path-id.ts';
import { useQueryString } from '../../app/query-string.ts';
import { useSession } from '../../app/session.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { visible } from '../../ui/code-block.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { CreateEventType } from './create.tsx';
import { DocumentButton } from './document-button.tsx';

export default function EventTypesList() {
  const [get] = useQueryString();
  const { can, isPortal } = useSession();
  if (isPortal) return <OfferedTypes />;
  if (get('create') !== '' && can('manage')) return <CreateEventType />;
  return (
    <Page
      title="Event types"
      actions={
        <>
          <DocumentButton />
          {can('manage') && (
            <LinkButton kind="primary" href={CREATE}>
              Create event type
            </LinkButton>
          )}
        </>
      }
    >
      <p className="soft">
        The catalogue of your events: what each type means, the schema of its payloads, and an example. Events
        of other types are accepted too.
      </p>
      <EventTypeTable />
    </Page>
  );
}

const CREATE = '/event-types?create=yes';

/** The catalogue as a receiver sees it in its portal. */
const OfferedTypes = () => (
  <Page title="Event types">
    <p className="soft">
      The events that you can subscribe to: what each means, with an example of its payload.
    </p>
    <EventTypeTable />
  </Page>
);

function EventTypeTable() {
  const { client } = useSession();
  const { query, rows, more } = useList(['event-types'], (cursor) =>
    client.eventTypes.list({ ...from(cursor), limit: 250 }),
  );
  return (
    <Loaded query={query}>
      {() =>
        rows.length === 0 ? (
          <NoEventTypes />
        ) : (
          <DataTable
            label="Event types"
            columns={columns}
            rows={rows}
            rowKey={({ name }) => name}
            onEnd={more}
          />
        )
      }
    </Loaded>
  );
}

function NoEventTypes() {
  const { isPortal } = useSession();
  if (isPortal) return <Empty title="No event type is described yet" />;
  return (
    <Empty
      title="The catalogue has no event type"
      command={`posthorn event-types create order.created --description 'A customer has placed an order.'`}
    >
      An entry describes a type of events for your receivers, and can check payloads against a schema.
    </Empty>
  );
}

const columns: readonly Column<EventType>[] = [
  {
    id: 'name',
    title: 'Name',
    width: 'minmax(12rem, 2fr)',
    cell: ({ name }) => (
      <Link href={hrefOf('/event-types', name)} className="foreign">
        {visible(name)}
      </Link>
    ),
  },
  {
    id: 'description',
    title: 'Description',
    width: 'minmax(12rem, 3fr)',
    cell: ({ description }) => <span className="foreign soft">{visible(description ?? '–')}</span>,
  },
  {
    id: 'schema',
    title: 'Schema',
    width: '8rem',
    cell: ({ schema, validation }) =>
      schema === null ? '–' : validation === 'enforce' ? 'enforced' : 'documents',
  },
  { id: 'example', title: 'Example', width: '6rem', cell: ({ example }) => (example === null ? '–' : 'yes') },
  {
    id: 'updated',
    title: 'Changed',
    width: '9rem',
    cell: ({ updated_at }) => <Time at={updated_at} as="relative" />,
  },
];
