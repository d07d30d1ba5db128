import { Checkbox, TextField } from '../../../ui/fields.tsx';
import { Select } from '../../../ui/select.tsx';
import { FaultText } from './entries-editor.tsx';
import type { PartProps } from './faults.ts';
import { HmacFields } from './hmac-fields.tsx';
import { RateFields } from './rate-fields.tsx';
import type { SourceDraft } from './source-draft.ts';
import { EventTypePlaceFields, type SourceProps, SourceText } from './source-parts.tsx';

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
