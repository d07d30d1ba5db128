import { NumberField } from '../../../ui/fields.tsx';
import type { RateDraft } from './draft.ts';
import { FaultText } from './entries-editor.tsx';
import type { Faults } from './faults.ts';

interface RateFieldsProps {
  /** The noun for the limited requests, for example `Attempts`. */
  readonly noun: string;
  readonly pointer: string;
  readonly rate: RateDraft;
  readonly onChange: (rate: RateDraft) => void;
  readonly faults: Faults;
}

/** A rate limit; both fields empty: no limit. */
export function RateFields({ noun, pointer, rate, onChange, faults }: RateFieldsProps) {
  return (
    <div className="stack-small">
      <div className="form-grid">
        <NumberField
          label={`${noun} per second`}
          value={rate.perSecond}
          onChange={(perSecond) => onChange({ ...rate, perSecond })}
          help="On average, for example 10, or 0.1 for six per minute. Empty: no limit."
          fault={faults.at(`${pointer}/per_second`)}
        />
        <NumberField
          label={`${noun} at once`}
          value={rate.burst}
          onChange={(burst) => onChange({ ...rate, burst })}
          help="The most after a pause. Empty: the number of one second."
          fault={faults.at(`${pointer}/burst`)}
        />
      </div>
      <FaultText text={faults.at(pointer)} />
    </div>
  );
}

export const rateInWords = ({ perSecond, burst }: RateDraft): string =>
  perSecond === undefined
    ? 'no limit'
    : `${perSecond} per second${burst === undefined ? '' : `, ${burst} at once`}`;
