import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type {
  EventWithPayload,
  FilterTestInput,
  FilterTestResult,
} from '../../../../../client/src/posthorn.ts';
import { useSession } from '../../../app/session.tsx';
import { bytes } from '../../../format/numbers.ts';
import { relativeTime } from '../../../format/times.ts';
import { Button } from '../../../ui/button.tsx';
import { visible } from '../../../ui/code-block.tsx';
import { TextField } from '../../../ui/fields.tsx';
import { JsonEditor } from '../../../ui/json-editor.tsx';
import { Note } from '../../../ui/note.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { Select } from '../../../ui/select.tsx';
import type { Draft } from './draft.ts';
import { useCatalogue } from './event-types-field.tsx';
import { eventTypesOf, filterOf } from './settings.ts';

const OWN = 'own';
const EXAMPLE = 'example:';
const KEPT = 'event:';
const KEPT_SHOWN = 20;
const EDITED_CHARACTERS = 65_536;

/** Tries event types and filter with an example of the catalogue, a stored event, or any payload. */
export function FilterTrial({ draft }: { readonly draft: Draft }) {
  const { client } = useSession();
  const [eventType, setEventType] = useState('');
  const [payload, setPayload] = useState('');
  const [chosen, setChosen] = useState(OWN);
  const sources = useTrialEvents();
  const take = useMutation({
    mutationFn: (id: string) => client.events.get(id),
    onSuccess: (event) => {
      setEventType(event.event_type ?? '');
      setPayload(textOf(event));
    },
  });
  const trial = useMutation({ mutationFn: (input: FilterTestInput) => client.filters.test(input) });
  const choose = (id: string) => {
    setChosen(id);
    trial.reset();
    if (id.startsWith(KEPT)) take.mutate(id.slice(KEPT.length));
    const example = sources.examples.find(({ name }) => `${EXAMPLE}${name}` === id);
    if (example === undefined) return;
    setEventType(example.name);
    setPayload(JSON.stringify(example.example, null, 2));
  };
  const input = inputFrom(draft, eventType, payload);
  return (
    <fieldset className="form-trial stack">
      <legend>Try it</legend>
      <Select label="With" choices={sources.choices} value={chosen} onChange={choose} />
      <ProblemNote error={take.error} />
      <TextField label="Event type of the event" value={eventType} onChange={setEventType} isMono />
      {take.data?.payload === null && (
        <Note>The payload of this event is deleted or not text: only a JSON object can match a filter.</Note>
      )}
      <PayloadField payload={payload} setPayload={setPayload} />
      <div>
        <Button
          isPending={trial.isPending || take.isPending}
          isDisabled={input === undefined}
          onPress={() => input !== undefined && trial.mutate(input)}
        >
          Try the filter
        </Button>
      </div>
      <ProblemNote error={trial.error} />
      {trial.data !== undefined && <Answer result={trial.data} />}
    </fieldset>
  );
}

interface PayloadFieldProps {
  readonly payload: string;
  readonly setPayload: (payload: string) => void;
}

/** A large payload is tried as it is: no reader edits it by hand. */
function PayloadField({ payload, setPayload }: PayloadFieldProps) {
  if (payload.length <= EDITED_CHARACTERS) {
    return <JsonEditor label="Payload of the event" value={payload} onChange={setPayload} />;
  }
  return (
    <div className="row">
      <span>{`The payload has ${bytes(payload.length)} and is tried as it is.`}</span>
      <Button onPress={() => setPayload('')}>Write another one</Button>
    </div>
  );
}

function Answer({ result }: { readonly result: FilterTestResult }) {
  if (result.matches) return <Note kind="good">It matches: this subscription would get the event.</Note>;
  return (
    <Note kind="warn">
      <strong>It does not match: this subscription would not get the event.</strong>
      <ul>
        {result.mismatches.map(({ pointer, detail }) => (
          <li key={`${pointer} ${detail}`}>
            <code className="foreign">{visible(pointer)}</code>{' '}
            <span className="foreign">{visible(detail)}</span>
          </li>
        ))}
      </ul>
    </Note>
  );
}

/** Events to try: examples of the catalogue and the newest stored events. */
function useTrialEvents() {
  const { client } = useSession();
  const catalogue = useCatalogue();
  const kept = useQuery({
    queryKey: ['events', 'first', KEPT_SHOWN],
    queryFn: () => client.events.list({ limit: KEPT_SHOWN }).firstPage(),
  });
  const examples = catalogue.data?.data.filter(({ example }) => example !== null) ?? [];
  const choices = [
    { id: OWN, label: 'A payload of your own' },
    ...examples.map(({ name }) => ({ id: `${EXAMPLE}${name}`, label: `Example of ${name}` })),
    ...(kept.data?.data ?? []).map(({ id, event_type, created_at }) => ({
      id: `${KEPT}${id}`,
      label: `Event ${event_type ?? 'without a type'}`,
      hint: relativeTime(created_at, Date.now()),
    })),
  ];
  return { examples, choices };
}

/** Only JSON can match a filter. */
const textOf = ({ payload }: EventWithPayload): string => {
  if (payload === null) return '';
  if (payload.length > EDITED_CHARACTERS) return payload;
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
};

/** Undefined while the filter or the payload is not JSON. */
function inputFrom(draft: Draft, eventType: string, payload: string): FilterTestInput | undefined {
  const filter = filterOf(draft.filter);
  if (!filter.ok) return undefined;
  try {
    const input = { filter: filter.filter, event_types: eventTypesOf(draft), payload: JSON.parse(payload) };
    return { ...input, event_type: eventType === '' ? null : eventType };
  } catch {
    return undefined;
  }
}
