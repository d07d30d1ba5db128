import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import type { Subscription } from '../../../../client/src/posthorn.ts';
import { POLL_MS } from '../../api/lists.ts';
import { useQueryString } from '../../app/query-string.ts';
import { useSession } from '../../app/session.tsx';
import { visible } from '../../ui/code-block.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { SubscriptionActions } from './actions.tsx';
import { ActivityChart } from './activity-chart.tsx';
import { HealthBadge, HealthNote } from './health.tsx';
import { LatestDeliveries } from './latest-deliveries.tsx';
import { Recoveries } from './recoveries.tsx';
import { SecretSection } from './secret.tsx';
import { SettingsView } from './settings-view.tsx';
import { Statistics } from './statistics.tsx';
import { TestEventSection } from './test-event.tsx';
import './subscriptions.css';

export default function SubscriptionDetail() {
  const { id = '' } = useParams();
  const { client } = useSession();
  const query = useQuery({
    queryKey: ['subscriptions', id],
    queryFn: () => client.subscriptions.get(id),
    refetchInterval: POLL_MS,
  });
  if (query.data === undefined) {
    return (
      <Page title="Subscription">
        <Loaded query={query}>{() => null}</Loaded>
      </Page>
    );
  }
  return <Detail key="loaded" subscription={query.data} />;
}

function Detail({ subscription }: { readonly subscription: Subscription }) {
  const [get, set] = useQueryString();
  const { description, target_url } = subscription;
  return (
    <Page
      title="Subscription"
      heading={
        <span className="row">
          <span className="foreign">{visible(shortened(description || target_url))}</span>
          <HealthBadge subscription={subscription} />
        </span>
      }
      actions={<SubscriptionActions subscription={subscription} />}
    >
      <HealthNote subscription={subscription} />
      <Tabs
        label="About this subscription"
        selected={get('tab') || 'overview'}
        onSelect={(tab) => set({ tab: tab === 'overview' ? '' : tab })}
        tabs={[
          { id: 'overview', title: 'Overview', content: () => <Overview subscription={subscription} /> },
          {
            id: 'settings',
            title: 'Settings',
            content: () => <SettingsView subscription={subscription} />,
          },
          {
            id: 'recoveries',
            title: 'Recoveries',
            content: () => <Recoveries subscription={subscription} />,
          },
        ]}
      />
    </Page>
  );
}

const HEADING_CHARACTERS = 120;

/** The tab Settings has the whole text. */
const shortened = (text: string): string =>
  text.length <= HEADING_CHARACTERS ? text : `${text.slice(0, HEADING_CHARACTERS)}…`;

function Overview({ subscription }: { readonly subscription: Subscription }) {
  const { can } = useSession();
  return (
    <div className="stack">
      <Section title="Statistics">
        <Statistics id={subscription.id} />
        <ActivityChart id={subscription.id} />
      </Section>
      {can('manage') && <TestEventSection subscription={subscription} />}
      <LatestDeliveries id={subscription.id} />
      {can('manage') && <SecretSection id={subscription.id} />}
    </div>
  );
}
