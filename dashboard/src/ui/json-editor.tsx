import { useMemo, useRef, useState } from 'react';
import { TextArea as AriaTextArea, TextField as AriaTextField, Text } from 'react-aria-components';
import { type JsonPlaces, jsonPlaces, placeOf } from '../format/json-places.ts';
import { Button } from './button.tsx';
import { FieldLabel, type FieldProps } from './fields.tsx';
import './json-editor.css';

interface JsonEditorProps extends Omit<FieldProps, 'fault'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The API's faults of the value, by JSON Pointer within it; the empty pointer is the whole. */
  readonly faults?: Readonly<Record<string, string>>;
}

const LINES_LEAST = 6;
const LINES_MOST = 24;

interface LineFault {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  readonly detail: string;
}

/** One object for all renders, so that a value is checked again only when it changes. */
const NO_FAULTS: Readonly<Record<string, string>> = {};

/** A text area for JSON: with line numbers, and with each fault at its line. An empty text is no fault. */
export function JsonEditor({ label, value, onChange, help, faults = NO_FAULTS, ...rest }: JsonEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const lineCount = value.split('\n').length;
  const found = useMemo(() => faultsOf(value, faults), [value, faults]);
  return (
    <AriaTextField
      {...rest}
      className="field"
      validationBehavior="aria"
      value={value}
      onChange={onChange}
      isInvalid={found.length > 0}
    >
      <div className="row spread">
        <FieldLabel label={label} isRequired={rest.isRequired} />
        <FormatButton value={value} onChange={onChange} label={label} />
      </div>
      <div className="json-editor">
        <Gutter lineCount={lineCount} faulty={new Set(found.map(({ line }) => line))} scrollTop={scrollTop} />
        <AriaTextArea
          ref={area}
          className="field-input mono json-editor-text"
          rows={Math.min(LINES_MOST, Math.max(LINES_LEAST, lineCount))}
          wrap="off"
          spellCheck={false}
          onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
        />
      </div>
      <Text slot="description" className="field-help">
        {help}
        {found.length > 0 && (
          <span className="visually-hidden"> {found.map((fault) => words(fault)).join(' ')}</span>
        )}
      </Text>
      <FaultList faults={found} onGo={(fault) => goTo(area.current, fault)} />
    </AriaTextField>
  );
}

const words = ({ line, column, detail }: LineFault) => `Line ${line}, column ${column}: ${detail}.`;

function FaultList({ faults, onGo }: { faults: readonly LineFault[]; onGo: (fault: LineFault) => void }) {
  if (faults.length === 0) return null;
  return (
    <ul className="json-editor-faults">
      {faults.map((fault) => (
        <li key={`${fault.offset} ${fault.detail}`}>
          <Button kind="quiet" isSmall onPress={() => onGo(fault)}>
            {words(fault)}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** Puts the caret at the fault. */
function goTo(area: HTMLTextAreaElement | null, { offset, line }: LineFault): void {
  if (area === null) return;
  area.focus();
  area.setSelectionRange(offset, offset + 1);
  area.scrollTop = (line - 3) * Number.parseFloat(getComputedStyle(area).lineHeight);
}

interface GutterProps {
  readonly lineCount: number;
  readonly faulty: ReadonlySet<number>;
  readonly scrollTop: number;
}

function Gutter({ lineCount, faulty, scrollTop }: GutterProps) {
  return (
    <div className="json-editor-gutter mono" aria-hidden="true">
      <div style={{ transform: `translateY(${-scrollTop}px)` }}>
        {Array.from({ length: lineCount }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
          <div key={index} className={faulty.has(index + 1) ? 'json-editor-faulty' : undefined}>
            {index + 1}
          </div>
        ))}
      </div>
    </div>
  );
}

function FormatButton({ value, onChange, label }: Pick<JsonEditorProps, 'value' | 'onChange' | 'label'>) {
  const isJson = value.trim() !== '' && jsonPlaces(value).fault === undefined;
  return (
    <Button
      kind="quiet"
      isSmall
      isDisabled={!isJson}
      aria-label={`Format ${label}`}
      onPress={() => onChange(JSON.stringify(JSON.parse(value), null, 2))}
    >
      Format
    </Button>
  );
}

function faultsOf(text: string, faults: Readonly<Record<string, string>>): readonly LineFault[] {
  if (text.trim() === '') return [];
  const { offsets, fault } = jsonPlaces(text);
  if (fault !== undefined) return [{ ...fault, ...placeOf(text, fault.offset) }];
  return Object.entries(faults).map(([pointer, detail]) => {
    const offset = nearestOffset({ offsets, fault }, pointer);
    const isWhole = offsets.has(pointer);
    return { offset, detail: isWhole ? detail : `${pointer} ${detail}`, ...placeOf(text, offset) };
  });
}

/** A missing member has no place: the object that should have it does. */
function nearestOffset({ offsets }: JsonPlaces, pointer: string): number {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const offset = offsets.get(at);
    if (offset !== undefined) return offset;
  }
  return offsets.get('') ?? 0;
}

/** Faults within one field of the body: `schema` takes `schema/properties/total` as `/properties/total`. */
export function faultsWithin(
  faults: Readonly<Record<string, string>>,
  field: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(faults)
      .filter(([pointer]) => pointer === field || pointer.startsWith(`${field}/`))
      .map(([pointer, detail]) => [pointer.slice(field.length), detail]),
  );
}
