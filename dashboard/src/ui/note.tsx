import type { ReactNode } from 'react';
import './note.css';

interface NoteProps {
  readonly kind?: 'plain' | 'warn' | 'good' | 'bad';
  readonly children: ReactNode;
}

/** A remark inside a page; a result of an action is announced to screen readers. */
export function Note({ kind = 'plain', children }: NoteProps) {
  return (
    <div className={`note note-${kind}`} role="status">
      {children}
    </div>
  );
}
