import type { About } from '../../../../client/src/posthorn.ts';
import { apiUrl } from '../../app/addresses.ts';
import { duration } from '../../format/times.ts';
import { StatusBadge } from '../../ui/badge.tsx';
import { visible } from '../../ui/code-block.tsx';
import { Note } from '../../ui/note.tsx';
import { Facts, Section } from '../../ui/page.tsx';

const families: Readonly<Record<About['family'], string>> = {
  embedded: 'one process over SQLite',
  aws: 'serverless on AWS',
};
const HOUR_MS = 3_600_000;

export function ServiceState({ service }: { readonly service: About }) {
  const { version, family, retention_hours, store, has_live } = service;
  return (
    <Section title="Service">
      {!store.healthy && (
        <Note kind="bad">
          <strong>The store cannot be used.</strong>
          <span className="foreign">{visible(store.detail ?? 'No cause is known.')}</span>
        </Note>
      )}
      <Facts
        facts={[
          ['Version', version],
          ['Runs as', families[family]],
          ['Address', <code key="address">{apiUrl}</code>],
          ['Store', <StatusBadge key="store" status={store.healthy ? 'healthy' : 'failing'} />],
          ['Records are kept for', `${duration(retention_hours * HOUR_MS)} after the last change`],
          ['Live view', has_live ? 'yes' : 'not on this service: pages ask again every few seconds'],
        ]}
      />
    </Section>
  );
}
