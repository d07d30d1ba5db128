import type {
  FieldSeparator,
  HmacAlgorithm,
  HmacEncoding,
  Source,
  TimeFormat,
} from '../../../../../client/src/posthorn.ts';

type SourceKind = Source['type'] | 'none';

/** A place in a request: a header, or a field or member beside it. */
interface Place<Other extends string> {
  readonly kind: 'none' | 'header' | Other;
  readonly name: string;
}

/** The fields of every kind of source: those of another kind are kept while the kind is being chosen. */
export interface SourceDraft {
  readonly kind: SourceKind;
  readonly header: string;
  readonly prefix: string;
  readonly username: string;
  readonly url: string;
  readonly verifyToken: string;
  readonly algorithm: HmacAlgorithm;
  readonly encoding: HmacEncoding;
  readonly signed: string;
  readonly field: string;
  /** Empty: the default, a comma. */
  readonly separator: FieldSeparator | '';
  readonly timestamp: Place<'field'>;
  readonly timeFormat: TimeFormat;
  readonly toleranceSeconds: number | undefined;
  readonly idHeader: string;
  readonly eventType: Place<'member'>;
}

const nowhere = { kind: 'none', name: '' } as const;

const emptySource: SourceDraft = {
  kind: 'none',
  header: '',
  prefix: '',
  username: '',
  url: '',
  verifyToken: '',
  algorithm: 'sha256',
  encoding: 'hex',
  signed: '',
  field: '',
  separator: '',
  timestamp: nowhere,
  timeFormat: 'seconds',
  toleranceSeconds: undefined,
  idHeader: '',
  eventType: nowhere,
};

export function sourceDraftOf(source: Source | null): SourceDraft {
  if (source === null) return emptySource;
  const kept: SourceDraft = { ...emptySource, kind: source.type };
  switch (source.type) {
    case 'hmac':
      return { ...kept, ...hmacDraftOf(source) };
    case 'token':
      return {
        ...kept,
        header: source.header,
        prefix: source.prefix ?? '',
        eventType: eventTypePlace(source.event_type),
      };
    case 'basic':
      return { ...kept, username: source.username, eventType: eventTypePlace(source.event_type) };
    case 'square':
      return { ...kept, url: source.url };
    case 'meta':
      return { ...kept, verifyToken: source.verify_token };
    default:
      return kept;
  }
}

type Hmac = Extract<Source, { type: 'hmac' }>;

function hmacDraftOf(source: Hmac): Partial<SourceDraft> {
  const { timestamp, event_type } = source;
  return {
    header: source.header,
    prefix: source.prefix ?? '',
    algorithm: source.algorithm ?? 'sha256',
    encoding: source.encoding ?? 'hex',
    signed: source.signed ?? '',
    field: source.field ?? '',
    separator: source.separator ?? '',
    timestamp: timestampPlace(timestamp),
    timeFormat: timestamp?.format ?? 'seconds',
    toleranceSeconds: timestamp?.tolerance_seconds,
    idHeader: source.id?.header ?? '',
    url: source.url ?? '',
    eventType: eventTypePlace(event_type),
  };
}

function timestampPlace(place: Hmac['timestamp']): Place<'field'> {
  if (place === undefined) return nowhere;
  return place.field === undefined
    ? { kind: 'header', name: place.header ?? '' }
    : { kind: 'field', name: place.field };
}

function eventTypePlace(place: Hmac['event_type']): Place<'member'> {
  if (place === undefined) return nowhere;
  return place.member === undefined
    ? { kind: 'header', name: place.header ?? '' }
    : { kind: 'member', name: place.member };
}

/** As the API takes it. Empty fields are left out: the API says which of them it needs. */
export function sourceOf(draft: SourceDraft): Source | null {
  switch (draft.kind) {
    case 'none':
      return null;
    case 'hmac':
      return hmacOf(draft);
    case 'token':
      return { type: 'token', header: draft.header, prefix: draft.prefix, ...eventTypeOf(draft) };
    case 'basic':
      return { type: 'basic', username: draft.username, ...eventTypeOf(draft) };
    case 'square':
      return { type: 'square', url: draft.url };
    case 'meta':
      return { type: 'meta', verify_token: draft.verifyToken };
    default:
      return { type: draft.kind };
  }
}

const hmacOf = (draft: SourceDraft): Hmac => ({
  type: 'hmac',
  header: draft.header,
  algorithm: draft.algorithm,
  encoding: draft.encoding,
  prefix: draft.prefix,
  ...(draft.signed !== '' && { signed: draft.signed }),
  ...(draft.field !== '' && { field: draft.field }),
  ...(draft.separator !== '' && { separator: draft.separator }),
  ...(draft.timestamp.kind !== 'none' && { timestamp: timestampOf(draft) }),
  ...(draft.idHeader !== '' && { id: { header: draft.idHeader } }),
  ...(draft.url !== '' && { url: draft.url }),
  ...eventTypeOf(draft),
});

const timestampOf = ({ timestamp, timeFormat, toleranceSeconds }: SourceDraft) => ({
  [timestamp.kind]: timestamp.name,
  format: timeFormat,
  ...(toleranceSeconds !== undefined && { tolerance_seconds: toleranceSeconds }),
});

const eventTypeOf = ({ eventType: { kind, name } }: SourceDraft) =>
  kind === 'none' ? {} : { event_type: { [kind]: name } };
