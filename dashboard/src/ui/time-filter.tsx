import { TextField } from './fields.tsx';

interface TimeFilterProps {
  readonly label: string;
  /** RFC 3339, in UTC. Empty: no limit. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A moment in the reader's zone, kept as UTC: so a shared URL means the same everywhere. */
export function TimeFilter({ label, value, onChange }: TimeFilterProps) {
  return (
    <TextField
      label={label}
      type="datetime-local"
      value={localOf(value)}
      onChange={(next) => {
        const at = new Date(next);
        onChange(Number.isNaN(at.getTime()) ? '' : at.toISOString());
      }}
    />
  );
}

/** As the browser's control has it: `2027-01-31T09:30`, without a zone. */
function localOf(utc: string): string {
  const at = new Date(utc);
  if (Number.isNaN(at.getTime())) return '';
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, at.getSeconds() === 0 ? 16 : 19);
}
