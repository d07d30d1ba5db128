import { Page } from '../../ui/page.tsx';

export default function ReceiversList() {
  return (
    <Page title="Receivers">
      <p>Not built yet.</p>
    </Page>
  );
}
