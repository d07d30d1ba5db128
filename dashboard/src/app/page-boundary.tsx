import { Component, type ReactNode } from 'react';
import { ProblemNote } from '../ui/problem-note.tsx';

interface PageBoundaryProps {
  readonly children: ReactNode;
}

interface PageBoundaryState {
  readonly error: unknown;
}

/** A page that breaks says so in its own place: the menu still works. */
export class PageBoundary extends Component<PageBoundaryProps, PageBoundaryState> {
  override state: PageBoundaryState = { error: undefined };

  static getDerivedStateFromError(error: unknown): PageBoundaryState {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return (
      <div className="page">
        <ProblemNote error={this.state.error} />
      </div>
    );
  }
}
