import type { RouteHandler } from '../../endpoint'
import { problem } from '../../problem'

const DETAIL = new Map([
  ['address', 'The address is not percent-encoded UTF-8.'],
  ['method', 'Only GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS are understood here.'],
])

/** Where refuse-unreadable-requests.ts leads what the framework could not answer. */
const refuse: RouteHandler = async (_request, context) => {
  const { part } = (await context?.params) ?? {}
  return problem('invalid', { detail: DETAIL.get(String(part)) ?? 'The request cannot be read.' })
}

export { refuse as GET, refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE, refuse as OPTIONS }
