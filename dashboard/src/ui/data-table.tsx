import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import './data-table.css';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** A track of CSS grid, for example `minmax(8rem, 2fr)`; default: `minmax(6rem, 1fr)`. */
  readonly width?: string;
  readonly isNumber?: boolean;
}

interface DataTableProps<Row> {
  /** For screen readers, for example `Deliveries`. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Called when the reader comes near the end of the rows. */
  readonly onEnd?: (() => void) | undefined;
  /** All rows of the list, if they are known and not all loaded. */
  readonly rowCount?: number;
}

const ROW_PX = 44;
const OVERSCAN = 12;

/**
 * A table of any length: only the rows near the window are in the document, and each keeps its index in the whole list
 * for screen readers (`aria-rowindex`). Rows have one height, so that nothing jumps while it scrolls.
 */
export function DataTable<Row>({ label, columns, rows, rowKey, onEnd, rowCount }: DataTableProps<Row>) {
  const scroller = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : rowKey(row);
    },
  });
  const shown = virtualizer.getVirtualItems();
  const isAtEnd = (shown.at(-1)?.index ?? -1) >= rows.length - 1 && rows.length > 0;
  useEffect(() => {
    if (isAtEnd) onEnd?.();
  }, [isAtEnd, onEnd]);
  const tracks = { gridTemplateColumns: columns.map(widthOf).join(' ') };
  const least = { minWidth: `calc(${columns.map(leastWidthOf).join(' + ')})` };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={scroller} className="table-scroller" tabIndex={0} aria-label={`${label}, list`}>
      <table aria-label={label} aria-rowcount={(rowCount ?? rows.length) + 1} className="table" style={least}>
        <thead className="table-head">
          <tr aria-rowindex={1} className="table-row" style={tracks}>
            {columns.map(({ id, title, isNumber }) => (
              <th key={id} scope="col" className={cellClass(isNumber)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="table-body" style={{ height: virtualizer.getTotalSize() }}>
          {shown.map(({ index, key, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const place = { ...tracks, transform: `translateY(${start}px)` };
            return (
              <tr key={key} aria-rowindex={index + 2} className="table-row table-item" style={place}>
                {columns.map((column) => (
                  <td key={column.id} className={cellClass(column.isNumber)}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

const widthOf = ({ width = 'minmax(6rem, 1fr)' }: Pick<Column<never>, 'width'>) => width;
/** The table is as wide as its columns at least: a long value is cut in its cell and moves no column. */
const leastWidthOf = (column: Pick<Column<never>, 'width'>) =>
  /^minmax\(([^,]+),/.exec(widthOf(column))?.[1] ?? widthOf(column);

const cellClass = (isNumber: boolean | undefined) => (isNumber ? 'table-cell table-number' : 'table-cell');
