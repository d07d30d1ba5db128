import { useState } from 'react';
import { announce } from './announcer.tsx';
import { Button } from './button.tsx';

const SHOWN_MS = 2_000;

interface CopyButtonProps {
  readonly text: string | (() => string | Promise<string>);
  /** The noun for the text, for example `the secret`. */
  readonly subject: string;
  readonly label?: string;
}

export function CopyButton({ text, subject, label = 'Copy' }: CopyButtonProps) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(typeof text === 'string' ? text : await text());
    setIsCopied(true);
    announce(`Copied ${subject}`);
    setTimeout(() => setIsCopied(false), SHOWN_MS);
  };
  return (
    <Button
      isSmall
      onPress={() => void copy().catch(() => announce(`Cannot copy ${subject}`))}
      aria-label={`${label} ${subject}`}
    >
      {isCopied ? 'Copied' : label}
    </Button>
  );
}
