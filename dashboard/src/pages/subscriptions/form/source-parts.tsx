import { TextField } from '../../../ui/fields.tsx';
import { Select } from '../../../ui/select.tsx';
import type { Faults } from './faults.ts';
import type { SourceDraft } from './source-draft.ts';

export interface SourceProps {
  readonly source: SourceDraft;
  readonly change: (part: Partial<SourceDraft>) => void;
  readonly faults: Faults;
}

type TextName = 'header' | 'prefix' | 'username' | 'url' | 'verifyToken' | 'signed' | 'field' | 'idHeader';

interface SourceTextProps extends SourceProps {
  readonly name: TextName;
  readonly label: string;
  readonly pointer: string;
  readonly help?: string;
}

export function SourceText({ source, change, faults, name, label, pointer, help }: SourceTextProps) {
  return (
    <TextField
      label={label}
      value={source[name]}
      onChange={(value) => change({ [name]: value })}
      isMono
      {...(help !== undefined && { help })}
      fault={faults.in(`/source${pointer}`)}
    />
  );
}

const eventTypePlaces = [
  { id: 'none', label: 'Nowhere: events have no type' },
  { id: 'header', label: 'In a header' },
  { id: 'member', label: 'In a member of the JSON body' },
] as const;

export function EventTypePlaceFields({ source, change, faults }: SourceProps) {
  const { kind, name } = source.eventType;
  return (
    <div className="form-grid">
      <Select
        label="Place of the event type"
        choices={eventTypePlaces}
        value={kind}
        onChange={(id) => {
          const next = eventTypePlaces.find((each) => each.id === id)?.id ?? 'none';
          change({ eventType: { kind: next, name } });
        }}
      />
      {kind !== 'none' && (
        <TextField
          label={kind === 'header' ? 'Header with the event type' : 'Member with the event type'}
          value={name}
          onChange={(next) => change({ eventType: { kind, name: next } })}
          isMono
          fault={faults.in('/source/event_type')}
        />
      )}
    </div>
  );
}
