import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';

export interface MetadataRow {
  readonly name: string;
  readonly value: string;
}

interface MetadataFieldsProps {
  readonly rows: readonly MetadataRow[];
  readonly onChange: (rows: readonly MetadataRow[]) => void;
}

/** Names and values of one's own; a row without a name is left out. */
export function MetadataFields({ rows, onChange }: MetadataFieldsProps) {
  const changeRow = (index: number, changes: Partial<MetadataRow>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...changes } : row)));
  return (
    <fieldset className="metadata stack-small">
      <legend className="field-label">Metadata</legend>
      <p className="soft small">Your own data about the receiver. Its portal does not show it.</p>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place until it is saved
        <div key={index} className="metadata-row">
          <TextField
            label={`Name ${index + 1}`}
            value={row.name}
            onChange={(name) => changeRow(index, { name })}
          />
          <TextField
            label={`Value ${index + 1}`}
            value={row.value}
            onChange={(value) => changeRow(index, { value })}
          />
          <Button
            isSmall
            aria-label={`Remove row ${index + 1}`}
            onPress={() => onChange(rows.filter((_, at) => at !== index))}
          >
            Remove
          </Button>
        </div>
      ))}
      <div>
        <Button isSmall onPress={() => onChange([...rows, { name: '', value: '' }])}>
          Add metadata
        </Button>
      </div>
    </fieldset>
  );
}
