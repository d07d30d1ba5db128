import { Page } from '../../ui/page.tsx';

export default function EventTypesDetail() {
  return (
    <Page title="Event types">
      <p>Not built yet.</p>
    </Page>
  );
}
