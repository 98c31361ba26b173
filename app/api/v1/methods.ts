import type { RouteHandler } from './endpoint'
import { problem } from './problem'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
type Method = (typeof METHODS)[number]

/**
 * All methods of one address: those given, `HEAD` where `GET` is, `OPTIONS` with `Allow`, and a 405 problem document
 * with `Allow` for every other. A route file exports exactly this.
 */
export function methods(
  given: Partial<Record<Method, RouteHandler>>,
): Record<Method | 'HEAD' | 'OPTIONS', RouteHandler> {
  const names = METHODS.filter((method) => given[method])
  const allow = [...names, ...(given.GET ? ['HEAD'] : []), 'OPTIONS'].join(', ')
  const refuse: RouteHandler = async (request) =>
    problem('method_not_allowed', {
      detail: `${request.method} is not possible here, only ${names.join(', ')}.`,
      headers: { allow },
    })
  const { GET = refuse, POST = refuse, PUT = refuse, PATCH = refuse, DELETE = refuse } = given
  return {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE,
    HEAD: given.GET ? headOf(given.GET) : refuse,
    OPTIONS: optionsOf(allow),
  }
}

function headOf(get: RouteHandler): RouteHandler {
  return async (request, context) => {
    const { status, headers } = await get(request, context)
    return new Response(null, { status, headers })
  }
}

function optionsOf(allow: string): RouteHandler {
  return async () => new Response(null, { status: 204, headers: { allow } })
}
