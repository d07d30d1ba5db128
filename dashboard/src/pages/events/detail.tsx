import { Page } from '../../ui/page.tsx';

export default function EventsDetail() {
  return (
    <Page title="Events">
      <p>Not built yet.</p>
    </Page>
  );
}
