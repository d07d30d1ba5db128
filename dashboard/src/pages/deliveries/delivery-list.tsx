import type { ReactNode } from 'react';
import type { Delivery } from '../../../../client/src/posthorn.ts';
import type { useList } from '../../api/lists.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ListFoot } from '../../ui/list-foot.tsx';
import { Loaded } from '../../ui/loading.tsx';

interface DeliveryListProps {
  readonly label: string;
  readonly list: ReturnType<typeof useList<Delivery>>;
  readonly columns: readonly Column<Delivery>[];
  /** Shown instead of a table without rows. */
  readonly empty: ReactNode;
  readonly note?: string;
}

export const idOf = ({ id }: { readonly id: string }): string => id;

/** An endless table of deliveries with its foot. */
export function DeliveryList({ label, list, columns, empty, note }: DeliveryListProps) {
  const { query, rows, more, onTop } = list;
  return (
    <Loaded query={query}>
      {() =>
        rows.length === 0 && !query.hasNextPage ? (
          empty
        ) : (
          <div className="stack-small">
            <DataTable label={label} columns={columns} rows={rows} rowKey={idOf} onEnd={more} onTop={onTop} />
            <ListFoot
              loaded={rows.length}
              hasMore={query.hasNextPage}
              isLoading={query.isFetchingNextPage}
              error={query.isFetchNextPageError ? query.error : null}
              onRetry={() => void query.fetchNextPage()}
              note={note}
            />
          </div>
        )
      }
    </Loaded>
  );
}
