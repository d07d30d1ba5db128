import type { ReactNode } from 'react';
import { CodeBlock } from './code-block.tsx';

interface EmptyProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** The command that would fill the list. */
  readonly command?: string;
}

/** A list without items: why, and the next step. */
export function Empty({ title, children, command }: EmptyProps) {
  return (
    <div className="stack empty">
      <strong>{title}</strong>
      {children !== undefined && <div className="soft">{children}</div>}
      {command !== undefined && <CodeBlock code={command} subject={`the command: ${title}`} />}
    </div>
  );
}
