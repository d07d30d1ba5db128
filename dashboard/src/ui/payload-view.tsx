import { useMemo } from 'react';
import { bytes } from '../format/numbers.ts';
import { indented, jsonOf, textOf } from '../format/payload.ts';
import { Button } from './button.tsx';
import { CodeBlock, visible } from './code-block.tsx';
import { HexView } from './hex-view.tsx';
import { JsonTree } from './json-tree.tsx';
import { type TabContent, Tabs } from './tabs.tsx';
import './payload-view.css';

interface PayloadViewProps {
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  /** The noun for the content, in labels, for example `the payload`. */
  readonly subject: string;
  /** Without an ending. */
  readonly fileName: string;
  readonly selected?: string | undefined;
  readonly onSelect?: ((tab: string) => void) | undefined;
}

/** Bytes of any kind: JSON as a tree and indented, text as it was sent, and each byte. */
export function PayloadView(props: PayloadViewProps) {
  const { payload, contentType, fileName, selected, onSelect } = props;
  const tabs = useTabs(props);
  const shown = tabs.find(({ id }) => id === selected)?.id ?? tabs[0]?.id;
  return (
    <div className="stack-small">
      <div className="row spread">
        <span className="small soft">
          {bytes(payload.length)} of <span className="foreign">{visible(contentType)}</span>
        </span>
        <Button isSmall onPress={() => download(payload, `${fileName}${endingOf(contentType)}`)}>
          Download
        </Button>
      </div>
      <Tabs
        label="Views"
        tabs={tabs}
        {...(onSelect !== undefined && shown !== undefined && { selected: shown, onSelect })}
      />
    </div>
  );
}

/** Digits that JavaScript may round when it reads a number. */
const LONG_NUMBER = /\d{16}/;

function useTabs({ payload, contentType, subject }: PayloadViewProps): readonly TabContent[] {
  return useMemo(() => {
    const decoded = textOf(payload, contentType);
    const json = decoded === undefined ? undefined : jsonOf(decoded.text);
    const tabs: TabContent[] = [];
    if (decoded !== undefined && json !== undefined) {
      const { text } = decoded;
      tabs.push(
        {
          id: 'tree',
          title: 'Tree',
          content: () => <Tree value={json.value} text={text} subject={subject} />,
        },
        {
          id: 'pretty',
          title: 'Pretty',
          content: () => <CodeBlock code={indented(text)} subject={subject} />,
        },
      );
    }
    if (decoded !== undefined)
      tabs.push({ id: 'text', title: 'Text', content: () => textTab(decoded, subject) });
    tabs.push({
      id: 'bytes',
      title: 'Bytes',
      content: () => <HexView payload={payload} label={`Bytes of ${subject}`} />,
    });
    return tabs;
  }, [payload, contentType, subject]);
}

function textTab({ text, encoding }: { text: string; encoding: string }, subject: string) {
  return (
    <div className="stack-small">
      {encoding !== 'utf-8' && <span className="small soft">Read as {visible(encoding)}.</span>}
      {text === '' ? <span className="soft">Empty.</span> : <CodeBlock code={text} subject={subject} />}
    </div>
  );
}

function Tree({ value, text, subject }: { value: unknown; text: string; subject: string }) {
  return (
    <div className="stack-small">
      <JsonTree value={value} label={subject} />
      {LONG_NUMBER.test(text) && (
        <span className="small soft">
          Long numbers may be rounded here. "Pretty" and "Text" show each digit.
        </span>
      )}
    </div>
  );
}

/** Endings that open in a viewer. All others are `.bin`: a foreign page must not run when its file is opened. */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/[/+]json\b/i, '.json'],
  [/^text\/plain\b/i, '.txt'],
  [/^text\/csv\b/i, '.csv'],
];

const endingOf = (contentType: string): string =>
  ENDINGS.find(([pattern]) => pattern.test(contentType))?.[1] ?? '.bin';

const KEPT_MS = 60_000;

function download(payload: Uint8Array<ArrayBuffer>, fileName: string): void {
  const url = URL.createObjectURL(new Blob([payload], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
