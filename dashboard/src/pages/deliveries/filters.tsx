import type { DeliveryStatus } from '../../../../client/src/posthorn.ts';
import { useEventTypeChoices, useReceiverChoices, useSubscriptionChoices } from '../../api/choices.ts';
import { useSession } from '../../app/session.tsx';
import { FilterBar, FilterSelect, FilterText, FilterTime } from '../../ui/filter-bar.tsx';

/** Each status once: a new one does not compile until it has its place. */
const statuses: Readonly<Record<DeliveryStatus, string>> = {
  pending: 'Pending',
  retrying: 'Retrying',
  delivered: 'Delivered',
  exhausted: 'Exhausted',
  cancelled: 'Cancelled',
};

export const statusChoices = Object.entries(statuses).map(([id, label]) => ({ id, label }));

export const isStatus = (text: string | undefined): text is DeliveryStatus =>
  text !== undefined && Object.hasOwn(statuses, text);

interface DeliveryFiltersProps {
  readonly faults: Readonly<Record<string, string>>;
  /** Dead letters have one status and are not asked for by receiver. */
  readonly isDeadLetters?: boolean;
}

export function DeliveryFilters({ faults, isDeadLetters = false }: DeliveryFiltersProps) {
  const { isPortal } = useSession();
  const eventTypes = useEventTypeChoices();
  const receivers = useReceiverChoices();
  const subscriptions = useSubscriptionChoices();
  const filter = (name: string, label: string) => ({ name, label, fault: faults[name] });
  return (
    <FilterBar>
      {!isDeadLetters && <FilterSelect name="status" label="Status" choices={statusChoices} />}
      <FilterText {...filter('event_type', 'Event type')} choices={eventTypes} />
      {!isDeadLetters && !isPortal && (
        <FilterText {...filter('receiver_id', 'Receiver')} choices={receivers} />
      )}
      <FilterText {...filter('subscription_id', 'Subscription')} choices={subscriptions} />
      <FilterTime {...filter('since', 'Since')} />
      <FilterTime {...filter('until', 'Until')} />
    </FilterBar>
  );
}
