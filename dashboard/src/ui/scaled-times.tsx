import { stripEnds } from '../format/strip-ends.ts';
import { duration } from '../format/times.ts';
import './scaled-times.css';

interface TimeMark {
  /** Seconds after the start. */
  readonly at: number;
  /** Short, for example the number of the attempt. */
  readonly label: string;
  /** Shown on hover. */
  readonly title: string;
  readonly tone: 'good' | 'bad' | 'warn' | 'calm' | 'plain';
}

interface ScaledTimesProps {
  /** In words, for screen readers: what happens when. */
  readonly label: string;
  /** Earliest first. */
  readonly marks: readonly TimeMark[];
}

/** Labels closer than this share of the width would overlap. */
const LABEL_WIDTH = 0.06;

/**
 * Times on a line, with the waits between them to scale. Waits that grow put the first times on top of each other, so
 * the beginning is drawn again below, larger: every strip is to its own scale, which it names.
 */
export function ScaledTimes({ label, marks }: ScaledTimesProps) {
  const ends = stripEnds(marks.map(({ at }) => at));
  return (
    <div className="scaled-times" role="img" aria-label={label}>
      {ends.map((end, index) => (
        <Strip key={end} end={end} marks={marks} isWhole={index === 0} magnified={ends[index + 1]} />
      ))}
    </div>
  );
}

interface StripProps {
  readonly end: number;
  readonly marks: readonly TimeMark[];
  readonly isWhole: boolean;
  /** The end of the part that the next strip draws larger. */
  readonly magnified: number | undefined;
}

function Strip({ end, marks, isWhole, magnified = 0 }: StripProps) {
  const place = (at: number) => (end === 0 ? 0 : at / end);
  const shown = marks.filter(({ at }) => at <= end);
  const labelled = labelsThatFit(
    shown.map(({ at }) => place(at)),
    place(magnified),
  );
  return (
    <div className="scaled-strip">
      <div className="scaled-strip-line">
        {magnified > 0 && (
          <span className="scaled-strip-magnified" style={{ width: percent(place(magnified)) }} />
        )}
        {shown.map(({ at, label, title, tone }, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a mark is its place in the row
            key={index}
            className={`scaled-mark scaled-mark-${tone}`}
            style={{ left: percent(place(at)) }}
            title={title}
          >
            {labelled.has(index) && <span className="scaled-mark-label">{label}</span>}
          </span>
        ))}
      </div>
      <span className="scaled-strip-end small soft">
        {isWhole ? duration(end * 1_000) : `first ${duration(end * 1_000)}, larger`}
      </span>
    </div>
  );
}

const percent = (share: number) => `${Number((share * 100).toFixed(3))}%`;

/** The marks whose labels have room. Those that the next strip draws larger have their labels there. */
function labelsThatFit(places: readonly number[], magnified: number): ReadonlySet<number> {
  const fit = new Set<number>();
  let last = Number.NEGATIVE_INFINITY;
  for (const [index, place] of places.entries()) {
    const isElsewhere = magnified > 0 && place <= magnified && index > 0;
    if (isElsewhere || place - last < LABEL_WIDTH) continue;
    fit.add(index);
    last = place;
  }
  return fit;
}
