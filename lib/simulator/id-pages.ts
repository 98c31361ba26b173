import { badRequest } from './api-error'
import type { QueryParameters } from './query-parameters'

/** The id cursor dialect: `after_id` goes forward, `before_id` back, never both; `has_more` speaks of the direction asked. */
export function idPage<Item extends { id: string }>(
  items: readonly Item[],
  query: QueryParameters,
  maxPageRows: number,
) {
  const limit = Math.min(query.integer('limit', { min: 1, max: 1000, default: 20 }), maxPageRows)
  const afterId = query.one('after_id')
  const beforeId = query.one('before_id')
  if (afterId !== undefined && beforeId !== undefined) {
    throw badRequest('Only one of before_id and after_id may be provided')
  }
  const positionOf = (name: string, id: string) => {
    const position = items.findIndex((item) => item.id === id)
    if (position === -1) throw badRequest(`${name}: Invalid cursor`)
    return position
  }
  let start = 0
  let end = limit
  if (afterId !== undefined) {
    start = positionOf('after_id', afterId) + 1
    end = start + limit
  }
  if (beforeId !== undefined) {
    end = positionOf('before_id', beforeId)
    start = Math.max(0, end - limit)
  }
  const data = items.slice(start, end)
  return {
    data,
    has_more: beforeId === undefined ? end < items.length : start > 0,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  }
}
