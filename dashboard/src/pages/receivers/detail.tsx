import { useQuery } from '@tanstack/react-query';
import { type Posthorn, ProblemError, type Receiver } from '../../../../client/src/posthorn.ts';
import { usePathId } from '../../app/path-id.ts';
import { useSession } from '../../app/session.tsx';
import { visible } from '../../ui/code-block.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Note } from '../../ui/note.tsx';
import { Facts, Page, Section } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { PortalSection } from './portal-section.tsx';
import { CreateReceiverButton, DeleteReceiverButton, EditReceiverButton } from './record-dialogs.tsx';
import { ReceiverDeliveries, ReceiverSubscriptions } from './tables.tsx';
import { rateInWords } from './words.ts';

export default function ReceiversDetail() {
  const id = usePathId();
  const { client, can } = useSession();
  const query = useQuery({ queryKey: ['receivers', id], queryFn: () => recordOf(client, id) });
  const name = query.data?.name ?? id;
  return (
    <Page
      title={name}
      heading={<span className="foreign">{visible(name)}</span>}
      actions={can('manage') && query.data !== undefined && <Actions id={id} receiver={query.data} />}
    >
      <Loaded query={query}>
        {(receiver) => (receiver === null ? <NoRecord id={id} /> : <Record receiver={receiver} />)}
      </Loaded>
      {can('manage') && <PortalSection receiverId={id} />}
      <ReceiverSubscriptions receiverId={id} />
      <ReceiverDeliveries receiverId={id} />
    </Page>
  );
}

/** @returns null: the id may be in use, but has no record */
async function recordOf(client: Posthorn, id: string): Promise<Receiver | null> {
  try {
    return await client.receivers.get(id);
  } catch (error) {
    if (error instanceof ProblemError && error.status === 404) return null;
    throw error;
  }
}

function Actions({ id, receiver }: { readonly id: string; readonly receiver: Receiver | null }) {
  if (receiver === null) return <CreateReceiverButton id={id} />;
  return (
    <>
      <EditReceiverButton receiver={receiver} />
      <DeleteReceiverButton receiver={receiver} />
    </>
  );
}

const NoRecord = ({ id }: { readonly id: string }) => (
  <Note>
    <p>
      No record has the id <code className="foreign">{visible(id)}</code>: it has no name and no limits. Its
      subscriptions and deliveries, if it is in use, are below.
    </p>
  </Note>
);

function Record({ receiver }: { readonly receiver: Receiver }) {
  const metadata = Object.entries(receiver.metadata);
  return (
    <Section title="Record">
      <Facts
        facts={[
          [
            'Id',
            <code key="id" className="foreign">
              {visible(receiver.id)}
            </code>,
          ],
          ['Limit of events', rateInWords(receiver.rate_limit)],
          ['Limit of subscriptions', receiver.subscriptions_limit ?? 'none'],
          ['Created', <Time key="created" at={receiver.created_at} />],
          ['Changed', <Time key="changed" at={receiver.updated_at} />],
        ]}
      />
      {metadata.length > 0 && (
        <>
          <h3>Metadata</h3>
          <Facts
            facts={metadata.map(([name, value]) => [
              visible(name),
              <span key={name} className="foreign">
                {visible(value)}
              </span>,
            ])}
          />
        </>
      )}
    </Section>
  );
}
