import { Page } from '../../ui/page.tsx';

export default function ReceiversDetail() {
  return (
    <Page title="Receivers">
      <p>Not built yet.</p>
    </Page>
  );
}
