import { Page } from '../../ui/page.tsx';

export default function DeliveriesDetail() {
  return (
    <Page title="Deliveries">
      <p>Not built yet.</p>
    </Page>
  );
}
