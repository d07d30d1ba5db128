import { useSession } from '../../app/session.tsx';
import { visible } from '../../ui/code-block.tsx';
import { Facts, Section } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';

/** The API key of this session, and its rights. */
export function Rights() {
  const { me } = useSession();
  return (
    <Section title="Your key">
      <Facts
        facts={[
          [
            'Name',
            <span key="name" className="foreign">
              {visible(me.name)}
            </span>,
          ],
          ['Id', <code key="id">{me.id}</code>],
          ['Tenant', <code key="tenant">{me.tenant_id}</code>],
          ['Scopes', me.scopes.join(', ')],
          ['Expires', me.expires_at === null ? 'never' : <Time key="expires" at={me.expires_at} />],
        ]}
      />
    </Section>
  );
}
