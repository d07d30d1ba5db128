import { JsonEditor } from '../../../ui/json-editor.tsx';
import type { PartProps } from './faults.ts';
import { FilterTrial } from './filter-trial.tsx';

/** The payload filter, and a place to try it. */
export function FilterFields(props: PartProps) {
  const { draft, update, faults } = props;
  return (
    <>
      <JsonEditor
        label="Filter"
        value={draft.filter}
        onChange={(filter) => update({ filter })}
        help={
          <>
            In the shape of the payload, with a list of allowed values for each field, for example{' '}
            <code>{'{"order": {"country": ["DE"], "total": [{"numeric": [">=", 100]}]}}'}</code>. All fields
            must match. Empty: every payload.
          </>
        }
        faults={faults.within('/filter')}
      />
      <FilterTrial draft={draft} />
    </>
  );
}
