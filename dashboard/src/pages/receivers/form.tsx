import type { FormEvent } from 'react';
import type { Receiver, ReceiverInput } from '../../../../client/src/posthorn.ts';
import { Button } from '../../ui/button.tsx';
import { NumberField, TextField } from '../../ui/fields.tsx';
import { fieldFaults, ProblemNote } from '../../ui/problem-note.tsx';
import { type DraftFormProps, useDraft } from '../../ui/use-draft.ts';
import { MetadataFields, type MetadataRow } from './metadata-fields.tsx';
import './receivers.css';

export interface Draft {
  readonly id: string;
  readonly name: string;
  readonly perSecond: number | undefined;
  readonly burst: number | undefined;
  readonly subscriptionsLimit: number | undefined;
  readonly metadata: readonly MetadataRow[];
}

export const emptyDraft = (id = ''): Draft => ({
  id,
  name: '',
  perSecond: undefined,
  burst: undefined,
  subscriptionsLimit: undefined,
  metadata: [],
});

export const draftOf = (receiver: Receiver): Draft => ({
  id: receiver.id,
  name: receiver.name,
  perSecond: receiver.rate_limit?.per_second,
  burst: receiver.rate_limit?.burst ?? undefined,
  subscriptionsLimit: receiver.subscriptions_limit ?? undefined,
  metadata: Object.entries(receiver.metadata).map(([name, value]) => ({ name, value })),
});

/** All settings: an empty field is null. */
export const settingsOf = ({ name, perSecond, burst, subscriptionsLimit, metadata }: Draft) =>
  ({
    name,
    rate_limit: perSecond === undefined ? null : { per_second: perSecond, burst: burst ?? null },
    subscriptions_limit: subscriptionsLimit ?? null,
    metadata: Object.fromEntries(
      metadata.filter((row) => row.name !== '').map((row) => [row.name, row.value]),
    ),
  }) satisfies ReceiverInput;

/** Faults that stand at their fields; a fault of another place is in the note. */
const shownAtFields = ['/id', '/name', '/rate_limit/per_second', '/rate_limit/burst', '/subscriptions_limit'];

export function ReceiverForm({
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
    onSend(draft);
  };
  return (
    <form className="stack" onSubmit={send}>
      <TextField
        label="Name"
        isRequired
        autoFocus
        value={draft.name}
        onChange={(name) => change({ name })}
        fault={faults['name']}
        help="The portal shows it."
      />
      {isNew && (
        <TextField
          label="Id"
          isMono
          value={draft.id}
          onChange={(id) => change({ id })}
          fault={faults['id']}
          help="The receiver_id of its events and subscriptions. Empty: one is generated. It cannot be changed later."
        />
      )}
      <LimitFields draft={draft} change={change} faults={faults} />
      <MetadataFields rows={draft.metadata} onChange={(metadata) => change({ metadata })} />
      <ProblemNote error={error} shownElsewhere={shownAtFields} />
      <div className="dialog-actions">
        {children}
        <Button type="submit" kind="primary" isPending={isPending}>
          {action}
        </Button>
      </div>
    </form>
  );
}

interface LimitFieldsProps {
  readonly draft: Draft;
  readonly change: (changes: Partial<Draft>) => void;
  readonly faults: Readonly<Record<string, string>>;
}

function LimitFields({ draft, change, faults }: LimitFieldsProps) {
  return (
    <div className="receiver-limits">
      <NumberField
        label="Events a second"
        value={draft.perSecond}
        onChange={(perSecond) => change({ perSecond })}
        fault={faults['rate_limit/per_second']}
        help="More are refused with 429. Empty: no limit."
      />
      <NumberField
        label="At once"
        value={draft.burst}
        onChange={(burst) => change({ burst })}
        isDisabled={draft.perSecond === undefined}
        fault={faults['rate_limit/burst']}
        help="The most after a pause."
      />
      <NumberField
        label="Subscriptions"
        value={draft.subscriptionsLimit}
        onChange={(subscriptionsLimit) => change({ subscriptionsLimit })}
        fault={faults['subscriptions_limit']}
        help="The most. Empty: no limit."
      />
    </div>
  );
}
