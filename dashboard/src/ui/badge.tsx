import './badge.css';

type Tone = 'good' | 'bad' | 'warn' | 'calm' | 'plain';

/** The tone of each word that a status can be: of deliveries, subscriptions, recoveries and health. */
const tones: Readonly<Record<string, Tone>> = {
  delivered: 'good',
  healthy: 'good',
  done: 'good',
  finished: 'good',
  pending: 'calm',
  running: 'calm',
  retrying: 'warn',
  held: 'warn',
  failing: 'bad',
  exhausted: 'bad',
  disabled: 'plain',
  cancelled: 'plain',
  stopped: 'plain',
};

const marks: Readonly<Record<Tone, string>> = { good: '✓', bad: '✕', warn: '↻', calm: '…', plain: '–' };

/** A status in a word and a mark, so that it does not depend on color. */
export function StatusBadge({ status }: { readonly status: string }) {
  const tone = tones[status] ?? 'plain';
  return (
    <span className={`badge badge-${tone}`}>
      <span aria-hidden="true">{marks[tone]}</span> {status}
    </span>
  );
}
