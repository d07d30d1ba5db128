import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useSession } from '../../../app/session.tsx';
import { Button, LinkButton } from '../../../ui/button.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import type { Draft } from './draft.ts';
import { Faults, type PartProps } from './faults.ts';
import { MainFields } from './main-fields.tsx';
import { MoreSettings } from './more-settings.tsx';
import { textFaultsOf } from './settings.ts';
import './form.css';

interface SubscriptionFormProps {
  readonly initial: Draft;
  readonly isNew: boolean;
  /** The verb of its button. */
  readonly action: string;
  readonly cancelHref: string;
  readonly onSubmit: (draft: Draft) => void;
  readonly isPending: boolean;
  /** Of the last call; its faults are shown at their fields. */
  readonly error: unknown;
}

/** All settings of a subscription. */
export function SubscriptionForm(props: SubscriptionFormProps) {
  const { initial, isNew, action, cancelHref, onSubmit, isPending, error } = props;
  const { me } = useSession();
  const [draft, setDraft] = useState(initial);
  const [sent, setSent] = useState<Draft>();
  const form = useRef<HTMLFormElement>(null);
  const texts = sent === undefined ? {} : textFaultsOf(draft);
  const faults = new Faults(error, texts);
  const part: PartProps = { draft, faults, update: (change) => setDraft((now) => ({ ...now, ...change })) };
  useEffect(() => {
    if (error !== null) focusFirstFault(form.current);
  }, [error]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSent(draft);
    if (Object.keys(textFaultsOf(draft)).length === 0) onSubmit(draft);
    else requestAnimationFrame(() => focusFirstFault(form.current));
  };
  return (
    <form ref={form} className="stack subscription-form" onSubmit={submit} noValidate>
      <MainFields {...part} />
      <MoreSettings {...part} isNew={isNew} isTenant={me.kind === 'api_key'} />
      <ProblemNote error={error} shownElsewhere={faults.pointers} />
      <FormButtons>
        <Button type="submit" kind="primary" isPending={isPending}>
          {action}
        </Button>
        <LinkButton href={cancelHref}>Cancel</LinkButton>
      </FormButtons>
    </form>
  );
}

const FormButtons = ({ children }: { readonly children: ReactNode }) => <div className="row">{children}</div>;

/** A field that the browser marks as invalid, or the fault of a group of fields. */
const FAULTY =
  'input[aria-invalid="true"], textarea[aria-invalid="true"], [data-invalid] button, [data-fault]';

function focusFirstFault(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>(FAULTY)?.focus();
}
