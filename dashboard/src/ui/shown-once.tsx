import { CopyButton } from './copy-button.tsx';
import { Note } from './note.tsx';
import './shown-once.css';

interface ShownOnceProps {
  /** What it is, for example `the API key`. */
  readonly subject: string;
  readonly secret: string;
}

/** A secret that the API answers only once, with a button that copies it. */
export function ShownOnce({ subject, secret }: ShownOnceProps) {
  return (
    <Note kind="warn">
      <strong>Copy {subject} now: it is shown only once.</strong>
      <div className="row shown-once">
        <code className="foreign">{secret}</code>
        <CopyButton text={secret} subject={subject} />
      </div>
    </Note>
  );
}
