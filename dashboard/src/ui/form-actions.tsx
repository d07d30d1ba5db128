import { Button } from './button.tsx';

interface FormActionsProps {
  /** The verb on the button that sends the form. */
  readonly action: string;
  readonly isPending: boolean;
  readonly isDisabled?: boolean;
  readonly close: () => void;
  /** The words on the button that closes the dialog without a change. */
  readonly keep: string;
}

/** The buttons at the end of a form in a dialog. */
export function FormActions({ action, isPending, isDisabled = false, close, keep }: FormActionsProps) {
  return (
    <div className="dialog-actions">
      <Button onPress={close}>{keep}</Button>
      <Button type="submit" kind="primary" isPending={isPending} isDisabled={isDisabled}>
        {action}
      </Button>
    </div>
  );
}
