import { retriesInWords } from '../../../format/retries.ts';
import { Checkbox, NumberField } from '../../../ui/fields.tsx';
import { Fold } from '../../../ui/fold.tsx';
import { AuthFields, authKinds } from './auth-fields.tsx';
import type { Draft } from './draft.ts';
import { EntriesEditor } from './entries-editor.tsx';
import type { PartProps } from './faults.ts';
import { FilterFields } from './filter-fields.tsx';
import { RateFields, rateInWords } from './rate-fields.tsx';
import { RetriesFields } from './retries-fields.tsx';
import { policyOf } from './settings.ts';
import { SigningFields } from './signing-fields.tsx';
import { SourceFields, sourceKinds } from './source-fields.tsx';

interface MoreSettingsProps extends PartProps {
  readonly isNew: boolean;
  /** A receiver with a portal token does not see the settings of the tenant. */
  readonly isTenant: boolean;
}

/** The settings that have a default, each behind a line that says what it is. */
export function MoreSettings({ isNew, isTenant, ...part }: MoreSettingsProps) {
  const { draft, update, faults } = part;
  return (
    <>
      <Fold title="Payload filter" summary={filterInWords(draft)} mustBeOpen={faults.has('/filter')}>
        <FilterFields {...part} />
      </Fold>
      <Fold
        title="Retries and timeout"
        summary={retriesInWords(policyOf(draft.retries))}
        mustBeOpen={faults.has('/retry_policy', '/timeout_seconds')}
      >
        <RetriesFields {...part} />
        <TimeoutField {...part} />
      </Fold>
      <Fold title="Rate limit" summary={rateInWords(draft.rateLimit)} mustBeOpen={faults.has('/rate_limit')}>
        <RateFields
          noun="Attempts"
          pointer="/rate_limit"
          rate={draft.rateLimit}
          onChange={(rateLimit) => update({ rateLimit })}
          faults={faults}
        />
      </Fold>
      <Fold
        title="Authentication at the receiver"
        summary={authKinds.find(({ id }) => id === draft.auth.kind)?.label}
        mustBeOpen={faults.has('/auth')}
      >
        <AuthFields {...part} />
      </Fold>
      <Fold title="Headers" summary={countOf(draft.headers)} mustBeOpen={faults.has('/headers')}>
        <EntriesEditor
          noun="header"
          pointer="/headers"
          entries={draft.headers}
          onChange={(headers) => update({ headers })}
          faults={faults}
        />
      </Fold>
      <Fold
        title="Signatures"
        summary={draft.signatureVersions.join(', ')}
        mustBeOpen={faults.has('/signature_versions', '/signature_headers', '/signing_secret')}
      >
        <SigningFields {...part} isNew={isNew} />
      </Fold>
      {isTenant && <TenantSettings {...part} isNew={isNew} />}
      {isNew && (
        <Checkbox
          label="Enabled: events are delivered from the start"
          isSelected={draft.isEnabled}
          onChange={(isEnabled) => update({ isEnabled })}
        />
      )}
    </>
  );
}

function TenantSettings({ isNew, ...part }: Omit<MoreSettingsProps, 'isTenant'>) {
  const { draft, update, faults } = part;
  return (
    <>
      <Fold
        title="Ingest"
        summary={sourceKinds.find(({ id }) => id === draft.source.kind)?.label}
        mustBeOpen={faults.has('/source', '/ingest_secret', '/ingest_rate_limit')}
      >
        <SourceFields {...part} isNew={isNew} />
      </Fold>
      <Fold title="Metadata" summary={countOf(draft.metadata)} mustBeOpen={faults.has('/metadata')}>
        <EntriesEditor
          noun="metadata entry"
          pointer="/metadata"
          entries={draft.metadata}
          onChange={(metadata) => update({ metadata })}
          faults={faults}
        />
      </Fold>
    </>
  );
}

function TimeoutField({ draft, update, faults }: PartProps) {
  return (
    <NumberField
      label="Timeout of an attempt in seconds"
      value={draft.timeoutSeconds}
      onChange={(timeoutSeconds) => update({ timeoutSeconds })}
      help="From 1 to 30. Empty: 10"
      fault={faults.at('/timeout_seconds')}
    />
  );
}

const filterInWords = ({ filter }: Draft) => (filter.trim() === '' ? 'every payload' : 'some payloads');

const countOf = (entries: readonly unknown[]) => (entries.length === 0 ? 'none' : String(entries.length));
