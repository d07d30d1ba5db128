import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type FocusEvent, memo, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import './data-table.css';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** Replaces the title in the head, for example a checkbox. */
  readonly heading?: ReactNode;
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
  /** Tells whether the reader is at the beginning of the rows. */
  readonly onTop?: ((isAtTop: boolean) => void) | undefined;
}

const ROW_PX = 44;
const OVERSCAN = 12;

/**
 * A table of any length: only the rows near the window are in the document, and each keeps its index in the whole list
 * for screen readers (`aria-rowindex`). Rows have one height, so that nothing jumps while it scrolls.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, onEnd, rowCount, onTop } = props;
  const scroller = useRef<HTMLElement>(null);
  const { rangeExtractor, focusProps } = useFocusedRow();
  // With another function, the virtualizer measures all rows again.
  const getItemKey = useCallback(
    (index: number) => {
      const row = rows[index];
      return row === undefined ? index : rowKey(row);
    },
    [rows, rowKey],
  );
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: rowHeight,
    overscan: OVERSCAN,
    rangeExtractor,
    getItemKey,
  });
  const shown = virtualizer.getVirtualItems();
  const isAtEnd = (shown.at(-1)?.index ?? -1) >= rows.length - 1 && rows.length > 0;
  useEffect(() => {
    if (isAtEnd) onEnd?.();
  }, [isAtEnd, onEnd]);
  const isAtTop = (virtualizer.scrollOffset ?? 0) < ROW_PX;
  useEffect(() => onTop?.(isAtTop), [isAtTop, onTop]);
  const tracks = columns.map(widthOf).join(' ');
  const least = { minWidth: `calc(${columns.map(leastWidthOf).join(' + ')})` };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={scroller} className="table-scroller" tabIndex={0} aria-label={`${label}, list`}>
      <table aria-label={label} aria-rowcount={(rowCount ?? rows.length) + 1} className="table" style={least}>
        <thead className="table-head">
          <tr aria-rowindex={1} className="table-row" style={{ gridTemplateColumns: tracks }}>
            {columns.map(({ id, title, heading, isNumber }) => (
              <th key={id} scope="col" className={cellClass(isNumber)}>
                {heading ?? title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="table-body" {...focusProps} style={{ height: virtualizer.getTotalSize() }}>
          {shown.map(({ index, key, start }) => {
            const row = rows[index];
            return (
              row !== undefined && (
                <TableRow key={key} row={row} columns={columns} index={index} start={start} tracks={tracks} />
              )
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

interface TableRowProps<Row> {
  readonly row: Row;
  readonly columns: readonly Column<Row>[];
  readonly index: number;
  readonly start: number;
  readonly tracks: string;
}

/** While the table scrolls, only the rows that come in are rendered. */
const TableRow = memo(function TableRow<Row>({ row, columns, index, start, tracks }: TableRowProps<Row>) {
  const place = { gridTemplateColumns: tracks, transform: `translateY(${start}px)` };
  return (
    <tr aria-rowindex={index + 2} data-index={index} className="table-row table-item" style={place}>
      {columns.map((column) => (
        <td key={column.id} className={cellClass(column.isNumber)}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}) as <Row>(props: TableRowProps<Row>) => ReactNode;

const rowHeight = () => ROW_PX;

const widthOf = ({ width = 'minmax(6rem, 1fr)' }: Pick<Column<never>, 'width'>) => width;
/** The table is as wide as its columns at least: a long value is cut in its cell and moves no column. */
const leastWidthOf = (column: Pick<Column<never>, 'width'>) =>
  /^minmax\(([^,]+),/.exec(widthOf(column))?.[1] ?? widthOf(column);

/** The row with the focus stays in the document while it is scrolled out of sight: else the focus would be lost. */
function useFocusedRow() {
  const [focused, setFocused] = useState<number>();
  const rangeExtractor = useCallback(
    (range: Range) => {
      const shown = defaultRangeExtractor(range);
      if (focused === undefined || focused >= range.count || shown.includes(focused)) return shown;
      return [...shown, focused].sort((one, other) => one - other);
    },
    [focused],
  );
  const onFocus = ({ target }: FocusEvent<HTMLElement>) => {
    const index = target.closest<HTMLElement>('[data-index]')?.dataset['index'];
    setFocused(index === undefined ? undefined : Number(index));
  };
  return { rangeExtractor, focusProps: { onFocus, onBlur: () => setFocused(undefined) } };
}

const cellClass = (isNumber: boolean | undefined) => (isNumber ? 'table-cell table-number' : 'table-cell');
