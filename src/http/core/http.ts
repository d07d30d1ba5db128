import type { AuditAction, AuditChange } from '../../domain/audit.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { FieldFault, ProblemCode } from './problem.ts';

/** A request as the functions see it, whichever kind of API Gateway it came through. */
export interface HttpRequest {
  readonly requestId: string;
  /** Of whoever connected, which the gateway has seen: an IPv4 or IPv6 address. */
  readonly sourceAddress: string;
  /** In capitals; HEAD comes as GET. */
  readonly method: string;
  /** Without the query, and without a trailing slash. */
  readonly path: string;
  /**
   * Whether the gateway has decoded the percent-encoding of `path`. An HTTP API does, and cuts the path at a `?` that it
   * has decoded; a REST API hands the path on as it came.
   */
  readonly isPathDecoded: boolean;
  /** What the gateway's own address puts before `path` (a stage, such as `/prod`), or nothing: for links in answers. */
  readonly basePath: string;
  /** Names in lower case; repeated ones joined with `, ` (RFC 9110, section 5.3). */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Uint8Array;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: object | string | Uint8Array;
  /** For the audit trail; not sent. */
  readonly noted?: Noted;
}

/** What the audit trail is to tell of a change beyond its request. */
interface Noted {
  readonly receiverId?: string;
  readonly changes?: readonly AuditChange[];
  /** What was made in other tenants, whose trails tell it too. */
  readonly elsewhere?: readonly MadeElsewhere[];
}

interface MadeElsewhere {
  readonly tenantId: TenantId;
  readonly action: AuditAction;
  readonly subject: string;
}

/** The request is refused before it reaches a use case: becomes a problem document. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ProblemCode;
  readonly faults: readonly FieldFault[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, detail: string, more: RefusalDetails = {}) {
    super(detail);
    this.code = code;
    this.faults = more.faults;
    this.headers = more.headers ?? {};
  }
}

interface RefusalDetails {
  readonly faults?: readonly FieldFault[];
  readonly headers?: Readonly<Record<string, string>>;
}
