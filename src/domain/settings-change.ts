/** A fault of one field of a request. */
export interface RequestFault {
  readonly in: 'body' | 'query' | 'path' | 'header' | 'payload';
  /** JSON Pointer (RFC 6901) within that part. */
  readonly pointer: string;
  readonly detail: string;
}

/** The settings that a request asks for, or its faults. */
export type WantedSettings<Settings> =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly errors: readonly RequestFault[] };

/**
 * A change that a request asks for. It is applied to the stored record, and again if another request changed the record
 * at the same moment.
 */
export type SettingsChange<Stored, Settings> = (stored: Stored) => WantedSettings<Settings>;
