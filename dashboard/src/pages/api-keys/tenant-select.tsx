import { useQuery } from '@tanstack/react-query';
import { useSession } from '../../app/session.tsx';
import { visible } from '../../ui/code-block.tsx';
import { Select } from '../../ui/select.tsx';

export const OWN_TENANT = 'own';
const TENANTS_MOST = 250;

interface TenantSelectProps {
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly fault: string | undefined;
}

/** The tenant of a new key: the reader's own, or one that it created. Not shown while there is only one. */
export function TenantSelect({ value, onChange, fault }: TenantSelectProps) {
  const { client } = useSession();
  const tenants = useQuery({
    queryKey: ['tenants', 'choices'],
    queryFn: () => client.tenants.list({ limit: TENANTS_MOST }).take(TENANTS_MOST),
  });
  if ((tenants.data?.length ?? 0) === 0) return null;
  const choices = (tenants.data ?? []).map(({ id, name }) => ({ id, label: `${visible(name)} (${id})` }));
  return (
    <Select
      label="Tenant"
      choices={[{ id: OWN_TENANT, label: 'Your own tenant' }, ...choices]}
      value={value}
      onChange={onChange}
      fault={fault}
    />
  );
}
