import type { AuditAction, AuditChange } from '../../domain/audit.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { FieldFault, ProblemCode } from './problem.ts';

/** A request as the functions see it, the same for both kinds of API Gateway. */
export interface HttpRequest {
  readonly requestId: string;
  /** The peer's IPv4 or IPv6 address, as the gateway saw it. */
  readonly sourceAddress: string;
  /** In capitals; HEAD arrives as GET. */
  readonly method: string;
  /** Without the query, and without a trailing slash. */
  readonly path: string;
  /** Whether the address had a trailing slash: a page's relative links depend on it. */
  readonly hasTrailingSlash: boolean;
  /**
   * Whether the gateway decoded the percent-encoding of `path`. An HTTP API decodes it and cuts the path at a decoded
   * `?`; a REST API passes the path on unchanged.
   */
  readonly isPathDecoded: boolean;
  /** The prefix of `path` in the gateway's own address (a stage, such as `/prod`), or empty: for links in answers. */
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

/** Facts about a change for the audit trail that its request does not have. */
interface Noted {
  /** The call changed nothing, and showed no secret: no entry. */
  readonly isNothing?: boolean;
  readonly receiverId?: string;
  readonly changes?: readonly AuditChange[];
  /** Resources created in other tenants; their trails record the change too. */
  readonly elsewhere?: readonly MadeElsewhere[];
}

interface MadeElsewhere {
  readonly tenantId: TenantId;
  readonly action: AuditAction;
  readonly subject: string;
}

/** Rejects a request before it reaches a use case; becomes a problem document. */
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
