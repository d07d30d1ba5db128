import type { Operation } from './operation.ts';
import {
  createApiKey,
  createPortalToken,
  createTenant,
  deleteApiKey,
  listApiKeys,
  listAuditEntries,
  listTenants,
  revokePortalTokens,
} from './operations/access.ts';
import {
  cancelDelivery,
  getDelivery,
  getStatus,
  replayDelivery,
  retryDelivery,
} from './operations/deliveries.ts';
import {
  createEventType,
  deleteEventType,
  eventTypesOpenApi,
  getEventType,
  listEventTypes,
  updateEventType,
} from './operations/event-types.ts';
import { deletePayload, getEvent, listEvents, sendEvent } from './operations/events.ts';
import { testFilter } from './operations/filters.ts';
import { answerHub, ingestBatch, ingestEvent } from './operations/ingest.ts';
import { publishBatch, publishEvent } from './operations/publish.ts';
import {
  getRecovery,
  listDeadLetters,
  listRecoveries,
  recoverSubscription,
  redriveDeadLetters,
  stopRecovery,
} from './operations/recoveries.ts';
import { docs, health, openapi, root } from './operations/service.ts';
import {
  getPublicKeys,
  getSecret,
  getStats,
  rotateSecret,
  testSubscription,
} from './operations/subscription-actions.ts';
import {
  createSubscription,
  deleteSubscription,
  disableSubscription,
  enableSubscription,
  getSubscription,
  listSubscriptionDeliveries,
  listSubscriptions,
  replaceSubscription,
  updateSubscription,
} from './operations/subscriptions.ts';

export type AnyOperation = Operation<unknown, unknown, unknown>;

/**
 * Everything that the API can do, in the order of the documentation. The first operation of each tag works on a service
 * that has nothing yet: a reader of `/docs` tries it first.
 */
export const operations: readonly AnyOperation[] = [
  createSubscription,
  listSubscriptions,
  getSubscription,
  replaceSubscription,
  updateSubscription,
  deleteSubscription,
  enableSubscription,
  disableSubscription,
  listSubscriptionDeliveries,
  testSubscription,
  getStats,
  getSecret,
  rotateSecret,
  getPublicKeys,
  testFilter,
  publishEvent,
  publishBatch,
  ingestEvent,
  ingestBatch,
  answerHub,
  listEvents,
  getEvent,
  sendEvent,
  deletePayload,
  listDeadLetters,
  redriveDeadLetters,
  getDelivery,
  getStatus,
  replayDelivery,
  retryDelivery,
  cancelDelivery,
  listRecoveries,
  recoverSubscription,
  getRecovery,
  stopRecovery,
  createEventType,
  listEventTypes,
  getEventType,
  updateEventType,
  deleteEventType,
  eventTypesOpenApi,
  createApiKey,
  listApiKeys,
  deleteApiKey,
  createTenant,
  listTenants,
  createPortalToken,
  revokePortalTokens,
  listAuditEntries,
  health,
  openapi,
  docs,
  root,
];
