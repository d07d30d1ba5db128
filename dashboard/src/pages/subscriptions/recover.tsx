import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { RecoverySettings, Subscription } from '../../../../client/src/posthorn.ts';
import { useSession } from '../../app/session.tsx';
import { fromLocalInput, localInput } from '../../format/times.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { NumberField, TextField } from '../../ui/fields.tsx';
import { Section } from '../../ui/page.tsx';
import { fieldFaults, ProblemNote } from '../../ui/problem-note.tsx';
import { Select } from '../../ui/select.tsx';

const DAY_MS = 86_400_000;
const RATE_DEFAULT = 100;

const kinds = [
  { id: 'exhausted', label: 'Replay exhausted deliveries' },
  { id: 'missed', label: 'Send what was missed' },
] as const;
type Kind = (typeof kinds)[number]['id'];

const explained: Readonly<Record<Kind, string>> = {
  exhausted: 'Deliveries that were given up are attempted again, with the same webhook-id.',
  missed:
    'Stored events that match the subscription and that it has no delivery of are sent, for example those that were published while it was disabled.',
};

/** Starts a recovery of the subscription. */
export function RecoverSection({ subscription }: { readonly subscription: Subscription }) {
  const { client } = useSession();
  const queries = useQueryClient();
  const [kind, setKind] = useState<Kind>('exhausted');
  const [since, setSince] = useState(() => sinceFor(subscription));
  const [until, setUntil] = useState('');
  const [perSecond, setPerSecond] = useState<number | undefined>(RATE_DEFAULT);
  const start = useMutation({
    mutationFn: (settings: RecoverySettings) => client.recoveries.start(subscription.id, settings),
    onSuccess: async () => {
      announce('Recovery started');
      await queries.invalidateQueries({ queryKey: ['recoveries'] });
    },
  });
  const faults = fieldFaults(start.error);
  const isDisabled = subscription.status === 'disabled';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isDisabled) return;
    start.mutate({
      since: fromLocalInput(since),
      ...(until !== '' && { until: fromLocalInput(until) }),
      ...(perSecond !== undefined && { per_second: perSecond }),
      missed: kind === 'missed',
    });
  };
  return (
    <Section title="Recover">
      <form className="stack" onSubmit={submit}>
        <div className="recover-fields">
          <Select
            label="What"
            choices={kinds}
            value={kind}
            onChange={(id) => setKind(id === 'missed' ? 'missed' : 'exhausted')}
          />
          <TextField
            label="Events since"
            type="datetime-local"
            value={since}
            onChange={setSince}
            fault={faults['since']}
            isRequired
          />
          <TextField
            label="Until"
            type="datetime-local"
            value={until}
            onChange={setUntil}
            help="Empty: now"
            fault={faults['until']}
          />
          <NumberField
            label="Attempts per second"
            value={perSecond}
            onChange={setPerSecond}
            help="At most"
            fault={faults['per_second']}
          />
        </div>
        <p className="soft">{explained[kind]} New events do not wait for it.</p>
        {isDisabled && <p className="soft">Enable the subscription first.</p>}
        <ProblemNote error={start.error} shownElsewhere={['/since', '/until', '/per_second']} />
        <div>
          <Button type="submit" kind="primary" isPending={start.isPending} isDisabled={isDisabled}>
            Start the recovery
          </Button>
        </div>
      </form>
    </Section>
  );
}

/** A day before now, or before it began to fail: the events of its first failures are older than these. In the reader's zone. */
const sinceFor = ({ failing_since }: Subscription): string =>
  localInput(
    new Date((failing_since === null ? Date.now() : Date.parse(failing_since)) - DAY_MS).toISOString(),
  );
