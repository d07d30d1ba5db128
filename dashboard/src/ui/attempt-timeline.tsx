import type { ReactNode } from 'react';
import { duration } from '../format/times.ts';
import { ScaledTimes } from './scaled-times.tsx';
import './attempt-timeline.css';

/** `next`: still to come. */
type TimelineTone = 'good' | 'bad' | 'next' | 'plain';

export interface TimelinePoint {
  readonly id: string;
  /** Milliseconds since any moment: only the distances between points are drawn. */
  readonly atMs: number;
  readonly tone: TimelineTone;
  readonly title: ReactNode;
  /** Its name on the line, for example the number of the attempt. */
  readonly mark?: string;
  /** More of this point, below its title. */
  readonly content?: ReactNode;
}

interface AttemptTimelineProps {
  /** In words for screen readers, for example `4 attempts in 2 h 5 min`. */
  readonly label: string;
  /** In order of time. */
  readonly points: readonly TimelinePoint[];
}

/**
 * Attempts, made or planned, with the waits between them to scale: a line of the whole time, and a row a point with the
 * wait before it as a bar. All bars have the scale of the longest wait.
 */
export function AttemptTimeline({ label, points }: AttemptTimelineProps) {
  const waits = points.map(({ atMs }, index) => Math.max(0, atMs - (points[index - 1]?.atMs ?? atMs)));
  const longestMs = Math.max(1, ...waits);
  return (
    <div className="stack-small">
      {points.length > 1 && <Strip label={label} points={points} />}
      <ol className="timeline-rows" aria-label={label}>
        {points.map(({ id, tone, title, content }, index) => (
          <li key={id}>
            {index > 0 && <Wait ms={waits[index] ?? 0} longestMs={longestMs} />}
            <div className={`timeline-row timeline-${tone}`}>
              <span className="timeline-mark" aria-hidden="true" />
              <div className="stack-small">
                <div className="row">{title}</div>
                {content}
              </div>
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Wait({ ms, longestMs }: { readonly ms: number; readonly longestMs: number }) {
  return (
    <div className="timeline-wait small soft">
      <span className="timeline-bar" style={{ width: `${(100 * ms) / longestMs}%` }} aria-hidden="true" />
      <span className="number">{duration(ms)} later</span>
    </div>
  );
}

/** All points on one line. */
function Strip({ label, points }: AttemptTimelineProps) {
  const firstMs = points[0]?.atMs ?? 0;
  const marks = points.map(({ atMs, tone, mark = '' }) => {
    const seconds = Math.max(0, (atMs - firstMs) / 1_000);
    return {
      at: seconds,
      label: mark,
      title: `${mark} after ${duration(seconds * 1_000)}`.trim(),
      tone: tone === 'next' ? ('calm' as const) : tone,
    };
  });
  return <ScaledTimes label={`${label}, to scale`} marks={marks} />;
}
