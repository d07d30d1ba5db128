import { Link } from 'wouter';
import type { AuditEntry } from '../../../../client/src/posthorn.ts';
import { hrefOf } from '../../app/path-id.ts';
import { visible } from '../../ui/code-block.tsx';

/** The kind of a resource, as an action begins with it, and its pages. */
const pages: Readonly<Record<string, (entry: AuditEntry) => string | undefined>> = {
  subscription: ({ subject }) => hrefOf('/subscriptions', subject),
  delivery: ({ subject }) => hrefOf('/deliveries', subject),
  event: ({ subject }) => hrefOf('/events', subject),
  event_type: ({ subject }) => hrefOf('/event-types', subject),
  receiver: ({ subject }) => hrefOf('/receivers', subject),
  api_key: ({ subject }) => `/api-keys?key=${encodeURIComponent(subject)}`,
  tenant: () => '/tenants',
  portal_token: ({ receiver_id }) => (receiver_id === null ? undefined : hrefOf('/receivers', receiver_id)),
};

function pageOf(entry: AuditEntry): string | undefined {
  const [kind = '', change] = entry.action.split('.');
  return change === 'deleted' ? undefined : pages[kind]?.(entry);
}

/** The changed resource, with a link to its page unless it is gone. */
export function SubjectLink({ entry }: { readonly entry: AuditEntry }) {
  const href = pageOf(entry);
  const text = <span className="mono foreign">{visible(entry.subject)}</span>;
  return href === undefined ? text : <Link href={href}>{text}</Link>;
}

interface ActorLinkProps {
  readonly entry: AuditEntry;
  /** By id. */
  readonly keyNames: ReadonlyMap<string, string>;
}

/** The key that made the call, by its name; or the receiver whose portal token did. */
export function ActorLink({ entry: { actor, receiver_id }, keyNames }: ActorLinkProps) {
  if (actor.startsWith('ptk_') && receiver_id !== null) {
    return (
      <Link href={hrefOf('/receivers', receiver_id)} className="foreign">
        portal of {visible(receiver_id)}
      </Link>
    );
  }
  if (!actor.startsWith('key_')) return <span className="foreign">{visible(actor)}</span>;
  return (
    <Link href={`/api-keys?key=${encodeURIComponent(actor)}`} className="foreign">
      {visible(keyNames.get(actor) ?? actor)}
    </Link>
  );
}
