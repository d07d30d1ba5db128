import type { ReactNode } from 'react';
import {
  Checkbox as AriaCheckbox,
  NumberField as AriaNumberField,
  Switch as AriaSwitch,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  FieldError,
  Input,
  Label,
  Text,
} from 'react-aria-components';
import './fields.css';

export interface FieldProps {
  readonly label: string;
  /** One sentence of help, below the control. */
  readonly help?: ReactNode;
  /** The fault of the value: the API's own words. */
  readonly fault?: string | undefined;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
}

interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'url' | 'password' | 'search' | 'datetime-local';
  readonly placeholder?: string;
  readonly autoComplete?: string;
  readonly isMono?: boolean;
  /** More than one: a text area of so many lines. */
  readonly lines?: number;
  readonly autoFocus?: boolean;
}

/** Faults come from the API, which is asked when the form is sent: the browser does not judge the value itself. */
const apiDecides = { validationBehavior: 'aria' } as const;

export function TextField(props: TextFieldProps) {
  const { label, help, fault, lines = 1, isMono, placeholder, autoComplete, ...rest } = props;
  const shared = {
    className: `field-input${isMono ? ' mono' : ''}`,
    ...(placeholder !== undefined && { placeholder }),
  };
  const { type, ...ofBoth } = rest;
  return (
    <AriaTextField
      {...ofBoth}
      {...apiDecides}
      className="field"
      isInvalid={fault !== undefined}
      {...(autoComplete !== undefined && { autoComplete })}
      {...(type !== undefined && { type })}
    >
      <FieldLabel label={label} isRequired={props.isRequired} />
      {lines > 1 ? (
        <AriaTextArea {...shared} rows={lines} spellCheck={false} />
      ) : (
        <Input {...shared} spellCheck={false} />
      )}
      <FieldHelp help={help} fault={fault} />
    </AriaTextField>
  );
}

interface NumberFieldProps extends FieldProps {
  /** Undefined: empty. */
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
  readonly minValue?: number;
  readonly maxValue?: number;
}

export function NumberField({ label, help, fault, value, onChange, ...rest }: NumberFieldProps) {
  return (
    <AriaNumberField
      {...rest}
      {...apiDecides}
      className="field"
      value={value ?? Number.NaN}
      onChange={(next) => onChange(Number.isNaN(next) ? undefined : next)}
      isInvalid={fault !== undefined}
    >
      <FieldLabel label={label} isRequired={rest.isRequired} />
      <Input className="field-input" />
      <FieldHelp help={help} fault={fault} />
    </AriaNumberField>
  );
}

export function FieldLabel({ label, isRequired }: { label: string; isRequired?: boolean | undefined }) {
  return (
    <Label className="field-label">
      {label}
      {isRequired && <span className="soft"> (required)</span>}
    </Label>
  );
}

export function FieldHelp({ help, fault }: Pick<FieldProps, 'help' | 'fault'>) {
  return (
    <>
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <FieldError className="field-fault">{fault}</FieldError>
    </>
  );
}

interface ToggleProps {
  readonly label: ReactNode;
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly isDisabled?: boolean;
}

export function Checkbox({ label, ...rest }: ToggleProps) {
  return (
    <AriaCheckbox {...rest} className="toggle">
      <span className="toggle-box" aria-hidden="true" />
      {label}
    </AriaCheckbox>
  );
}

export function Switch({ label, ...rest }: ToggleProps) {
  return (
    <AriaSwitch {...rest} className="toggle toggle-switch">
      <span className="toggle-track" aria-hidden="true" />
      {label}
    </AriaSwitch>
  );
}
