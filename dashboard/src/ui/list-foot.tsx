import { count } from '../format/numbers.ts';
import { Button } from './button.tsx';

interface ListFootProps {
  readonly loaded: number;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly onRetry: () => void;
  /** How the list is kept up to date, in words. */
  readonly note?: string | undefined;
}

/** Below an endless list: how much of it is loaded, and whether more follows. */
export function ListFoot({ loaded, hasMore, isLoading, error, onRetry, note }: ListFootProps) {
  return (
    <div className="row spread small soft">
      <span role="status">
        {`${count(loaded)} loaded`}
        {hasMore ? (isLoading ? ', loading more …' : ', more when you scroll') : ', all of them'}
        {error !== null && error !== undefined && (
          <>
            {' · The next page could not be loaded. '}
            <Button isSmall onPress={onRetry}>
              Try again
            </Button>
          </>
        )}
      </span>
      {note !== undefined && <span>{note}</span>}
    </div>
  );
}
