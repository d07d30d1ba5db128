import { Page } from '../../ui/page.tsx';

export default function ApiKeysList() {
  return (
    <Page title="Api keys">
      <p>Not built yet.</p>
    </Page>
  );
}
