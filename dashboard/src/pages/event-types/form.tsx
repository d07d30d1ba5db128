import type { FormEvent } from 'react';
import type { EventType } from '../../../../client/src/posthorn.ts';
import { jsonPlaces } from '../../format/json-places.ts';
import { Button } from '../../ui/button.tsx';
import { Switch, TextField } from '../../ui/fields.tsx';
import { faultsWithin, JsonEditor } from '../../ui/json-editor.tsx';
import { fieldFaults, ProblemNote } from '../../ui/problem-note.tsx';
import { type DraftFormProps, useDraft } from '../../ui/use-draft.ts';

/** The typed values: schema and example are text, which need not be JSON yet. */
export interface Draft {
  readonly name: string;
  readonly description: string;
  readonly schema: string;
  readonly example: string;
  readonly isEnforced: boolean;
}

export interface Settings {
  readonly description: string | null;
  readonly schema: unknown;
  readonly example: unknown;
  readonly validation: EventType['validation'];
}

export const emptyDraft: Draft = { name: '', description: '', schema: '', example: '', isEnforced: false };

const textOf = (value: unknown) => (value === null ? '' : JSON.stringify(value, null, 2));
const jsonOf = (text: string): unknown => (text.trim() === '' ? null : JSON.parse(text));

export const draftOf = (eventType: EventType): Draft => ({
  name: eventType.name,
  description: eventType.description ?? '',
  schema: textOf(eventType.schema),
  example: textOf(eventType.example),
  isEnforced: eventType.validation === 'enforce',
});

export const settingsOf = ({ description, schema, example, isEnforced }: Draft): Settings => ({
  description: description === '' ? null : description,
  schema: jsonOf(schema),
  example: jsonOf(example),
  validation: isEnforced ? 'enforce' : 'none',
});

const isJson = (text: string) => text.trim() === '' || jsonPlaces(text).fault === undefined;
/** Text that is no JSON cannot be sent: its editor says where the fault is. */
const isSendable = ({ schema, example }: Draft): boolean => isJson(schema) && isJson(example);

export function EventTypeForm({
  start,
  isNew,
  action,
  isPending,
  error,
  onSend,
  children,
}: DraftFormProps<Draft>) {
  const [draft, change] = useDraft(start);
  const faults = fieldFaults(error);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (isSendable(draft)) onSend(draft);
  };
  return (
    <form className="stack" onSubmit={send}>
      {isNew && (
        <TextField
          label="Name"
          isRequired
          isMono
          value={draft.name}
          onChange={(name) => change({ name })}
          fault={faults['name']}
          help="The event_type of its events, for example order.created. It cannot be changed later."
        />
      )}
      <TextField
        label="Description"
        lines={2}
        value={draft.description}
        onChange={(description) => change({ description })}
        fault={faults['description']}
        help="The occurrence that such an event tells of. Receivers read this text."
      />
      <SchemaFields draft={draft} change={change} faults={faults} />
      <ProblemNote error={error} shownElsewhere={Object.keys(faults).map((name) => `/${name}`)} />
      <div className="row">
        <Button type="submit" kind="primary" isPending={isPending} isDisabled={!isSendable(draft)}>
          {action}
        </Button>
        {children}
      </div>
    </form>
  );
}

interface SchemaFieldsProps {
  readonly draft: Draft;
  readonly change: (changes: Partial<Draft>) => void;
  readonly faults: Readonly<Record<string, string>>;
}

function SchemaFields({ draft, change, faults }: SchemaFieldsProps) {
  return (
    <>
      <JsonEditor
        label="Schema"
        value={draft.schema}
        onChange={(schema) => change({ schema })}
        faults={faultsWithin(faults, 'schema')}
        help="A JSON Schema (2020-12) of the payload. Empty: none."
      />
      <Switch
        label="Reject events whose payload does not match the schema"
        isSelected={draft.isEnforced}
        onChange={(isEnforced) => change({ isEnforced })}
      />
      <JsonEditor
        label="Example"
        value={draft.example}
        onChange={(example) => change({ example })}
        faults={faultsWithin(faults, 'example')}
        help="A payload that matches the schema. Test events send it. Empty: none."
      />
    </>
  );
}
