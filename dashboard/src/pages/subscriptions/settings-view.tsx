import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { RateLimit, ReceiverAuth, Subscription } from '../../../../client/src/posthorn.ts';
import { apiUrl } from '../../app/addresses.ts';
import { hrefOf } from '../../app/path-id.ts';
import { useSession } from '../../app/session.tsx';
import { CodeBlock, visible } from '../../ui/code-block.tsx';
import { Facts, Section } from '../../ui/page.tsx';
import { RetryTimeline } from '../../ui/retry-timeline.tsx';
import { Time } from '../../ui/time.tsx';

/** All settings, as the API answers them. */
export function SettingsView({ subscription }: { readonly subscription: Subscription }) {
  const { me } = useSession();
  const isTenant = me.kind === 'api_key';
  return (
    <div className="stack">
      <Section title="Delivery">
        <Facts
          facts={[
            ['Id', <code key="id">{subscription.id}</code>],
            ['Target URL', <Foreign key="url" text={subscription.target_url} />],
            ['Event types', <TextList key="types" texts={subscription.event_types} none="all" />],
            ['Description', <Foreign key="description" text={subscription.description} />],
            ...(isTenant
              ? [['Receiver', <ReceiverLink key="receiver" id={subscription.receiver_id} />] as const]
              : []),
            ['Timeout of an attempt', `${subscription.timeout_seconds} s`],
            ['Rate limit', rateInWords(subscription.rate_limit)],
            ['Authentication', authInWords(subscription.auth)],
            ['Headers', <TextList key="headers" texts={Object.keys(subscription.headers)} none="none" />],
            ['Signatures', subscription.signature_versions.join(', ')],
            ['Signature headers', subscription.signature_headers.join(', ')],
            ['Created', <Time key="created" at={subscription.created_at} />],
            ['Changed', <Time key="updated" at={subscription.updated_at} />],
          ]}
        />
        {subscription.public_key !== null && (
          <CodeBlock code={subscription.public_key} subject="the public key" />
        )}
      </Section>
      <Section title="Retries">
        <RetryTimeline policy={subscription.retry_policy} />
      </Section>
      <Section title="Payload filter">
        {subscription.filter === null ? (
          <p className="soft">Every payload is delivered.</p>
        ) : (
          <CodeBlock code={JSON.stringify(subscription.filter, null, 2)} subject="the filter" />
        )}
      </Section>
      {isTenant && <TenantSections subscription={subscription} />}
    </div>
  );
}

function TenantSections({ subscription }: { readonly subscription: Subscription }) {
  const { source, ingest_rate_limit, metadata, id } = subscription;
  return (
    <>
      <Section title="Ingest">
        <Facts facts={[['Rate limit', rateInWords(ingest_rate_limit)]]} />
        <p>Events for this subscription alone are posted to its ingest URL.</p>
        <CodeBlock code={`${apiUrl}/ingest/${id}`} subject="the ingest URL" />
        {source === null ? (
          <p className="soft">No source: events need an API key.</p>
        ) : (
          <CodeBlock code={JSON.stringify(source, null, 2)} subject="the source" />
        )}
      </Section>
      {Object.keys(metadata).length > 0 && (
        <Section title="Metadata">
          <Facts
            facts={Object.entries(metadata).map(([name, value]) => [
              visible(name),
              <Foreign key={name} text={value} />,
            ])}
          />
        </Section>
      )}
    </>
  );
}

function Foreign({ text }: { readonly text: string | null }): ReactNode {
  if (text === null || text === '') return <span className="soft">–</span>;
  return <span className="foreign">{visible(text)}</span>;
}

function ReceiverLink({ id }: { readonly id: string | null }): ReactNode {
  if (id === null) return <span className="soft">–</span>;
  return (
    <Link href={hrefOf('/receivers', id)} className="foreign">
      {visible(id)}
    </Link>
  );
}

function TextList({ texts, none }: { readonly texts: readonly string[]; readonly none: string }) {
  if (texts.length === 0) return <span className="soft">{none}</span>;
  return <span className="foreign">{visible(texts.join('\n'))}</span>;
}

const rateInWords = (rate: RateLimit | null): string =>
  rate === null ? 'no limit' : `${rate.per_second} per second, ${rate.burst ?? 1} at once`;

function authInWords(auth: ReceiverAuth | null): ReactNode {
  switch (auth?.type) {
    case undefined:
      return <span className="soft">none</span>;
    case 'bearer':
      return 'bearer token';
    case 'basic':
      return <span className="foreign">{visible(`user name ${auth.username}`)}</span>;
    case 'oauth2':
      return <span className="foreign">{visible(`OAuth 2.0, tokens of ${auth.token_url}`)}</span>;
  }
}
