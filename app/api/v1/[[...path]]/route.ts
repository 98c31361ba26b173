import { problem } from '../problem'

const answer = async (request: Request): Promise<Response> =>
  problem('not_found', {
    detail: `There is nothing at ${new URL(request.url).pathname.slice(0, 200)}. /api/v1/openapi.json lists what there is.`,
  })

export { answer as GET, answer as POST, answer as PUT, answer as PATCH, answer as DELETE, answer as OPTIONS }
