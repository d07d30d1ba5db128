import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { Link } from 'wouter';
import './button.css';

type Kind = 'primary' | 'plain' | 'danger' | 'quiet';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  readonly kind?: Kind;
  readonly isSmall?: boolean;
  readonly children: ReactNode;
}

const classes = (kind: Kind, isSmall: boolean) => `button button-${kind}${isSmall ? ' button-small' : ''}`;

/** While `isPending`, it keeps the focus, says so, and cannot be pressed again. */
export function Button({ kind = 'plain', isSmall = false, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={classes(kind, isSmall)}>
      {children}
    </AriaButton>
  );
}

interface LinkButtonProps {
  readonly href: string;
  readonly kind?: Kind;
  readonly isSmall?: boolean;
  readonly children: ReactNode;
}

/** A link to a page of ours that looks like a button. */
export function LinkButton({ href, kind = 'plain', isSmall = false, children }: LinkButtonProps) {
  return (
    <Link href={href} className={classes(kind, isSmall)}>
      {children}
    </Link>
  );
}
