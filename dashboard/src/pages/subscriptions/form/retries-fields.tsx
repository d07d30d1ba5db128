import { duration } from '../../../format/times.ts';
import { NumberField, TextField } from '../../../ui/fields.tsx';
import { RetryTimeline } from '../../../ui/retry-timeline.tsx';
import { Select } from '../../../ui/select.tsx';
import type { RetriesDraft } from './draft.ts';
import type { PartProps } from './faults.ts';
import { policyOf } from './settings.ts';

const kinds = [
  { id: 'default', label: 'Default schedule' },
  { id: 'schedule', label: 'A list of waits' },
  { id: 'exponential', label: 'Exponential waits' },
] as const;

/** The retry policy, drawn as a timeline while it changes. */
export function RetriesFields({ draft, update, faults }: PartProps) {
  const { retries } = draft;
  const change = (part: Partial<RetriesDraft>) => update({ retries: { ...retries, ...part } });
  const choose = (id: string) => {
    const kind = kinds.find((each) => each.id === id)?.id;
    if (kind !== undefined) change({ kind });
  };
  return (
    <>
      <Select
        label="Retry policy"
        choices={kinds}
        value={retries.kind}
        onChange={choose}
        fault={faults.at('/retry_policy')}
      />
      {retries.kind === 'schedule' && (
        <TextField
          label="Waits before each retry"
          value={retries.schedule}
          onChange={(schedule) => change({ schedule })}
          help="For example 5 s, 2 min, 1 h 30 min. At most 7 days together. Empty: no retry."
          fault={faults.in('/retry_policy/schedule')}
        />
      )}
      {retries.kind === 'exponential' && (
        <ExponentialFields retries={retries} change={change} faults={faults} />
      )}
      <RetryTimeline policy={policyOf(retries)} />
    </>
  );
}

interface ExponentialProps {
  readonly retries: RetriesDraft;
  readonly change: (part: Partial<RetriesDraft>) => void;
  readonly faults: PartProps['faults'];
}

function ExponentialFields({ retries, change, faults }: ExponentialProps) {
  return (
    <div className="form-grid">
      <NumberField
        label="First wait in seconds"
        value={retries.baseSeconds}
        onChange={(baseSeconds) => change({ baseSeconds })}
        fault={faults.at('/retry_policy/base_seconds')}
      />
      <NumberField
        label="Factor"
        value={retries.factor}
        onChange={(factor) => change({ factor })}
        help="From each wait to the next"
        fault={faults.at('/retry_policy/factor')}
      />
      <NumberField
        label="Longest wait in seconds"
        value={retries.maxDelaySeconds}
        onChange={(maxDelaySeconds) => change({ maxDelaySeconds })}
        help={retries.maxDelaySeconds === undefined ? undefined : duration(retries.maxDelaySeconds * 1_000)}
        fault={faults.at('/retry_policy/max_delay_seconds')}
      />
      <NumberField
        label="Attempts"
        value={retries.maxAttempts}
        onChange={(maxAttempts) => change({ maxAttempts })}
        help="At most, including the first"
        fault={faults.at('/retry_policy/max_attempts')}
      />
    </div>
  );
}
