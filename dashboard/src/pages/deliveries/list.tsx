import { Page } from '../../ui/page.tsx';

export default function DeliveriesList() {
  return (
    <Page title="Deliveries">
      <p>Not built yet.</p>
    </Page>
  );
}
