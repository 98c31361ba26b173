const TYPES: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  409: 'conflict_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  504: 'timeout_error',
  529: 'overloaded_error',
}

export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Record<string, string> = {},
    readonly details?: Record<string, unknown>,
  ) {
    super(message)
  }

  body(requestId: string) {
    const type = TYPES[this.status] ?? (this.status < 500 ? 'invalid_request_error' : 'api_error')
    const error = { type, message: this.message, ...(this.details ? { details: this.details } : {}) }
    return { type: 'error', error, request_id: requestId }
  }
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, message)
}

export function notFound(message: string): ApiError {
  return new ApiError(404, message)
}
