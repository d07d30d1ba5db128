import {
  ComboBox as AriaComboBox,
  Select as AriaSelect,
  Button,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from 'react-aria-components';
import { FieldHelp, FieldLabel, type FieldProps } from './fields.tsx';

export interface Choice {
  readonly id: string;
  readonly label: string;
  /** Softer words beside the label. A combo box finds the choice by them, too. */
  readonly hint?: string | undefined;
}

/** The text by which a combo box finds a choice, and which it writes into its input for a moment. */
const textOf = ({ label, hint }: Choice): string => (hint === undefined ? label : `${label} · ${hint}`);

interface SelectProps extends FieldProps {
  readonly choices: readonly Choice[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** One of a few known choices. */
export function Select({ label, help, fault, choices, value, onChange, ...rest }: SelectProps) {
  return (
    <AriaSelect
      {...rest}
      className="field"
      validationBehavior="aria"
      selectedKey={value}
      onSelectionChange={(key) => onChange(String(key))}
      isInvalid={fault !== undefined}
    >
      <FieldLabel label={label} isRequired={rest.isRequired} />
      <Button className="field-input select-button">
        <SelectValue />
        <span aria-hidden="true">▾</span>
      </Button>
      <FieldHelp help={help} fault={fault} />
      <ChoiceList choices={choices} />
    </AriaSelect>
  );
}

interface ComboBoxProps extends FieldProps {
  readonly choices: readonly Choice[];
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
}

/** Free text with known choices as suggestions, for example an event type or a pattern of them. */
export function ComboBox({
  label,
  help,
  fault,
  choices,
  value,
  onChange,
  placeholder,
  ...rest
}: ComboBoxProps) {
  return (
    <AriaComboBox
      {...rest}
      className="field"
      validationBehavior="aria"
      allowsCustomValue
      menuTrigger="focus"
      inputValue={value}
      onInputChange={(text) => onChange(choices.find((choice) => textOf(choice) === text)?.label ?? text)}
      isInvalid={fault !== undefined}
    >
      <FieldLabel label={label} isRequired={rest.isRequired} />
      <Input className="field-input" {...(placeholder !== undefined && { placeholder })} />
      <FieldHelp help={help} fault={fault} />
      <ChoiceList choices={choices} />
    </AriaComboBox>
  );
}

function ChoiceList({ choices }: { choices: readonly Choice[] }) {
  return (
    <Popover className="popover">
      <ListBox className="choices" items={choices}>
        {(choice: Choice) => (
          <ListBoxItem className="choice" id={choice.id} textValue={textOf(choice)}>
            {choice.label}
            {choice.hint !== undefined && <span className="soft small"> {choice.hint}</span>}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  );
}
