import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useMemo } from 'react';
import { useSession } from '../../../app/session.tsx';
import { Button } from '../../../ui/button.tsx';
import { visible } from '../../../ui/code-block.tsx';
import { ComboBox } from '../../../ui/select.tsx';
import type { PartProps } from './faults.ts';
import { eventTypesOf } from './settings.ts';

const SUGGESTED_MOST = 250;

/** The event types of the catalogue. */
export function useCatalogue() {
  const { client } = useSession();
  return useQuery({
    queryKey: ['event-types', 'first', SUGGESTED_MOST],
    queryFn: () => client.eventTypes.list({ limit: SUGGESTED_MOST }).firstPage(),
  });
}

/** Names of event types and patterns of them, with those of the catalogue as suggestions. */
export function EventTypesField({ draft, update, faults }: PartProps) {
  const catalogue = useCatalogue();
  const choices = useMemo(
    () => suggestionsFrom(catalogue.data?.data.map(({ name }) => name) ?? []),
    [catalogue.data],
  );
  const add = () => update({ eventTypes: eventTypesOf(draft), eventTypeText: '' });
  const remove = (name: string) => update({ eventTypes: draft.eventTypes.filter((each) => each !== name) });
  const addOnEnter = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Enter' || draft.eventTypeText.trim() === '' || isChoosing(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    add();
  };
  return (
    <div className="stack-small">
      <div className="form-beside">
        <div onKeyDownCapture={addOnEnter}>
          <ComboBox
            label="Event types"
            choices={choices}
            value={draft.eventTypeText}
            onChange={(eventTypeText) => update({ eventTypeText })}
            help="A name, or a pattern such as order.*, which matches order.created. Empty: all event types."
            fault={faults.in('/event_types')}
          />
        </div>
        <Button onPress={add} isDisabled={draft.eventTypeText.trim() === ''}>
          Add event type
        </Button>
      </div>
      <ul className="chips" aria-label="Event types to deliver">
        {draft.eventTypes.map((name) => (
          <li key={name} className="chip">
            <span className="foreign mono">{visible(name)}</span>
            <Button kind="quiet" isSmall aria-label={`Remove ${visible(name)}`} onPress={() => remove(name)}>
              ✕
            </Button>
          </li>
        ))}
        {draft.eventTypes.length === 0 && <li className="soft">All event types</li>}
      </ul>
    </div>
  );
}

/** Whether Enter chooses the option that has the focus. */
const isChoosing = (target: EventTarget): boolean =>
  target instanceof HTMLElement && target.getAttribute('aria-activedescendant') !== null;

/** The names, and a pattern for each prefix that several names share. */
function suggestionsFrom(names: readonly string[]) {
  const counts = new Map<string, number>();
  for (const name of names) {
    const parts = name.split('.');
    for (let length = 1; length < parts.length; length += 1) {
      const pattern = `${parts.slice(0, length).join('.')}.*`;
      counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
    }
  }
  const patterns = [...counts].filter(([, count]) => count > 1);
  return [
    ...patterns.map(([pattern, count]) => ({ id: pattern, label: pattern, hint: `${count} event types` })),
    ...names.map((name) => ({ id: name, label: name })),
  ];
}
