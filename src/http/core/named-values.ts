import * as z from 'zod';
import { scopes } from '../../domain/api-key.ts';
import { auditActions } from '../../domain/audit.ts';
import { deliveryStatuses } from '../../domain/delivery.ts';
import { validations } from '../../domain/event-type.ts';
import { families } from '../../domain/family.ts';
import { portalAccesses } from '../../domain/portal-token.ts';
import { callerKinds } from '../../domain/principal.ts';
import { recoveryStatuses, stopReasons } from '../../domain/recovery.ts';
import type { FailureKind } from '../../domain/response-classification.ts';
import { signatureHeaders, signatureVersions } from '../../domain/signature.ts';
import {
  fieldSeparators,
  hmacAlgorithms,
  hmacEncodings,
  providers,
  timeFormats,
} from '../../domain/sources/source.ts';
import { statsDimensions } from '../../domain/stats.ts';
import { subscriptionStatuses } from '../../domain/subscription.ts';

/**
 * Enumerations, each with its name in the OpenAPI document. Client generators make one type of a named enumeration; an
 * enumeration without a name becomes a separate type at each use.
 */

const named = <const Values extends readonly [string, ...string[]]>(
  id: string,
  values: Values,
  description: string,
  constants?: { readonly [Index in keyof Values]: string },
) =>
  z.enum(values).meta({ id, description, ...(constants !== undefined && { 'x-enum-varnames': constants }) });

/**
 * An enumeration that shares values with another one. In Go, openapi-generator puts all constants into one namespace
 * and names them after the value alone, so `prefix` keeps these apart.
 */
const namedApart = <const Values extends readonly [string, ...string[]]>(
  id: string,
  values: Values,
  description: string,
  prefix: string,
) => {
  const constants = values.map((value) => `${prefix}_${value.replaceAll('.', '_').toUpperCase()}`);
  return named(id, values, description, constants as { [Index in keyof Values]: string });
};

export const subscriptionStatus = named(
  'SubscriptionStatus',
  subscriptionStatuses,
  'Whether events are delivered to a subscription.',
);

export const statsDimension = namedApart(
  'StatsDimension',
  statsDimensions,
  'The property by which numbers are split into series.',
  'BY',
);

export const disabledReason = namedApart(
  'DisabledReason',
  ['by_request', 'receiver_gone'],
  'Why a subscription is disabled: by a call, or because its receiver answered 410 Gone.',
  'DISABLED',
);

export const signatureVersion = named(
  'SignatureVersion',
  signatureVersions,
  'A kind of signature of Standard Webhooks: `v1` is an HMAC-SHA256, `v1a` an Ed25519 signature.',
);

export const signatureHeader = namedApart(
  'SignatureHeader',
  signatureHeaders,
  'A set of headers for id, time and signature, for example `webhook-id`, `webhook-timestamp` and `webhook-signature`.',
  'HEADER',
);

export const deliveryStatus = named('DeliveryStatus', deliveryStatuses, 'The state of a delivery.');

export const deliveryStatusReason = named(
  'DeliveryStatusReason',
  [
    'attempts',
    'expired',
    'payload_deleted',
    'internal_fault',
    'subscription_deleted',
    'receiver_changed',
    'by_request',
  ],
  'Why a delivery is exhausted or cancelled.',
);

export const exhaustedReason = namedApart(
  'ExhaustedReason',
  ['attempts', 'expired', 'payload_deleted', 'internal_fault'],
  'Why a delivery is exhausted.',
  'EXHAUSTED',
);

export const attemptTrigger = named(
  'AttemptTrigger',
  ['scheduled', 'manual'],
  'The cause of an attempt: the retry policy, or a call.',
);

export const attemptOutcome = named(
  'AttemptOutcome',
  ['succeeded', 'failed'],
  'Whether an attempt delivered the event.',
);

const failureKinds = [
  'timeout',
  'connection',
  'tls',
  'dns',
  'http_status',
  'blocked_address',
  'authorization',
  'invalid_response',
] as const satisfies readonly FailureKind[];

export const failureKind = named('FailureKind', failureKinds, 'Why an attempt failed.');

export const recoveryStatus = named('RecoveryStatus', recoveryStatuses, 'The state of a recovery.');

export const recoveryStopReason = namedApart(
  'RecoveryStopReason',
  stopReasons,
  'Why a recovery was stopped before its end.',
  'STOPPED',
);

export const eventTypeValidation = named(
  'EventTypeValidation',
  validations,
  'Whether payloads of an event type must match its schema.',
);

export const apiKeyScope = named('ApiKeyScope', scopes, 'A permission of an API key.');

export const callerKind = namedApart(
  'CallerKind',
  callerKinds,
  'What a caller has authenticated with.',
  'CALLER',
);

export const serviceFamily = named(
  'ServiceFamily',
  families,
  'Where the service runs: as one process over SQLite, or on AWS.',
);

export const portalAccess = namedApart(
  'PortalAccess',
  portalAccesses,
  'A permission of a portal token.',
  'PORTAL',
);

export const auditAction = namedApart('AuditAction', auditActions, 'The kind of change.', 'AUDIT');

export const auditedField = named(
  'AuditedField',
  ['target_url', 'receiver_id'],
  'A field whose old and new values are in the audit log.',
);

export const receiverAuthType = named(
  'ReceiverAuthType',
  ['bearer', 'basic', 'oauth2'],
  'How attempts authenticate.',
);

export const provider = named('Provider', providers, 'A provider whose signature scheme is built in.');
export const hmacAlgorithm = named('HmacAlgorithm', hmacAlgorithms, 'The hash function of an HMAC.');
export const hmacEncoding = named('HmacEncoding', hmacEncodings, 'How the bytes of an HMAC are written.');
export const timeFormat = named('TimeFormat', timeFormats, 'How a signed time is written.');

export const fieldSeparator = named(
  'FieldSeparator',
  fieldSeparators,
  'The separator between the fields of a header.',
  ['COMMA', 'SEMICOLON', 'SPACE', 'COMMA_SPACE', 'SEMICOLON_SPACE'],
);
