import type { Attempt, Delivery, DeliveryStatus, LiveFilter } from '../generated/openapi.ts';

/** A delivery was made, or has changed. */
export interface LiveDelivery {
  readonly type: 'delivery';
  readonly delivery: Delivery;
}

/** An attempt was made; its delivery follows. */
export interface LiveAttempt {
  readonly type: 'attempt';
  readonly delivery_id: string;
  readonly event_id: string;
  readonly event_type: string | null;
  readonly subscription_id: string;
  readonly attempt: Attempt;
}

/** Changes were left out: read the lists to see them. */
export interface LiveSkipped {
  readonly type: 'skipped';
  /** For example `slow_reader`; further reasons may be added. */
  readonly reason: string;
  /** `null`: not counted. */
  readonly deliveries: number | null;
  readonly attempts: number | null;
  /** RFC 3339. */
  readonly from: string;
  readonly to: string;
}

/** How the items come now. */
export interface LiveState {
  readonly type: 'state';
  /** `live`: over a WebSocket. `polling`: from the lists, every few seconds. `reconnecting`: not at the moment. */
  readonly state: 'live' | 'polling' | 'reconnecting';
  /** Why, if there is a reason. */
  readonly detail?: string;
}

export type LiveItem = LiveDelivery | LiveAttempt | LiveSkipped | LiveState;

export interface LiveOptions {
  /** Ends the iteration, which throws its reason. Leaving the loop ends it too. */
  readonly signal?: AbortSignal;
  /** RFC 3339: begins with the deliveries since this time. Without it, begins now. */
  readonly since?: string;
  /** Replaces the global `WebSocket`; `null`: only poll. */
  readonly WebSocket?: SocketConstructor | null;
  /** Throws if the first connection fails, instead of trying again. */
  readonly mustStart?: boolean;
}

/** The part of a WebSocket that is used: that of browsers, and of Node.js from version 22 on. */
export interface Socket {
  send(text: string): void;
  close(): void;
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}
export type SocketConstructor = new (url: string) => Socket;

function patternMatches(pattern: string, eventType: string): boolean {
  if (!pattern.endsWith('.*')) return pattern === eventType;
  const prefix = pattern.slice(0, -1);
  return eventType.length > prefix.length && eventType.startsWith(prefix);
}

/** As the service matches patterns: `*` and no patterns leave out the events of Posthorn itself. */
function wantsType(patterns: readonly string[] | undefined, eventType: string | null): boolean {
  if (patterns === undefined) return true;
  if (patterns.includes('*') && !/^posthorn\./i.test(eventType ?? '')) return true;
  return eventType !== null && patterns.some((pattern) => patternMatches(pattern, eventType));
}

/** Whether a polled delivery fits a filter. The receiver is left to the service: a delivery does not show it. */
export const fits = ({ subscription_id, event_types, statuses }: LiveFilter, delivery: Delivery): boolean =>
  (subscription_id === undefined || delivery.subscription_id === subscription_id) &&
  wantsType(event_types, delivery.event_type) &&
  (statuses === undefined || statuses.includes(delivery.status as DeliveryStatus));
