import { Page } from '../../ui/page.tsx';

export default function OverviewOverview() {
  return (
    <Page title="Overview">
      <p>Not built yet.</p>
    </Page>
  );
}
