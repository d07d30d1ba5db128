import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '../../app/session.tsx';
import { curlCommand } from '../../format/curl.ts';
import { bytesOf } from '../../format/payload.ts';
import { CodeBlock, visible } from '../../ui/code-block.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Note } from '../../ui/note.tsx';
import { PayloadView } from '../../ui/payload-view.tsx';
import { Tabs } from '../../ui/tabs.tsx';

interface RequestAsSentProps {
  readonly deliveryId: string;
  readonly number: number;
}

/** The request of an attempt, read when it is opened. */
export function RequestAsSent(props: RequestAsSentProps) {
  const [isOpened, setIsOpened] = useState(false);
  return (
    <details onToggle={(event) => event.currentTarget.open && setIsOpened(true)}>
      <summary>Request as sent</summary>
      {isOpened && <Request {...props} />}
    </details>
  );
}

function Request({ deliveryId, number }: RequestAsSentProps) {
  const { client } = useSession();
  const query = useQuery({
    queryKey: ['deliveries', deliveryId, 'attempts', number, 'request'],
    queryFn: () => client.deliveries.attemptRequest(deliveryId, number),
  });
  return (
    <Loaded query={query}>
      {(request) => (
        <div className="stack-small">
          {!request.is_current_settings && (
            <Note kind="warn">
              The subscription has changed since this attempt. Its headers and signature are shown by the
              settings of today.
            </Note>
          )}
          <div className="row spread">
            <code className="foreign">
              {request.method} {visible(request.url)}
            </code>
            <CopyButton text={() => curlCommand(request)} subject="the request" label="Copy as curl" />
          </div>
          <Tabs
            label={`Request of attempt ${number}`}
            tabs={[
              { id: 'headers', title: 'Headers', content: () => <Headers headers={request.headers} /> },
              {
                id: 'body',
                title: 'Body',
                content: () => (
                  <PayloadView
                    payload={bytesOf(request.body.base64)}
                    contentType={contentTypeOf(request.headers)}
                    subject={`the body of attempt ${number}`}
                    fileName={`${deliveryId}-${number}`}
                  />
                ),
              },
              {
                id: 'curl',
                title: 'curl',
                content: () => <CodeBlock code={curlCommand(request)} subject="the command" />,
              },
            ]}
          />
        </div>
      )}
    </Loaded>
  );
}

type HeaderList = readonly { readonly name: string; readonly value: string }[];

const contentTypeOf = (headers: HeaderList): string =>
  headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? 'application/octet-stream';

/** The headers of a signature, in both sets of names, for example `webhook-id` and `svix-id`. */
const SIGNED = /^(?:webhook|svix)-(?:id|timestamp|signature)$/i;

function Headers({ headers }: { readonly headers: HeaderList }) {
  return (
    <div className="stack-small">
      <dl className="header-list mono">
        {headers.map(({ name, value }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a header can be there twice; the list never changes
          <div key={index} className={SIGNED.test(name) ? 'header-signed' : undefined}>
            <dt className="foreign">{visible(name)}</dt>
            <dd className="foreign">{visible(value)}</dd>
          </div>
        ))}
      </dl>
      <span className="small soft">
        The marked headers are the signature: it is made over the id, the timestamp and the body, joined by
        full stops.
      </span>
    </div>
  );
}
