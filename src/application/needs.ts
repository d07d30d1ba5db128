import type { Family } from '../domain/family.ts';
import type { RateLimit } from '../domain/rate-limit.ts';
import type { EnforcedSchemas, LimitsOfReceivers, SubscriptionDirectory } from '../ports/caches.ts';
import type { LiveEntrance } from '../ports/live.ts';
import type { Clock, DerivedKeys, Log, Metrics, Randomness } from '../ports/platform.ts';
import type { DeliveryQueue } from '../ports/queue.ts';
import type { DeliverySlots, EventLimiter, FailureBrake } from '../ports/rate-limits.ts';
import type { AccessTokens, TargetGuard, WebhookSender } from '../ports/receivers.ts';
import type { SignInCodes } from '../ports/sign-ins.ts';
import type {
  ApiKeyCache,
  ApiKeyStore,
  AuditTrail,
  DeliveryOutcomes,
  DeliveryReader,
  EventIntake,
  EventPayloads,
  EventReader,
  EventTypeStore,
  ExhaustedDeliveries,
  IdempotencyKeys,
  MissedDeliveries,
  ParkedDeliveries,
  PortalVersions,
  ReceiverStore,
  RecipientReader,
  RecoveryStore,
  StatsReader,
  StoreHealth,
  SubscriptionStates,
  SubscriptionStore,
  TenantStore,
} from '../ports/storage.ts';

/**
 * The dependencies of all use cases, each under one name. A use case declares its own with `Pick<Needs, …>`; the
 * runtimes of src/runtime/ provide them.
 */
export interface Needs {
  readonly store: SubscriptionStore;
  /** The same subscriptions, through caches. */
  readonly subscriptions: SubscriptionDirectory;
  readonly subscriptionStates: SubscriptionStates;
  readonly recipientReader: RecipientReader;
  readonly eventTypes: EventTypeStore;
  readonly schemas: EnforcedSchemas;
  readonly receivers: ReceiverStore;
  readonly receiverLimits: LimitsOfReceivers;

  readonly intake: EventIntake;
  readonly events: EventReader;
  readonly payloads: EventPayloads;
  readonly deliveries: DeliveryReader;
  readonly outcomes: DeliveryOutcomes;
  readonly parked: ParkedDeliveries;
  readonly exhausted: ExhaustedDeliveries;
  readonly missed: MissedDeliveries;
  readonly recoveries: RecoveryStore;
  readonly stats: StatsReader;
  readonly idempotencyKeys: IdempotencyKeys;

  readonly apiKeyStore: ApiKeyStore;
  readonly apiKeys: ApiKeyCache;
  readonly tenants: TenantStore;
  readonly portalVersions: PortalVersions;
  /** Undefined on AWS, which has no sign-in links. */
  readonly signInCodes?: SignInCodes | undefined;
  readonly auditTrail: AuditTrail;
  readonly storeHealth: StoreHealth;
  /** Undefined: this installation has no live view. */
  readonly live: LiveEntrance | undefined;

  readonly queue: DeliveryQueue;
  readonly slots: DeliverySlots;
  readonly sender: WebhookSender;
  readonly accessTokens: AccessTokens;
  readonly targetGuard: TargetGuard;

  readonly eventLimiter: EventLimiter;
  readonly failureBrake: FailureBrake;
  /** For each tenant and all its incoming events; undefined: no limit. */
  readonly tenantLimit: RateLimit | undefined;

  readonly derivedKeys: DerivedKeys;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** Resolves after this many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  readonly log: Log;
  /** Undefined in the embedded service, which collects no metrics. */
  readonly metrics?: Metrics | undefined;

  readonly retentionHours: number;
  /** For this long after a change, another process can still work with the previous version. */
  readonly staleMs: number;
  /** The version of this software. */
  readonly version: string;
  readonly family: Family;
}

/** The needs of the api function, which serves all routes except those that take events in. */
export type ApiNeeds = Omit<
  Needs,
  | 'queue'
  | 'slots'
  | 'sender'
  | 'accessTokens'
  | 'parked'
  | 'missed'
  | 'recipientReader'
  | 'subscriptionStates'
>;

/** The needs of taking events in, all on the hot path. */
export type IntakeNeeds = Pick<
  Needs,
  | 'subscriptions'
  | 'schemas'
  | 'receiverLimits'
  | 'intake'
  | 'idempotencyKeys'
  | 'eventLimiter'
  | 'tenantLimit'
  | 'clock'
  | 'randomness'
  | 'retentionHours'
>;

/** The needs of the ingest function: it takes events in, and sends kept ones. */
export type IngestNeeds = IntakeNeeds &
  Pick<
    Needs,
    | 'events'
    | 'store'
    | 'deliveries'
    | 'missed'
    | 'apiKeys'
    | 'portalVersions'
    | 'derivedKeys'
    | 'failureBrake'
    | 'auditTrail'
    | 'log'
    | 'metrics'
  >;

/** The needs of the deliver function: it makes attempts and records their outcomes. */
export type DeliverNeeds = Pick<
  Needs,
  | 'store'
  | 'subscriptions'
  | 'intake'
  | 'events'
  | 'deliveries'
  | 'outcomes'
  | 'queue'
  | 'slots'
  | 'sender'
  | 'accessTokens'
  | 'clock'
  | 'randomness'
  | 'pause'
  | 'log'
  | 'retentionHours'
  | 'version'
>;

/** The needs of the dead-letters function, which makes no attempts. */
export type BuryNeeds = Omit<
  DeliverNeeds,
  'queue' | 'slots' | 'sender' | 'accessTokens' | 'randomness' | 'pause' | 'version'
>;

/** The needs of the release function, which reads no secrets. */
export type ReleaseNeeds = Pick<
  Needs,
  | 'parked'
  | 'recoveries'
  | 'exhausted'
  | 'missed'
  | 'subscriptionStates'
  | 'recipientReader'
  | 'events'
  | 'clock'
  | 'log'
>;
