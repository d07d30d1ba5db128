import { type ReactNode, useMemo, useState } from 'react';
import type { Column } from './data-table.tsx';
import './selection.css';

interface RowCheckboxProps {
  readonly label: string;
  readonly isSelected: boolean;
  readonly isIndeterminate?: boolean;
  readonly onChange: (isSelected: boolean) => void;
}

/** The browser's own checkbox, with a label for screen readers only: a list renders many of them while it scrolls. */
function RowCheckbox({ label, isSelected, isIndeterminate = false, onChange }: RowCheckboxProps) {
  return (
    <input
      type="checkbox"
      className="row-checkbox"
      aria-label={label}
      ref={(element) => {
        if (element !== null) element.indeterminate = isIndeterminate;
      }}
      checked={isSelected}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

/** Rows that the reader has chosen, and the column with their checkboxes. Rows that are no longer listed stay chosen. */
export function useSelection<Row>(rows: readonly Row[], keyOf: (row: Row) => string) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const column = useMemo((): Column<Row> => {
    const change = (keys: readonly string[], isSelected: boolean) =>
      setChosen((before) => {
        const next = new Set(before);
        for (const key of keys) {
          if (isSelected) next.add(key);
          else next.delete(key);
        }
        return next;
      });
    const selectedCount = rows.filter((row) => chosen.has(keyOf(row))).length;
    const heading: ReactNode = (
      <RowCheckbox
        label={`Select all ${rows.length} loaded rows`}
        isSelected={rows.length > 0 && selectedCount === rows.length}
        isIndeterminate={selectedCount > 0 && selectedCount < rows.length}
        onChange={(isSelected) => change(rows.map(keyOf), isSelected)}
      />
    );
    return {
      id: 'selection',
      title: 'Selected',
      heading,
      width: '2.8rem',
      cell: (row) => (
        <RowCheckbox
          label={`Select ${keyOf(row)}`}
          isSelected={chosen.has(keyOf(row))}
          onChange={(isSelected) => change([keyOf(row)], isSelected)}
        />
      ),
    };
  }, [rows, chosen, keyOf]);
  return { chosen, column, clear: () => setChosen(new Set()) };
}
