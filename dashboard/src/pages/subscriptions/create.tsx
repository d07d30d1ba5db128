import { Page } from '../../ui/page.tsx';

export default function SubscriptionsCreate() {
  return (
    <Page title="Subscriptions">
      <p>Not built yet.</p>
    </Page>
  );
}
