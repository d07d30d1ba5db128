import { type ReactNode, useState } from 'react';

/** A form whose fields are parts of one draft. */
export interface DraftFormProps<Draft> {
  readonly start: Draft;
  /** Whether the name or id can still be chosen. */
  readonly isNew: boolean;
  /** The verb on the button that sends it. */
  readonly action: string;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onSend: (draft: Draft) => void;
  /** Further buttons. */
  readonly children?: ReactNode;
}

/** The draft, and a function that changes some of its parts. */
export function useDraft<Draft>(start: Draft) {
  const [draft, setDraft] = useState(start);
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));
  return [draft, change] as const;
}
