import { Page } from '../../ui/page.tsx';

export default function SubscriptionsEdit() {
  return (
    <Page title="Subscriptions">
      <p>Not built yet.</p>
    </Page>
  );
}
