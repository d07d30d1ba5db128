import { Link } from 'wouter';
import type { Stats } from '../../../../client/src/posthorn.ts';
import { count, percent, shortCount } from '../../format/numbers.ts';
import { duration } from '../../format/times.ts';

/** The main figures of the range, and what is open now. */
export function Figures({ stats }: { readonly stats: Stats }) {
  const totals = stats.series[0]?.totals;
  if (totals === undefined) return null;
  const { open } = stats;
  const ended = totals.delivered + totals.exhausted;
  const time = totals.time_to_delivery_ms;
  return (
    <dl className="figures">
      <Figure label="Events" value={totals.events} />
      <Figure label="Deliveries" value={totals.deliveries} href="/deliveries" />
      <Figure label="Success rate" text={percent(totals.delivered, ended)} isBad={totals.exhausted > 0} />
      <Figure label="Time to delivery, p50" text={time === null ? '–' : duration(time.p50)} />
      <Figure label="Time to delivery, p95" text={time === null ? '–' : duration(time.p95)} />
      <Figure label="Exhausted" value={totals.exhausted} href="/dead-letters" isBad={totals.exhausted > 0} />
      <Figure
        label="Pending now"
        value={open?.pending}
        href="/deliveries?status=pending"
        isAtLeast={open?.is_exact === false}
      />
      <Figure
        label="Retrying now"
        value={open?.retrying}
        href="/deliveries?status=retrying"
        isAtLeast={open?.is_exact === false}
      />
    </dl>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value?: number | undefined;
  readonly text?: string;
  readonly href?: string;
  readonly isBad?: boolean;
  /** The number is a lower bound. */
  readonly isAtLeast?: boolean;
}

function Figure({ label, value, text, href, isBad = false, isAtLeast = false }: FigureProps) {
  const shown = text ?? (value === undefined ? '–' : `${isAtLeast ? '≥ ' : ''}${shortCount(value)}`);
  return (
    <div className="figure">
      <dt>{label}</dt>
      <dd
        className={isBad ? 'figure-bad number' : 'number'}
        title={value === undefined ? undefined : count(value)}
      >
        {href === undefined ? shown : <Link href={href}>{shown}</Link>}
      </dd>
    </div>
  );
}
