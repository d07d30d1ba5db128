import { Page } from '../../ui/page.tsx';

export default function EventTypesList() {
  return (
    <Page title="Event types">
      <p>Not built yet.</p>
    </Page>
  );
}
