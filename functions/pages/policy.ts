interface PolicyOptions {
  /** Origins of WebSockets, besides the origin of the pages. */
  readonly liveOrigins: readonly string[];
  /** Origins whose pages may embed this one. */
  readonly embedders: readonly string[];
}

/**
 * The Content-Security-Policy of the pages: scripts, styles and calls of their own origin only, and nothing inline.
 * Images may be `data:`, for example the logo in a portal's theme.
 */
export const pagesPolicy = ({ liveOrigins, embedders }: PolicyOptions): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    ["connect-src 'self'", ...liveOrigins].join(' '),
    "base-uri 'self'",
    "form-action 'none'",
    `frame-ancestors ${embedders.length === 0 ? "'none'" : embedders.join(' ')}`,
  ].join('; ');
