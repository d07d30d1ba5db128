import { Link } from 'wouter';
import type { StatsSeries, Subscription } from '../../../../client/src/posthorn.ts';
import { type Range, useStats } from '../../api/stats.ts';
import { useSession } from '../../app/session.tsx';
import { percent, shortCount } from '../../format/numbers.ts';
import { duration } from '../../format/times.ts';
import { visible } from '../../ui/code-block.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Section } from '../../ui/page.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import type { SubscriptionsQuery } from './subscriptions.ts';

const SHOWN = 5;

interface RankingsProps {
  readonly range: Range;
  readonly subscriptions: SubscriptionsQuery;
}

/** The subscriptions that fail most, and the slowest ones. */
export function Rankings({ range, subscriptions }: RankingsProps) {
  const { client } = useSession();
  const stats = useStats(client, range, 'subscription');
  const named = new Map(subscriptions.data?.map((one) => [one.id, one]));
  return (
    <div className="charts">
      <Section title="Subscriptions that fail most">
        <Loaded query={stats}>
          {({ series }) => (
            <Ranking
              series={mostFailing(series)}
              named={named}
              none="No attempt failed in this time."
              figure={({ totals }) =>
                `${shortCount(totals.failed_attempts)} failed (${percent(totals.failed_attempts, totals.attempts)})`
              }
            />
          )}
        </Loaded>
      </Section>
      <Section title="Slowest subscriptions">
        <Loaded query={stats}>
          {({ series }) => (
            <Ranking
              series={slowest(series)}
              named={named}
              none="Nothing was delivered in this time."
              figure={({ totals }) => `p95 ${duration(p95Of(totals) ?? 0)}`}
            />
          )}
        </Loaded>
      </Section>
    </div>
  );
}

const ofSubscriptions = (series: readonly StatsSeries[]) => series.filter(({ key }) => key !== null);

const mostFailing = (series: readonly StatsSeries[]) =>
  ofSubscriptions(series)
    .filter(({ totals }) => totals.failed_attempts > 0)
    .sort((one, other) => other.totals.failed_attempts - one.totals.failed_attempts)
    .slice(0, SHOWN);

const p95Of = (totals: StatsSeries['totals']): number | undefined => totals.time_to_delivery_ms?.p95;

const slowest = (series: readonly StatsSeries[]) =>
  ofSubscriptions(series)
    .filter(({ totals }) => p95Of(totals) !== undefined)
    .sort((one, other) => (p95Of(other.totals) ?? 0) - (p95Of(one.totals) ?? 0))
    .slice(0, SHOWN);

interface RankingProps {
  readonly series: readonly StatsSeries[];
  readonly named: ReadonlyMap<string, Subscription>;
  readonly none: string;
  readonly figure: (series: StatsSeries) => string;
}

function Ranking({ series, named, none, figure }: RankingProps) {
  if (series.length === 0) return <p className="soft">{none}</p>;
  return (
    <ol className="ranking">
      {series.map((one) => {
        const id = one.key ?? '';
        const subscription = named.get(id);
        const name = subscription === undefined ? id : (subscription.description ?? subscription.target_url);
        return (
          <li key={id}>
            <Link href={`/subscriptions/${id}`} className="foreign ranking-name">
              {visible(name)}
            </Link>
            <Sparkline
              values={one.points.map(({ attempts }) => attempts)}
              bad={one.points.map((point) => point.failed_attempts)}
              label={`${one.totals.attempts} attempts, ${one.totals.failed_attempts} failed`}
            />
            <span className="number small">{figure(one)}</span>
          </li>
        );
      })}
    </ol>
  );
}
