import { type Range, rangeOf, ranges, useStats } from '../../api/stats.ts';
import { apiUrl } from '../../app/addresses.ts';
import { useQueryString } from '../../app/query-string.ts';
import { useSession } from '../../app/session.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { Attention } from './attention.tsx';
import { Charts } from './charts.tsx';
import { Figures } from './figures.tsx';
import { Rankings } from './rankings.tsx';
import { useSubscriptions } from './subscriptions.ts';
import './overview.css';

/** Whether webhooks arrive, how fast, and which of them need a person. */
export default function Overview() {
  const { client } = useSession();
  const [get, set] = useQueryString();
  const range = rangeOf(get('range'));
  const stats = useStats(client, range);
  const subscriptions = useSubscriptions();
  return (
    <Page
      title="Overview"
      actions={<RangeChoice range={range} onChoose={(id) => set({ range: id === '1h' ? '' : id })} />}
    >
      <Attention subscriptions={subscriptions} />
      <Loaded query={stats}>
        {(data) => (
          <>
            <Figures stats={data} />
            <Charts stats={data} rangeLabel={range.label} />
          </>
        )}
      </Loaded>
      {subscriptions.data?.length === 0 ? (
        <FirstSteps />
      ) : (
        <Rankings range={range} subscriptions={subscriptions} />
      )}
    </Page>
  );
}

interface RangeChoiceProps {
  readonly range: Range;
  readonly onChoose: (id: string) => void;
}

function RangeChoice({ range, onChoose }: RangeChoiceProps) {
  return (
    <fieldset className="range-choice">
      <legend className="visually-hidden">Range of time</legend>
      {ranges.map(({ id, label }) => (
        <label key={id} className={id === range.id ? 'range-chosen' : undefined}>
          <input
            type="radio"
            name="range"
            className="visually-hidden"
            checked={id === range.id}
            onChange={() => onChoose(id)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

/** In a new service: a receiver and an event, by two commands. */
function FirstSteps() {
  return (
    <section className="section stack" aria-label="First steps">
      <Empty title="There is no subscription yet" command="npm run receiver">
        In a clone, this command starts a receiver that subscribes itself. Then publish an event:
      </Empty>
      <Empty
        title="Publish an event"
        command={`curl ${apiUrl}/events \\
  -H "Authorization: Bearer $(cat .posthorn/api-key)" -H 'Content-Type: application/json' \\
  -d '{"event_type": "order.created", "payload": {"order": 1001}}'`}
      />
    </section>
  );
}
