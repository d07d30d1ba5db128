import { Page } from '../../ui/page.tsx';

export default function AboutAbout() {
  return (
    <Page title="About">
      <p>Not built yet.</p>
    </Page>
  );
}
