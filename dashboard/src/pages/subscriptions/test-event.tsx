import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import type { Attempt, DeliveryWithAttempts, Subscription } from '../../../../client/src/posthorn.ts';
import { useEventTypeChoices } from '../../api/choices.ts';
import { useSession } from '../../app/session.tsx';
import { duration } from '../../format/times.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { CodeBlock, visible } from '../../ui/code-block.tsx';
import { Fold } from '../../ui/fold.tsx';
import { faultsWithin, JsonEditor } from '../../ui/json-editor.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Note } from '../../ui/note.tsx';
import { Section } from '../../ui/page.tsx';
import { fieldFaults, ProblemNote } from '../../ui/problem-note.tsx';
import { ComboBox } from '../../ui/select.tsx';
import { Time } from '../../ui/time.tsx';

/** Sends a test event, and shows how the receiver answered. */
export function TestEventSection({ subscription }: { readonly subscription: Subscription }) {
  const { client } = useSession();
  const [eventType, setEventType] = useState('');
  const [payload, setPayload] = useState('');
  const choices = useEventTypeChoices();
  const test = useMutation({
    mutationFn: (input: { event_type?: string; payload?: unknown }) =>
      client.subscriptions.test(subscription.id, input),
  });
  const faults = fieldFaults(test.error);
  const read = payloadFrom(payload);
  const isDisabled = subscription.status === 'disabled';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (read === undefined || isDisabled) return;
    test.mutate({ ...(eventType !== '' && { event_type: eventType }), ...read });
  };
  return (
    <Section title="Test event">
      <form className="stack" onSubmit={submit}>
        <div className="test-line">
          <ComboBox
            label="Event type"
            choices={choices}
            value={eventType}
            onChange={setEventType}
            placeholder="posthorn.test"
            help="Empty: posthorn.test. The example of the event type is sent."
            fault={faults['event_type']}
          />
          <Button type="submit" kind="primary" isPending={test.isPending} isDisabled={isDisabled}>
            Send test event
          </Button>
        </div>
        <Fold title="Payload" summary={payload === '' ? 'the example of the event type' : 'your own'}>
          <JsonEditor
            label="Payload of the test event"
            value={payload}
            onChange={setPayload}
            help="Empty: the example of the event type, or a payload that says it is a test."
            faults={faultsWithin(faults, 'payload')}
          />
        </Fold>
        {isDisabled && <p className="soft">Enable the subscription to send a test event.</p>}
        <ProblemNote error={test.error} shownElsewhere={['/event_type', '/payload']} />
      </form>
      {test.data !== undefined && !test.isPending && (
        <Answer key={test.data.task_id} deliveryId={test.data.task_id} />
      )}
    </Section>
  );
}

/** Undefined: not JSON, which the editor shows. */
function payloadFrom(text: string): { readonly payload?: unknown } | undefined {
  if (text.trim() === '') return {};
  try {
    return { payload: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

const ASK_AGAIN_MS = 300;

/** Waits for the first attempt, then shows it. */
function Answer({ deliveryId }: { readonly deliveryId: string }) {
  const { client } = useSession();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ['deliveries', deliveryId, 'test'],
    queryFn: () => client.deliveries.get(deliveryId),
    refetchInterval: ({ state }) => (isAnswered(state.data) ? false : ASK_AGAIN_MS),
  });
  const answered = isAnswered(query.data);
  useEffect(() => {
    if (answered) void queries.invalidateQueries({ queryKey: ['deliveries', 'latest'] });
  }, [answered, queries]);
  return (
    <Loaded query={query}>
      {(delivery) => {
        const attempt = delivery.attempts.at(-1);
        if (attempt === undefined) {
          return (
            <Note>
              {isOpen(delivery)
                ? 'Waiting for the answer of the receiver …'
                : `The delivery is ${delivery.status}: no attempt was made.`}
            </Note>
          );
        }
        return <AnswerShown attempt={attempt} delivery={delivery} />;
      }}
    </Loaded>
  );
}

const isAnswered = (delivery: DeliveryWithAttempts | undefined): boolean =>
  delivery !== undefined && (delivery.attempts.length > 0 || !isOpen(delivery));

const isOpen = ({ status }: DeliveryWithAttempts): boolean => status === 'pending' || status === 'retrying';

function AnswerShown({ attempt, delivery }: { attempt: Attempt; delivery: DeliveryWithAttempts }) {
  const isGood = attempt.outcome === 'succeeded';
  return (
    <Note kind={isGood ? 'good' : 'bad'}>
      <div className="row spread">
        <strong>
          {attempt.status_code === null ? 'No answer' : `Answered ${attempt.status_code}`} after{' '}
          {duration(attempt.duration_ms)}
        </strong>
        <LinkButton isSmall href={`/deliveries/${delivery.id}`}>
          Open the delivery
        </LinkButton>
      </div>
      {attempt.error !== null && <p className="foreign">{visible(attempt.error)}</p>}
      {!isGood && delivery.next_attempt_at !== null && (
        <p>
          Next attempt: <Time at={delivery.next_attempt_at} as="relative" />
        </p>
      )}
      {attempt.response_excerpt !== null && attempt.response_excerpt !== '' && (
        <CodeBlock code={attempt.response_excerpt} subject="the answer" />
      )}
    </Note>
  );
}
