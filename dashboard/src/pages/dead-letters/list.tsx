import { Page } from '../../ui/page.tsx';

export default function DeadLettersList() {
  return (
    <Page title="Dead letters">
      <p>Not built yet.</p>
    </Page>
  );
}
