import { z } from 'zod'

const MOST_ROWS = 200

/** How many rows of a list are asked for at a time: 1 to 200, `usual` where nothing is said. */
export function pageLimit(usual: number) {
  return z.coerce
    .number(`must be a number from 1 to ${MOST_ROWS}`)
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(MOST_ROWS, `must be at most ${MOST_ROWS}`)
    .default(usual)
}

/** The shape of every list. Source: contract.md, "REST". */
export function listPage<S extends z.ZodType>(item: S) {
  return z.object({
    data: z.array(item),
    next_cursor: z.string().nullable().describe('null = this was the last page'),
  })
}
