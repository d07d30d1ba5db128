import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useRef } from 'react';
import { Dialog as AriaDialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button } from './button.tsx';
import { ProblemNote } from './problem-note.tsx';
import './dialog.css';

interface DialogProps {
  /** The control that opens it: one `Button`. Undefined: `isOpen` decides. */
  readonly trigger?: ReactNode;
  readonly title: string;
  readonly isWide?: boolean;
  readonly isOpen?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
  readonly children: (close: () => void) => ReactNode;
}

/** A modal dialog: it keeps the focus, closes with Escape, and gives the focus back. */
export function Dialog({ trigger, title, isWide = false, isOpen, onOpenChange, children }: DialogProps) {
  const controlled = {
    ...(isOpen !== undefined && { isOpen }),
    ...(onOpenChange !== undefined && { onOpenChange }),
  };
  const overlay = (
    <ModalOverlay className="dialog-ground" isDismissable {...(trigger === undefined ? controlled : {})}>
      <Modal className={isWide ? 'dialog dialog-wide' : 'dialog'}>
        <AriaDialog className="dialog-content">
          {({ close }) => (
            <>
              <Heading slot="title" className="dialog-title">
                {title}
              </Heading>
              {children(close)}
            </>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
  if (trigger === undefined) return overlay;
  return (
    <DialogTrigger {...controlled}>
      {trigger}
      {overlay}
    </DialogTrigger>
  );
}

interface ConfirmProps {
  readonly trigger: ReactNode;
  readonly title: string;
  /** The effect, and whether it can be undone. */
  readonly children: ReactNode;
  /** The verb on the button, for example `Delete`. */
  readonly action: string;
  readonly isDangerous?: boolean;
  readonly onConfirm: () => Promise<unknown>;
}

/** Asks before a change; the dialog stays open, with the reason, when the change fails. */
export function ConfirmDialog({ trigger, title, children, action, isDangerous, onConfirm }: ConfirmProps) {
  const change = useMutation({ mutationFn: onConfirm });
  const closer = useRef<() => void>(undefined);
  return (
    <Dialog trigger={trigger} title={title} onOpenChange={() => change.reset()}>
      {(close) => {
        closer.current = close;
        return (
          <>
            <div>{children}</div>
            <ProblemNote error={change.error} />
            <div className="dialog-actions">
              <Button onPress={close}>Keep</Button>
              <Button
                kind={isDangerous ? 'danger' : 'primary'}
                isPending={change.isPending}
                onPress={() => change.mutate(undefined, { onSuccess: () => closer.current?.() })}
              >
                {action}
              </Button>
            </div>
          </>
        );
      }}
    </Dialog>
  );
}
