import { Page } from '../../ui/page.tsx';

export default function TenantsList() {
  return (
    <Page title="Tenants">
      <p>Not built yet.</p>
    </Page>
  );
}
