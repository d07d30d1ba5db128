import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { Note } from './note.tsx';
import './shown-once.css';

interface ShownOnceProps {
  /** The noun for it, for example `the API key`. */
  readonly subject: string;
  readonly secret: string;
  readonly close: () => void;
}

/**
 * The end of a dialog that has made a secret, which the API answers only once: it copies the secret, and closes when the
 * reader has stored it.
 */
export function ShownOnce({ subject, secret, close }: ShownOnceProps) {
  return (
    <>
      <Note kind="warn">
        <strong>Copy {subject} now: it is shown only once.</strong>
        <div className="row shown-once">
          <code className="foreign">{secret}</code>
          <CopyButton text={secret} subject={subject} />
        </div>
      </Note>
      <div className="dialog-actions">
        <Button kind="primary" autoFocus onPress={close}>
          I have stored it
        </Button>
      </div>
    </>
  );
}
