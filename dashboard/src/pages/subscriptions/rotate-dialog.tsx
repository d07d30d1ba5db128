import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import type { RotatedSecret } from '../../../../client/src/posthorn.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { fieldFaults, ProblemNote } from '../../ui/problem-note.tsx';
import { Select } from '../../ui/select.tsx';

interface RotateDialogProps {
  readonly id: string;
  readonly onRotated: (secret: RotatedSecret) => void;
}

const graces = [
  { id: '0', label: 'Stops at once: it has leaked' },
  { id: '3600', label: '1 hour' },
  { id: '86400', label: '1 day' },
  { id: '604800', label: '7 days' },
];

const DEFAULT_GRACE = '86400';

/** Makes a new signing secret; the old one signs beside it until its grace period ends. */
export function RotateDialog(props: RotateDialogProps) {
  return (
    <Dialog trigger={<Button>Rotate the secret</Button>} title="Rotate the signing secret?">
      {(close) => <RotateForm {...props} close={close} />}
    </Dialog>
  );
}

function RotateForm({ id, onRotated, close }: RotateDialogProps & { readonly close: () => void }) {
  const { client } = useSession();
  const [grace, setGrace] = useState(DEFAULT_GRACE);
  const [own, setOwn] = useState('');
  const closer = useRef(close);
  closer.current = close;
  const rotate = useMutation({
    mutationFn: () =>
      client.subscriptions.rotateSecret(id, {
        grace_period_seconds: Number(grace),
        ...(own.trim() !== '' && { signing_secret: own.trim() }),
      }),
    onSuccess: (secret) => {
      onRotated(secret);
      closer.current();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rotate.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p>Webhooks carry a signature of each secret, so the receiver can switch without missing a delivery.</p>
      <Select label="The old secret still signs for" choices={graces} value={grace} onChange={setGrace} />
      <TextField
        label="New secret"
        value={own}
        onChange={setOwn}
        isMono
        autoComplete="off"
        help="Only if the receiver has one already: whsec_ and base64. Empty: Posthorn generates one."
        fault={fieldFaults(rotate.error)['signing_secret']}
      />
      <ProblemNote error={rotate.error} shownElsewhere={['/signing_secret']} />
      <FormActions action="Rotate" isPending={rotate.isPending} close={close} keep="Keep the secret" />
    </form>
  );
}
