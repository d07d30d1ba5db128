import type {
  ReceiverAuthType,
  RetryPolicy,
  SignatureHeader,
  SignatureVersion,
  Subscription,
} from '../../../../../client/src/posthorn.ts';
import { textFromWaits } from '../../../format/wait-list.ts';
import { type SourceDraft, sourceDraftOf } from './source-draft.ts';

/** The content of the form: settings of a subscription that need not be valid yet. */
export interface Draft {
  readonly targetUrl: string;
  readonly description: string;
  readonly eventTypes: readonly string[];
  /** Typed, not yet added to the list. It counts as the last entry. */
  readonly eventTypeText: string;
  readonly receiverId: string;
  /** JSON; empty: no filter. */
  readonly filter: string;
  readonly timeoutSeconds: number | undefined;
  readonly retries: RetriesDraft;
  readonly headers: readonly Entry[];
  readonly metadata: readonly Entry[];
  readonly auth: AuthDraft;
  readonly rateLimit: RateDraft;
  readonly ingestRateLimit: RateDraft;
  readonly source: SourceDraft;
  readonly ingestSecret: string;
  /** Of an existing subscription: its ingest secret is not shown, so leaving the field empty keeps it. */
  readonly removesIngestSecret: boolean;
  readonly signatureVersions: readonly SignatureVersion[];
  readonly signatureHeaders: readonly SignatureHeader[];
  /** Of a new subscription only. */
  readonly signingSecret: string;
  readonly isEnabled: boolean;
}

/** A name with a value. */
export interface Entry {
  readonly key: number;
  readonly name: string;
  readonly value: string;
  /** The API keeps the value and never shows it: an empty value keeps it. */
  readonly isStored: boolean;
}

export interface RetriesDraft {
  readonly kind: 'default' | 'schedule' | 'exponential';
  /** As `waitsFromText` reads it. */
  readonly schedule: string;
  readonly baseSeconds: number | undefined;
  readonly factor: number | undefined;
  readonly maxDelaySeconds: number | undefined;
  readonly maxAttempts: number | undefined;
}

export interface AuthDraft {
  readonly kind: ReceiverAuthType | 'none';
  /** The token, password or client secret. */
  readonly secret: string;
  /** The kind whose secret the API keeps: with the same kind, an empty secret keeps it. */
  readonly storedKind: ReceiverAuthType | 'none';
  readonly username: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly scope: string;
  readonly audience: string;
}

export interface RateDraft {
  readonly perSecond: number | undefined;
  readonly burst: number | undefined;
}

/** Answers show this in place of a secret. Sent back, it keeps the stored secret. */
export const STORED = '[redacted]';

const noRate: RateDraft = { perSecond: undefined, burst: undefined };

const noAuth: AuthDraft = {
  kind: 'none',
  secret: '',
  storedKind: 'none',
  username: '',
  tokenUrl: '',
  clientId: '',
  scope: '',
  audience: '',
};

const defaultRetries: RetriesDraft = {
  kind: 'default',
  schedule: '5 s, 1 min, 10 min, 1 h',
  baseSeconds: 5,
  factor: 2,
  maxDelaySeconds: 3_600,
  maxAttempts: 10,
};

export const emptyDraft: Draft = {
  targetUrl: '',
  description: '',
  eventTypes: [],
  eventTypeText: '',
  receiverId: '',
  filter: '',
  timeoutSeconds: undefined,
  retries: defaultRetries,
  headers: [],
  metadata: [],
  auth: noAuth,
  rateLimit: noRate,
  ingestRateLimit: noRate,
  source: sourceDraftOf(null),
  ingestSecret: '',
  removesIngestSecret: false,
  signatureVersions: ['v1'],
  signatureHeaders: ['webhook'],
  signingSecret: '',
  isEnabled: true,
};

/** The settings of an existing subscription. */
export const draftOf = (stored: Subscription): Draft => ({
  ...emptyDraft,
  targetUrl: stored.target_url,
  description: stored.description ?? '',
  eventTypes: stored.event_types,
  receiverId: stored.receiver_id ?? '',
  filter: stored.filter === null ? '' : JSON.stringify(stored.filter, null, 2),
  timeoutSeconds: stored.timeout_seconds,
  retries: retriesDraftOf(stored.retry_policy),
  headers: Object.keys(stored.headers).map((name, key) => ({ key, name, value: '', isStored: true })),
  metadata: Object.entries(stored.metadata).map(([name, value], key) => ({
    key,
    name,
    value,
    isStored: false,
  })),
  auth: authDraftOf(stored.auth),
  rateLimit: rateDraftOf(stored.rate_limit),
  ingestRateLimit: rateDraftOf(stored.ingest_rate_limit),
  source: sourceDraftOf(stored.source),
  signatureVersions: stored.signature_versions,
  signatureHeaders: stored.signature_headers,
  isEnabled: stored.status === 'enabled',
});

function retriesDraftOf(policy: RetryPolicy | null): RetriesDraft {
  if (policy === null) return defaultRetries;
  if (policy.schedule !== undefined) {
    return { ...defaultRetries, kind: 'schedule', schedule: textFromWaits(policy.schedule) };
  }
  return {
    ...defaultRetries,
    kind: 'exponential',
    baseSeconds: policy.base_seconds,
    factor: policy.factor,
    maxDelaySeconds: policy.max_delay_seconds,
    maxAttempts: policy.max_attempts,
  };
}

function authDraftOf(auth: Subscription['auth']): AuthDraft {
  if (auth === null) return noAuth;
  const kept = { ...noAuth, kind: auth.type, storedKind: auth.type };
  if (auth.type === 'bearer') return kept;
  if (auth.type === 'basic') return { ...kept, username: auth.username };
  return {
    ...kept,
    tokenUrl: auth.token_url,
    clientId: auth.client_id,
    scope: auth.scope ?? '',
    audience: auth.audience ?? '',
  };
}

const rateDraftOf = (rate: Subscription['rate_limit']): RateDraft =>
  rate === null ? noRate : { perSecond: rate.per_second, burst: rate.burst ?? undefined };
