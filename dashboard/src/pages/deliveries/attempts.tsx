import type { Attempt, DeliveryWithAttempts } from '../../../../client/src/posthorn.ts';
import { explanationOf } from '../../format/failures.ts';
import { duration } from '../../format/times.ts';
import { AttemptTimeline, type TimelinePoint } from '../../ui/attempt-timeline.tsx';
import { CodeBlock, visible } from '../../ui/code-block.tsx';
import { Countdown } from '../../ui/countdown.tsx';
import { Time } from '../../ui/time.tsx';
import { RequestAsSent } from './request-sent.tsx';

/** The attempts of a delivery on a timeline, from its event to its next attempt. */
export function Attempts({ delivery }: { readonly delivery: DeliveryWithAttempts }) {
  const { attempts, created_at, next_attempt_at: next } = delivery;
  const points: TimelinePoint[] = [
    {
      id: 'created',
      atMs: Date.parse(created_at),
      tone: 'plain',
      title: <PointTitle title="Delivery created" at={created_at} />,
    },
    ...attempts.map((attempt) => pointOf(delivery, attempt)),
  ];
  if (next !== null) points.push(nextPoint(next));
  return <AttemptTimeline label={labelOf(points, attempts.length)} points={points} />;
}

function labelOf(points: readonly TimelinePoint[], made: number): string {
  const wholeMs = (points.at(-1)?.atMs ?? 0) - (points[0]?.atMs ?? 0);
  return `${made === 1 ? '1 attempt' : `${made} attempts`} in ${duration(Math.max(0, wholeMs))}`;
}

const nextPoint = (at: string): TimelinePoint => ({
  id: 'next',
  atMs: Date.parse(at),
  tone: 'next',
  mark: 'next',
  title: (
    <>
      <strong>Next attempt</strong> <Countdown at={at} /> <Time at={at} />
    </>
  ),
});

const pointOf = (delivery: DeliveryWithAttempts, attempt: Attempt): TimelinePoint => ({
  id: String(attempt.number),
  atMs: Date.parse(attempt.started_at),
  tone: attempt.outcome === 'succeeded' ? 'good' : 'bad',
  mark: String(attempt.number),
  title: <PointTitle title={titleOf(attempt)} at={attempt.started_at} />,
  content: (
    <AttemptContent
      deliveryId={delivery.id}
      attempt={attempt}
      isLatest={attempt.number === delivery.attempts.at(-1)?.number}
    />
  ),
});

const titleOf = ({ number, trigger, outcome }: Attempt): string =>
  `Attempt ${number} ${outcome}${trigger === 'manual' ? ', made by a call' : ''}`;

function PointTitle({ title, at }: { readonly title: string; readonly at: string }) {
  return (
    <>
      <strong>{title}</strong>
      <span className="small soft">
        <Time at={at} />
      </span>
    </>
  );
}

interface AttemptContentProps {
  readonly deliveryId: string;
  readonly attempt: Attempt;
  readonly isLatest: boolean;
}

function AttemptContent({ deliveryId, attempt, isLatest }: AttemptContentProps) {
  const { number, status_code: status, duration_ms, error, response_excerpt: excerpt } = attempt;
  const explanation = explanationOf(attempt);
  return (
    <div className="stack-small attempt">
      <div className="row small">
        <span className="number">{status === null ? 'No answer' : `Status ${status}`}</span>
        <span className="number">{duration(duration_ms)}</span>
        {error !== null && <code className="foreign">{visible(error)}</code>}
      </div>
      {explanation !== undefined && (
        <p>
          {explanation.words} <span className="soft">{explanation.advice}</span>
        </p>
      )}
      {excerpt !== null && excerpt !== '' && (
        <details open={isLatest}>
          <summary>Answer</summary>
          <CodeBlock code={excerpt} subject={`the answer to attempt ${number}`} />
        </details>
      )}
      <RequestAsSent deliveryId={deliveryId} number={number} />
    </div>
  );
}
