import {
  createApiKey,
  createPortalToken,
  createTenant,
  deleteApiKey,
  listApiKeys,
  listAuditEntries,
  listTenants,
  revokePortalTokens,
} from '../access/operations.ts';
import type { AnyOperation } from '../core/operation.ts';
import {
  cancelDelivery,
  getAttemptRequest,
  getDelivery,
  getStatus,
  listDeliveries,
  replayDelivery,
  retryDelivery,
} from '../deliveries/operations.ts';
import {
  createEventType,
  deleteEventType,
  eventTypesOpenApi,
  getEventType,
  listEventTypes,
  updateEventType,
} from '../event-types/operations.ts';
import { deletePayload, getEvent, listEvents, sendEvent } from '../events/operations.ts';
import { testFilter } from '../filters/operations.ts';
import { answerHub, ingestBatch, ingestEvent } from '../intake/ingest-operations.ts';
import { publishBatch, publishEvent } from '../intake/publish-operations.ts';
import { createLiveTicket } from '../live/operations.ts';
import { getMe } from '../me/operations.ts';
import {
  createReceiver,
  deleteReceiver,
  getReceiver,
  listReceivers,
  updateReceiver,
} from '../receivers/operations.ts';
import {
  getRecovery,
  listDeadLetters,
  listRecoveries,
  recoverSubscription,
  redriveDeadLetters,
  stopRecovery,
} from '../recoveries/operations.ts';
import { docs, getAbout, health, openapi, root } from '../service/operations.ts';
import { createSignInCode, signIn } from '../sign-ins/operations.ts';
import { getStatsOverTime } from '../stats/operations.ts';
import {
  getPublicKeys,
  getSecret,
  getStats,
  rotateSecret,
  testSubscription,
} from '../subscriptions/action-operations.ts';
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
} from '../subscriptions/operations.ts';

/**
 * Every operation of the API, in the order of the documentation. The first operation of each tag works on a service
 * without any data: a reader of `/docs` tries it first.
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
  listDeliveries,
  listDeadLetters,
  redriveDeadLetters,
  getDelivery,
  getStatus,
  getAttemptRequest,
  replayDelivery,
  retryDelivery,
  cancelDelivery,
  getStatsOverTime,
  createLiveTicket,
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
  createReceiver,
  listReceivers,
  getReceiver,
  updateReceiver,
  deleteReceiver,
  createApiKey,
  listApiKeys,
  deleteApiKey,
  createTenant,
  listTenants,
  createPortalToken,
  revokePortalTokens,
  listAuditEntries,
  getMe,
  signIn,
  createSignInCode,
  health,
  getAbout,
  openapi,
  docs,
  root,
];
