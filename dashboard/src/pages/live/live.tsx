import { Page } from '../../ui/page.tsx';

export default function LiveLive() {
  return (
    <Page title="Live">
      <p>Not built yet.</p>
    </Page>
  );
}
