import type { SubscriptionId, TenantId } from '../domain/ids.ts';
import type { LiveChange, LiveFilter } from '../domain/live/filter.ts';
import type { LiveRights } from '../domain/live/ticket.ts';

/** The live view on AWS, where connections, and the process that serves them, are rows of the store. */

/** The latest `watch` of a connection. */
export interface Watch {
  /** From 1. */
  readonly number: number;
  readonly filter: LiveFilter;
  /** The moment that the watcher resumes from, in Unix milliseconds; undefined: now. */
  readonly sinceMs: number | undefined;
}

export interface LiveConnection {
  readonly id: string;
  readonly rights: LiveRights;
  /** Of the ticket: no `watch` sees more. */
  readonly filter: LiveFilter;
  readonly watch: Watch;
  /** The number of the latest `watch` that was answered with `hello`. */
  readonly greeted: number;
}

export interface LiveConnections {
  open(id: string, connection: Pick<LiveConnection, 'rights' | 'filter'>, nowMs: number): Promise<void>;
  /** `gone`: the connection is closed. */
  watch(id: string, watch: Omit<Watch, 'number'>): Promise<'watching' | 'gone'>;
  greeted(id: string, number: number): Promise<void>;
  close(id: string): Promise<void>;
  /** The connections that have sent a `watch`. */
  watching(nowMs: number): Promise<readonly LiveConnection[]>;
}

/** At most one pump works: the one that holds this. */
export interface PumpLease {
  isHeld(nowMs: number): Promise<boolean>;
  /** Whether a pump has ended without giving it back. */
  isAbandoned(nowMs: number): Promise<boolean>;
  /** Also renews it. @param from the pump that hands over */
  take(owner: string, nowMs: number, from?: string): Promise<boolean>;
  release(owner: string): Promise<void>;
}

/** A place in the stream of changes, for the adapter that made it. Valid for 15 minutes. */
export type StreamPosition = Readonly<Record<string, string>>;

/** Positions of the last minutes, by time. */
export interface StreamMarks {
  put(position: StreamPosition, atMs: number): Promise<void>;
  /** The latest one at this moment or before; undefined: none, or it is older than `notBeforeMs`. */
  latest(atMs: number, notBeforeMs: number): Promise<StreamPosition | undefined>;
}

export interface ChangeReader {
  position(): StreamPosition;
  /** Passes on what is there by now, page by page. Resolves to whether there was anything. */
  readOnce(take: (changes: readonly LiveChange[]) => Promise<void>): Promise<boolean>;
  /** Whether changes were lost since the last call, since this reader came too late. */
  takeMissed(): boolean;
}

export interface ChangeStream {
  /** @param position undefined: from now on */
  open(position: StreamPosition | undefined): Promise<ChangeReader>;
}

/** `slow`: not sent, for now: the connection, or the service that has the connections, takes no more. */
export type Posted = 'sent' | 'gone' | 'slow';

export interface LivePosts {
  post(connectionId: string, text: string): Promise<Posted>;
  /** Closes the connection, if it is open. */
  close(connectionId: string): Promise<void>;
}

/** Starts another pump. */
export interface PumpStarter {
  start(handover: PumpHandover | undefined): Promise<void>;
}

/** The state that a pump passes on to its successor. */
export interface PumpHandover {
  readonly from: string;
  readonly position: StreamPosition;
  /** Connections with messages that were not sent. */
  readonly behind: readonly string[];
}

/** The receivers of subscriptions, a moment ago. */
export interface SubscriptionReceivers {
  /** Undefined: the subscription is deleted. */
  receiverOf(tenantId: TenantId, id: SubscriptionId): Promise<string | null | undefined>;
}
