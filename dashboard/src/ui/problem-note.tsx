import { ConnectionError, ProblemError } from '../../../client/src/posthorn.ts';
import './note.css';

interface ProblemNoteProps {
  /** Undefined or null: nothing is shown. */
  readonly error: unknown;
  /** JSON Pointers of fields that show their fault themselves, for example `/target_url`. */
  readonly shownElsewhere?: readonly string[];
}

/** An error as the API tells it: its title, its detail, and the faulty fields. */
export function ProblemNote({ error, shownElsewhere = [] }: ProblemNoteProps) {
  if (error === undefined || error === null) return null;
  const { title, detail, faults, requestId } = wordsOf(error);
  const left = faults.filter(({ pointer }) => !shownElsewhere.includes(pointer));
  return (
    <div className="note note-bad" role="alert">
      <strong>{title}</strong>
      <p>{detail}</p>
      {left.length > 0 && (
        <ul>
          {left.map((fault) => (
            <li key={`${fault.in} ${fault.pointer} ${fault.detail}`}>
              <code>{fault.pointer || fault.in}</code> {fault.detail}
            </li>
          ))}
        </ul>
      )}
      {requestId !== undefined && <p className="small soft">Request {requestId}</p>}
    </div>
  );
}

function wordsOf(error: unknown) {
  if (error instanceof ProblemError) {
    return { title: error.title, detail: error.detail, faults: error.errors, requestId: error.requestId };
  }
  const isUnreachable = error instanceof ConnectionError;
  return {
    title: isUnreachable ? 'Posthorn cannot be reached' : 'This page has a fault',
    detail: error instanceof Error ? error.message : String(error),
    faults: [],
    requestId: undefined,
  };
}

/** The API's fault of each field, by its JSON Pointer without the first slash: `target_url`, `rate_limit/per_second`. */
export function fieldFaults(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof ProblemError)) return {};
  return Object.fromEntries(
    error.errors
      .filter((fault) => fault.in === 'body')
      .map(({ pointer, detail }) => [pointer.slice(1), detail]),
  );
}
