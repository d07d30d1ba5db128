import type { EventType } from '../../../../client/src/posthorn.ts';
import { CodeBlock, visible } from '../../ui/code-block.tsx';
import { Section } from '../../ui/page.tsx';

/** An event type for readers who do not change it. */
export function EventTypeView({ eventType }: { readonly eventType: EventType }) {
  const { description, schema, example, validation } = eventType;
  return (
    <>
      {description !== null && (
        <Section title="Description">
          <p className="foreign">{visible(description)}</p>
        </Section>
      )}
      <Section title="Example">
        {example === null ? (
          <p className="soft">No example.</p>
        ) : (
          <CodeBlock code={JSON.stringify(example, null, 2)} subject="the example" />
        )}
      </Section>
      <Section title="Schema">
        {schema === null ? (
          <p className="soft">No schema: the payload may be anything.</p>
        ) : (
          <>
            {validation === 'enforce' && <p>Events that do not match this schema are rejected.</p>}
            <CodeBlock code={JSON.stringify(schema, null, 2)} subject="the schema" />
          </>
        )}
      </Section>
    </>
  );
}
