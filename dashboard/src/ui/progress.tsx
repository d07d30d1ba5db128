import './progress.css';

interface ProgressProps {
  readonly label: string;
  readonly value: number;
  readonly most: number;
  /** The progress in words, for example `12 of 40 replayed`. */
  readonly text: string;
}

/** Progress of a longer action, as a bar and in words. */
export function Progress({ label, value, most, text }: ProgressProps) {
  return (
    <div className="stack-small">
      <div
        className="progress-track"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={most}
        aria-valuenow={value}
        aria-valuetext={text}
      >
        <div className="progress-bar" style={{ width: `${most === 0 ? 0 : (100 * value) / most}%` }} />
      </div>
      <span className="number">{text}</span>
    </div>
  );
}
