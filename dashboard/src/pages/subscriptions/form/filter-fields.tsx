import { TextField } from '../../../ui/fields.tsx';
import type { PartProps } from './faults.ts';
import { FilterTrial } from './filter-trial.tsx';

/** The payload filter, and a place to try it. */
export function FilterFields(props: PartProps) {
  const { draft, update, faults } = props;
  return (
    <>
      <TextField
        label="Filter"
        value={draft.filter}
        onChange={(filter) => update({ filter })}
        isMono
        lines={8}
        placeholder={'{\n  "order": { "country": ["DE"], "total": [{ "numeric": [">=", 100] }] }\n}'}
        help={
          <>
            JSON in the shape of the payload, with a list of allowed values for each field. All fields must
            match. Empty: every payload.
          </>
        }
        fault={faults.in('/filter')}
      />
      <FilterTrial draft={draft} />
    </>
  );
}
