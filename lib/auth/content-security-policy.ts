interface PolicyInput {
  nonce: string
  /** The public address is https. */
  secure: boolean
  development: boolean
}

/**
 * Scripts run only with this answer's nonce. Styles may stand inline because charts and overlays position themselves
 * with style attributes, which take no nonce.
 */
export function contentSecurityPolicy({ nonce, secure, development }: PolicyInput): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "manifest-src 'self'",
    `connect-src 'self'${development ? ' ws: wss:' : ''}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(secure ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}
