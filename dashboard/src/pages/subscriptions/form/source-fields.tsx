import { Checkbox, TextField } from '../../../ui/fields.tsx';
import { Select } from '../../../ui/select.tsx';
import { FaultText } from './entries-editor.tsx';
import type { Faults, PartProps } from './faults.ts';
import { HmacFields } from './hmac-fields.tsx';
import { RateFields } from './rate-fields.tsx';
import type { SourceDraft } from './source-draft.ts';

export const sourceKinds = [
  { id: 'none', label: 'None: events come with an API key' },
  { id: 'github', label: 'GitHub' },
  { id: 'gitlab', label: 'GitLab' },
  { id: 'stripe', label: 'Stripe' },
  { id: 'shopify', label: 'Shopify' },
  { id: 'slack', label: 'Slack' },
  { id: 'zoom', label: 'Zoom' },
  { id: 'paddle', label: 'Paddle' },
  { id: 'linear', label: 'Linear' },
  { id: 'square', label: 'Square' },
  { id: 'meta', label: 'Meta: Facebook, Instagram, WhatsApp' },
  { id: 'standard_webhooks', label: 'Standard Webhooks' },
  { id: 'svix', label: 'Svix' },
  { id: 'hmac', label: 'Another provider that signs with an HMAC' },
  { id: 'token', label: 'A token in a header' },
  { id: 'basic', label: 'User name and password' },
] as const satisfies readonly { readonly id: SourceDraft['kind']; readonly label: string }[];

export interface SourceProps {
  readonly source: SourceDraft;
  readonly change: (part: Partial<SourceDraft>) => void;
  readonly faults: Faults;
}

/** How events are ingested for this subscription: by whom, signed with which secret, how many. */
export function SourceFields(props: PartProps & { readonly isNew: boolean }) {
  const { draft, update, faults } = props;
  const { source } = draft;
  const change = (part: Partial<SourceDraft>) => update({ source: { ...source, ...part } });
  const choose = (id: string) => {
    const kind = sourceKinds.find((each) => each.id === id)?.id;
    if (kind !== undefined) change({ kind });
  };
  return (
    <>
      <Select
        label="Source"
        choices={sourceKinds}
        value={source.kind}
        onChange={choose}
        help="The provider that posts its signed webhooks to the ingest URL of the subscription"
      />
      <FaultText text={faults.at('/source')} />
      <KindFields source={source} change={change} faults={faults} />
      <IngestSecretField {...props} />
      <RateFields
        noun="Events"
        pointer="/ingest_rate_limit"
        rate={draft.ingestRateLimit}
        onChange={(ingestRateLimit) => update({ ingestRateLimit })}
        faults={faults}
      />
    </>
  );
}

function KindFields(props: SourceProps) {
  switch (props.source.kind) {
    case 'hmac':
      return <HmacFields {...props} />;
    case 'token':
      return (
        <>
          <div className="form-grid">
            <SourceText {...props} name="header" label="Header with the token" pointer="/header" />
            <SourceText {...props} name="prefix" label="Text before the token" pointer="/prefix" />
          </div>
          <EventTypePlaceFields {...props} />
        </>
      );
    case 'basic':
      return (
        <>
          <SourceText {...props} name="username" label="User name" pointer="/username" />
          <EventTypePlaceFields {...props} />
        </>
      );
    case 'square':
      return <SourceText {...props} name="url" label="URL as entered at Square" pointer="/url" />;
    case 'meta':
      return <SourceText {...props} name="verifyToken" label="Verify token" pointer="/verify_token" />;
    default:
      return null;
  }
}

type TextName = 'header' | 'prefix' | 'username' | 'url' | 'verifyToken' | 'signed' | 'field' | 'idHeader';

interface SourceTextProps extends SourceProps {
  readonly name: TextName;
  readonly label: string;
  readonly pointer: string;
  readonly help?: string;
}

export function SourceText({ source, change, faults, name, label, pointer, help }: SourceTextProps) {
  return (
    <TextField
      label={label}
      value={source[name]}
      onChange={(value) => change({ [name]: value })}
      isMono
      {...(help !== undefined && { help })}
      fault={faults.in(`/source${pointer}`)}
    />
  );
}

const eventTypePlaces = [
  { id: 'none', label: 'Nowhere: events have no type' },
  { id: 'header', label: 'In a header' },
  { id: 'member', label: 'In a member of the JSON body' },
] as const;

export function EventTypePlaceFields({ source, change, faults }: SourceProps) {
  const { kind, name } = source.eventType;
  return (
    <div className="form-grid">
      <Select
        label="Place of the event type"
        choices={eventTypePlaces}
        value={kind}
        onChange={(id) => {
          const next = eventTypePlaces.find((each) => each.id === id)?.id ?? 'none';
          change({ eventType: { kind: next, name } });
        }}
      />
      {kind !== 'none' && (
        <TextField
          label={kind === 'header' ? 'Header with the event type' : 'Member with the event type'}
          value={name}
          onChange={(next) => change({ eventType: { kind, name: next } })}
          isMono
          fault={faults.in('/source/event_type')}
        />
      )}
    </div>
  );
}

function IngestSecretField({ draft, update, faults, isNew }: PartProps & { readonly isNew: boolean }) {
  return (
    <>
      <TextField
        label="Ingest secret"
        type="password"
        autoComplete="new-password"
        value={draft.ingestSecret}
        onChange={(ingestSecret) => update({ ingestSecret })}
        isDisabled={draft.removesIngestSecret}
        help={
          isNew
            ? 'If set, events ingested for this subscription must be signed with it. A source needs it.'
            : 'Leave it empty to keep the stored one, if there is one.'
        }
        fault={faults.at('/ingest_secret')}
      />
      {!isNew && (
        <Checkbox
          label="Remove the stored ingest secret"
          isSelected={draft.removesIngestSecret}
          onChange={(removesIngestSecret) => update({ removesIngestSecret, ingestSecret: '' })}
        />
      )}
    </>
  );
}
