import type { DisabledReason, Subscription } from '../../../../client/src/posthorn.ts';
import { StatusBadge } from '../../ui/badge.tsx';
import { Note } from '../../ui/note.tsx';
import { Time } from '../../ui/time.tsx';

type Judged = Pick<Subscription, 'status' | 'disabled_reason' | 'failing_since'>;

/** `healthy`, `failing` or `disabled`. */
export const HealthBadge = ({ subscription }: { readonly subscription: Judged }) => (
  <StatusBadge status={healthOf(subscription)} />
);

export function healthOf({ status, failing_since }: Judged): 'healthy' | 'failing' | 'disabled' {
  if (status === 'disabled') return 'disabled';
  return failing_since === null ? 'healthy' : 'failing';
}

const disabledReasons: Readonly<Record<DisabledReason, string>> = {
  by_request: 'It was disabled by a call.',
  receiver_gone: 'The receiver answered 410 Gone, so Posthorn disabled it and sends nothing more.',
};

export const reasonInWords = (reason: DisabledReason | null): string =>
  reason === null ? '' : disabledReasons[reason];

/** The fault of a subscription, and the way out. A healthy subscription shows nothing. */
export function HealthNote({ subscription }: { readonly subscription: Judged }) {
  const { disabled_reason, failing_since } = subscription;
  switch (healthOf(subscription)) {
    case 'healthy':
      return null;
    case 'disabled':
      return (
        <Note kind="warn">
          <strong>This subscription is disabled</strong>
          <p>
            {reasonInWords(disabled_reason)} It gets no new events, and its open deliveries are held. Enable
            it to send the held deliveries; then send what was missed.
          </p>
        </Note>
      );
    case 'failing':
      return (
        <Note kind="bad">
          <strong>
            Failing since <Time at={failing_since} />
          </strong>
          <p>
            Deliveries keep failing. Look at the latest deliveries for the cause; when the receiver works
            again, recover what was given up.
          </p>
        </Note>
      );
  }
}
