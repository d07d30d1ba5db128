import { useRef } from 'react';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/fields.tsx';
import type { Entry } from './draft.ts';
import { type Faults, pointerPart } from './faults.ts';

interface EntriesEditorProps {
  /** The noun for one entry, for example `header`. */
  readonly noun: string;
  /** The JSON Pointer of the setting, for example `/headers`. */
  readonly pointer: string;
  readonly entries: readonly Entry[];
  readonly onChange: (entries: readonly Entry[]) => void;
  readonly faults: Faults;
}

/** Names with values: headers and metadata. */
export function EntriesEditor({ noun, pointer, entries, onChange, faults }: EntriesEditorProps) {
  const nextKey = useRef(entries.length);
  const add = () => {
    const key = nextKey.current;
    nextKey.current += 1;
    onChange([...entries, { key, name: '', value: '', isStored: false }]);
  };
  const change = (key: number, part: Partial<Entry>) =>
    onChange(entries.map((entry) => (entry.key === key ? { ...entry, ...part } : entry)));
  const names = entries.map(({ name }) => pointerPart(name.trim()));
  return (
    <div className="stack-small">
      {entries.map((entry, index) => (
        <EntryRow
          key={entry.key}
          entry={entry}
          label={`${noun} ${index + 1}`}
          fault={faults.at(`${pointer}/${pointerPart(entry.name.trim())}`)}
          onChange={(part) => change(entry.key, part)}
          onRemove={() => onChange(entries.filter(({ key }) => key !== entry.key))}
        />
      ))}
      <FaultText text={faults.in(pointer, names)} />
      <div>
        <Button onPress={add}>{`Add ${noun}`}</Button>
      </div>
    </div>
  );
}

interface EntryRowProps {
  readonly entry: Entry;
  readonly label: string;
  readonly fault: string | undefined;
  readonly onChange: (part: Partial<Entry>) => void;
  readonly onRemove: () => void;
}

function EntryRow({ entry, label, fault, onChange, onRemove }: EntryRowProps) {
  return (
    <div className="form-entry">
      <TextField
        label={`Name of ${label}`}
        value={entry.name}
        onChange={(name) => onChange({ name })}
        isDisabled={entry.isStored}
        isMono
        autoFocus={entry.name === '' && !entry.isStored}
        fault={fault}
      />
      <TextField
        label={`Value of ${label}`}
        value={entry.value}
        onChange={(value) => onChange({ value })}
        isMono
        {...(entry.isStored && { placeholder: 'stored; leave empty to keep' })}
      />
      <Button onPress={onRemove} aria-label={`Remove ${label}`}>
        Remove
      </Button>
    </div>
  );
}

/** Faults of a group of fields, where no single field is at fault. */
export function FaultText({ text }: { readonly text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <p className="field-fault" data-fault="" tabIndex={-1}>
      {text}
    </p>
  );
}
