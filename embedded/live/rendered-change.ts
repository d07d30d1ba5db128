import type { Attempt, Delivery } from '../../src/domain/delivery.ts';
import { attemptMade, deliveryChanged } from '../../src/http/live/output.ts';

/** A message of the live view as the bytes of a WebSocket message. */
export type Frame = Buffer;

/**
 * The messages of one change, made when the first watcher gets them, and shared by all. Only a watcher that resumes needs
 * its own copy, with its own cursor.
 */
export class RenderedChange {
  readonly delivery: Delivery;
  readonly attempts: readonly Attempt[];
  /** When the change was seen, in Unix milliseconds. */
  readonly atMs: number;
  readonly #retentionHours: number;
  readonly #cursor: string;
  #frames: readonly Frame[] | undefined;

  constructor(
    { delivery, attempts }: { readonly delivery: Delivery; readonly attempts: readonly Attempt[] },
    {
      atMs,
      cursor,
      retentionHours,
    }: {
      readonly atMs: number;
      readonly cursor: string;
      readonly retentionHours: number;
    },
  ) {
    this.delivery = delivery;
    this.attempts = attempts;
    this.atMs = atMs;
    this.#cursor = cursor;
    this.#retentionHours = retentionHours;
  }

  /** The attempts, then the delivery. */
  get frames(): readonly Frame[] {
    this.#frames ??= this.framesWith(this.#cursor);
    return this.#frames;
  }

  framesWith(cursor: string): readonly Frame[] {
    return [
      ...this.attempts.map((attempt) => attemptMade(this.delivery, attempt, cursor)),
      deliveryChanged(this.delivery, this.#retentionHours, cursor),
    ].map(frameOf);
  }
}

export const frameOf = (message: object): Frame => Buffer.from(JSON.stringify(message));
