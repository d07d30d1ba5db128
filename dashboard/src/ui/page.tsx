import { type ReactNode, useEffect, useRef } from 'react';
import { isPortal } from '../app/addresses.ts';
import './page.css';

interface PageProps {
  /** Also the title of the browser's tab. */
  readonly title: string;
  /** Replaces the plain title in the heading. */
  readonly heading?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page: its heading takes the focus when the reader comes to it, so that screen readers start there. */
export function Page({ title, heading, actions, children }: PageProps) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The portal is part of the page of another product.
    document.title = isPortal ? title : `${title} · Posthorn`;
  }, [title]);
  useEffect(() => ref.current?.focus({ preventScroll: true }), []);
  return (
    <div className="page stack">
      <div className="row spread">
        <h1 ref={ref} tabIndex={-1}>
          {heading ?? title}
        </h1>
        {actions !== undefined && <div className="row">{actions}</div>}
      </div>
      {children}
    </div>
  );
}

/** Where the focus goes when the control that had it is gone: once the dialog that gave it back is closed. */
export function focusHeading(): void {
  setTimeout(() => document.querySelector<HTMLElement>('main h1')?.focus());
}

interface SectionProps {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page with a heading of its own. */
export function Section({ title, actions, children }: SectionProps) {
  return (
    <section className="section stack" aria-label={title}>
      <div className="row spread">
        <h2>{title}</h2>
        {actions !== undefined && <div className="row">{actions}</div>}
      </div>
      {children}
    </section>
  );
}

interface FactsProps {
  /** Label and value. Undefined values are left out. */
  readonly facts: readonly (readonly [label: string, value: ReactNode])[];
}

/** Names and values of one thing. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl className="facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
