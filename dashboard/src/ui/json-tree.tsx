import { useState } from 'react';
import { Button } from './button.tsx';
import { visible } from './code-block.tsx';
import './json-tree.css';

interface JsonTreeProps {
  readonly value: unknown;
  readonly label: string;
}

/** More children than this are shown in steps: a payload may have a million. */
const STEP = 100;
const TEXT_CHARACTERS = 2_000;
/** Deeper values open when asked. */
const OPEN_DEPTH = 2;

/** A JSON value as a tree of `<details>`: it opens and closes by keyboard without any script. */
export function JsonTree({ value, label }: JsonTreeProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="json-tree mono" tabIndex={0} aria-label={label}>
      <Value value={value} depth={0} />
    </section>
  );
}

function Value({ value, depth }: { value: unknown; depth: number }) {
  if (typeof value !== 'object' || value === null) return <Plain value={value} />;
  return <Branch value={value} depth={depth} />;
}

function Plain({ value }: { value: unknown }) {
  const text = JSON.stringify(value) ?? 'undefined';
  const isCut = text.length > TEXT_CHARACTERS;
  return (
    <span className={`foreign json-${value === null ? 'null' : typeof value}`}>
      {visible(isCut ? `${text.slice(0, TEXT_CHARACTERS)}…` : text)}
      {isCut && <span className="soft"> ({text.length} characters)</span>}
    </span>
  );
}

function Branch({ value, depth }: { value: object; depth: number }) {
  const [isOpen, setIsOpen] = useState(depth < OPEN_DEPTH);
  const [most, setMost] = useState(STEP);
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  const size = isList ? `[${entries.length}]` : `{${entries.length}}`;
  return (
    <details open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{size}</summary>
      {isOpen && (
        <ul>
          {entries.slice(0, most).map(([name, member]) => (
            <li key={name}>
              <span className="json-name foreign">{visible(name)}: </span>
              <Value value={member} depth={depth + 1} />
            </li>
          ))}
          {entries.length > most && (
            <li>
              <Button isSmall onPress={() => setMost(most + STEP)}>
                {`Show more of ${entries.length - most}`}
              </Button>
            </li>
          )}
        </ul>
      )}
    </details>
  );
}
