import type { RetryPolicy } from '../../../client/src/posthorn.ts';
import { attemptsInWords, attemptTimes, waitsOf } from '../format/retries.ts';
import { duration } from '../format/times.ts';
import { ScaledTimes } from './scaled-times.tsx';

interface RetryTimelineProps {
  /** As the API takes it; null: the default schedule. */
  readonly policy: RetryPolicy | null;
}

/** When a delivery that never succeeds is attempted: the waits of a retry policy, to scale and in words. */
export function RetryTimeline({ policy }: RetryTimelineProps) {
  const waits = waitsOf(policy);
  if (waits === undefined) return <p className="soft">Complete the retry policy to see its attempts.</p>;
  const times = attemptTimes(waits);
  return (
    <div className="stack-small">
      <p>{inWords(waits)}</p>
      {waits.length > 0 && (
        <ScaledTimes
          label={`Attempts at ${times.map((at) => `${duration(at * 1_000)}`).join(', ')} after the event`}
          marks={times.map((at, index) => ({
            at,
            label: String(index + 1),
            title: `Attempt ${index + 1}, ${duration(at * 1_000)} after the event`,
            tone: 'calm',
          }))}
        />
      )}
      {waits.length > 0 && <Waits waits={waits} times={times} />}
    </div>
  );
}

function Waits({ waits, times }: { readonly waits: readonly number[]; readonly times: readonly number[] }) {
  return (
    <details>
      <summary>Waits</summary>
      <ol className="small">
        <li>at once</li>
        {waits.map((wait, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an attempt is its number
          <li key={index}>
            {duration(wait * 1_000)} later: {duration((times[index + 1] ?? 0) * 1_000)} after the event
          </li>
        ))}
      </ol>
    </details>
  );
}

const inWords = (waits: readonly number[]): string =>
  waits.length === 0
    ? `${attemptsInWords(waits)}.`
    : `${attemptsInWords(waits)}. Each wait varies a little, so that deliveries that failed together do not come back together.`;
