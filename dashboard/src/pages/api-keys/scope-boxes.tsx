import { useId } from 'react';
import type { Scope } from '../../app/session.tsx';
import { Checkbox } from '../../ui/fields.tsx';
import './api-keys.css';

const meanings: readonly (readonly [Scope, string])[] = [
  ['ingest', 'publishes events'],
  ['read', 'reads everything'],
  ['manage', 'changes subscriptions, deliveries, event types and receivers'],
  ['admin', 'all of that, and makes keys and tenants, and reads the audit log'],
];

interface ScopeBoxesProps {
  readonly scopes: readonly Scope[];
  readonly onChange: (scopes: readonly Scope[]) => void;
  readonly fault: string | undefined;
}

export function ScopeBoxes({ scopes, onChange, fault }: ScopeBoxesProps) {
  const faultId = useId();
  return (
    <fieldset className="scopes" aria-describedby={fault === undefined ? undefined : faultId}>
      <legend className="field-label">Scopes</legend>
      {meanings.map(([scope, meaning]) => (
        <Checkbox
          key={scope}
          isSelected={scopes.includes(scope)}
          onChange={(isSelected) =>
            onChange(isSelected ? [...scopes, scope] : scopes.filter((one) => one !== scope))
          }
          label={
            <span>
              <strong>{scope}</strong> <span className="soft">{meaning}</span>
            </span>
          }
        />
      ))}
      {fault !== undefined && (
        <span id={faultId} className="field-fault">
          {fault}
        </span>
      )}
    </fieldset>
  );
}
