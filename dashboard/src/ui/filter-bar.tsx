import { type ReactNode, useEffect, useState } from 'react';
import { useQueryString } from '../app/query-string.ts';
import { fromLocalInput, localInput } from '../format/times.ts';
import { TextField } from './fields.tsx';
import { type Choice, ComboBox, Select } from './select.tsx';
import './filter-bar.css';

/** Filters of a list. Each keeps its value in the URL, under its own name. */
export function FilterBar({ children }: { readonly children: ReactNode }) {
  return (
    <search className="filter-bar" aria-label="Filters">
      {children}
    </search>
  );
}

interface FilterProps {
  /** The name in the URL. */
  readonly name: string;
  readonly label: string;
  /** The API's fault of this filter. */
  readonly fault?: string | undefined;
}

const ANY = 'any';

interface FilterSelectProps extends FilterProps {
  readonly choices: readonly Choice[];
}

export function FilterSelect({ name, label, choices }: FilterSelectProps) {
  const [get, set] = useQueryString();
  return (
    <Select
      label={label}
      choices={[{ id: ANY, label: 'Any' }, ...choices]}
      value={choices.some(({ id }) => id === get(name)) ? get(name) : ANY}
      onChange={(id) => set({ [name]: id === ANY ? '' : id })}
    />
  );
}

interface FilterTextProps extends FilterProps {
  readonly choices?: readonly Choice[];
}

const TYPING_MS = 500;

/** Free text; the list is asked for when the reader pauses. */
export function FilterText({ name, label, fault, choices = [] }: FilterTextProps) {
  const [get, set] = useQueryString();
  const value = get(name);
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  useEffect(() => {
    if (draft === value) return;
    const timer = setTimeout(() => set({ [name]: draft }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [draft, value, name, set]);
  return (
    <ComboBox
      label={label}
      fault={fault}
      choices={choices}
      value={draft}
      onChange={setDraft}
      placeholder="Any"
    />
  );
}

/** A time in the URL as RFC 3339 in UTC, shown in the reader's zone. */
export function FilterTime({ name, label, fault }: FilterProps) {
  const [get, set] = useQueryString();
  return (
    <TextField
      label={label}
      fault={fault}
      type="datetime-local"
      value={localInput(get(name))}
      onChange={(text) => set({ [name]: fromLocalInput(text) })}
    />
  );
}
