export type ErrorKind =
  | 'invalid' // the request cannot be understood: 400
  | 'unsupported_combination' // understood, but the source cannot give it: 400
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'not_found' // 404
  | 'conflict' // 409
  | 'too_large' // 413
  | 'wrong_media_type' // 415
  | 'incomplete' // understood, but something needed is missing or impossible: 422
  | 'rate_limited' // 429
  | 'upstream' // Anthropic, a mail server … did not do it: 502
  | 'unavailable' // 503

/** A mistake or a circumstance a person can do something about. Everything else thrown is a bug. */
export class ExpectedError extends Error {
  /** The parameter or field at fault, where there is one. */
  readonly parameter: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(
    readonly kind: ErrorKind,
    /** A sentence fit for a person: what happened, what is safe, what to do. */
    sentence: string,
    detail: { parameter?: string; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(sentence, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.name = 'ExpectedError'
    this.parameter = detail.parameter
    this.retryAfterSeconds = detail.retryAfterSeconds
  }
}
