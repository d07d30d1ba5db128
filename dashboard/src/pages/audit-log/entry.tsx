import type { AuditEntry } from '../../../../client/src/posthorn.ts';
import { Button } from '../../ui/button.tsx';
import { visible } from '../../ui/code-block.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { ActorLink, SubjectLink } from './links.tsx';
import './audit-log.css';

interface EntryButtonProps {
  readonly entry: AuditEntry;
  readonly keyNames: ReadonlyMap<string, string>;
}

/** Opens an entry with everything that the log keeps of it. */
export function EntryButton({ entry, keyNames }: EntryButtonProps) {
  return (
    <Dialog
      isWide
      title={entry.action}
      trigger={
        <Button isSmall aria-label={`Details of ${entry.action}, ${visible(entry.subject)}`}>
          Details
        </Button>
      }
    >
      {(close) => (
        <>
          <Facts
            facts={[
              ['At', <Time key="at" at={entry.at} />],
              ['By', <ActorLink key="by" entry={entry} keyNames={keyNames} />],
              ['Id of the key or token', <code key="actor">{visible(entry.actor)}</code>],
              ['Subject', <SubjectLink key="subject" entry={entry} />],
              [
                'Address of the caller',
                <code key="address">{visible(entry.source_address ?? 'not recorded')}</code>,
              ],
              [
                'Receiver',
                <span key="receiver" className="foreign">
                  {visible(entry.receiver_id ?? '–')}
                </span>,
              ],
              ['Request', <code key="request">{visible(entry.request_id)}</code>],
              ['Entry', <code key="id">{entry.id}</code>],
            ]}
          />
          <Changes entry={entry} />
          <div className="dialog-actions">
            <Button onPress={close}>Close</Button>
          </div>
        </>
      )}
    </Dialog>
  );
}

function Changes({ entry: { changes, fields } }: { readonly entry: AuditEntry }) {
  if (fields.length === 0 && changes.length === 0)
    return <p className="soft">The request named no fields.</p>;
  const values = new Map<string, AuditEntry['changes'][number]>(
    changes.map((change) => [change.field, change]),
  );
  return (
    <table className="changes">
      <caption>Fields of the request. Values are kept of target_url and receiver_id only.</caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {[...new Set([...values.keys(), ...fields])].map((field) => (
          <tr key={field}>
            <th scope="row" className="foreign">
              {visible(field)}
            </th>
            <td className="foreign">{valueIn(values, field, 'before')}</td>
            <td className="foreign">{valueIn(values, field, 'after')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const valueIn = (
  values: ReadonlyMap<string, AuditEntry['changes'][number]>,
  field: string,
  side: 'before' | 'after',
): string => {
  const change = values.get(field);
  return change === undefined ? '–' : visible(change[side] ?? 'none');
};
