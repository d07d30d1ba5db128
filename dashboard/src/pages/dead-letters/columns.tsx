import type { Delivery } from '../../../../client/src/posthorn.ts';
import { endReasons } from '../../format/failures.ts';
import type { Column } from '../../ui/data-table.tsx';
import { deliveryColumns } from '../deliveries/columns.tsx';

const reason: Column<Delivery> = {
  id: 'reason',
  title: 'Reason',
  width: 'minmax(10rem, 2fr)',
  cell: ({ status_reason }) =>
    status_reason !== null && (
      <span title={endReasons[status_reason].words}>{endReasons[status_reason].words}</span>
    ),
};

/** All of them are exhausted: the reason takes the place of the status. */
export const deadLetterColumns: readonly Column<Delivery>[] = deliveryColumns.map((column) =>
  column.id === 'status' ? reason : column,
);
