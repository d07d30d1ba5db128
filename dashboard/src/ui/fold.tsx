import { type ReactNode, useState } from 'react';
import './fold.css';

interface FoldProps {
  readonly title: string;
  /** Its content in a few words, shown while it is closed. */
  readonly summary?: ReactNode;
  readonly isOpenAtFirst?: boolean;
  /** For example for a fault inside. */
  readonly mustBeOpen?: boolean;
  readonly children: ReactNode;
}

/** A part of a form or page that opens and closes. */
export function Fold({ title, summary, isOpenAtFirst = false, mustBeOpen = false, children }: FoldProps) {
  const [isOpen, setIsOpen] = useState(isOpenAtFirst);
  return (
    <details
      className="fold"
      open={isOpen || mustBeOpen}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary className="fold-head">
        <span className="fold-title">{title}</span>
        {summary !== undefined && <span className="soft small fold-summary">{summary}</span>}
      </summary>
      <div className="stack fold-content">{children}</div>
    </details>
  );
}
