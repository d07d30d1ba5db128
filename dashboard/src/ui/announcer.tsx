import { useSyncExternalStore } from 'react';
import './announcer.css';

const SHOWN_MS = 5_000;

let message = '';
const listeners = new Set<() => void>();

function show(next: string): void {
  message = next;
  for (const listener of listeners) listener();
}

/** Tells the result of an action, on the page and to screen readers, without moving the focus. */
export function announce(next: string): void {
  show(next);
  setTimeout(() => {
    if (message === next) show('');
  }, SHOWN_MS);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Announcer() {
  const text = useSyncExternalStore(subscribe, () => message);
  return (
    <div role="status" aria-live="polite" className={text === '' ? 'visually-hidden' : 'announcement'}>
      {text}
    </div>
  );
}
