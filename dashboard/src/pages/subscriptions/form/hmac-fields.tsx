import { NumberField, TextField } from '../../../ui/fields.tsx';
import { type Choice, Select } from '../../../ui/select.tsx';
import { EventTypePlaceFields, type SourceProps, SourceText } from './source-parts.tsx';

const choicesOf = <Id extends string>(ids: readonly Id[], labels: Partial<Record<Id, string>> = {}) =>
  ids.map((id) => ({ id, label: labels[id] ?? id }));

const algorithms = choicesOf(['sha256', 'sha1', 'sha512']);
const encodings = choicesOf(['hex', 'base64', 'base64url']);
const separators = choicesOf(['', ',', ';', ' ', ', ', '; '], {
  '': 'Comma (default)',
  ',': 'Comma',
  ';': 'Semicolon',
  ' ': 'Space',
  ', ': 'Comma and space',
  '; ': 'Semicolon and space',
});
const timestampPlaces = choicesOf(['none', 'header', 'field'], {
  none: 'No signed time',
  header: 'In a header',
  field: 'In a field of the signature header',
});
const timeFormats = choicesOf(['seconds', 'milliseconds', 'rfc3339']);

/** A provider that signs with an HMAC, described part by part. */
export function HmacFields(props: SourceProps) {
  const { source, change } = props;
  return (
    <>
      <div className="form-grid">
        <SourceText {...props} name="header" label="Header with the signature" pointer="/header" />
        <SourceText
          {...props}
          name="prefix"
          label="Text before the signature"
          pointer="/prefix"
          help="For example sha256="
        />
        <OneOf
          label="Algorithm"
          choices={algorithms}
          value={source.algorithm}
          onChoose={(algorithm) => change({ algorithm })}
        />
        <OneOf
          label="Encoding"
          choices={encodings}
          value={source.encoding}
          onChoose={(encoding) => change({ encoding })}
        />
        <SourceText
          {...props}
          name="signed"
          label="Signed text"
          pointer="/signed"
          help="With {body}, {timestamp}, {id} and {url}. Empty: {body}"
        />
        <SourceText
          {...props}
          name="field"
          label="Field with the signature"
          pointer="/field"
          help="If the header is a list of fields: v1 in t=…,v1=…"
        />
        <OneOf
          label="Separator between the fields"
          choices={separators}
          value={source.separator}
          onChoose={(separator) => change({ separator })}
        />
        <SourceText {...props} name="idHeader" label="Header with the id" pointer="/id" />
        <SourceText {...props} name="url" label="URL as entered at the provider" pointer="/url" />
      </div>
      <TimestampFields {...props} />
      <EventTypePlaceFields {...props} />
    </>
  );
}

function TimestampFields({ source, change, faults }: SourceProps) {
  const { kind, name } = source.timestamp;
  return (
    <div className="form-grid">
      <OneOf
        label="Signed time"
        choices={timestampPlaces}
        value={kind}
        onChoose={(next) => change({ timestamp: { kind: next, name } })}
      />
      {kind !== 'none' && (
        <>
          <TextField
            label={kind === 'header' ? 'Header with the time' : 'Field with the time'}
            value={name}
            onChange={(next) => change({ timestamp: { kind, name: next } })}
            isMono
            fault={faults.in('/source/timestamp', ['tolerance_seconds'])}
          />
          <OneOf
            label="Format of the time"
            choices={timeFormats}
            value={source.timeFormat}
            onChoose={(timeFormat) => change({ timeFormat })}
          />
          <NumberField
            label="Tolerance in seconds"
            value={source.toleranceSeconds}
            onChange={(toleranceSeconds) => change({ toleranceSeconds })}
            help="Empty: 300"
            fault={faults.at('/source/timestamp/tolerance_seconds')}
          />
        </>
      )}
    </div>
  );
}

interface OneOfProps<Id extends string> {
  readonly label: string;
  readonly choices: readonly (Choice & { readonly id: Id })[];
  readonly value: Id;
  readonly onChoose: (id: Id) => void;
}

function OneOf<Id extends string>({ label, choices, value, onChoose }: OneOfProps<Id>) {
  return (
    <Select
      label={label}
      choices={choices}
      value={value}
      onChange={(given) => {
        const choice = choices.find(({ id }) => id === given);
        if (choice !== undefined) onChoose(choice.id);
      }}
    />
  );
}
