import { type ReactNode, useEffect, useState } from 'react';
import './fold.css';

interface FoldProps {
  readonly title: string;
  /** What it holds, in a few words, so that it need not be opened to know. */
  readonly summary?: ReactNode;
  readonly isOpenAtFirst?: boolean;
  /** Opens it when it turns true, for example for a fault inside. */
  readonly mustBeOpen?: boolean;
  readonly children: ReactNode;
}

/** A part of a form or page that opens and closes. */
export function Fold({ title, summary, isOpenAtFirst = false, mustBeOpen = false, children }: FoldProps) {
  const [isOpen, setIsOpen] = useState(isOpenAtFirst || mustBeOpen);
  useEffect(() => {
    if (mustBeOpen) setIsOpen(true);
  }, [mustBeOpen]);
  return (
    <details className="fold" open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="fold-head">
        <span className="fold-title">{title}</span>
        {summary !== undefined && <span className="soft small fold-summary">{summary}</span>}
      </summary>
      <div className="stack fold-content">{children}</div>
    </details>
  );
}
