import { Page } from '../../ui/page.tsx';

export default function AuditLogList() {
  return (
    <Page title="Audit log">
      <p>Not built yet.</p>
    </Page>
  );
}
